// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Which C files belong to which component: what the settings say goes first, then what CMake declares, then the folder of the
//! component.

use std::collections::BTreeSet;
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};
use camkes_csource::cmake::{self, Files, Outcome, Script};
use camkes_hir::declarations::all_components;
use camkes_hir::loc::ItemLoc;
use camkes_hir::model::Component;
use camkes_hir::{ComponentFiles, Db, File, System, all_files, builtin, salsa};
use rustc_hash::{FxHashMap, FxHashSet};

use super::{is_c, is_header};

/// How many folders above a file of the system are searched for CMake files.
const MOST_FOLDERS: usize = 8;

/// Most CMake files of a folder that are read.
const MOST_SCRIPTS: usize = 24;

/// Largest CMake file that is read, in bytes.
const MOST_BYTES: usize = 1 << 18;

/// Most files of one component.
const MOST_SOURCES: usize = 512;

/// How it is known which files belong to a component.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Way {
    /// The project's settings name them.
    Settings,
    /// CMake files declare them.
    Cmake,
    /// They are in a folder of its own.
    OwnFolder,
    /// They are in the folder of its declaration, with those of others perhaps.
    Beside,
}

/// A component with its files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Owned {
    pub(crate) component: Arc<Component>,
    files: Arc<OwnFiles>,
}

/// The files of a component.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct OwnFiles {
    pub(crate) sources: Vec<Utf8PathBuf>,
    /// Folders with its headers.
    pub(crate) includes: Vec<Utf8PathBuf>,
    pub(crate) way: Way,
    /// No source is missing in `sources`.
    pub(crate) whole: bool,
}

impl std::ops::Deref for Owned {
    type Target = OwnFiles;

    fn deref(&self) -> &OwnFiles {
        &self.files
    }
}

/// The components of a system with their files.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Sources {
    pub(crate) components: Vec<Owned>,
    /// Whose source a file is.
    by_path: Arc<FxHashMap<Utf8PathBuf, Vec<usize>>>,
}

impl Sources {
    /// The components that a file belongs to. A header belongs to those in whose folders of headers, or beside whose sources,
    /// it lies.
    pub(crate) fn owners(&self, path: &Utf8Path) -> Vec<&Owned> {
        if let Some(found) = self.by_path.get(path) {
            return found.iter().filter_map(|index| self.components.get(*index)).collect();
        }
        if !is_header(path) {
            return Vec::new();
        }
        let folder = path.parent();
        let is_near = |it: &&Owned| {
            it.includes.iter().any(|folder| path.starts_with(folder))
                || it.sources.iter().any(|it| it.parent() == folder)
        };
        self.components.iter().filter(is_near).collect()
    }
}

/// The C header that an `include` of an ADL file names: beside that file, or in a folder of headers of a component.
pub(crate) fn header(db: &dyn Db, system: System, file: File, name: &str) -> Option<Utf8PathBuf> {
    let beside = folder_of(file.path(db));
    let own = [beside.to_owned(), beside.join("include")].into_iter();
    let of_components = sources(db, system).components.iter().flat_map(|it| it.includes.iter().cloned());
    let found = own.chain(of_components).map(|folder| camkes_hir::db::normalize(&folder.join(name)));
    found.into_iter().find(|path| is_there(db, path))
}

/// The C headers in the folders of a system's components.
pub(crate) fn headers(db: &dyn Db, system: System) -> Vec<Utf8PathBuf> {
    let folders: BTreeSet<_> = sources(db, system).components.iter().flat_map(|it| &it.includes).collect();
    let listed = folders.into_iter().flat_map(|folder| db.folder(folder).files(db));
    listed.filter(|it| is_header(it)).cloned().collect()
}

/// Whether there is a file.
pub(super) fn is_there(db: &dyn Db, path: &Utf8Path) -> bool {
    is_listed(db.folder(folder_of(path)).files(db), path)
}

/// Whether a path is among those of a folder. They differ in their last names only, so that they are in the order of their texts,
/// which is much cheaper to tell than that of paths.
fn is_listed(listed: &[Utf8PathBuf], path: &Utf8Path) -> bool {
    listed.binary_search_by(|it| it.as_str().cmp(path.as_str())).is_ok()
}

/// Whether the settings or CMake name sources of a component, or its own folder has some.
pub(crate) fn has_sources(db: &dyn Db, system: System, component: ItemLoc) -> bool {
    let owned = sources(db, system).components.iter().find(|it| it.component.origin == component);
    owned.is_some_and(|it| it.way != Way::Beside && !it.sources.is_empty())
}

/// The components of a system with their files.
#[salsa::tracked(returns(ref))]
pub(crate) fn sources(db: &dyn Db, system: System) -> Sources {
    let (files, by_path) = files(db, system);
    let components = all_components(db, system).into_iter().filter(|it| is_software(db, it)).zip(files);
    let owned = |(component, files): (_, &Arc<OwnFiles>)| Owned { component, files: Arc::clone(files) };
    Sources { components: components.map(owned).collect(), by_path: Arc::clone(by_path) }
}

