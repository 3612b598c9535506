// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What is logged, as `window/logMessage`.

use std::{
    fmt::{self, Write as _},
    sync::{Arc, PoisonError, RwLock},
};

use serde_json::json;
use tracing::{
    Event, Level,
    field::{Field, Visit},
    level_filters::LevelFilter,
};
use tracing_subscriber::{Layer, Registry, filter::Targets, layer::Context, reload};

use crate::server::outgoing::Outgoing;

/// Start of the names of our crates: what libraries have to say is not for users.
const OURS: &str = "camkes";

/// Where the log goes once a client is there. Clones share the client. The default goes nowhere.
#[derive(Debug, Clone, Default)]
pub struct ClientLog {
    client: Arc<RwLock<Option<Outgoing>>>,
    level: Option<reload::Handle<Targets, Registry>>,
}

/// A log without a client, and the layer that feeds it.
pub(super) fn layer() -> (ClientLog, impl Layer<Registry>) {
    let (filter, level) = reload::Layer::new(Targets::new());
    let log = ClientLog { client: Arc::default(), level: Some(level) };
    let layer = ToClient(Arc::clone(&log.client)).with_filter(filter);
    (log, layer)
}

impl ClientLog {
    /// Tells a client from now on.
    pub fn hear(&self, client: Outgoing, level: LevelFilter) {
        *self.client.write().unwrap_or_else(PoisonError::into_inner) = Some(client);
        self.set_level(level);
    }

    /// Tells the client nothing less important than this from now on.
    pub fn set_level(&self, level: LevelFilter) {
        if let Some(handle) = self.level.as_ref().filter(|_| self.is_heard()) {
            // It fails when the process has another log, which then goes where that one goes.
            let _ = handle.reload(Targets::new().with_target(OURS, level));
        }
    }

    /// Whether a client is there.
    pub(super) fn is_heard(&self) -> bool {
        self.client.read().unwrap_or_else(PoisonError::into_inner).is_some()
    }
}

struct ToClient(Arc<RwLock<Option<Outgoing>>>);

impl Layer<Registry> for ToClient {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, Registry>) {
        // Cloned, so that nothing is held while the message is sent.
        let client = self.0.read().unwrap_or_else(PoisonError::into_inner).clone();
        let Some(client) = client else { return };
        let mut text = Text::default();
        event.record(&mut text);
        let kind = message_type(*event.metadata().level());
        client.notify_raw("window/logMessage", &json!({ "type": kind, "message": text.0 }));
    }
}

/// `MessageType` of the protocol. It has no number for less than `Log` that all clients know.
fn message_type(level: Level) -> u8 {
    match level {
        Level::ERROR => 1,
        Level::WARN => 2,
        Level::INFO => 3,
        Level::DEBUG | Level::TRACE => 4,
    }
}

/// The message of an event, and its fields behind it.
#[derive(Default)]
struct Text(String);

impl Visit for Text {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        // Writing to a string does not fail.
        let _ = if field.name() == "message" {
            let rest = std::mem::take(&mut self.0);
            write!(self.0, "{value:?}{rest}")
        } else {
            write!(self.0, " {}={value:?}", field.name())
        };
    }
}
