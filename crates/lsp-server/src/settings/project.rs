// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The settings of every system, put together from all places.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    fs,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use camino::{Utf8Path, Utf8PathBuf};
use camkes_codegen::Arch;
use camkes_ide::{SettingsOfSystems, SystemSettings};
use rustc_hash::FxBuildHasher;

use super::{
    Layer, Origin, Problem, Setting,
    build_folder::{self, BuildFolder},
    file::{self, ProjectFile},
    found_build::{self, FoundBuild},
    keys::FILE_NAME,
};
use crate::vfs::disk::{MAX_BYTES, reason};

/// Which `camkes.toml` counts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum FileChoice {
    /// The one in the nearest folder above a root file.
    #[default]
    Nearest,
    /// This one, for all systems.
    Named(Utf8PathBuf),
    /// None.
    Never,
}

/// The settings of all systems at one moment. What the disk says is read once; after a change there, make another.
#[derive(Debug, Default)]
pub struct ProjectSettings {
    /// What the command line says.
    top: Layer,
    /// What the editor says for systems below a folder, best first.
    folders: Vec<(Utf8PathBuf, Layer)>,
    /// Architectures that the user chose for systems, over all other places.
    architectures: BTreeMap<Utf8PathBuf, Arch>,
    choice: FileChoice,
    /// Builds are found that nobody named. Only in editors: what a command does is not to depend on what lies around.
    finds_builds: bool,
    /// Texts of `camkes.toml` that an editor has open.
    open: HashMap<Utf8PathBuf, Arc<str>, FxBuildHasher>,
    read: Mutex<Read>,
}

/// What was read from the disk.
#[derive(Debug, Default)]
struct Read {
    files: BTreeMap<Utf8PathBuf, Option<Arc<ProjectFile>>>,
    builds: BTreeMap<Utf8PathBuf, Arc<BuildFolder>>,
    /// Builds in a folder.
    found: BTreeMap<Utf8PathBuf, Arc<[FoundBuild]>>,
}

impl ProjectSettings {
    /// Settings under what a command line says.
    #[must_use]
    pub fn new(top: Layer, choice: FileChoice) -> Self {
        Self { top, choice, ..Self::default() }
    }

    /// Settings under what an editor says: for systems below each folder, the deepest folder first.
    #[must_use]
    pub fn of_editor(
        top: Layer,
        mut folders: Vec<(Utf8PathBuf, Layer)>,
        open: HashMap<Utf8PathBuf, Arc<str>, FxBuildHasher>,
    ) -> Self {
        folders.sort_by_key(|(folder, _)| std::cmp::Reverse(folder.components().count()));
        Self { top, folders, open, finds_builds: true, ..Self::default() }
    }

    /// With architectures that the user chose for systems, by root.
    #[must_use]
    pub fn with_architectures(self, architectures: &BTreeMap<Utf8PathBuf, Arch>) -> Self {
        Self { architectures: architectures.clone(), ..self }
    }

    /// Settings of the system with this root.
    #[must_use]
    pub fn of(&self, root: &Utf8Path) -> Layer {
        let chosen = self.architectures.get(root).map(|arch| Setting::new(*arch, &Origin::Editor));
        let mut layer = self.written(root);
        layer.architecture = chosen.or(layer.architecture);
        layer
    }

    /// What is written somewhere about the system with this root.
    fn written(&self, root: &Utf8Path) -> Layer {
        let editor = self.folders.iter().find(|(folder, _)| root.starts_with(folder)).map(|(_, layer)| layer.clone());
        let top = editor.unwrap_or_default().over(self.top.clone());
        let below = self.file_of(root).map(|file| file.layer(root)).unwrap_or_default();
        match top.build_folder.clone().or_else(|| below.build_folder.clone()) {
            Some(named) => top.over(self.build(&named.value).layer.clone()).over(below),
            None => top.over(below).over(self.found_build(root).unwrap_or_default()),
        }
    }

    /// What the nearest build of a system says that nobody named, and of several in one folder the one that was configured last.
    fn found_build(&self, root: &Utf8Path) -> Option<Layer> {
        if !self.finds_builds {
            return None;
        }
        root.ancestors().skip(1).find_map(|folder| {
            let builds = self.builds_in(folder);
            let build = builds.iter().filter(|it| it.root == root).max_by_key(|it| it.configured)?;
            let build_folder = Some(Setting::new(build.folder.clone(), &Origin::Build(build.record.clone())));
            Some(Layer { build_folder, ..self.build(&build.folder).layer.clone() })
        })
    }

    fn builds_in(&self, folder: &Utf8Path) -> Arc<[FoundBuild]> {
        if let Some(known) = self.read().found.get(folder) {
            return Arc::clone(known);
        }
        let builds: Arc<[FoundBuild]> = found_build::builds_in(folder).into();
        self.read().found.insert(folder.to_owned(), Arc::clone(&builds));
        builds
    }

