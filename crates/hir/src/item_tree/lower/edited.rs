// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Declarations of a file of which an earlier version is known: where its tree differs in a few statements of one composition
//! or configuration, those alone are lowered. A file may have tens of thousands of them.
//!
//! Numbers of items count from the start of the file, so that this is possible where the new statements have as many items as the old
//! ones, as while a name or a value is typed.

use std::ops::Range;
use std::sync::Arc;

use camkes_syntax::ast::{self, AstNode};
use camkes_syntax::{Changed, Parse, SyntaxKind, TextRange, TextSize, changed};

use super::{Lower, Ranges};
use crate::item_tree::{
    CompositionDecl, ConfigurationDecl, ConnectionDecl, ExportDecl, Given, GroupDecl, InstanceDecl, Item, ItemTree,
    SettingDecl,
};
use crate::loc::LocalId;

/// What [`lower`](super::lower) gives for `new`, made from what it gave for `old`; `None` where it must look at all.
pub(crate) fn lower_edited(old: &Parse, tree: &ItemTree, ranges: &Ranges, new: &Parse) -> Option<(ItemTree, Ranges)> {
    let changed = changed(old, new, &[SyntaxKind::COMPOSITION_BODY, SyntaxKind::CONFIGURATION_BODY])?;
    let position = |at: TextSize| ranges.partition_point(|(full, _)| full.start() < at);
    let items = position(changed.before.start())..position(changed.before.end());
    if changed.is_trivia && items.is_empty() {
        return Some((tree.clone(), moved(ranges, &changed, items, Ranges::new())));
    }
    let mut lower = Lower { ranges: Ranges::new(), first: items.start, structs: Vec::new() };
    let patch = Patch::new(&mut lower, &changed)?;
    // Structs are numbered across the file.
    let had_structs = tree.structs.iter().any(|(_, id)| items.contains(&(id.0 as usize)));
    if lower.ranges.len() != items.len() || had_structs || !lower.structs.is_empty() {
        return None;
    }
    let declaration = changed.body.parent()?.text_range().start();
    let id = position(declaration);
    ranges.get(id).filter(|(full, _)| full.start() == declaration)?;
    let mut tree = tree.clone();
    patch.apply(&mut tree.items, number(id), number(items.start)..number(items.end))?;
    let ranges = moved(ranges, &changed, items, lower.ranges);
    Some((tree, ranges))
}

fn number(at: usize) -> LocalId {
    LocalId(u32::try_from(at).unwrap_or(u32::MAX))
}

/// The ranges of the items of a file: those around the change are as much longer as it is, those behind it have moved.
fn moved(ranges: &Ranges, changed: &Changed, items: Range<usize>, new: Ranges) -> Ranges {
    let (before, after) = (changed.before, changed.after);
    let at = |offset: TextSize| if offset >= before.end() { offset - before.len() + after.len() } else { offset };
    let around = |range: TextRange| {
        let end = if range.end() > before.end() { at(range.end()) } else { range.end() };
        TextRange::new(range.start(), end)
    };
    let behind = |range: TextRange| TextRange::new(at(range.start()), at(range.end()));
    let mut out = Ranges::with_capacity(ranges.len());
    let first = ranges.get(..items.start).unwrap_or_default();
    out.extend(first.iter().map(|(full, focus)| (around(*full), around(*focus))));
    out.extend(new);
    let last = ranges.get(items.end..).unwrap_or_default();
    out.extend(last.iter().map(|(full, focus)| (behind(*full), behind(*focus))));
    out
}

/// The statements that are new in a body.
enum Patch {
    Composition {
        instances: Vec<Arc<InstanceDecl>>,
        connections: Vec<Arc<ConnectionDecl>>,
        groups: Vec<GroupDecl>,
        exports: Vec<ExportDecl>,
    },
    Configuration(Vec<Arc<SettingDecl>>),
}

impl Patch {
    fn new(lower: &mut Lower, changed: &Changed) -> Option<Self> {
        if changed.body.kind() == SyntaxKind::CONFIGURATION_BODY {
            let settings = changed.nodes().filter_map(ast::Setting::cast);
            return Some(Self::Configuration(settings.filter_map(|it| lower.setting(&it)).map(Arc::new).collect()));
        }
        let mut body = CompositionDecl {
            id: number(0),
            name: None,
            instances: Vec::new(),
            connections: Vec::new(),
            groups: Vec::new(),
            exports: Vec::new(),
        };
        for node in changed.nodes() {
            lower.composition_item(ast::CompositionItem::cast(node)?, &mut body);
        }
        let CompositionDecl { instances, connections, groups, exports, .. } = body;
        Some(Self::Composition { instances, connections, groups, exports })
    }

