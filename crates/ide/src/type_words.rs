// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Types that no ADL declares: of events, which are nothing but their names, and of C, which headers declare.

use camkes_hir::diagnostic::Span;
use camkes_hir::parse::{item_tree, parse, source_map};
use camkes_hir::{Db as _, File, RootDatabase, System, builtin, imports::import_graph};
use camkes_hir::{loc::ItemLoc, loc::LocalId};
use camkes_syntax::SyntaxKind as K;
use rustc_hash::FxHashSet;
use text_size::{TextRange, TextSize};

use crate::bodies;
use crate::c_headers::{self, DeclaredType};
use crate::c_side;
use crate::declared::{self, Declared, Kind, Typed};
use crate::definition::NavTarget;
use crate::links;
use crate::references::{Access, How, Place};
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
pub(crate) struct Word {
    of: Of,
    pub(crate) text: String,
    pub(crate) file: File,
    pub(crate) range: TextRange,
    how: How,
    /// The declaration that says it of itself, by its file.
    by: ItemLoc,
}

/// Where a type is declared besides the ADL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Known {
    /// In no file that there is.
    Nowhere,
    /// It is one of C's own, of seL4's, or of the library's.
    Standard,
    /// In a header, there.
    In(File, TextRange),
    /// Perhaps in a header that is not there: its name, and the `include`.
    MaybeIn(String, File, TextRange),
}

/// Where a type is declared besides the ADL, as far as a system knows.
pub(crate) fn known(db: &RootDatabase, system: System, word: &Word) -> Known {
    if word.of == Of::Events {
        return Known::Nowhere;
    }
    if camkes_hir::is_known_to_c(&word.text) {
        return Known::Standard;
    }
    // A procedure's types may be declared by the headers of components that have it.
    let files = import_graph(db, system).files.iter().filter(|file| !builtin::is_builtin(file.path(db)));
    let files: Vec<_> = files.collect();
    let included: Vec<_> = files.iter().flat_map(|file| links::headers_of(db, system, **file)).collect();
    for path in included.into_iter().chain(c_side::headers(db, system)) {
        let header = db.file(&path);
        let declared = c_headers::types(header.contents(db).as_str());
        if let Some(declared) = declared.into_iter().find(|it| it.name == word.text) {
            return Known::In(header, declared.focus);
        }
    }
    let missing = |file: &File| links::missing_headers(db, system, *file).find(|(name, _)| !is_of_c(name));
    let missing = files.iter().find_map(|file| Some((**file, missing(file)?)));
    missing.map_or(Known::Nowhere, |(file, (name, at))| Known::MaybeIn(name, file, at))
}

/// Whether a header is one of C's own, which declares no type of a project (C17 7.1.2; POSIX for `sys/types.h`).
fn is_of_c(header: &str) -> bool {
    const HEADERS: [&str; 30] = [
        "assert.h",
        "complex.h",
        "ctype.h",
        "errno.h",
        "fenv.h",
        "float.h",
        "inttypes.h",
        "iso646.h",
        "limits.h",
        "locale.h",
        "math.h",
        "setjmp.h",
        "signal.h",
        "stdalign.h",
        "stdarg.h",
        "stdatomic.h",
        "stdbool.h",
        "stddef.h",
        "stdint.h",
        "stdio.h",
        "stdlib.h",
        "stdnoreturn.h",
        "string.h",
        "sys/types.h",
        "tgmath.h",
        "threads.h",
        "time.h",
        "uchar.h",
        "wchar.h",
        "wctype.h",
    ];
    HEADERS.contains(&header)
}

/// A type of the same kind that a system has under a name.
pub(crate) fn named(db: &RootDatabase, system: System, word: &Word, name: &str) -> Option<Word> {
    same(db, system, &Word { text: name.to_owned(), ..word.clone() }).into_iter().next()
}

/// The words of the declarations of one file, as people wrote them.
fn words_of(db: &RootDatabase, system: System, owner: File) -> Vec<Word> {
    let word = |declared: Declared<'_>| {
        let (of, id): (Of, LocalId) = match (declared.kind, declared.ty?) {
            (_, Typed::Event(id)) => (Of::Events, id),
            (_, Typed::Dataport(id)) => (Of::C, id),
            (Kind::Attribute | Kind::Member | Kind::Method | Kind::Parameter, Typed::Use(id)) => (Of::C, id),
            _ => return None,
        };
        let at = ItemLoc::new(owner, id);
        let (file, range, how) = bodies::word_of(db, system, at).filter(|(.., how)| how.can_be_edited())?;
        if resolve::target_of(db, system, at).is_some() {
            return None;
        }
        let text = file.contents(db).as_str().get(std::ops::Range::<usize>::from(range))?.to_owned();
        Some(Word { of, text, file, range, how, by: ItemLoc::new(owner, declared.id) })
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

/// The type at an offset.
pub(crate) fn at(db: &RootDatabase, system: System, file: File, offset: TextSize) -> Option<Word> {
    let owners = resolve::owners(db, system, file);
    let is_word = |word: Span| word.file == file && word.range.contains_inclusive(offset);
    let is_in_body = |owner: &File| source_map(db, system, *owner).bodies().iter().any(|it| is_word(it.word));
    if !may_be_at(db, file, offset) && !owners.iter().any(is_in_body) {
        return None;
    }
    let is_here = |word: &Word| word.file == file && word.range.contains_inclusive(offset);
    owners.into_iter().flat_map(|owner| words_of(db, system, owner)).find(is_here)
}

/// All words of a system that are the same type.
fn same(db: &RootDatabase, system: System, word: &Word) -> Vec<Word> {
    let files = import_graph(db, system).files.iter();
    let words = files.flat_map(|owner| words_of(db, system, *owner));
    words.filter(|it| it.of == word.of && it.text == word.text).collect()
}

/// The places of the type at an offset in all systems that have its file, and in those that share a file with such a place.
pub(crate) fn places(db: &RootDatabase, systems: &Systems, file: File, offset: TextSize) -> Vec<Place> {
    let (mut out, mut seen, mut files) = (Vec::new(), FxHashSet::default(), FxHashSet::default());
    let mut todo = systems.of(db, file);
    let Some(word) = todo.iter().find_map(|system| at(db, *system, file, offset)) else { return out };
    let mut next = 0;
    while let Some(system) = todo.get(next).copied() {
        next += 1;
        for it in same(db, system, &word) {
            if files.insert(it.file) {
                let others = systems.of(db, it.file).into_iter().filter(|other| !todo.contains(other));
                todo.extend(others.collect::<Vec<_>>());
            }
            if seen.insert((it.file, it.range)) {
                out.push(Place { file: it.file, range: it.range, how: it.how, access: Access::Read });
            }
        }
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
            origin: word.range,
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
    links::headers_of(db, system, word.file).into_iter().find_map(|path| {
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
        Some((word.range, markdown))
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
