// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Work that follows from the state: diagnostics, and generation after saves. It is shown when it takes long.

use std::sync::{Arc, mpsc};

use serde_json::Value;
use tower_lsp::gen_lsp_types::LspRequestMethod;

use super::{Diagnosis, Event, Owner, REFRESH};
use crate::server::{
    client::DiagnosticsWay,
    diagnostics::{Diagnosed, Told},
    on_save::{self, Followed},
    progress::Work,
};

impl Owner {
    /// The next event; meanwhile work that takes long is shown. `None` when there will be none.
    pub(super) fn wait(&mut self, inbox: &mpsc::Receiver<Event>) -> Option<Event> {
        loop {
            let patience = self.patience;
            let works = self.round.iter().chain(&self.on_save.running).filter(|_| self.client.progress);
            let hidden =
                works.filter_map(|work| work.hidden_for(patience)).chain(self.asked.hidden_for(patience)).min();
            let Some(time) = hidden else { return inbox.recv().ok() };
            match inbox.recv_timeout(time) {
                Ok(event) => return Some(event),
                Err(mpsc::RecvTimeoutError::Disconnected) => return None,
                Err(mpsc::RecvTimeoutError::Timeout) => {
                    self.asked.show(patience, &mut self.shown);
                    let works = self.round.iter_mut().chain(&mut self.on_save.running);
                    for work in works
                        .filter(|_| self.client.progress)
                        .filter(|work| work.hidden_for(patience).is_some_and(|time| time.is_zero()))
                    {
                        self.shown += 1;
                        work.show(self.shown, &self.outgoing);
                    }
                }
            }
        }
    }

    /// Ends the work that the client means: a request, a round of diagnostics until the next change, generation until the next save.
    pub(crate) fn cancel_work(&mut self, token: &Value) {
        self.asked.cancel(token);
        self.given_up |= self.round.as_ref().is_some_and(|round| round.cancel(token));
        self.on_save.given_up |= self.on_save.running.as_ref().is_some_and(|work| work.cancel(token));
    }

    /// Does what follows from the state once no event is left.
    pub(super) fn settle(&mut self) {
        self.flush();
        if self.diagnosis == Diagnosis::Due {
            self.diagnosis = Diagnosis::Running;
            let snapshot = self.snapshot();
            self.round = Some(Work::new("Checking CAmkES systems", snapshot.analysis.cancellation_token()));
            // A client that asks is answered when it asks.
            let told = self.edited.iter().filter(|_| self.client.diagnostics == DiagnosticsWay::Push);
            let looks = self.publisher.lock().looks(told);
            let (publisher, outgoing) = (self.publisher.clone(), self.outgoing.clone());
            let events = self.events.clone();
            self.pool.spawn(move || {
                let first = |looked| {
                    publisher.lock().looked(looked, &outgoing);
                    outgoing.hand_on();
                };
                let _ = events.send(Event::Diagnosed(Diagnosed::compute(snapshot, looks, first)));
            });
        }
        if self.on_save.running.is_none() && !self.on_save.saved.is_empty() {
            let saved = std::mem::take(&mut self.on_save.saved);
            let snapshot = self.snapshot();
            self.on_save.running = Some(Work::new("Generating CAmkES systems", snapshot.analysis.cancellation_token()));
            let events = self.events.clone();
            self.pool.spawn(move || {
                let _ = events.send(Event::Followed(on_save::follow(snapshot, saved)));
            });
        }
        // The diagnostics of what is open come first.
        if self.diagnosis == Diagnosis::Fresh {
            self.neighbours_known();
        }
        self.check_elsewhere();
    }

    pub(super) fn followed(&mut self, followed: Followed) {
        if let Some(work) = self.on_save.running.take() {
            work.end(&self.outgoing);
        }
        let given_up = std::mem::take(&mut self.on_save.given_up);
        match followed {
            Followed::Done(outcomes) => {
                let before = Arc::clone(&self.on_save.failures);
                for outcome in outcomes {
                    outcome.log(&self.outgoing);
                    if self.generates_on_save() {
                        let failures = Arc::make_mut(&mut self.on_save.failures);
                        failures.insert(outcome.root, outcome.failures);
                        failures.retain(|_, files| !files.is_empty());
                    }
                }
                if before != self.on_save.failures {
                    self.diagnostics_due();
                }
            }
            // What the editor shows now is what was not generated yet.
            Followed::Overtaken(saved) if !given_up => self.on_save.saved.extend(saved),
            Followed::Overtaken(_) => {}
            Followed::Panicked => tracing::error!("generating files panicked"),
        }
    }

    pub(super) fn diagnosed(&mut self, outcome: Diagnosed) {
        if let Some(round) = self.round.take() {
            round.end(&self.outgoing);
        }
        // What the user ended is not begun again before there is something new.
        let given_up = std::mem::take(&mut self.given_up) && self.diagnosis == Diagnosis::Running;
        let overtaken =
            !given_up && (self.diagnosis == Diagnosis::Overtaken || matches!(outcome, Diagnosed::Overtaken));
        self.diagnosis = if overtaken { Diagnosis::Due } else { Diagnosis::Fresh };
        match outcome {
            // Nothing that the editor knows to be old is shown; the next round is on its way.
            Diagnosed::Round(round) if !overtaken => {
                let edited = std::mem::take(&mut self.edited);
                let refreshes = self.client.diagnostics == DiagnosticsWay::Pull && self.client.refreshes_diagnostics;
                let asked = std::mem::take(&mut self.asked_early);
                let mut publisher = self.publisher.lock();
                let is_news = refreshes && publisher.changed(&round).difference(&edited).next().is_some();
                if is_news || (refreshes && publisher.differs(&round, &asked)) {
                    self.outgoing.request(REFRESH, LspRequestMethod::WorkspaceDiagnosticRefresh, Value::Null);
                }
                let told = match self.client.diagnostics {
                    DiagnosticsWay::Push => Told::Everything,
                    DiagnosticsWay::Pull if self.pulls_all => Told::Nothing,
                    DiagnosticsWay::Pull => Told::Closed,
                };
                publisher.publish(round, told, &self.outgoing);
                drop(publisher);
                self.refresh_content();
            }
            Diagnosed::Round(_) | Diagnosed::Overtaken => {}
            Diagnosed::Panicked => tracing::error!("working out diagnostics panicked"),
        }
        self.pool.get_ready_to_cancel();
    }
}