    /// Puts the statements in the place of the old ones with these numbers, in the declaration with this number; `None` when there is
    /// none.
    fn apply(self, items: &mut [Item], declaration: LocalId, old: Range<LocalId>) -> Option<()> {
        match self {
            Self::Composition { instances, connections, groups, exports } => {
                let body = composition(items, declaration)?;
                replace(&mut body.instances, instances, |it| it.id, &old);
                replace(&mut body.connections, connections, |it| it.id, &old);
                replace(&mut body.groups, groups, |it| it.id, &old);
                replace(&mut body.exports, exports, |it| it.id, &old);
            }
            Self::Configuration(settings) => {
                let body = configuration(items, declaration)?;
                replace(&mut body.settings, settings, |it| it.id, &old);
            }
        }
        Some(())
    }
}

/// Replaces what has the old numbers. A list is in the order of the numbers.
fn replace<T>(list: &mut Vec<T>, new: Vec<T>, id: impl Fn(&T) -> LocalId, old: &Range<LocalId>) {
    let position = |at: LocalId| list.partition_point(|it| id(it) < at);
    let places = position(old.start)..position(old.end);
    list.splice(places, new);
}

fn composition(items: &mut [Item], id: LocalId) -> Option<&mut CompositionDecl> {
    let holds = |given: &Given<CompositionDecl>| matches!(given, Given::Here(it) if it.id == id);
    let item = items.iter_mut().find(|item| match item {
        Item::Composition(it) => it.id == id,
        Item::Assembly(it) => it.compositions.iter().any(holds),
        Item::Component(it) => it.compositions.iter().any(holds),
        _ => false,
    })?;
    let given = match item {
        Item::Composition(it) => return Some(Arc::make_mut(it)),
        Item::Assembly(it) => &mut Arc::make_mut(it).compositions,
        Item::Component(it) => &mut Arc::make_mut(it).compositions,
        _ => return None,
    };
    match given.iter_mut().find(|it| holds(it))? {
        Given::Here(it) => Some(Arc::make_mut(it)),
        Given::Use(_) => None,
    }
}

fn configuration(items: &mut [Item], id: LocalId) -> Option<&mut ConfigurationDecl> {
    let holds = |given: &Given<ConfigurationDecl>| matches!(given, Given::Here(it) if it.id == id);
    let item = items.iter_mut().find(|item| match item {
        Item::Configuration(it) => it.id == id,
        Item::Assembly(it) => it.configurations.iter().any(holds),
        Item::Component(it) => it.configurations.iter().any(holds),
        _ => false,
    })?;
    let given = match item {
        Item::Configuration(it) => return Some(Arc::make_mut(it)),
        Item::Assembly(it) => &mut Arc::make_mut(it).configurations,
        Item::Component(it) => &mut Arc::make_mut(it).configurations,
        _ => return None,
    };
    match given.iter_mut().find(|it| holds(it))? {
        Given::Here(it) => Some(Arc::make_mut(it)),
        Given::Use(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use camkes_syntax::parse;

    use super::super::lower;
    use super::*;

    const TEXT: &str = "component A { composition { component L a; connection C c(from a.p, to b.q); component L b; }
        configuration { a.n = 1; b.n = {\"k\": [1, 2]}; } }
        /* of it all */ assembly { composition { group g { component A x; } component A y; } configuration { y.n = 1 + 2; } }";

    /// Whether only the statements that changed are lowered; in any case the answer is that of all.
    fn is_partial(from: &str, to: &str) -> bool {
        assert_eq!(TEXT.matches(from).count(), 1, "{from}");
        let text = TEXT.replace(from, to);
        let old = parse(TEXT);
        let Some(new) = old.edited(TEXT, &text) else { return false };
        let (tree, ranges) = lower(&old.tree());
        let edited = lower_edited(&old, &tree, &ranges, &new);
        if let Some(edited) = &edited {
            assert_eq!(*edited, lower(&new.tree()), "{text}");
        }
        edited.is_some()
    }

    #[test]
    fn letters_and_values_reach_no_further_than_their_statement() {
        for (from, to) in [
            ("component L a;", "component L aaa;"),
            ("component L b;", "component  Lx b;"),
            ("from a.p, to b.q", "from a.px, to b.q"),
            ("a.n = 1;", "a.n = 12345;"),
            ("y.n = 1 + 2", "y.n = 11 + 2"),
            ("component A y;", "component A yy /* why */;"),
            ("component A x;", "component A xx;"),
            ("a.n = 1;", "a.n = 1; // one\n"),
            ("of it all", "of nearly all"),
            ("} component A y;", "} /* two */ component A y;"),
        ] {
            assert!(is_partial(from, to), "{from} -> {to}");
        }
    }

    #[test]
    fn other_items_number_all_behind_them_anew() {
        for (from, to) in [
            ("component L a;", "component L a; component L c;"),
            ("component L b;", ""),
            ("y.n = 1 + 2", "y.n = 1 + 2 + 3"),
            ("component A {", "component Ab {"),
        ] {
            assert!(!is_partial(from, to), "{from} -> {to}");
        }
    }
}