/// What the search for the files of a component has to know of it. What is inside of it, which people edit, is not in it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Place {
    name: String,
    file: File,
    is_software: bool,
}

/// Whether a component is one with C code of the user's.
fn is_software(db: &dyn Db, component: &Component) -> bool {
    !component.hardware && !builtin::is_builtin(component.origin.file.path(db))
}

/// The components of a system, in order.
#[salsa::tracked(returns(deref))]
fn places(db: &dyn Db, system: System) -> Vec<Place> {
    let place = |it: Arc<Component>| Place {
        name: it.name.to_string(),
        file: it.origin.file,
        is_software: is_software(db, &it),
    };
    all_components(db, system).into_iter().map(place).collect()
}

/// The files of the components with C code, in order, and whose source each is.
type AllFiles = (Vec<Arc<OwnFiles>>, Arc<FxHashMap<Utf8PathBuf, Vec<usize>>>);

#[salsa::tracked(returns(ref))]
fn files(db: &dyn Db, system: System) -> AllFiles {
    let declared = declared(db, system);
    let all = places(db, system);
    // How many components are declared in files of a folder.
    let mut beside: FxHashMap<&Utf8Path, usize> = FxHashMap::default();
    for place in all {
        *beside.entry(folder_of(place.file.path(db))).or_default() += 1;
    }
    let (mut out, mut by_path) = (Vec::new(), FxHashMap::<_, Vec<usize>>::default());
    for place in all.iter().filter(|it| it.is_software) {
        let files = of_component(db, system, declared, place, &beside);
        for path in &files.sources {
            by_path.entry(path.clone()).or_default().push(out.len());
        }
        out.push(Arc::new(files));
    }
    (out, Arc::new(by_path))
}

fn of_component(
    db: &dyn Db,
    system: System,
    declared: &Outcome,
    place: &Place,
    beside: &FxHashMap<&Utf8Path, usize>,
) -> OwnFiles {
    if let Some(given) = system.component_files(db).get(place.name.as_str()) {
        let (sources, whole) = given_sources(db, given);
        return OwnFiles { sources, includes: given.includes.clone(), way: Way::Settings, whole };
    }
    if let Some(found) = declared.components.iter().find(|it| it.name == place.name.as_str()) {
        // A file that is not there is generated, or its name was not understood.
        let whole = found.unknown.is_empty() && found.sources.iter().all(|it| is_c(it) && is_there(db, it));
        let sources: Vec<_> = found.sources.iter().filter(|it| is_c(it)).take(MOST_SOURCES).cloned().collect();
        return OwnFiles { sources, includes: found.includes.clone(), way: Way::Cmake, whole };
    }
    by_folder(db, place, beside)
}

fn folder_of(path: &Utf8Path) -> &Utf8Path {
    path.parent().unwrap_or(path)
}

/// The files that settings give a component, and whether each path is one.
fn given_sources(db: &dyn Db, given: &ComponentFiles) -> (Vec<Utf8PathBuf>, bool) {
    let entered = BTreeSet::new();
    let reader = Reader { db, entered: &entered, root: Utf8PathBuf::new() };
    let mut out = Vec::new();
    let mut whole = true;
    for pattern in &given.sources {
        let found = cmake::matching(pattern, &reader);
        whole &= !found.is_empty() && found.iter().all(|it| is_c(it) && is_there(db, it));
        out.extend(found);
    }
    out.truncate(MOST_SOURCES);
    (out, whole)
}

/// `components/NAME`, `NAME`, or the folder of the declaration, each with its `src`: as projects lay out their components.
fn by_folder(db: &dyn Db, place: &Place, beside: &FxHashMap<&Utf8Path, usize>) -> OwnFiles {
    let folder = folder_of(place.file.path(db)).to_owned();
    let name = place.name.as_str();
    let sources_in = |folder: &Utf8Path| -> Vec<Utf8PathBuf> {
        let src = folder.join("src");
        let listed = [folder, &src].map(|it| db.folder(it).files(db).to_vec());
        listed.into_iter().flatten().filter(|it| is_c(it) && !is_header(it)).take(MOST_SOURCES).collect()
    };
    let includes = |folder: &Utf8Path| vec![folder.join("include"), folder.to_owned()];
    if !name.is_empty() {
        for own in [folder.join("components").join(name), folder.join(name)] {
            let sources = sources_in(&own);
            if !sources.is_empty() {
                let includes = includes(&own);
                return OwnFiles { sources, includes, way: Way::OwnFolder, whole: true };
            }
        }
    }
    let sources = sources_in(&folder);
    let is_alone = beside.get(&*folder) == Some(&1);
    let own = is_alone && folder.file_name().is_some_and(|it| it.eq_ignore_ascii_case(name));
    let way = if own { Way::OwnFolder } else { Way::Beside };
    let whole = own && !sources.is_empty();
    OwnFiles { sources, includes: includes(&folder), way, whole }
}

