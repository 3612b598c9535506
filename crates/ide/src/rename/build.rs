// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Names in what says which C files a component has and which templates a connector: CMake files, and the project's settings.

use camino::{Utf8Path, Utf8PathBuf};
use camkes_csource::cmake::Named;
use camkes_hir::loc::ItemLoc;
use camkes_hir::parse::item_tree;
use camkes_hir::scope::DefKind;
use camkes_hir::{Db as _, File, RootDatabase, System};
use smol_str::SmolStr;
use text_size::{TextRange, TextSize};

use super::Refusal;
use crate::c_side;
use crate::declared::{self, Kind, Typed};
use crate::resolve;

/// The places that have to change with the name of a declaration.
pub(super) fn places(
    db: &RootDatabase,
    system: System,
    folders: &[Utf8PathBuf],
    (loc, kind): (ItemLoc, Kind),
    old: &str,
    new: &str,
) -> Result<Vec<(File, TextRange)>, Refusal> {
    let component = component_of(db, system, loc);
    let named = match (kind, &component) {
        (Kind::Top(DefKind::Component), _) => Named::Component,
        (Kind::Top(DefKind::Connector), _) => Named::Connector,
        (Kind::Instance, Some(component)) => Named::InstanceOf(component),
        _ => return Ok(Vec::new()),
    };
    let unclear = || Refusal::Build(old.to_owned());
    let words = c_side::words_in_cmake(db, system, named, old, new).map_err(|_| unclear())?;
    let in_cmake = words.into_iter().map(|(path, range)| {
        let size = |at: usize| TextSize::try_from(at).unwrap_or_default();
        (path, TextRange::new(size(range.start), size(range.end)))
    });
    let given = system.component_files(db).get(old).filter(|_| named == Named::Component);
    let named = given.and_then(|it| it.named.clone());
    let mut out = Vec::new();
    for (path, range) in in_cmake.chain(named) {
        let file = db.file(&path);
        let written = file.contents(db).as_str().get(std::ops::Range::<usize>::from(range));
        if written != Some(old) {
            return Err(unclear());
        }
        if !is_own(&path, folders) {
            return Err(Refusal::Foreign(path.to_string()));
        }
        out.push((file, range));
    }
    Ok(out)
}

/// The component of an instance, by its name.
fn component_of(db: &RootDatabase, system: System, instance: ItemLoc) -> Option<SmolStr> {
    let declared = declared::find(item_tree(db, system, instance.file), instance.id)?;
    let (Kind::Instance, Some(Typed::Use(ty))) = (declared.kind, declared.ty) else { return None };
    let component = resolve::target_of(db, system, ItemLoc::new(instance.file, ty))?;
    declared::find(item_tree(db, system, component.file), component.id)?.name.map(SmolStr::new)
}

/// Whether a file is the workspace's to change; without a folder, all are.
fn is_own(path: &Utf8Path, folders: &[Utf8PathBuf]) -> bool {
    folders.is_empty() || folders.iter().any(|folder| path.starts_with(folder))
}
