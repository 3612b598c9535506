// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Requests that wait for their answer, and how they are cancelled.

use std::{
    collections::HashMap,
    fmt,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError, Weak,
        atomic::{AtomicBool, Ordering},
    },
};

use rustc_hash::FxBuildHasher;
use serde_json::Value;
use tokio::sync::oneshot;
use tower_lsp::jsonrpc::{Error, Id, Result};

/// The answer of a request, or the error in its place.
pub type Answer = Result<Value>;

/// All requests that wait for their answer. Clones share the same requests.
#[derive(Clone, Debug, Default)]
pub struct Pending {
    requests: Arc<Mutex<HashMap<Id, Arc<Waiting>, FxBuildHasher>>>,
}

/// Stops a computation that runs on another thread.
type Stop = Box<dyn Fn() + Send>;

struct Waiting {
    reply: Mutex<Option<oneshot::Sender<Answer>>>,
    cancelled: AtomicBool,
    stop: Mutex<Option<Stop>>,
}

impl fmt::Debug for Waiting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Waiting").field("cancelled", &self.cancelled).finish_non_exhaustive()
    }
}

/// The right and the duty to answer one request. Dropped without an answer, it answers with an internal error, so that
/// no client waits forever.
#[derive(Debug)]
pub struct Ticket {
    id: Id,
    waiting: Arc<Waiting>,
    pending: Pending,
}

/// A lock's content even when another thread panicked while it held it: every value guarded here is always whole.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Pending {
    /// Registers a request; `None` when its id already waits for an answer.
    #[must_use]
    pub fn register(&self, id: &Id) -> Option<(Ticket, oneshot::Receiver<Answer>)> {
        let (sender, receiver) = oneshot::channel();
        let waiting = Arc::new(Waiting {
            reply: Mutex::new(Some(sender)),
            cancelled: AtomicBool::new(false),
            stop: Mutex::new(None),
        });
        let mut requests = lock(&self.requests);
        if requests.contains_key(id) {
            return None;
        }
        requests.insert(id.clone(), Arc::clone(&waiting));
        drop(requests);
        Some((Ticket { id: id.clone(), waiting, pending: self.clone() }, receiver))
    }

    /// Answers a request with `RequestCancelled` at once and stops its computation. An id that does not wait is
    /// ignored: its answer and the cancellation crossed on their way.
    pub fn cancel(&self, id: &Id) {
        let waiting = lock(&self.requests).remove(id);
        if let Some(waiting) = waiting {
            waiting.cancel(Some(Error::request_cancelled()));
        }
    }

    /// Cancels everything without answering: the client is gone.
    pub fn abandon(&self) {
        let all: Vec<_> = lock(&self.requests).drain().collect();
        for (_, waiting) in all {
            waiting.cancel(None);
        }
    }
}

impl Waiting {
    fn cancel(&self, error: Option<Error>) {
        self.cancelled.store(true, Ordering::SeqCst);
        let reply = lock(&self.reply).take();
        if let (Some(reply), Some(error)) = (reply, error) {
            let _ = reply.send(Err(error));
        }
        if let Some(stop) = lock(&self.stop).as_ref() {
            stop();
        }
    }
}

/// The means to cancel one request from elsewhere than by its id.
#[derive(Debug)]
pub(crate) struct Canceller {
    id: Id,
    waiting: Weak<Waiting>,
    pending: Pending,
}

impl Canceller {
    /// Does what [`Pending::cancel`] does, unless the request is answered already.
    pub(crate) fn cancel(&self) {
        let Some(waiting) = self.waiting.upgrade() else { return };
        let mut requests = lock(&self.pending.requests);
        // Its id may be that of a later one.
        if requests.get(&self.id).is_some_and(|known| Arc::ptr_eq(known, &waiting)) {
            requests.remove(&self.id);
            drop(requests);
            waiting.cancel(Some(Error::request_cancelled()));
        }
    }
}

impl Ticket {
    /// The means to cancel the request.
    pub(crate) fn canceller(&self) -> Canceller {
        Canceller { id: self.id.clone(), waiting: Arc::downgrade(&self.waiting), pending: self.pending.clone() }
    }

    /// Id of the request.
    #[must_use]
    pub fn id(&self) -> &Id {
        &self.id
    }

