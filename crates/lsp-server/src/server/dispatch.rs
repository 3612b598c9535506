// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Which function answers which request, and what happens when a change overtakes it.

use std::{
    collections::HashMap,
    fmt,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
    time::Instant,
};

use camino::Utf8PathBuf;
use rustc_hash::FxBuildHasher;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tower_lsp::{
    gen_lsp_types::{self as lsp, Request},
    jsonrpc::{Error, ErrorCode},
};

use super::{asked::Asked, pending::Ticket, snapshot::Snapshot};
use crate::handlers::request as on;

/// Why a request has no result.
#[derive(Debug)]
pub enum Failure {
    /// A change overtook the snapshot, or the client cancelled.
    Cancelled,
    /// The parameters make no sense; the text says why.
    InvalidParams(String),
    /// The client has the answer already; the request waits for a change.
    Unchanged,
    /// What was asked for can't be done; the text tells the user why.
    Refused(String),
}

impl From<camkes_ide::Cancelled> for Failure {
    fn from(_: camkes_ide::Cancelled) -> Self {
        Self::Cancelled
    }
}

/// What to do with a request whose snapshot was overtaken by a change, for a client that doesn't send it again itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhenStale {
    /// Answer it from the new state: it is about whole documents.
    Retry,
    /// As `Retry`, unless its own document was edited: the position in it then means another place.
    RetryUnlessEdited,
    /// Answer with `ContentModified`.
    GiveUp,
    /// Answer with `ServerCancelled`, so that the client asks again.
    AskAgain,
}

/// `LSPErrorCodes.RequestFailed`: nothing is wrong with the request itself.
const REQUEST_FAILED: i64 = -32803;

/// How often a change may overtake a request before it is answered with `ContentModified`: somebody who types faster than it can
/// be answered would else leave it without an answer.
pub const MOST_OVERTAKEN: u32 = 100;

type Run = Box<dyn Fn(&Snapshot, Value) -> Result<Value, Failure> + Send + Sync>;

/// How one method is answered.
pub struct Route {
    /// The method.
    pub method: &'static str,
    /// What happens when a change overtakes it.
    pub when_stale: WhenStale,
    run: Run,
}

impl fmt::Debug for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Route").field("method", &self.method).finish_non_exhaustive()
    }
}

/// All methods that are answered from a snapshot.
#[derive(Debug, Default)]
pub struct Routes {
    table: HashMap<&'static str, Arc<Route>, FxBuildHasher>,
}

