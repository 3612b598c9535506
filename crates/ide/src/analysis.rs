// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! A snapshot for reading.

use std::collections::BTreeMap;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use camino::Utf8Path;
use camkes_hir::model::Assembly;
use camkes_hir::salsa::{self, Database as _};
use camkes_hir::{Db as _, File, RootDatabase, System};
use line_index::LineIndex;
use text_size::{TextRange, TextSize};

use crate::c_side::{self, GeneratedName};
use crate::diagnostics::{self, Diagnostic};
use crate::importable::Importable;
use crate::query_counts::QueryCounts;
use crate::systems::Systems;
use crate::workspace::WorkspaceIndex;
use crate::{
    Assist, Call, CallItem, CompletionDocs, Completions, ComponentSources, Edit, EditKind, Expansion, FileRange, Fold,
    Hover, InlayHint, Lens, LensKind, Link, Mention, Moved, NavTarget, QuickFix, Refusal, Renamable, SemanticToken,
    Signature, Symbol, Way, WorkspaceSymbol,
};
use crate::{SystemOverview, overview};
use crate::{
    assists, calls, code_actions, completion, definition, file_rename, folding, formatting, hover, inlay, lenses,
    linked, links, on_type, references, relations, rename, selection, semantic_tokens, signature, symbols, views,
    workspace_symbols,
};

pub use salsa::CancellationToken;

/// A result, or the news that the snapshot is out of date or its request was cancelled.
pub type Cancellable<T> = Result<T, salsa::Cancelled>;

/// The state of a workspace at one moment. Drop it soon: the next change waits for it.
pub struct Analysis {
    db: RootDatabase,
    systems: Arc<Systems>,
    importable: Arc<Importable>,
    index: Arc<WorkspaceIndex>,
}

/// Start of every line of a file.
#[salsa::tracked(no_eq)]
fn line_starts(db: &dyn camkes_hir::Db, file: File) -> Arc<LineIndex> {
    Arc::new(LineIndex::new(file.contents(db).as_str()))
}

impl Analysis {
    pub(crate) fn new(
        db: RootDatabase,
        systems: Arc<Systems>,
        importable: Arc<Importable>,
        index: Arc<WorkspaceIndex>,
    ) -> Self {
        Self { db, systems, importable, index }
    }

    /// Cancels this snapshot alone, from any thread.
    #[must_use]
    pub fn cancellation_token(&self) -> CancellationToken {
        self.db.cancellation_token()
    }

    /// Another snapshot of the same state, for work on several threads.
    #[must_use]
    pub fn snapshot(&self) -> Self {
        Self {
            db: self.db.clone(),
            systems: Arc::clone(&self.systems),
            importable: Arc::clone(&self.importable),
            index: Arc::clone(&self.index),
        }
    }

    /// Runs a request that asks several questions. A cancellation between two of them is only noticed inside of this: the
    /// query engine forgets it at the end of every outermost attachment.
    pub fn attached<T>(&self, request: impl FnOnce() -> T) -> T {
        salsa::attach(&self.db, request)
    }

    /// Runs a whole request in one attachment to the database: the query engine forgets a cancellation at the end of
    /// every outermost query, so that a request made of several would miss it.
    fn with_db<T>(&self, work: impl FnOnce(&RootDatabase) -> T) -> Cancellable<T> {
        salsa::Cancelled::catch(AssertUnwindSafe(|| salsa::attach(&self.db, || work(&self.db))))
    }

    /// As [`Analysis::with_db`]; nothing for a C file, which is understood by a server of its own.
    fn with_adl<T: Default>(&self, path: &Utf8Path, work: impl FnOnce(&RootDatabase) -> T) -> Cancellable<T> {
        self.with_db(|db| if c_side::owns(db, &self.systems, db.file(path)) { T::default() } else { work(db) })
    }

    /// Asks queries of another crate about the system with this root file; `None` if it is not in use.
    pub fn of_system<T>(
        &self,
        root: &Utf8Path,
        ask: impl FnOnce(&RootDatabase, System) -> T,
    ) -> Cancellable<Option<T>> {
        self.with_db(|db| self.system(db, root).map(|system| ask(db, system)))
    }

    /// What is wrong in a file, in every system that it is part of, sorted by place.
    pub fn diagnostics(&self, path: &Utf8Path) -> Cancellable<Vec<Diagnostic>> {
        self.with_db(|db| diagnostics::of_file(db, &self.systems, db.file(path)))
    }

    /// The part of [`Self::diagnostics`] that is about the text and the declarations of the file alone: what a system is composed
    /// of is not looked at, which takes longer the larger it is.
    pub fn own_diagnostics(&self, path: &Utf8Path) -> Cancellable<Vec<Diagnostic>> {
        self.with_db(|db| diagnostics::own_of_file(db, &self.systems, db.file(path)))
    }

