// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Declarations of a file of which an earlier version is known: where its tree differs in a few statements of one composition
//! or configuration, or in a few declarations of the file, those alone are lowered. A file may have tens of thousands of them.
//!
//! What is the same keeps its numbers, so that whatever depends on it stays as it is. What is new has the numbers of what it
//! takes the place of where it needs as many, as while a name or a value is typed, else new ones behind all that there were. So
//! numbers tell nothing about the order of the text, and those of what is gone have no place.

use std::ops::Range;
use std::sync::Arc;

use camkes_syntax::ast::{self, AstNode};
use camkes_syntax::{Changed, Parse, SyntaxKind, TextRange, TextSize, changed};

use super::{Lower, lower_items};
use crate::item_tree::part::Part;
use crate::item_tree::ranges::{Moves, Ranges};
use crate::item_tree::{
    CompositionDecl, ConfigurationDecl, ConnectionDecl, ExportDecl, Given, GroupDecl, InstanceDecl, Item, ItemTree,
    SettingDecl,
};
use crate::loc::LocalId;

/// Numbers without a place that are kept at most, beside as many as there are with one.
const SPARE: usize = 4096;

/// What [`lower`](super::lower) gives for `new`, up to the numbers, made from what it gave for `old`; `None` where it must look at
/// all.
pub(crate) fn lower_edited(old: &Parse, tree: &ItemTree, ranges: &Ranges, new: &Parse) -> Option<(ItemTree, Ranges)> {
    const BODIES: [SyntaxKind; 3] =
        [SyntaxKind::SOURCE_FILE, SyntaxKind::COMPOSITION_BODY, SyntaxKind::CONFIGURATION_BODY];
    let innermost = changed(old, new, &BODIES)?;
    if innermost.is_trivia {
        return Edited::new(tree, ranges, innermost)?.trivia();
    }
    let in_body = if innermost.body.kind() == SyntaxKind::SOURCE_FILE {
        None
    } else {
        Edited::new(tree, ranges, innermost)?.statements()
    };
    // The body of a component that is written in place, for one, goes with the declaration around it.
    in_body.or_else(|| Edited::new(tree, ranges, changed(old, new, &BODIES[..1])?)?.items())
}

/// Earlier declarations, and where the tree has changed.
struct Edited<'t> {
    tree: &'t ItemTree,
    ranges: &'t Ranges,
    changed: Changed,
    moves: Moves,
    /// The numbers of the items that stood in what has changed, from the first to the last.
    gone: Range<usize>,
    /// All numbers between them are those of such items.
    is_one_piece: bool,
}

impl<'t> Edited<'t> {
    /// `None` where most is new, or most numbers have no place any more.
    fn new(tree: &'t ItemTree, ranges: &'t Ranges, changed: Changed) -> Option<Self> {
        let moves = Moves { before: changed.before, length: changed.after.len() };
        let (mut count, mut gone) = (0, 0..0);
        for (number, (full, _)) in ranges.beginning_in(moves.before) {
            // What has no length could stand on either side.
            if full.is_empty() && moves.before.contains_inclusive(full.start()) {
                return None;
            }
            if moves.took(full) {
                gone = if count == 0 { number..number + 1 } else { gone.start..number + 1 };
                count += 1;
            }
        }
        let alive = ranges.alive();
        // Some things that could not be read have the place of the first item.
        let first_is_gone = ranges.len() == 0 || gone.contains(&0);
        let is_worth_it = count <= alive / 2 && ranges.len() <= 2 * alive + SPARE && !first_is_gone;
        let is_one_piece = gone.len() == count;
        is_worth_it.then_some(Self { tree, ranges, changed, moves, gone, is_one_piece })
    }

    /// Only trivia has changed, so that the items have moved at most.
    fn trivia(&self) -> Option<(ItemTree, Ranges)> {
        self.gone.is_empty().then(|| (self.tree.clone(), self.moved(&self.lower(self.ranges.len()))))
    }

    /// Statements of one composition or configuration have changed.
    fn statements(&self) -> Option<(ItemTree, Ranges)> {
        let (patch, lower) = self.lowered(|lower| Patch::new(lower, &self.changed))?;
        // Structs are numbered across the file.
        let had_structs = self.tree.structs.iter().any(|(_, id)| self.moves.took(self.place(*id)));
        if had_structs || !lower.structs.is_empty() {
            return None;
        }
        let mut tree = self.tree.clone();
        patch.apply(&mut tree.items, self)?;
        Some((tree, self.moved(&lower)))
    }

