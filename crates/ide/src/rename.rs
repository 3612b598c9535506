// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Rename: a new name for a declaration and for every place that means it. What can't be done everywhere is refused, with
//! the reason, and nothing is changed.

mod bodies;
mod build;
mod kind;
mod macros;
mod pasted;
mod refusal;
mod types;
mod unresolved;

use camino::{Utf8Path, Utf8PathBuf};
use camkes_hir::item_tree::{Item, ItemTree};
use camkes_hir::loc::ItemLoc;
use camkes_hir::model::InterfaceKind;
use camkes_hir::parse::{item_tree, source_map};
use camkes_hir::preprocess::preprocessed;
use camkes_hir::scope::{DefKind, is_c_keyword, scope};
use camkes_hir::{File, RootDatabase, System, builtin};
use camkes_syntax::SyntaxKind;
use text_size::{TextRange, TextSize};

use crate::c_side;
use crate::declared::{self, Declared, Kind};
use crate::diagnostics::{Edit, FileRange};
use crate::references::{self, Declaration, How, Place};
use crate::resolve::{self, Target};
use crate::systems::Systems;

pub use self::kind::EditKind;
pub(crate) use self::kind::{kinds, remark};
use self::macros::MacroName;
pub use self::refusal::Refusal;
use self::types::TypeName;

/// A name that can be changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renamable {
    /// The word at the cursor.
    pub range: TextRange,
    /// The name.
    pub name: String,
}

/// The name at an offset. `folders` are those of the workspace.
pub(crate) fn prepare(
    db: &RootDatabase,
    systems: &Systems,
    folders: &[Utf8PathBuf],
    file: File,
    offset: TextSize,
) -> Result<Renamable, Refusal> {
    if let Some(found) = in_macros(db, systems, folders, file, offset)? {
        return Ok(Renamable { range: found.word, name: found.name });
    }
    if let Some(found) = in_types(db, systems, folders, file, offset)? {
        return Ok(Renamable { range: found.range(), name: found.name().to_owned() });
    }
    let subject = Subject::at(db, systems, folders, file, offset)?;
    Ok(Renamable { range: subject.word, name: subject.name })
}

/// The edits that change the name at an offset, sorted by file and place.
pub(crate) fn rename(
    db: &RootDatabase,
    systems: &Systems,
    folders: &[Utf8PathBuf],
    file: File,
    offset: TextSize,
    new: &str,
) -> Result<Vec<Edit>, Refusal> {
    let edit = |file: File, range, text: &str| Edit {
        at: FileRange { path: file.path(db).to_owned(), range },
        text: text.to_owned(),
    };
    let edits_of = |places: &[Place]| -> Vec<Edit> {
        let places = places.iter().filter(|place| place.how.can_be_edited());
        places.map(|place| edit(place.file, place.range, new)).collect()
    };
    if let Some(found) = in_macros(db, systems, folders, file, offset)? {
        if new == found.name {
            return Ok(Vec::new());
        }
        check_word(new)?;
        found.check_free(db, new)?;
        return Ok(edits_of(&found.places));
    }
    if let Some(found) = in_types(db, systems, folders, file, offset)? {
        if new == found.name() {
            return Ok(Vec::new());
        }
        check_word(new)?;
        found.check_free(db, systems, new)?;
        return Ok(edits_of(&found.places));
    }
    let subject = Subject::at(db, systems, folders, file, offset)?;
    if new == subject.name {
        return Ok(Vec::new());
    }
    check_word(new)?;
    for (system, loc) in &subject.items {
        check_free(db, *system, *loc, subject.kind, new)?;
        unresolved::check(db, systems, *system, &subject)?;
        bodies::check_unused(db, *system, &subject)?;
        if let Some(taken) = c_side::uses_of_names(db, *system, &[*loc], new) {
            return Err(Refusal::TakenInC(taken));
        }
    }
    let mut edits = edits_of(&subject.places);
    for (system, loc) in &subject.items {
        let places = build::places(db, *system, folders, (*loc, subject.kind), &subject.name, new)?;
        let found = places.into_iter().map(|(file, range)| edit(file, range, new));
        edits.extend(found.filter(|it| !edits.contains(it)).collect::<Vec<_>>());
    }
    edits.sort_by(|a, b| a.at.path.cmp(&b.at.path).then_with(|| a.at.range.start().cmp(&b.at.range.start())));
    Ok(edits)
}