    /// How many instances the systems in use have.
    pub fn instances(&self) -> Cancellable<usize> {
        self.with_db(|db| {
            let assemblies = self.systems.active().filter_map(|system| camkes_hir::assembly(db, system));
            assemblies.map(|it| it.instances.len()).sum()
        })
    }

    /// What is wrong in every file of every system, by path. Files without mistakes have an empty list.
    pub fn all_diagnostics(&self) -> Cancellable<Vec<(camino::Utf8PathBuf, Vec<Diagnostic>)>> {
        self.with_db(|db| diagnostics::of_workspace(db, &self.systems))
    }

    /// Files of every system in use, each once.
    pub fn files(&self) -> Cancellable<Vec<camino::Utf8PathBuf>> {
        self.with_db(|db| {
            let mut files = indexmap::IndexSet::new();
            for system in self.systems.active() {
                files.extend(camkes_hir::imports::import_graph(db, system).files.iter().map(|f| f.path(db).to_owned()));
            }
            files.into_iter().collect()
        })
    }

    /// How often each query has run, by its name.
    #[must_use]
    pub fn executed(&self, counts: &QueryCounts) -> BTreeMap<String, u64> {
        counts.named(&self.db)
    }

    /// The systems in use, the one that the user chose first.
    pub fn systems(&self) -> Cancellable<Vec<SystemOverview>> {
        self.with_db(|db| overview::overview(db, &self.systems))
    }

    /// Root files of the systems that a file belongs to, the chosen one first.
    pub fn systems_of(&self, path: &Utf8Path) -> Cancellable<Vec<camino::Utf8PathBuf>> {
        self.with_db(|db| overview::roots_of(db, &self.systems, path))
    }

    /// Declarations of what stands at an offset.
    pub fn definition(&self, path: &Utf8Path, offset: TextSize) -> Cancellable<Vec<NavTarget>> {
        self.with_db(|db| definition::definition(db, &self.systems, db.file(path), offset))
    }

    /// What a name in a generated file of the system with this root comes from. `path` is that of the file, of which the last
    /// folders count.
    pub fn generated_name(
        &self,
        root: &Utf8Path,
        path: &Utf8Path,
        text: &str,
        offset: TextSize,
    ) -> Cancellable<Option<GeneratedName>> {
        self.with_db(|db| c_side::name_in_generated(db, self.system(db, root)?, path, text, offset))
    }

    /// What stands at an offset, explained.
    pub fn hover(&self, path: &Utf8Path, offset: TextSize) -> Cancellable<Option<Hover>> {
        self.with_db(|db| hover::hover(db, &self.systems, db.file(path), offset))
    }

    /// What can stand at an offset.
    pub fn completion(&self, path: &Utf8Path, offset: TextSize) -> Cancellable<Completions> {
        self.with_db(|db| completion::completion(db, &self.systems, &self.importable, db.file(path), offset))
    }

    /// The explanation of an item of a completion, as Markdown.
    pub fn completion_documentation(&self, docs: &CompletionDocs) -> Cancellable<Option<String>> {
        self.with_db(|db| completion::documentation(db, &self.systems, docs))
    }

    /// What each word of a file, or of a part of it, is, in order.
    pub fn semantic_tokens(&self, path: &Utf8Path, part: Option<TextRange>) -> Cancellable<Vec<SemanticToken>> {
        self.with_adl(path, |db| semantic_tokens::tokens(db, &self.systems, db.file(path), part))
    }

    /// What stands between the parentheses around an offset.
    pub fn signature(&self, path: &Utf8Path, offset: TextSize) -> Cancellable<Option<Signature>> {
        self.with_db(|db| signature::signature(db, &self.systems, db.file(path), offset))
    }

    /// Texts to be shown inside of a part of a file, in order.
    pub fn inlay_hints(&self, path: &Utf8Path, part: TextRange) -> Cancellable<Vec<InlayHint>> {
        self.with_adl(path, |db| inlay::inlay_hints(db, &self.systems, db.file(path), part))
    }

    /// Lines to be shown above declarations of a file, in order.
    pub fn lenses(&self, path: &Utf8Path) -> Cancellable<Vec<Lens>> {
        self.with_adl(path, |db| lenses::lenses(db, &self.systems, db.file(path)))
    }

    /// What a lens over the name at an offset counts.
    pub fn lens_places(&self, path: &Utf8Path, offset: TextSize, kind: LensKind) -> Cancellable<Vec<FileRange>> {
        self.with_db(|db| lenses::places(db, &self.systems, db.file(path), offset, kind))
    }