    /// Declarations of the file have changed.
    fn items(&self) -> Option<(ItemTree, Ranges)> {
        let (new, lower) =
            self.lowered(|lower| Some(lower_items(lower, self.changed.nodes().filter_map(ast::Item::cast))))?;
        let mut tree = self.tree.clone();
        let old = self.places_of(&tree.items, Item::id);
        let (old_count, new_count) = (old.len(), new.items.len());
        let structs = |range: Range<usize>| {
            let position = |at: usize| tree.structs.partition_point(|(item, _)| *item < at);
            position(range.start)..position(range.end)
        };
        let (first, places) = (old.start, structs(old.clone()));
        for (item, _) in tree.structs.get_mut(places.end..).unwrap_or_default() {
            *item = *item - old_count + new_count;
        }
        tree.structs.splice(places, new.structs.into_iter().map(|(item, id)| (first + item, id)));
        tree.items.splice(old, new.items);
        Some((tree, self.moved(&lower)))
    }

    fn lower(&self, first: usize) -> Lower {
        Lower { ranges: Vec::new(), first, structs: Vec::new() }
    }

    /// What is new, with the numbers that it gets.
    fn lowered<T>(&self, lower: impl Fn(&mut Lower) -> Option<T>) -> Option<(T, Lower)> {
        let mut behind = self.lower(self.ranges.len());
        let new = lower(&mut behind)?;
        if !self.is_one_piece || behind.ranges.len() != self.gone.len() {
            return Some((new, behind));
        }
        let mut instead = self.lower(self.gone.start);
        Some((lower(&mut instead)?, instead))
    }

    fn place(&self, id: LocalId) -> TextRange {
        self.ranges.get(id.0 as usize).map_or(TextRange::empty(TextSize::new(u32::MAX)), |(full, _)| full)
    }

    /// Which elements of a list stood in what has changed. The list is in the order of the text.
    fn places_of<T>(&self, list: &[T], id: impl Fn(&T) -> LocalId) -> Range<usize> {
        let position = |at: TextSize| list.partition_point(|it| self.place(id(it)).start() < at);
        position(self.moves.before.start())..position(self.moves.before.end())
    }

    fn replace<T>(&self, list: &mut Vec<T>, new: Vec<T>, id: impl Fn(&T) -> LocalId) {
        let places = self.places_of(list, id);
        list.splice(places, new);
    }

    /// Whether a declaration is the one whose body has changed.
    fn is_around(&self, id: LocalId) -> bool {
        self.changed.body.parent().is_some_and(|it| it.text_range().start() == self.place(id).start())
    }