/// The macro whose name stands at an offset of ADL.
fn in_macros(
    db: &RootDatabase,
    systems: &Systems,
    folders: &[Utf8PathBuf],
    file: File,
    offset: TextSize,
) -> Result<Option<MacroName>, Refusal> {
    if c_side::owns(db, systems, file) {
        return Ok(None);
    }
    let Some(found) = MacroName::at(db, systems, file, offset)? else { return Ok(None) };
    check_places(db, &found.places, &found.name)?;
    for system in systems.of(db, file) {
        check_foreign(db, system, folders, &found.places)?;
    }
    Ok(Some(found))
}

/// The type without a declaration whose name stands at an offset of ADL.
fn in_types(
    db: &RootDatabase,
    systems: &Systems,
    folders: &[Utf8PathBuf],
    file: File,
    offset: TextSize,
) -> Result<Option<TypeName>, Refusal> {
    if c_side::owns(db, systems, file) || in_adl(db, systems, file, offset).is_some() {
        return Ok(None);
    }
    let Some(found) = TypeName::at(db, systems, file, offset)? else { return Ok(None) };
    check_places(db, &found.places, found.name())?;
    pasted::check(db, systems, &found.places, found.name())?;
    for system in systems.of(db, file) {
        check_foreign(db, system, folders, &found.places)?;
    }
    Ok(Some(found))
}

/// What is to be renamed.
struct Subject {
    word: TextRange,
    name: String,
    kind: Kind,
    /// The declaration in each system that has it.
    items: Vec<(System, ItemLoc)>,
    places: Vec<Place>,
}

impl Subject {
    fn at(
        db: &RootDatabase,
        systems: &Systems,
        folders: &[Utf8PathBuf],
        file: File,
        offset: TextSize,
    ) -> Result<Self, Refusal> {
        let is_c = c_side::owns(db, systems, file);
        let (system, word, loc) =
            if is_c { in_c(db, systems, file, offset) } else { in_adl(db, systems, file, offset) }
                .ok_or(Refusal::NoName)?;
        let declared = declared::find(item_tree(db, system, loc.file), loc.id).ok_or(Refusal::NoName)?;
        let name = declared.name.ok_or(Refusal::NoName)?.to_owned();
        let (places, found) = if is_c {
            (references::places_of(db, systems, system, loc), vec![(system, loc)])
        } else {
            // Each system may mean something of its own.
            let meant = |system| match resolve::at(db, system, file, offset)? {
                (_, Target::Item(loc)) => Some((system, loc)),
                (_, Target::File(_)) => None,
            };
            let found = systems.of(db, file).into_iter().filter_map(meant).collect();
            (references::everywhere(db, systems, file, offset), found)
        };
        check_places(db, &places, &name)?;
        pasted::check(db, systems, &places, &name)?;
        check_foreign(db, system, folders, &places)?;
        let items = same_in_all(db, systems, &found, declared.kind);
        bodies::check(db, systems, &places, &items)?;
        Ok(Self { word, name, kind: declared.kind, items, places })
    }
}