    /// Instances that what stands at an offset is about.
    pub fn call_items(&self, path: &Utf8Path, offset: TextSize) -> Cancellable<Vec<CallItem>> {
        self.with_db(|db| calls::prepare(db, &self.systems, db.file(path), offset))
    }

    /// Calls of an instance of the system with this root file.
    pub fn calls(&self, root: &Utf8Path, instance: &str, way: Way) -> Cancellable<Vec<Call>> {
        self.with_db(|db| calls::calls(db, &self.systems, root, instance, way))
    }

    /// Changes that are offered in a range of a file.
    pub fn assists(&self, path: &Utf8Path, range: TextRange) -> Cancellable<Vec<Assist>> {
        self.with_adl(path, |db| assists::assists(db, &self.systems, &self.importable, db.file(path), range))
    }

    /// Edits that keep imports true when files get other paths.
    pub fn file_rename(&self, moved: &[Moved]) -> Cancellable<Result<Vec<Edit>, Refusal>> {
        self.with_db(|db| file_rename::file_rename(db, &self.systems, &self.importable, moved))
    }

    /// Places of the name at an offset that can be typed anew at once, in order.
    pub fn linked_ranges(&self, path: &Utf8Path, offset: TextSize) -> Cancellable<Vec<TextRange>> {
        self.with_adl(path, |db| linked::linked_ranges(db, &self.systems, db.file(path), offset))
    }

    /// Edits that lay out the line of an offset, behind which a character was typed.
    pub fn on_type(&self, path: &Utf8Path, offset: TextSize, typed: char) -> Cancellable<Vec<Edit>> {
        self.with_adl(path, |db| on_type::on_type(db, db.file(path), offset, typed))
    }

    /// Text of a file after preprocessing.
    pub fn preprocessed_text(&self, path: &Utf8Path) -> Cancellable<String> {
        self.with_db(|db| views::preprocessed_text(db, &self.systems, db.file(path)))
    }

    /// The macro that is used at an offset.
    pub fn expansion(&self, path: &Utf8Path, offset: TextSize) -> Cancellable<Option<Expansion>> {
        self.with_db(|db| views::expansion(db, &self.systems, db.file(path), offset))
    }

    /// The tree of a file as text.
    pub fn syntax_tree(&self, path: &Utf8Path) -> Cancellable<String> {
        self.with_db(|db| views::syntax_tree(db, db.file(path)))
    }

    /// Full name of the instance or connection that what stands at an offset is about.
    pub fn entity(&self, path: &Utf8Path, offset: TextSize) -> Cancellable<Option<String>> {
        self.with_db(|db| views::entity(db, &self.systems, db.file(path), offset))
    }

    /// Where a part of an assembly is declared, in the system with this root file.
    pub fn place(&self, root: &Utf8Path, origin: camkes_hir::loc::ItemLoc) -> Cancellable<Option<FileRange>> {
        self.with_db(|db| views::place(db, &self.systems, db.file(root), origin))
    }

    /// Outline of a file.
    pub fn document_symbols(&self, path: &Utf8Path) -> Cancellable<Vec<Symbol>> {
        self.with_adl(path, |db| symbols::document_symbols(db, db.file(path)))
    }

    /// Mends of what is wrong in a range of a file.
    pub fn quick_fixes(&self, path: &Utf8Path, range: TextRange) -> Cancellable<Vec<QuickFix>> {
        self.with_db(|db| code_actions::quick_fixes(db, &self.systems, db.file(path), range))
    }

    /// Edits that make every sure mend of a file.
    pub fn fix_all(&self, path: &Utf8Path) -> Cancellable<Vec<Edit>> {
        self.with_db(|db| code_actions::fix_all(db, &self.systems, db.file(path)))
    }

    /// Every place that names what stands at an offset, in all systems in use, sorted by file and place.
    pub fn references(&self, path: &Utf8Path, offset: TextSize) -> Cancellable<Vec<Mention>> {
        self.with_db(|db| references::references(db, &self.systems, db.file(path), offset))
    }

    /// The references in the file itself.
    pub fn highlights(&self, path: &Utf8Path, offset: TextSize) -> Cancellable<Vec<Mention>> {
        self.with_db(|db| references::highlights(db, &self.systems, db.file(path), offset))
    }

    /// Declarations of the type of what stands at an offset.
    pub fn type_definition(&self, path: &Utf8Path, offset: TextSize) -> Cancellable<Vec<NavTarget>> {
        self.with_db(|db| relations::type_definition(db, &self.systems, db.file(path), offset))
    }

    /// What provides the procedure, or is an instance of the component, at an offset.
    pub fn implementation(&self, path: &Utf8Path, offset: TextSize) -> Cancellable<Vec<NavTarget>> {
        self.with_db(|db| relations::implementation(db, &self.systems, db.file(path), offset))
    }

