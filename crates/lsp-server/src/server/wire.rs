// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The bytes from the client, made safe for the transport.
//!
//! `tower-lsp`'s read loop ends at the first malformed message, knows at most two header fields and spells them in one
//! way only. So the frames are found here, and well-formed ones alone are passed on; in the place of a malformed one
//! comes [`MALFORMED`], a request that [`Intake`](super::intake::Intake) answers with the error that JSON-RPC wants.

use std::{
    io::{self, Read},
    pin::Pin,
    task::{Context, Poll, ready},
};

use serde::Deserialize;
use tokio::{
    io::{AsyncRead, ReadBuf},
    sync::oneshot,
};
use tower_lsp::jsonrpc::{ErrorCode, Id, Request, Response};

use super::stdin::Input;

/// Method of the stand-in for a message that can't be understood.
pub const MALFORMED: &str = "$/camkes/malformed";

/// Largest body that is read, in bytes; more is no document but a mistake in the framing.
const MAX_BODY: usize = 64 << 20;

/// Longest header line, in bytes.
const MAX_HEADER_LINE: usize = 4096;

/// The transport's side: well-formed frames, until the client closes its end or [`Closer::close`] is called.
#[derive(Debug)]
pub struct Frames {
    input: Input,
    decoder: Decoder,
    current: io::Cursor<Vec<u8>>,
    closed: Option<oneshot::Receiver<()>>,
}

/// Ends a [`Frames`] from outside, as if the client had closed the stream.
#[derive(Debug)]
pub struct Closer(oneshot::Sender<()>);

impl Closer {
    /// Makes the transport see the end of the stream now.
    pub fn close(self) {
        let _ = self.0.send(());
    }
}

impl Frames {
    /// The frames of what the client sends, and what ends them.
    #[must_use]
    pub fn of(input: Input) -> (Self, Closer) {
        let (closer, closed) = oneshot::channel();
        let (decoder, current) = (Decoder::default(), io::Cursor::default());
        (Self { input, decoder, current, closed: Some(closed) }, Closer(closer))
    }
}

impl AsyncRead for Frames {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        if let Some(closed) = &mut self.closed {
            match Pin::new(closed).poll(cx) {
                Poll::Ready(Ok(())) => return Poll::Ready(Ok(())),
                Poll::Ready(Err(_)) => self.closed = None,
                Poll::Pending => {}
            }
        }
        loop {
            let read = self.current.read(buf.initialize_unfilled())?;
            if read > 0 {
                buf.advance(read);
                return Poll::Ready(Ok(()));
            }
            if let Some(message) = self.decoder.next() {
                self.current = io::Cursor::new(frame(&message));
                continue;
            }
            let Self { input, decoder, .. } = &mut *self;
            match ready!(input.poll_chunk(cx))? {
                [] if decoder.ended => return Poll::Ready(Ok(())),
                [] => decoder.ended = true,
                chunk => decoder.bytes.extend_from_slice(chunk),
            }
        }
    }
}

fn frame(message: &[u8]) -> Vec<u8> {
    let mut frame = format!("Content-Length: {}\r\n\r\n", message.len()).into_bytes();
    frame.extend_from_slice(message);
    frame
}

/// Finds the frames in what has come so far.
#[derive(Debug, Default)]
struct Decoder {
    /// What has come and belongs to no message yet.
    bytes: Vec<u8>,
    /// Nothing more will come.
    ended: bool,
    /// The header that is coming.
    header: Header,
    /// Length of the body that comes next, once its header has come.
    body: Option<usize>,
    /// Inside a run of bytes that are no frame; it is reported once.
    garbage: bool,
}

/// What has come of a header.
#[derive(Debug, Default)]
struct Header {
    fields: usize,
    length: Option<usize>,
}