/// Declarations in each system that has them.
fn same_in_all(
    db: &RootDatabase,
    systems: &Systems,
    found: &[(System, ItemLoc)],
    kind: Kind,
) -> Vec<(System, ItemLoc)> {
    let mut out = Vec::new();
    for (system, loc) in found {
        let Some(declaration) = Declaration::of(db, *system, *loc) else { continue };
        for system in systems.of(db, declaration.spot.file) {
            let is_same = |loc: &ItemLoc| {
                declared::find(item_tree(db, system, loc.file), loc.id).is_some_and(|it| it.kind == kind)
            };
            let same = references::items_at(db, system, declaration).into_iter().filter(is_same);
            out.extend(same.map(|loc| (system, loc)).filter(|it| !out.contains(it)).collect::<Vec<_>>());
        }
    }
    out
}

/// The declaration whose name, or the use of whose name, stands at an offset.
fn in_adl(db: &RootDatabase, systems: &Systems, file: File, offset: TextSize) -> Option<(System, TextRange, ItemLoc)> {
    let here = systems.of(db, file).into_iter();
    let mut found = here.filter_map(|system| Some((system, resolve::at(db, system, file, offset)?)));
    match found.next()? {
        (system, (word, Target::Item(loc))) => Some((system, word, loc)),
        (_, (_, Target::File(_))) => None,
    }
}

/// The declaration in ADL whose name is the part of a name in C at an offset.
fn in_c(db: &RootDatabase, systems: &Systems, file: File, offset: TextSize) -> Option<(System, TextRange, ItemLoc)> {
    let found = c_side::at(db, systems, file, offset).into_iter().find(|it| !it.symbol.parts.is_empty())?;
    let (word, loc) = found.part();
    Some((found.system, word, loc))
}

/// Every place must be the name as a person wrote it, in a file that can be changed.
fn check_places(db: &RootDatabase, places: &[Place], name: &str) -> Result<(), Refusal> {
    for place in places {
        if builtin::is_builtin(place.file.path(db)) {
            return Err(Refusal::Library);
        }
        if place.how == How::Used {
            continue;
        }
        let text = place.file.contents(db).as_str();
        let written = text.get(std::ops::Range::<usize>::from(place.range));
        if place.how == How::Made || written != Some(name) {
            return Err(Refusal::Macro(place_of(db, place.file, place.range)));
        }
    }
    Ok(())
}

/// A file that an import path leads to out of the workspace is there for others, too.
fn check_foreign(db: &RootDatabase, system: System, folders: &[Utf8PathBuf], places: &[Place]) -> Result<(), Refusal> {
    let is_foreign = |path: &Utf8Path| {
        let in_library = camkes_hir::is_in_library(db, system, path);
        in_library && !folders.iter().any(|folder| path.starts_with(folder))
    };
    match places.iter().map(|place| place.file.path(db)).find(|path| is_foreign(path)) {
        Some(path) => Err(Refusal::Foreign(path.to_string())),
        None => Ok(()),
    }
}

/// The line of a place.
pub(crate) fn place_of(db: &RootDatabase, file: File, range: TextRange) -> refusal::Line {
    let text = file.contents(db).as_str();
    let before = text.get(..usize::from(range.start())).unwrap_or(text);
    refusal::Line {
        file: file.path(db).file_name().unwrap_or_default().to_owned(),
        number: before.matches('\n').count() + 1,
    }
}

/// A name is one word that neither this language nor C has taken.
fn check_word(name: &str) -> Result<(), Refusal> {
    let lexemes = camkes_syntax::lex(name);
    let [one] = lexemes.as_slice() else { return Err(Refusal::NotAWord(name.to_owned())) };
    if SyntaxKind::from_keyword(name).is_some() {
        return Err(Refusal::Keyword(name.to_owned()));
    }
    if one.kind != SyntaxKind::IDENT {
        return Err(Refusal::NotAWord(name.to_owned()));
    }
    if is_c_keyword(name) {
        return Err(Refusal::CKeyword(name.to_owned()));
    }
    Ok(())
}