    /// The declaration whose body has changed; `None` when it is none of the file's own, nor one in a declaration of the file.
    fn body<'i, T: Part>(&self, items: &'i mut [Item]) -> Option<&'i mut T> {
        let body = self.changed.body.text_range().start();
        let behind = items.partition_point(|it| self.place(it.id()).start() <= body);
        let given = match items.get_mut(behind.checked_sub(1)?)? {
            Item::Assembly(it) => T::in_assembly(Arc::make_mut(it)),
            Item::Component(it) => T::in_component(Arc::make_mut(it)),
            item => return T::of_mut(item).filter(|it| self.is_around(it.id())).map(Arc::make_mut),
        };
        given.iter_mut().find_map(|it| match it {
            Given::Here(it) if self.is_around(it.id()) => Some(Arc::make_mut(it)),
            _ => None,
        })
    }

    /// The ranges of the items of a file, with what is new in it.
    fn moved(&self, new: &Lower) -> Ranges {
        self.ranges.edited(self.moves, new.first, &new.ranges)
    }
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
            id: LocalId(0),
            name: None,
            instances: Vec::new(),
            connections: Vec::new(),
            groups: Vec::new(),
            exports: Vec::new(),
        };
        // What could not be read declares nothing.
        for item in changed.nodes().filter_map(ast::CompositionItem::cast) {
            lower.composition_item(item, &mut body);
        }
        let CompositionDecl { instances, connections, groups, exports, .. } = body;
        Some(Self::Composition { instances, connections, groups, exports })
    }

    /// Puts the statements in the place of the old ones; `None` when the declaration around them is none of the file's own.
    fn apply(self, items: &mut [Item], edited: &Edited<'_>) -> Option<()> {
        match self {
            Self::Composition { instances, connections, groups, exports } => {
                let body: &mut CompositionDecl = edited.body(items)?;
                edited.replace(&mut body.instances, instances, |it| it.id);
                edited.replace(&mut body.connections, connections, |it| it.id);
                edited.replace(&mut body.groups, groups, |it| it.id);
                edited.replace(&mut body.exports, exports, |it| it.id);
            }
            Self::Configuration(settings) => {
                let body: &mut ConfigurationDecl = edited.body(items)?;
                edited.replace(&mut body.settings, settings, |it| it.id);
            }
        }
        Some(())
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

    /// How much of a text is lowered anew when one part of it becomes another; in any case the answer is that of all. `None`: all.
    fn is_partial(from: &str, to: &str) -> bool {
        assert_eq!(TEXT.matches(from).count(), 1, "{from}");
        is_partial_between(TEXT, &TEXT.replace(from, to))
    }

    fn is_partial_between(before: &str, text: &str) -> bool {
        let old = parse(before);
        let Some(new) = old.edited(before, text) else { return false };
        let (tree, ranges) = lower(&old.tree());
        let edited = lower_edited(&old, &tree, &ranges, &new);
        if let Some(edited) = &edited {
            assert_eq!(placed(edited), placed(&lower(&new.tree())), "{text}");
            // What is the same keeps its number.
            let kept = edited.1.alive() + ranges.len() - edited.1.len();
            assert!(edited.1.len() >= ranges.len() && kept > ranges.len() / 2, "{text}");
        }
        edited.is_some()
    }

    /// Declarations with their places for their numbers, and all places that a number has.
    fn placed((tree, ranges): &(ItemTree, Ranges)) -> (String, Vec<(TextSize, TextSize, TextRange)>) {
        let mut places: Vec<_> = ranges.iter().map(|(_, place)| place).collect();
        places.sort_by_key(|(full, focus)| (full.start(), full.end(), focus.start()));
        let places = places.into_iter().map(|(full, focus)| (full.start(), full.end(), focus)).collect();
        let tree = format!("{tree:?}");
        let mut pieces = tree.split("LocalId(");
        let mut out = pieces.next().unwrap().to_owned();
        for piece in pieces {
            let (number, rest) = piece.split_once(')').unwrap();
            let place: usize = number.parse().unwrap();
            out += &format!("{:?}{rest}", ranges.get(place).unwrap());
        }
        (out, places)
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
            ("component L a;", "component L a; component L c;"),
            ("component L b;", ""),
            ("y.n = 1 + 2", "y.n = 1 + 2 + 3"),
            ("y.n = 1 + 2;", "y.n = 1 + 2; z.m <- y.n; x.n = 3;"),
        ] {
            assert!(is_partial(from, to), "{from} -> {to}");
        }
    }

    #[test]
    fn a_statement_that_is_broken_reaches_no_further_than_itself() {
        let lines = TEXT.replace("all */ ", "all */\n").replace("; ", ";\n").replace("{ ", "{\n").replace("} ", "}\n");
        let mut depth = 0;
        let mut text = String::new();
        for line in lines.lines() {
            depth -= usize::from(line.trim().starts_with('}'));
            text += &format!("{}{}\n", "    ".repeat(depth), line.trim());
            depth += usize::from(line.trim().ends_with('{'));
        }
        for (sound, broken) in [
            ("component L a;", "component L "),
            ("component L b;", "comp"),
            ("connection C c(from a.p, to b.q);", "connection C c(from a.p, to "),
            ("a.n = 1;", "a.n ="),
            ("component A y;", "component A"),
            ("component A x;", "component A x; )"),
        ] {
            let broken = text.replace(sound, broken);
            assert!(broken != text && !parse(&broken).errors().is_empty(), "{broken}");
            assert!(is_partial_between(&text, &broken) && is_partial_between(&broken, &text), "{broken}");
        }
    }

    #[test]
    fn declarations_of_a_file_are_lowered_by_themselves() {
        for (from, to) in [
            ("/* of it all */", "component B { } import \"x\"; /* of it all */"),
            (
                "/* of it all */",
                "struct S { int a; } component B { attribute S s; } connector C { from Event; to Event; }",
            ),
        ] {
            assert!(is_partial(from, to), "{from} -> {to}");
        }
    }

    #[test]
    fn most_of_a_file_is_lowered_with_the_rest() {
        assert!(!is_partial("component A {", "component Ab {"));
    }
}