impl Header {
    /// Takes a line. Returns the length of the body once the header is complete.
    ///
    /// # Errors
    /// Why it is no header.
    fn take(&mut self, line: &[u8]) -> Result<Option<usize>, &'static str> {
        let line = line.trim_ascii();
        if line.is_empty() {
            return match self.length {
                Some(length) => Ok(Some(length)),
                None if self.fields > 0 => Err("no Content-Length header"),
                // Blank lines between messages are harmless.
                None => Ok(None),
            };
        }
        self.fields += 1;
        let (name, value) = field(line).ok_or("not a header field")?;
        if name.eq_ignore_ascii_case(b"content-length") {
            let bytes = std::str::from_utf8(value).ok().and_then(|value| value.parse().ok());
            let length = bytes.filter(|bytes| *bytes <= MAX_BODY).ok_or("Content-Length is not a length")?;
            self.length = Some(length);
        }
        Ok(None)
    }
}

impl Decoder {
    /// The next message for the transport; `None` while it has not come.
    fn next(&mut self) -> Option<Vec<u8>> {
        loop {
            if let Some(length) = self.body {
                if self.bytes.len() < length {
                    return None;
                }
                self.body = None;
                let rest = self.bytes.split_off(length);
                return Some(checked(std::mem::replace(&mut self.bytes, rest)));
            }
            match self.length()? {
                Err(_) if self.garbage => {}
                Err(reason) => {
                    self.garbage = true;
                    return Some(malformed(&Id::Null, ErrorCode::ParseError, reason));
                }
                Ok(length) => {
                    self.garbage = false;
                    self.body = Some(length);
                }
            }
        }
    }

    /// Takes the lines of a header, and returns the length of its body, or why it is none; `None` while it has not come.
    fn length(&mut self) -> Option<Result<usize, &'static str>> {
        let mut taken = 0;
        let mut length = None;
        while length.is_none()
            && let Some(line) = line(self.bytes.get(taken..).unwrap_or_default(), self.ended)
        {
            taken += line.len();
            length = self.header.take(line).transpose();
        }
        self.bytes.drain(..taken);
        if length.is_some() {
            self.header = Header::default();
        }
        length
    }
}

/// The first line, its end included; `None` while it has not come.
fn line(bytes: &[u8], is_all: bool) -> Option<&[u8]> {
    let most = bytes.get(..MAX_HEADER_LINE).unwrap_or(bytes);
    match most.iter().position(|&byte| byte == b'\n') {
        Some(end) => most.get(..=end),
        None => (most.len() == MAX_HEADER_LINE || (is_all && !most.is_empty())).then_some(most),
    }
}

/// Name and value of a header field. After a body that was longer than announced, its remainder stands before the
/// name of the next message's first field, so the name is looked for at the end of what precedes the colon.
fn field(line: &[u8]) -> Option<(&[u8], &[u8])> {
    const LENGTH: &[u8] = b"content-length:";
    let found = line.windows(LENGTH.len()).position(|window| window.eq_ignore_ascii_case(LENGTH));
    let start = found.unwrap_or_default();
    let line = line.get(start..)?;
    let colon = line.iter().position(|&b| b == b':')?;
    let (name, value) = line.split_at(colon);
    let is_name = !name.is_empty() && name.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'-');
    is_name.then(|| (name, value.get(1..).unwrap_or_default().trim_ascii()))
}

/// The body itself when the transport will understand it, else the stand-in that says what is wrong.
fn checked(body: Vec<u8>) -> Vec<u8> {
    /// The same types, in the same order, as the transport uses.
    #[derive(Deserialize)]
    #[serde(untagged)]
    #[expect(dead_code, reason = "only whether it can be read matters")]
    enum Message {
        Response(Response),
        Request(Request),
    }
    if serde_json::from_slice::<Message>(&body).is_ok() {
        return body;
    }
    match serde_json::from_slice::<serde_json::Value>(&body) {
        Err(error) => malformed(&Id::Null, ErrorCode::ParseError, &error.to_string()),
        Ok(value) => {
            let id = value.get("id").and_then(|id| Id::deserialize(id).ok()).unwrap_or_default();
            malformed(&id, ErrorCode::InvalidRequest, "not a JSON-RPC 2.0 message")
        }
    }
}