    /// The `camkes.toml` that is about a file or folder.
    #[must_use]
    pub fn file_of(&self, path: &Utf8Path) -> Option<Arc<ProjectFile>> {
        match &self.choice {
            FileChoice::Nearest if path.is_absolute() => {
                path.ancestors().find_map(|folder| self.file(&folder.join(FILE_NAME)))
            }
            FileChoice::Named(file) => self.file(file),
            FileChoice::Nearest | FileChoice::Never => None,
        }
    }

    /// Systems that the settings name for a file or folder: those of its `camkes.toml`, and those of a build folder.
    #[must_use]
    pub fn roots_of(&self, path: &Utf8Path) -> Vec<Utf8PathBuf> {
        let file = self.file_of(path);
        let mut roots = file.as_ref().map(|file| file.roots.clone()).unwrap_or_default();
        let below = file.map(|file| {
            let own = file.systems.iter().map(|(_, layer)| layer.build_folder.clone());
            own.chain([file.layer.build_folder.clone()]).collect::<Vec<_>>()
        });
        let editor = self.folders.iter().filter(|(folder, _)| path.starts_with(folder));
        let editor = editor.map(|(_, layer)| layer.build_folder.clone());
        let builds = below.into_iter().flatten().chain(editor).chain([self.top.build_folder.clone()]);
        for root in builds.flatten().filter_map(|folder| self.build(&folder.value).root.clone()) {
            if !roots.contains(&root) {
                roots.push(root);
            }
        }
        roots
    }

    /// Everything that is wrong with the settings that were asked for.
    #[must_use]
    pub fn problems(&self) -> Vec<Problem> {
        let mut problems: Vec<_> = self.files().iter().flat_map(|file| file.problems.iter().cloned()).collect();
        let named = self.top.build_folder.iter().filter(|folder| folder.origin == Origin::CommandLine);
        for folder in named.map(|folder| &folder.value) {
            if !self.build(folder).configured {
                let message = "no CAmkES build is configured in this folder".to_owned();
                problems.push(Problem::error(folder, None, message));
            }
        }
        problems
    }

    /// The files that were read.
    #[must_use]
    pub fn files(&self) -> Vec<Arc<ProjectFile>> {
        self.read().files.values().flatten().cloned().collect()
    }

    /// The build folders that were read.
    #[must_use]
    pub fn build_folders(&self) -> BTreeSet<Utf8PathBuf> {
        self.read().builds.keys().cloned().collect()
    }

    /// Every file that the settings may come from, there or not.
    #[must_use]
    pub fn looked_at(&self) -> BTreeSet<Utf8PathBuf> {
        let read = self.read();
        let records = [build_folder::PARSER_CALL, build_folder::RUNNER_CALL, build_folder::CACHE, build_folder::RULES];
        let of_builds = read.builds.keys().flat_map(|folder| records.map(|name| folder.join(name)));
        read.files.keys().cloned().chain(of_builds).collect()
    }

    fn read(&self) -> MutexGuard<'_, Read> {
        self.read.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn file(&self, path: &Utf8Path) -> Option<Arc<ProjectFile>> {
        if let Some(known) = self.read().files.get(path) {
            return known.clone();
        }
        let file = self.load(path).map(Arc::new);
        self.read().files.insert(path.to_owned(), file.clone());
        file
    }

    /// A file by this path; `None` when there is none, except for one that was named.
    fn load(&self, path: &Utf8Path) -> Option<ProjectFile> {
        if let Some(text) = self.open.get(path) {
            return Some(file::read(path, text));
        }
        let unreadable = |why: String| {
            let problem = Problem::error(path, None, format!("the settings can't be read: {why}"));
            Some(ProjectFile { path: path.to_owned(), problems: vec![problem], ..ProjectFile::default() })
        };
        let is_named = matches!(self.choice, FileChoice::Named(_));
        match fs::metadata(path) {
            Ok(kind) if kind.is_file() && kind.len() <= MAX_BYTES => {}
            Ok(kind) if kind.is_file() => return unreadable("larger than 16 MiB".to_owned()),
            Ok(_) if !is_named => return None,
            Ok(_) => return unreadable("not a regular file".to_owned()),
            Err(error) if is_named => return unreadable(reason(&error)),
            Err(_) => return None,
        }
        match fs::read(path).map(String::from_utf8) {
            Ok(Ok(text)) => Some(file::read(path, &text)),
            Ok(Err(_)) => unreadable("it is not UTF-8".to_owned()),
            Err(error) => unreadable(reason(&error)),
        }
    }

    fn build(&self, folder: &Utf8Path) -> Arc<BuildFolder> {
        if let Some(known) = self.read().builds.get(folder) {
            return Arc::clone(known);
        }
        let build = Arc::new(build_folder::read(folder));
        self.read().builds.insert(folder.to_owned(), Arc::clone(&build));
        build
    }
}

impl SettingsOfSystems for ProjectSettings {
    fn of(&self, root: &Utf8Path) -> SystemSettings {
        Self::of(self, root).system_settings()
    }
}
