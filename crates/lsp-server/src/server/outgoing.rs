// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Messages from the server to the client: notifications, requests, and the client's answers to those.

use std::{
    convert::Infallible,
    pin::Pin,
    sync::mpsc as events,
    task::{Context, Poll, ready},
    time::Duration,
};

use futures_util::{Sink, Stream};
use serde_json::Value;
use tokio::sync::mpsc;
use tower_lsp::{
    Loopback,
    gen_lsp_types::{self as lsp, Notification},
    jsonrpc::{Id, Request, Response},
};

use super::owner::Event;

/// Sends to the client, in the order of the calls. Cloned freely; never blocks.
#[derive(Clone, Debug)]
pub struct Outgoing {
    queue: mpsc::UnboundedSender<Sent>,
}

#[derive(Debug)]
enum Sent {
    Message(Request),
    /// Everything before it is taken once this is dropped.
    Mark(#[expect(dead_code, reason = "its end is what tells")] events::Sender<()>),
}

/// How long somebody who has more to do waits for the transport.
const HANDING_ON: Duration = Duration::from_millis(2);

/// The transport's end of [`Outgoing`].
#[derive(Debug)]
pub struct Channel {
    queue: mpsc::UnboundedReceiver<Sent>,
    events: events::Sender<Event>,
}

/// Makes both ends. The client's answers to our requests arrive as events of the owner thread.
#[must_use]
pub fn channel(events: events::Sender<Event>) -> (Outgoing, Channel) {
    let (sender, queue) = mpsc::unbounded_channel();
    (Outgoing { queue: sender }, Channel { queue, events })
}

impl Outgoing {
    /// Sends a notification.
    pub fn notify<N: Notification>(&self, params: &N::Params) {
        match serde_json::to_value(params) {
            Ok(params) => self.send(Request::build(N::METHOD.to_string()).params(params).finish()),
            Err(error) => tracing::error!(%error, method = %N::METHOD, "a notification can't be written"),
        }
    }

    /// Sends a notification of our own.
    pub fn notify_raw(&self, method: &'static str, params: &Value) {
        self.send(Request::build(method).params(params.clone()).finish());
    }

    /// Sends a part of a result, or the state of work, under the client's or our token.
    pub fn progress(&self, token: &lsp::ProgressToken, value: &Value) {
        self.notify_raw("$/progress", &serde_json::json!({ "token": token, "value": value }));
    }

    /// Sends a request; the answer comes back as [`Event::Response`].
    pub fn request(&self, id: impl Into<Id>, method: lsp::LspRequestMethod<'static>, params: Value) {
        self.send(Request::build(method.to_string()).id(id).params(params).finish());
    }

    /// Waits until the transport has taken what was sent, unless that takes long. Who goes on working may keep the transport from
    /// the only core on which it is woken: Linux looks for an idle one among those of the same cache alone.
    pub(crate) fn hand_on(&self) {
        let (mark, taken) = events::channel();
        if self.queue.send(Sent::Mark(mark)).is_ok() {
            let _ = taken.recv_timeout(HANDING_ON);
        }
    }

    fn send(&self, message: Request) {
        // A closed queue means that the client has gone.
        let _ = self.queue.send(Sent::Message(message));
    }
}

impl Loopback for Channel {
    type RequestStream = Messages;
    type ResponseSink = Answers;

    fn split(self) -> (Messages, Answers) {
        (Messages(self.queue), Answers(self.events))
    }
}

/// What goes to the client.
#[derive(Debug)]
pub struct Messages(mpsc::UnboundedReceiver<Sent>);

impl Stream for Messages {
    type Item = Request;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Request>> {
        loop {
            match ready!(self.0.poll_recv(cx)) {
                Some(Sent::Message(message)) => return Poll::Ready(Some(message)),
                Some(Sent::Mark(_)) => {}
                None => return Poll::Ready(None),
            }
        }
    }
}

/// The client's answers to our requests.
#[derive(Debug)]
pub struct Answers(events::Sender<Event>);

impl Sink<Response> for Answers {
    type Error = Infallible;

    fn poll_ready(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn start_send(self: Pin<&mut Self>, response: Response) -> Result<(), Infallible> {
        let (id, answer) = response.into_parts();
        if let Id::String(id) = id {
            let _ = self.0.send(Event::Response { id, answer });
        }
        Ok(())
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn poll_close(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }
}