impl Routes {
    /// The methods of the server.
    #[must_use]
    pub fn standard() -> Self {
        let mut routes = Self::default();
        routes.on::<lsp::DefinitionRequest>(WhenStale::RetryUnlessEdited, on::definition::handle);
        routes.on::<lsp::HoverRequest>(WhenStale::RetryUnlessEdited, on::hover::handle);
        routes.on::<lsp::CompletionRequest>(WhenStale::RetryUnlessEdited, on::completion::handle);
        routes.on::<lsp::CompletionResolveRequest>(WhenStale::Retry, on::completion::handle_resolve);
        routes.on::<lsp::SignatureHelpRequest>(WhenStale::RetryUnlessEdited, on::signature_help::handle);
        routes.on::<lsp::DeclarationRequest>(WhenStale::RetryUnlessEdited, on::declaration::handle);
        routes.on::<lsp::SemanticTokensRequest>(WhenStale::Retry, on::semantic_tokens::handle);
        routes.on::<lsp::SemanticTokensDeltaRequest>(WhenStale::Retry, on::semantic_tokens::handle_delta);
        routes.on::<lsp::SemanticTokensRangeRequest>(WhenStale::RetryUnlessEdited, on::semantic_tokens::handle_range);
        routes.on::<lsp::InlayHintRequest>(WhenStale::RetryUnlessEdited, on::inlay_hint::handle);
        routes.on::<lsp::InlayHintResolveRequest>(WhenStale::Retry, on::inlay_hint::handle_resolve);
        routes.on::<lsp::CodeLensRequest>(WhenStale::Retry, on::code_lens::handle);
        routes.on::<lsp::CodeLensResolveRequest>(WhenStale::GiveUp, on::code_lens::handle_resolve);
        routes.on::<lsp::CallHierarchyPrepareRequest>(WhenStale::RetryUnlessEdited, on::call_hierarchy::handle_prepare);
        routes.on::<lsp::CallHierarchyIncomingCallsRequest>(WhenStale::Retry, on::call_hierarchy::handle_incoming);
        routes.on::<lsp::CallHierarchyOutgoingCallsRequest>(WhenStale::Retry, on::call_hierarchy::handle_outgoing);
        routes.on::<lsp::LinkedEditingRangeRequest>(WhenStale::RetryUnlessEdited, on::linked_editing::handle);
        routes.on::<lsp::DocumentOnTypeFormattingRequest>(WhenStale::GiveUp, on::on_type_formatting::handle);
        routes.on::<lsp::WillRenameFilesRequest>(WhenStale::Retry, on::file_rename::handle);
        routes.on::<lsp::CodeActionResolveRequest>(WhenStale::GiveUp, on::code_action::handle_resolve);
        routes.on::<lsp::TextDocumentContentRequest>(WhenStale::Retry, on::text_document_content::handle);
        routes.add("camkes/assemblyGraph", WhenStale::Retry, on::assembly_graph::handle);
        routes.add("camkes/generated", WhenStale::Retry, on::generated::handle);
        routes.add("camkes/capdl", WhenStale::Retry, on::capdl::handle);
        routes.add("camkes/preprocessed", WhenStale::Retry, on::preprocessed::handle);
        routes.add("camkes/syntaxTree", WhenStale::Retry, on::syntax_tree::handle);
        routes.add("camkes/expandMacro", WhenStale::RetryUnlessEdited, on::expand_macro::handle);
        routes.add("camkes/serverStatus", WhenStale::Retry, on::server_status::handle);
        routes.on::<lsp::DocumentSymbolRequest>(WhenStale::Retry, on::document_symbol::handle);
        routes.on::<lsp::ReferencesRequest>(WhenStale::RetryUnlessEdited, on::references::handle);
        routes.on::<lsp::DocumentHighlightRequest>(WhenStale::RetryUnlessEdited, on::document_highlight::handle);
        routes.on::<lsp::DocumentFormattingRequest>(WhenStale::RetryUnlessEdited, on::formatting::handle);
        routes.on::<lsp::DocumentRangeFormattingRequest>(WhenStale::RetryUnlessEdited, on::formatting::handle_range);
        routes.on::<lsp::PrepareRenameRequest>(WhenStale::RetryUnlessEdited, on::rename::handle_prepare);
        routes.on::<lsp::RenameRequest>(WhenStale::RetryUnlessEdited, on::rename::handle);
        routes.on::<lsp::TypeDefinitionRequest>(WhenStale::RetryUnlessEdited, on::type_definition::handle);
        routes.on::<lsp::ImplementationRequest>(WhenStale::RetryUnlessEdited, on::implementation::handle);
        routes.on::<lsp::FoldingRangeRequest>(WhenStale::Retry, on::folding_range::handle);
        routes.on::<lsp::SelectionRangeRequest>(WhenStale::RetryUnlessEdited, on::selection_range::handle);
        routes.on::<lsp::DocumentLinkRequest>(WhenStale::Retry, on::document_link::handle);
        routes.on::<lsp::WorkspaceSymbolRequest>(WhenStale::Retry, on::workspace_symbol::handle);
        routes.on::<lsp::WorkspaceSymbolResolveRequest>(WhenStale::Retry, on::workspace_symbol::handle_resolve);
        routes.add("textDocument/diagnostic", WhenStale::AskAgain, on::diagnostic::handle);
        routes.add("workspace/diagnostic", WhenStale::Retry, on::workspace_diagnostic::handle);
        routes.add("camkes/systems", WhenStale::Retry, on::systems::handle);
        routes.on::<lsp::CodeActionRequest>(WhenStale::RetryUnlessEdited, on::code_action::handle);
        routes
    }

    /// Adds a method of the protocol.
    fn on<R: Request>(
        &mut self,
        when_stale: WhenStale,
        handle: fn(&Snapshot, R::Params) -> Result<R::Result, Failure>,
    ) {
        self.add(method_name(&R::METHOD), when_stale, handle);
    }

