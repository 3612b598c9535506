// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Types that no ADL declares: of events, which are nothing but their names, and of C, which headers declare.

use camkes_hir::parse::{item_tree, parse, source_map};
use camkes_hir::source_map::{Spot, Writing};
use camkes_hir::{Db as _, File, RootDatabase, System, imports::import_graph};
use camkes_hir::{loc::ItemLoc, loc::LocalId};
use camkes_syntax::SyntaxKind as K;
use text_size::{TextRange, TextSize};

use crate::c_headers::{self, DeclaredType};
use crate::declared::{self, Declared, Kind, Typed};
use crate::definition::NavTarget;
use crate::links;
use crate::references::{Access, Place};
use crate::resolve;
use crate::systems::Systems;

/// Longer lists of interfaces are cut in a hover.
const SHOWN_INTERFACES: usize = 16;

/// What such a type is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Of {
    Events,
    C,
}

/// A word that is such a type.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Word {
    of: Of,
    text: String,
    spot: Spot,
    /// The declaration that says it of itself, by its file.
    by: ItemLoc,
}

/// The words of the declarations of one file, as people wrote them.
fn words_of(db: &RootDatabase, system: System, owner: File) -> Vec<Word> {
    let map = source_map(db, system, owner);
    let word = |declared: Declared<'_>| {
        let (of, id): (Of, LocalId) = match (declared.kind, declared.ty?) {
            (_, Typed::Event(id)) => (Of::Events, id),
            (_, Typed::Dataport(id)) => (Of::C, id),
            (Kind::Attribute | Kind::Member | Kind::Method | Kind::Parameter, Typed::Use(id)) => (Of::C, id),
            _ => return None,
        };
        let spot = map.get(id).filter(|spot| spot.writing == Writing::Source)?;
        if resolve::target_of(db, system, ItemLoc::new(owner, id)).is_some() {
            return None;
        }
        let text = spot.file.contents(db).as_str().get(std::ops::Range::<usize>::from(spot.focus))?.to_owned();
        Some(Word { of, text, spot, by: ItemLoc::new(owner, declared.id) })
    };
    declared::declared(item_tree(db, system, owner)).into_iter().filter_map(word).collect()
}

/// Whether a type can stand at an offset: in a name, and not in what instantiates and configures. To look through all declarations of
/// a large system takes a while.
fn may_be_at(db: &RootDatabase, file: File, offset: TextSize) -> bool {
    let root = parse(db, file).syntax_node();
    camkes_syntax::tokens_at(&root, offset).any(|token| {
        let inner = token.parent_ancestors().map(|it| it.kind());
        let body = inner.into_iter().find(|kind| {
            matches!(kind, K::COMPOSITION_BODY | K::GROUP_BODY | K::CONFIGURATION_BODY | K::COMPONENT_BODY)
        });
        token.kind() == K::IDENT && body.is_none_or(|kind| kind == K::COMPONENT_BODY)
    })
}

fn at(db: &RootDatabase, system: System, file: File, offset: TextSize) -> Option<Word> {
    if !may_be_at(db, file, offset) {
        return None;
    }
    let owners = resolve::owners(db, system, file).into_iter();
    let is_here = |word: &Word| word.spot.file == file && word.spot.focus.contains_inclusive(offset);
    owners.flat_map(|owner| words_of(db, system, owner)).find(is_here)
}

/// All words of a system that are the same type.
fn same(db: &RootDatabase, system: System, word: &Word) -> Vec<Word> {
    let files = import_graph(db, system).files.iter();
    let words = files.flat_map(|owner| words_of(db, system, *owner));
    words.filter(|it| it.of == word.of && it.text == word.text).collect()
}

/// The places of the type at an offset in all systems that have its file.
pub(crate) fn places(db: &RootDatabase, systems: &Systems, file: File, offset: TextSize) -> Vec<Place> {
    let mut out = Vec::new();
    for system in systems.of(db, file) {
        let Some(word) = at(db, system, file, offset) else { continue };
        out.extend(same(db, system, &word).into_iter().map(|it| Place {
            file: it.spot.file,
            range: it.spot.focus,
            writing: Writing::Source,
            access: Access::Read,
        }));
    }
    out
}

/// The declaration of the type of C at an offset, in a header that its file includes.
pub(crate) fn definition(db: &RootDatabase, systems: &Systems, file: File, offset: TextSize) -> Vec<NavTarget> {
    let mut out = Vec::new();
    for system in systems.preferred(db, file) {
        let found = at(db, system, file, offset).and_then(|word| Some((in_header(db, system, &word)?, word)));
        let Some(((header, declared), word)) = found else { continue };
        let target = NavTarget {
            path: header.path(db).to_owned(),
            full_range: declared.full,
            focus_range: declared.focus,
            origin: word.spot.focus,
        };
        if !out.contains(&target) {
            out.push(target);
        }
    }
    out
}

/// Where the headers that a file includes declare a type.
fn in_header(db: &RootDatabase, system: System, word: &Word) -> Option<(File, DeclaredType)> {
    if word.of != Of::C {
        return None;
    }
    links::headers_of(db, system, word.spot.file).into_iter().find_map(|path| {
        let header = db.file(&path);
        let declared = c_headers::types(header.contents(db).as_str());
        Some((header, declared.into_iter().find(|it| it.name == word.text)?))
    })
}

/// What the type at an offset is.
pub(crate) fn hover(db: &RootDatabase, systems: &Systems, file: File, offset: TextSize) -> Option<(TextRange, String)> {
    systems.of(db, file).into_iter().find_map(|system| {
        let word = at(db, system, file, offset)?;
        let markdown = match word.of {
            Of::Events => of_events(db, system, &word),
            Of::C => {
                let (header, declared) = in_header(db, system, &word)?;
                let text = header.contents(db).as_str().get(std::ops::Range::<usize>::from(declared.full))?;
                let name = header.path(db).file_name().unwrap_or_default();
                format!("```c\n{text}\n```\n\nA type of C, declared in `{name}`")
            }
        };
        Some((word.spot.focus, markdown))
    })
}

/// A type of events, and the interfaces that have it.
fn of_events(db: &RootDatabase, system: System, word: &Word) -> String {
    let name_of = |it: &Word| {
        let tree = item_tree(db, system, it.by.file);
        let interface = declared::find(tree, it.by.id)?;
        let component = interface.container.and_then(|id| declared::find(tree, id)?.name);
        let name = interface.name?;
        Some(component.map_or_else(|| format!("`{name}`"), |component| format!("`{component}.{name}`")))
    };
    let mut names: Vec<_> = same(db, system, word).iter().filter_map(name_of).collect();
    names.dedup();
    let more = names.len().saturating_sub(SHOWN_INTERFACES);
    names.truncate(SHOWN_INTERFACES);
    let more = if more > 0 { format!(", and {more} more") } else { String::new() };
    format!("A type of events, which is nothing but its name. Interfaces: {}{more}", names.join(", "))
}