/// What the CMake files around the files of a system declare.
#[salsa::tracked(returns(ref))]
pub(crate) fn declared(db: &dyn Db, system: System) -> Outcome {
    evaluated(db, system, folders_around(db, system))
}

/// What is declared about templates: by those files, and by those around the import paths. A component without a declaration has fewer files,
/// so this looks everywhere; what is asked at every check of a text does not.
#[salsa::tracked(returns(ref))]
pub(crate) fn declared_templates(db: &dyn Db, system: System) -> Outcome {
    let around = folders_around(db, system);
    let imported = system.import_paths(db).iter().flat_map(|folder| above(folder));
    let folders: BTreeSet<_> =
        around.iter().map(Utf8PathBuf::as_path).chain(imported).map(Utf8Path::to_owned).collect();
    if folders.len() == around.len() { declared(db, system).clone() } else { evaluated(db, system, &folders) }
}

fn evaluated(db: &dyn Db, system: System, folders: &BTreeSet<Utf8PathBuf>) -> Outcome {
    let root = folder_of(system.root(db).path(db)).to_owned();
    let scripts = folders.iter().flat_map(|folder| scripts_of(db, folder)).collect::<Vec<_>>();
    if scripts.is_empty() {
        return Outcome::default();
    }
    cmake::evaluate(&scripts, &Reader { db, entered: folders, root })
}

/// The words of the CMake files around a system that have to change so that something has another name.
pub(crate) fn words_in_cmake(
    db: &dyn Db,
    system: System,
    named: cmake::Named<'_>,
    old: &str,
    new: &str,
) -> Result<Vec<cmake::Word>, cmake::Unclear> {
    let folders = folders_around(db, system);
    let scripts = folders.iter().flat_map(|folder| scripts_of(db, folder)).collect::<Vec<_>>();
    let root = folder_of(system.root(db).path(db)).to_owned();
    cmake::renamed(&scripts, &Reader { db, entered: folders, root }, named, old, new)
}

/// A folder and those above it.
fn above(folder: &Utf8Path) -> impl Iterator<Item = &Utf8Path> {
    folder.ancestors().take(MOST_FOLDERS)
}

/// The folders of the files of a system and of the headers that they include, and those above. A component may be declared in the ADL of the
/// application while the CMake file that declares its templates is beside the header with the application's macros. Few edits change them:
/// what CMake declares is not found out again after the others.
#[salsa::tracked(returns(ref))]
fn folders_around(db: &dyn Db, system: System) -> BTreeSet<Utf8PathBuf> {
    let files = all_files(db, &[system]).into_iter().map(|file| file.path(db));
    let own = files.filter(|path| !builtin::is_builtin(path));
    // As texts first: there are few folders, named by many files, and paths compare part by part.
    let folders: FxHashSet<&str> = own.flat_map(|path| above(folder_of(path))).map(Utf8Path::as_str).collect();
    folders.into_iter().map(Utf8PathBuf::from).collect()
}

/// The CMake files of a folder.
fn scripts_of(db: &dyn Db, folder: &Utf8Path) -> Vec<Utf8PathBuf> {
    let is_script =
        |path: &&Utf8PathBuf| path.file_name() == Some("CMakeLists.txt") || path.extension() == Some("cmake");
    db.folder(folder).files(db).iter().filter(is_script).take(MOST_SCRIPTS).cloned().collect()
}

/// The commands of a CMake file.
#[salsa::tracked]
fn script(db: &dyn Db, file: File) -> Option<Arc<Script>> {
    let text = file.contents(db).as_str();
    (!text.is_empty() && text.len() <= MOST_BYTES).then(|| Arc::new(cmake::parse(text)))
}

struct Reader<'d> {
    db: &'d dyn Db,
    /// Folders above files of the system.
    entered: &'d BTreeSet<Utf8PathBuf>,
    root: Utf8PathBuf,
}

impl Files for Reader<'_> {
    fn script(&self, path: &Utf8Path) -> Option<Arc<Script>> {
        // To ask for a file that is not there would keep it in mind for good.
        is_there(self.db, path).then(|| script(self.db, self.db.file(path)).clone())?
    }

    fn files(&self, folder: &Utf8Path) -> Vec<Utf8PathBuf> {
        self.db.folder(folder).files(self.db).to_vec()
    }

    fn folders(&self, folder: &Utf8Path) -> Vec<Utf8PathBuf> {
        self.db.folder(folder).folders(self.db).to_vec()
    }

    fn has_file(&self, path: &Utf8Path) -> bool {
        is_there(self.db, path)
    }

    fn has_folder(&self, path: &Utf8Path) -> bool {
        is_listed(self.db.folder(folder_of(path)).folders(self.db), path)
    }

    // Another application beside this one may have components of the same names.
    fn enters(&self, folder: &Utf8Path) -> bool {
        self.entered.contains(folder) || folder.starts_with(&self.root)
    }
}
