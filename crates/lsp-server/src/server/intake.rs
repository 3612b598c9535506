// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The front of the server: a small synchronous service that sees every message in the order of its arrival.
//!
//! `tower-lsp` calls the service in that order but runs the returned futures side by side, so that handlers may
//! overtake one another once one of them awaits, and a cancellation waits behind slow requests. Hence nothing is
//! decided in a future here: a change of state and a request go onto the owner thread's queue before [`Service::call`]
//! returns, `$/cancelRequest` takes effect inside of it, and the future of a request only waits for its answer.

use std::{
    convert::Infallible,
    future::Future,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc,
    },
    task::{Context, Poll},
};

use serde::Deserialize;
use serde_json::Value;
use tower::Service;
use tower_lsp::jsonrpc::{Error, ErrorCode, Id, Request, Response};

use super::{owner::Event, pending::Pending, wire::MALFORMED};

/// Where the session is (LSP, "Server lifecycle").
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lifecycle {
    Uninitialized,
    Running,
    ShutDown,
}

/// The service. See the module's description.
#[derive(Debug)]
pub struct Intake {
    lifecycle: Lifecycle,
    events: mpsc::Sender<Event>,
    pending: Pending,
    orderly: Orderly,
}

/// Whether the client asked for a shutdown before it left; the process' exit code depends on it.
#[derive(Debug, Clone, Default)]
pub struct Orderly(Arc<AtomicBool>);

impl Orderly {
    /// `true` after a `shutdown` request.
    #[must_use]
    pub fn get(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }
}

type Reply = Pin<Box<dyn Future<Output = Result<Option<Response>, Infallible>> + Send>>;

impl Intake {
    /// A front for the owner thread that receives `events`.
    #[must_use]
    pub fn new(events: mpsc::Sender<Event>, pending: Pending) -> Self {
        Self { lifecycle: Lifecycle::Uninitialized, events, pending, orderly: Orderly::default() }
    }

    /// The record of an orderly end, to be asked after the session.
    #[must_use]
    pub fn orderly(&self) -> Orderly {
        self.orderly.clone()
    }

    fn notification(&mut self, method: String, params: Option<Value>) {
        match method.as_str() {
            "exit" => {
                self.pending.abandon();
                self.send(Event::Exit);
            }
            "$/cancelRequest" => {
                if let Some(id) = params.as_ref().and_then(|p| p.get("id")).and_then(|id| Id::deserialize(id).ok()) {
                    self.pending.cancel(&id);
                }
            }
            // Before the handshake and after the shutdown there is nobody to tell (LSP, "Initialize Request").
            _ if self.lifecycle != Lifecycle::Running => {}
            _ => self.send(Event::Notification { method, params: params.unwrap_or_default() }),
        }
    }

    fn request(&mut self, id: Id, method: String, params: Option<Value>) -> Reply {
        if let Err(error) = self.admit(&method, params.as_ref()) {
            return ready(Some(Response::from_error(id, error)));
        }
        let Some((ticket, answer)) = self.pending.register(&id) else {
            let error = Error { message: "this id already waits for an answer".into(), ..Error::invalid_request() };
            return ready(Some(Response::from_error(id, error)));
        };
        self.send(Event::Request { method, params: params.unwrap_or_default(), ticket });
        Box::pin(async move { Ok(answer.await.ok().map(|answer| Response::from_parts(id, answer))) })
    }

    /// Checks a request against the session's state, and moves the state on.
    fn admit(&mut self, method: &str, params: Option<&Value>) -> Result<(), Error> {
        match (self.lifecycle, method) {
            (_, "") => Err(Error::invalid_request()),
            (Lifecycle::Uninitialized, "initialize") => {
                crate::lsp::from_proto::initialize_params(params)?;
                self.lifecycle = Lifecycle::Running;
                Ok(())
            }
            (Lifecycle::Uninitialized, _) => Err(Error {
                code: ErrorCode::ServerError(-32002),
                message: "the server is not initialized".into(),
                data: None,
            }),
            (Lifecycle::Running, "initialize") => {
                Err(Error { message: "the server is already initialized".into(), ..Error::invalid_request() })
            }
            (Lifecycle::Running, "shutdown") => {
                self.lifecycle = Lifecycle::ShutDown;
                self.orderly.0.store(true, Ordering::SeqCst);
                Ok(())
            }
            (Lifecycle::Running, _) => Ok(()),
            (Lifecycle::ShutDown, _) => {
                Err(Error { message: "the server is shut down".into(), ..Error::invalid_request() })
            }
        }
    }

    fn send(&self, event: Event) {
        // The owner only goes away after `exit`; whatever comes later needs no answer.
        let _ = self.events.send(event);
    }
}

impl Service<Request> for Intake {
    type Response = Option<Response>;
    type Error = Infallible;
    type Future = Reply;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request) -> Reply {
        let (method, id, params) = request.into_parts();
        match id {
            Some(id) if method == MALFORMED => ready(Some(Response::from_error(id, malformed(params)))),
            Some(id) => self.request(id, method.into_owned(), params),
            None => {
                self.notification(method.into_owned(), params);
                ready(None)
            }
        }
    }
}

fn ready(response: Option<Response>) -> Reply {
    Box::pin(std::future::ready(Ok(response)))
}

fn malformed(params: Option<Value>) -> Error {
    params.and_then(|error| serde_json::from_value(error).ok()).unwrap_or_else(Error::parse_error)
}
