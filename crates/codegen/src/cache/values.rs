// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What is kept of a generation: the files of an address space with what it asks of the kernel, or those of a whole system. And what
//! each of them depends on.

use std::{
    hash::{Hash as _, Hasher as _},
    sync::Arc,
};

use camkes_capdl::Spec;
use camkes_hir::model::Assembly;
use serde::{Deserialize, Serialize};

use super::{Bytes, Fingerprint, Key, open};
use crate::{
    Ast, Generated, GeneratedFile, NearView, PythonTemplates, RenderedSpace, Skeleton, SpacePlan, SpaceRequest, Target,
    Templates, near,
};

/// A file as it is kept.
#[derive(Serialize, Deserialize)]
struct File<'a> {
    path: &'a str,
    #[serde(borrow)]
    bytes: Bytes<'a>,
}

impl<'a> File<'a> {
    fn all(files: &'a [GeneratedFile]) -> Vec<Self> {
        files.iter().map(|file| Self { path: file.path.as_str(), bytes: Bytes(&file.bytes) }).collect()
    }

    fn owned(files: &[Self]) -> Vec<GeneratedFile> {
        let owned = |file: &Self| GeneratedFile { path: file.path.into(), bytes: Arc::from(file.bytes.0) };
        files.iter().map(owned).collect()
    }
}

/// What came of rendering an address space from what is near to it.
pub(crate) enum Near {
    /// It was enough.
    Rendered(Box<RenderedSpace>),
    /// A template looked beyond.
    Beyond,
}

/// What is kept of [`Near::Beyond`].
pub(crate) const BEYOND: &Option<()> = &None;

/// What is kept of an address space.
pub(crate) fn of_space(space: &RenderedSpace) -> impl Serialize + '_ {
    Some((File::all(&space.files), &space.request))
}

/// What was kept of an address space.
pub(crate) fn space(bytes: &[u8], key: Key) -> Option<Near> {
    let kept = open::<Option<(Vec<File<'_>>, SpaceRequest)>>(key, bytes)?;
    let rendered = |(files, request): (Vec<File<'_>>, _)| RenderedSpace { files: File::owned(&files), request };
    Some(kept.map_or(Near::Beyond, |kept| Near::Rendered(Box::new(rendered(kept)))))
}

/// What is kept of a system.
pub(crate) fn of_system(system: &Generated) -> impl Serialize + '_ {
    (File::all(&system.files), &*system.spec)
}

/// What was kept of a system.
pub(crate) fn system(bytes: &[u8], key: Key) -> Option<Generated> {
    let (files, spec) = open::<(Vec<File<'_>>, Spec)>(key, bytes)?;
    Some(Generated { files: File::owned(&files), spec: Arc::new(spec) })
}

/// Stands for the composition as every address space sees it.
pub(crate) fn skeleton(skeleton: &Skeleton) -> Key {
    let mut print = Fingerprint::of("skeleton");
    skeleton.content(&mut print);
    print.key()
}

/// Stands for an assembly without the places of its declarations.
pub(crate) fn assembly(assembly: &Assembly) -> Key {
    let mut print = Fingerprint::of("assembly");
    near::content::of_assembly(assembly, &mut print);
    print.key()
}

/// What the files of an address space depend on that is rendered from what is near to it.
pub(crate) fn near_key(
    skeleton: Key,
    view: &NearView,
    plan: &SpacePlan,
    target: &Target,
    templates: &Templates,
) -> Key {
    let mut print = Fingerprint::of("near");
    skeleton.hash(&mut print);
    view.content(&mut print);
    (plan, templates.content()).hash(&mut print);
    self::target(target, &mut print);
    print.key()
}

/// What the files of an address space depend on that is rendered from all of an assembly.
pub(crate) fn whole_key(assembly: Key, plan: &SpacePlan, target: &Target, templates: &Templates) -> Key {
    let mut print = Fingerprint::of("whole");
    (assembly, plan, templates.content()).hash(&mut print);
    self::target(target, &mut print);
    print.key()
}

/// What the files of a system depend on that is generated as a whole. Places of declarations are part of it: its templates are shown
/// the places of what they are rendered for.
pub(crate) fn system_key(
    assembly: Key,
    ast: &Ast,
    target: &Target,
    templates: &PythonTemplates,
    stem: &str,
) -> Option<Key> {
    let mut print = Fingerprint::of("system");
    (assembly, templates.content(), stem).hash(&mut print);
    print.write(&ast.encode().ok()?);
    self::target(target, &mut print);
    Some(print.key())
}

fn target(target: &Target, print: &mut Fingerprint) {
    let Target { arch, options, sizes } = target;
    (arch, options).hash(print);
    for (name, bits) in sizes.iter() {
        (name, bits).hash(print);
    }
}