fn malformed(id: &Id, code: ErrorCode, message: &str) -> Vec<u8> {
    let error = serde_json::json!({ "code": code.code(), "message": message });
    let request = Request::build(MALFORMED).id(id.clone()).params(error).finish();
    request.to_string().into_bytes()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn messages(input: &[u8]) -> Vec<String> {
        let mut decoder = Decoder { bytes: input.to_vec(), ended: true, ..Decoder::default() };
        std::iter::from_fn(|| decoder.next()).map(|m| String::from_utf8(m).unwrap()).collect()
    }

    fn framed(body: &str) -> String {
        format!("Content-Length: {}\r\n\r\n{body}", body.len())
    }

    const GOOD: &str = r#"{"jsonrpc":"2.0","method":"exit"}"#;

    #[test]
    fn well_formed_messages_pass_unchanged() {
        let more_fields = format!("content-type: x\r\nX-More: y\r\ncontent-length:{}\n\n{GOOD}", GOOD.len());
        assert_eq!(messages((framed(GOOD) + &more_fields).as_bytes()), [GOOD, GOOD]);
    }

    #[test]
    fn what_follows_garbage_is_understood() {
        for garbage in [
            "hello\r\n\r\n",
            "Content-Length: many\r\n\r\n",
            "Content-Length: 99999999999\r\n\r\n",
            "\u{1}:\n{}\n",
            "X: y\r\n\r\n{}\r\n",
        ] {
            let got = messages((garbage.to_owned() + &framed(GOOD)).as_bytes());
            assert_eq!(got.len(), 2, "{garbage:?}: {got:?}");
            assert!(got[0].contains("-32700"), "{garbage:?}: {got:?}");
            assert_eq!(got[1], GOOD, "{garbage:?}");
        }
    }

    #[test]
    fn a_body_longer_than_announced_spoils_only_itself() {
        let short = format!("Content-Length: {}\r\n\r\n{GOOD}", GOOD.len() - 3);
        let got = messages((short + &framed(GOOD)).as_bytes());
        assert!(got[0].contains("-32700"), "{got:?}");
        assert_eq!(got.last().map(String::as_str), Some(GOOD));
    }

    #[test]
    fn a_message_of_the_wrong_shape_is_answered_under_its_own_id() {
        let got = messages(framed(r#"{"jsonrpc":"2.0","id":7,"method":3}"#).as_bytes());
        assert!(got[0].contains("-32600") && got[0].contains(r#""id":7"#), "{got:?}");
        let batch = messages(framed("[]").as_bytes());
        assert!(batch[0].contains("-32600"), "{batch:?}");
    }

    #[test]
    fn a_cut_off_message_ends_the_stream() {
        assert!(messages(format!("Content-Length: 50\r\n\r\n{GOOD}").as_bytes()).is_empty());
        assert!(messages(b"Content-Le").len() <= 1);
    }

    proptest! {
        #[test]
        fn messages_do_not_depend_on_the_chunks_in_which_they_come(
            parts in prop::collection::vec(
                prop_oneof![
                    Just(framed(GOOD)), Just(format!("X: y\r\ncontent-length:{}\n\n{GOOD}", GOOD.len())), Just(framed("[]")),
                    Just("hello\r\n\r\n".to_owned()), Just("\n".to_owned()), Just("Content-Length: x\n".to_owned()), Just("z".repeat(5000)),
                ],
                0..6,
            ),
            cuts in prop::collection::vec(1_usize..60, 1..40),
        ) {
            let input = parts.concat().into_bytes();
            let mut decoder = Decoder::default();
            let mut found = Vec::new();
            let (mut rest, mut cuts) = (&input[..], cuts.iter().cycle());
            while let Some(cut) = cuts.next().filter(|_| !rest.is_empty()) {
                let (chunk, later) = rest.split_at(rest.len().min(*cut));
                decoder.bytes.extend_from_slice(chunk);
                found.extend(std::iter::from_fn(|| decoder.next()));
                rest = later;
            }
            decoder.ended = true;
            found.extend(std::iter::from_fn(|| decoder.next()));
            let found: Vec<_> = found.into_iter().map(|message| String::from_utf8(message).unwrap()).collect();
            prop_assert_eq!(found, messages(&input));
        }

        #[test]
        fn only_well_formed_messages_come_out_of_any_bytes(input in prop::collection::vec(any::<u8>(), 0..200)) {
            for message in messages(&input) {
                prop_assert!(serde_json::from_str::<Request>(&message).is_ok() || serde_json::from_str::<Response>(&message).is_ok());
            }
        }
    }
}