    /// Whether the client no longer wants the answer.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.waiting.cancelled.load(Ordering::SeqCst)
    }

    /// Says how to stop the computation. Called with a request that is cancelled already, it stops it at once.
    pub fn on_cancel(&self, stop: impl Fn() + Send + 'static) {
        let mut slot = lock(&self.waiting.stop);
        if self.is_cancelled() {
            stop();
        }
        *slot = Some(Box::new(stop));
    }

    /// Sends the answer; does nothing when the request was cancelled.
    pub fn answer(self, answer: Answer) {
        self.send(answer);
    }

    fn send(&self, answer: Answer) {
        let reply = lock(&self.waiting.reply).take();
        // The snapshot that `stop` holds must not outlive the request.
        *lock(&self.waiting.stop) = None;
        if let Some(reply) = reply {
            lock(&self.pending.requests).remove(&self.id);
            let _ = reply.send(answer);
        }
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        self.send(Err(Error::internal_error()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cancelled_request_is_answered_before_its_computation_ends() {
        let pending = Pending::default();
        let (ticket, mut answer) = pending.register(&Id::Number(1)).unwrap();
        let stopped = Arc::new(AtomicBool::new(false));
        let flag = Arc::clone(&stopped);
        ticket.on_cancel(move || flag.store(true, Ordering::SeqCst));
        pending.cancel(&Id::Number(1));
        assert_eq!(answer.try_recv().unwrap(), Err(Error::request_cancelled()));
        assert!(stopped.load(Ordering::SeqCst) && ticket.is_cancelled());
        ticket.answer(Ok(Value::Null));
    }

    #[test]
    fn a_canceller_leaves_a_later_request_with_the_same_id_alone() {
        let pending = Pending::default();
        let (first, _) = pending.register(&Id::Number(1)).unwrap();
        let canceller = first.canceller();
        first.answer(Ok(Value::Null));
        let (second, mut answer) = pending.register(&Id::Number(1)).unwrap();
        canceller.cancel();
        assert!(answer.try_recv().is_err() && !second.is_cancelled());
        second.canceller().cancel();
        assert_eq!(answer.try_recv().unwrap(), Err(Error::request_cancelled()));
    }

    #[test]
    fn a_cancel_that_comes_before_the_computation_stops_it_when_it_starts() {
        let pending = Pending::default();
        let (ticket, _answer) = pending.register(&Id::Number(1)).unwrap();
        pending.cancel(&Id::Number(1));
        let stopped = Arc::new(AtomicBool::new(false));
        let flag = Arc::clone(&stopped);
        ticket.on_cancel(move || flag.store(true, Ordering::SeqCst));
        assert!(stopped.load(Ordering::SeqCst));
    }

    #[test]
    fn an_id_may_be_used_again_after_its_answer_but_not_before() {
        let pending = Pending::default();
        let (ticket, _first) = pending.register(&Id::Number(1)).unwrap();
        assert!(pending.register(&Id::Number(1)).is_none());
        ticket.answer(Ok(Value::Null));
        assert!(pending.register(&Id::Number(1)).is_some());
    }

    #[test]
    fn a_cancelled_ticket_does_not_take_the_place_of_a_later_one_with_its_id() {
        let pending = Pending::default();
        let (first, _) = pending.register(&Id::Number(1)).unwrap();
        pending.cancel(&Id::Number(1));
        let (second, mut answer) = pending.register(&Id::Number(1)).unwrap();
        drop(first);
        assert!(pending.register(&Id::Number(1)).is_none(), "the second is still waiting");
        second.answer(Ok(Value::Bool(true)));
        assert_eq!(answer.try_recv().unwrap(), Ok(Value::Bool(true)));
    }

    #[test]
    fn a_dropped_ticket_answers() {
        let pending = Pending::default();
        let (ticket, mut answer) = pending.register(&Id::Number(1)).unwrap();
        drop(ticket);
        assert_eq!(answer.try_recv().unwrap(), Err(Error::internal_error()));
    }

    #[test]
    fn an_abandoned_request_is_not_answered() {
        let pending = Pending::default();
        let (_ticket, mut answer) = pending.register(&Id::Number(1)).unwrap();
        pending.abandon();
        assert!(answer.try_recv().is_err());
    }
}