    /// Adds a method by name, replacing what answered it before.
    pub fn add<P, T>(
        &mut self,
        method: &'static str,
        when_stale: WhenStale,
        handle: impl Fn(&Snapshot, P) -> Result<T, Failure> + Send + Sync + 'static,
    ) where
        P: DeserializeOwned,
        T: serde::Serialize,
    {
        let run: Run = Box::new(move |snapshot, params| {
            let params = serde_json::from_value(params).map_err(|e| Failure::InvalidParams(e.to_string()))?;
            let result = handle(snapshot, params)?;
            serde_json::to_value(result).map_err(|e| Failure::InvalidParams(e.to_string()))
        });
        self.table.insert(method, Arc::new(Route { method, when_stale, run }));
    }

    /// The methods, in no order.
    pub fn methods(&self) -> impl Iterator<Item = &'static str> {
        self.table.keys().copied()
    }

    /// Who answers a method.
    #[must_use]
    pub fn get(&self, method: &str) -> Option<Arc<Route>> {
        self.table.get(method).cloned()
    }
}

/// A request on its way through the pool.
#[derive(Debug)]
pub struct Job {
    /// Who answers it.
    pub route: Arc<Route>,
    /// Its parameters, as sent.
    pub params: Value,
    /// The right to answer it.
    pub ticket: Ticket,
    /// The document that it is about, and the version that it means.
    pub document: Option<(Utf8PathBuf, Option<i32>)>,
    /// What the client is shown of it.
    pub asked: Option<Arc<Asked>>,
    /// Changes that the session had seen when it was started.
    pub changes: u64,
    /// How often a change overtook it.
    pub overtaken: u32,
}

impl Job {
    /// Computes and sends the answer.
    #[must_use]
    pub fn run(self, snapshot: Snapshot) -> Ran {
        if self.ticket.is_cancelled() {
            return Ran::Done;
        }
        let started = Instant::now();
        let token = snapshot.analysis.cancellation_token();
        self.ticket.on_cancel(move || token.cancel());
        let params = self.params.clone();
        // One attachment for the whole request: a cancellation between two questions would be lost otherwise.
        let work = || snapshot.analysis.attached(|| (self.route.run)(&snapshot, params));
        let outcome = catch_unwind(AssertUnwindSafe(work));
        // A write waits for all snapshots: let go of this one before anything else.
        drop(snapshot);
        tracing::debug!(method = self.route.method, time = ?started.elapsed(), "a request has run");
        match outcome {
            Ok(Ok(result)) => self.answer(Ok(result)),
            Ok(Err(Failure::InvalidParams(why))) => self.answer(Err(Error::invalid_params(why))),
            Ok(Err(Failure::Refused(why))) => {
                let refused = Error { code: ErrorCode::ServerError(REQUEST_FAILED), message: why.into(), data: None };
                self.answer(Err(refused));
            }
            Ok(Err(Failure::Cancelled)) if self.ticket.is_cancelled() => {}
            Ok(Err(Failure::Cancelled)) => return Ran::Overtaken(self),
            Ok(Err(Failure::Unchanged)) => return Ran::Waits(self),
            Err(_) => {
                tracing::error!(method = self.route.method, "a request panicked");
                let message = format!("{} failed inside the server", self.route.method).into();
                self.answer(Err(Error { message, ..Error::internal_error() }));
            }
        }
        Ran::Done
    }

    fn answer(self, answer: Result<Value, Error>) {
        if let Some(asked) = &self.asked {
            asked.end();
        }
        self.ticket.answer(answer);
    }
}

/// What became of a job.
#[derive(Debug)]
pub enum Ran {
    /// It is answered.
    Done,
    /// A change overtook its snapshot.
    Overtaken(Job),
    /// It has nothing to say before the next change.
    Waits(Job),
}

/// The generated types name methods by an enum that only prints; the table wants the text for the whole run.
fn method_name(method: &lsp::LspRequestMethod<'static>) -> &'static str {
    Box::leak(method.to_string().into_boxed_str())
}