/// Refuses a name that something else has where the declaration stands, or that a macro would replace.
fn check_free(db: &RootDatabase, system: System, loc: ItemLoc, kind: Kind, new: &str) -> Result<(), Refusal> {
    check_macros(db, system, loc.file, new)?;
    let tree = item_tree(db, system, loc.file);
    let Some(own) = declared::find(tree, loc.id) else { return Err(Refusal::NoName) };
    let taken = |by: Kind, at: ItemLoc| {
        let spot = source_map(db, system, at.file).get(at.id);
        let line =
            spot.map_or_else(|| place_of(db, at.file, TextRange::default()), |it| place_of(db, it.file, it.focus));
        Err(Refusal::Taken { name: new.to_owned(), by: by.word(), line })
    };
    if let Kind::Top(top) = kind {
        return scope(db, system).get(top, new).map_or(Ok(()), |named| taken(kind, named.loc));
    }
    if let Some(other) = sibling(tree, &own, new) {
        return taken(other.kind, ItemLoc::new(loc.file, other.id));
    }
    if let Some((kind, at)) = in_assembly(db, system, &own, tree, new) {
        return taken(kind, at);
    }
    if C_FUNCTIONS.contains(&new) && is_c_variable(tree, &own) {
        return Err(Refusal::Reserved(new.to_owned()));
    }
    Ok(())
}

/// Refuses the name of a macro that a file may use.
fn check_macros(db: &RootDatabase, system: System, file: File, new: &str) -> Result<(), Refusal> {
    let is_it = |owner: File| {
        let expanded = preprocessed(db, system, owner);
        expanded.is_some_and(|it| it.output.macros.iter().any(|definition| definition.name == new))
    };
    match resolve::owners(db, system, file).into_iter().any(is_it) {
        true => Err(Refusal::IsMacro(new.to_owned())),
        false => Ok(()),
    }
}

/// Whether C code has it as a variable under its own name: attributes and dataports.
fn is_c_variable(tree: &ItemTree, own: &Declared<'_>) -> bool {
    let is_dataport = |item: &Item| match item {
        Item::Component(it) => it.interfaces.iter().any(|it| it.id == own.id && it.kind == InterfaceKind::Dataport),
        _ => false,
    };
    own.kind == Kind::Attribute || (own.kind == Kind::Interface && tree.items.iter().any(is_dataport))
}

/// Functions that the C code of a component has, whatever it declares (language manual, "Runtime API").
const C_FUNCTIONS: [&str; 7] =
    ["main", "run", "pre_init", "post_init", "get_instance_name", "camkes_error", "camkes_register_error_handler"];

/// Everything in one declaration shares names: they become C symbols, or the entities of settings.
fn sibling<'t>(tree: &'t ItemTree, own: &Declared<'_>, new: &str) -> Option<Declared<'t>> {
    let mut all = declared::declared(tree).into_iter();
    all.find(|other| other.container == own.container && other.id != own.id && other.name == Some(new))
}

/// Several assemblies are merged into one: what stands in one must differ from what stands in all.
fn in_assembly(
    db: &RootDatabase,
    system: System,
    own: &Declared<'_>,
    tree: &ItemTree,
    new: &str,
) -> Option<(Kind, ItemLoc)> {
    if !matches!(own.kind, Kind::Instance | Kind::Group | Kind::Connection) {
        return None;
    }
    let composition = own.container.and_then(|id| declared::find(tree, id));
    let around = composition.and_then(|composition| composition.container).and_then(|id| declared::find(tree, id));
    if around.is_some_and(|around| around.kind == Kind::Top(DefKind::Component)) {
        return None;
    }
    let assembly = camkes_hir::assembly(db, system)?;
    let instance = assembly.instances.iter().find(|it| it.name == new || it.address_space == new);
    let connection = || assembly.connections.iter().find(|it| it.name == new);
    let found = instance.map(|it| if it.name == new { (Kind::Instance, it.origin) } else { (Kind::Group, it.origin) });
    found.or_else(|| connection().map(|it| (Kind::Connection, it.origin)))
}