    /// The name at an offset, if it can be changed.
    pub fn prepare_rename(&self, path: &Utf8Path, offset: TextSize) -> Cancellable<Result<Renamable, Refusal>> {
        self.with_db(|db| rename::prepare(db, &self.systems, self.importable.folders(), db.file(path), offset))
    }

    /// Edits that change the name at an offset everywhere, in all systems in use.
    pub fn rename(&self, path: &Utf8Path, offset: TextSize, new: &str) -> Cancellable<Result<Vec<Edit>, Refusal>> {
        self.with_db(|db| rename::rename(db, &self.systems, self.importable.folders(), db.file(path), offset, new))
    }

    /// What each edit of a rename is in.
    pub fn edit_kinds(&self, edits: &[Edit]) -> Cancellable<Vec<EditKind>> {
        self.with_db(|db| rename::kinds(db, &self.systems, edits))
    }

    /// What a change of the name at an offset leaves to a person.
    pub fn rename_remark(&self, path: &Utf8Path, offset: TextSize) -> Cancellable<Option<String>> {
        self.with_db(|db| rename::remark(db, &self.systems, db.file(path), offset))
    }

    /// Edits that give a file its canonical layout, in order.
    pub fn formatting(&self, path: &Utf8Path) -> Cancellable<Vec<Edit>> {
        self.with_adl(path, |db| formatting::formatting(db, db.file(path)))
    }

    /// Edits that give a part of a file its canonical layout, in order.
    pub fn range_formatting(&self, path: &Utf8Path, range: TextRange) -> Cancellable<Vec<Edit>> {
        self.with_adl(path, |db| formatting::range_formatting(db, db.file(path), range))
    }

    /// Parts of a file that can be hidden, in order.
    pub fn folding_ranges(&self, path: &Utf8Path) -> Cancellable<Vec<Fold>> {
        self.with_adl(path, |db| folding::folding_ranges(db, db.file(path)))
    }

    /// Ranges around an offset, the narrowest first, up to the whole file.
    pub fn selection_ranges(&self, path: &Utf8Path, offset: TextSize) -> Cancellable<Vec<TextRange>> {
        self.with_adl(path, |db| selection::selection_ranges(db, db.file(path), offset))
    }

    /// Paths in a file, with the files that they name.
    pub fn links(&self, path: &Utf8Path) -> Cancellable<Vec<Link>> {
        self.with_adl(path, |db| links::links(db, &self.systems, db.file(path)))
    }

    /// Assemblies in the folders of the workspace that no system in use has, by path; empty before somebody [looked for
    /// them](crate::AnalysisHost::workspace_search).
    pub fn assemblies_elsewhere(&self) -> Cancellable<Vec<camino::Utf8PathBuf>> {
        self.with_db(|db| self.systems.elsewhere(db, &self.index))
    }

    /// Symbols of all systems in use, and of all other files in the folders of the workspace, that fit a query, best first; at most [`MOST_SYMBOLS`](crate::MOST_SYMBOLS).
    pub fn workspace_symbols(&self, query: &str) -> Cancellable<Vec<WorkspaceSymbol>> {
        self.with_db(|db| workspace_symbols::workspace_symbols(db, &self.systems, &self.index, query))
    }

    /// Line starts of a file.
    pub fn line_index(&self, path: &Utf8Path) -> Cancellable<Arc<LineIndex>> {
        self.with_db(|db| Arc::clone(line_starts(db, db.file(path))))
    }

    /// Text of a file; empty when it can't be read.
    pub fn text(&self, path: &Utf8Path) -> Cancellable<Arc<str>> {
        self.with_db(|db| db.file(path).contents(db).shared())
    }

    /// The resolved assembly of the system with this root file, if it is in use and has one.
    pub fn assembly(&self, root: &Utf8Path) -> Cancellable<Option<Arc<Assembly>>> {
        self.with_db(|db| self.system(db, root).and_then(|system| camkes_hir::assembly(db, system)))
    }

    /// Everything wrong in one system, dependencies first, and whether it can be built.
    pub fn system_diagnostics(&self, root: &Utf8Path) -> Cancellable<Vec<Diagnostic>> {
        self.with_db(|db| match self.system(db, root) {
            Some(system) => diagnostics::of_system(db, system),
            None => Vec::new(),
        })
    }

    /// The components of the system with this root file, with their C files.
    pub fn component_sources(&self, root: &Utf8Path) -> Cancellable<Vec<ComponentSources>> {
        self.with_db(|db| self.system(db, root).map(|it| c_side::component_sources(db, it)).unwrap_or_default())
    }

    fn system(&self, db: &RootDatabase, root: &Utf8Path) -> Option<System> {
        let root = db.file(root);
        self.systems.active().find(|system| system.root(db) == root)
    }
}
