// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The bytes from the client, made safe for the transport.
//!
//! `tower-lsp`'s read loop ends at the first malformed message, knows at most two header fields and spells them in one
//! way only. So a thread reads the stream, finds the frames, and passes on well-formed ones alone; in the place of a
//! malformed one it passes [`MALFORMED`], a request that [`Intake`](super::intake::Intake) answers with the error that
//! JSON-RPC wants. The thread also keeps a slow reader of ours from blocking the client's pipe at once.

use std::{
    io::{self, BufRead, BufReader, Read},
    pin::Pin,
    task::{Context, Poll},
};

use serde::Deserialize;
use tokio::{
    io::{AsyncRead, ReadBuf},
    sync::{mpsc, oneshot},
};
use tower_lsp::jsonrpc::{ErrorCode, Id, Request, Response};

/// Method of the stand-in for a message that can't be understood.
pub const MALFORMED: &str = "$/camkes/malformed";

/// Largest body that is read, in bytes; more is no document but a mistake in the framing.
const MAX_BODY: usize = 64 << 20;

/// Longest header line, in bytes.
const MAX_HEADER_LINE: u64 = 4096;

/// Frames on their way from the reading thread to the transport.
const QUEUE: usize = 64;

/// The transport's side: well-formed frames, until the client closes its end or [`Closer::close`] is called.
#[derive(Debug)]
pub struct Frames {
    queue: mpsc::Receiver<Vec<u8>>,
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

/// Starts the reading thread. It ends with the stream, or when the returned frames are dropped and the next message
/// arrives.
///
/// # Errors
/// When the system gives no thread.
pub fn read(input: impl Read + Send + 'static) -> io::Result<(Frames, Closer)> {
    let (sender, queue) = mpsc::channel(QUEUE);
    let (closer, closed) = oneshot::channel();
    std::thread::Builder::new().name("camkes-read".into()).spawn(move || {
        let mut reader = FrameReader { input: BufReader::new(input), garbage: false };
        while let Some(message) = reader.next() {
            if sender.blocking_send(frame(&message)).is_err() {
                break;
            }
        }
    })?;
    Ok((Frames { queue, current: io::Cursor::default(), closed: Some(closed) }, Closer(closer)))
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
            match self.queue.poll_recv(cx) {
                Poll::Ready(Some(frame)) => self.current = io::Cursor::new(frame),
                Poll::Ready(None) => return Poll::Ready(Ok(())),
                Poll::Pending => return Poll::Pending,
            }
        }
    }
}

fn frame(message: &[u8]) -> Vec<u8> {
    let mut frame = format!("Content-Length: {}\r\n\r\n", message.len()).into_bytes();
    frame.extend_from_slice(message);
    frame
}

struct FrameReader<R> {
    input: BufReader<R>,
    /// Inside a run of bytes that are no frame; it is reported once.
    garbage: bool,
}

enum Header {
    Length(usize),
    Malformed(&'static str),
    End,
}

enum Line {
    Text(Vec<u8>),
    End,
}

impl<R: Read> FrameReader<R> {
    /// The next message for the transport; `None` at the end of the stream.
    fn next(&mut self) -> Option<Vec<u8>> {
        loop {
            match self.header() {
                Header::End => return None,
                Header::Malformed(_) if self.garbage => {}
                Header::Malformed(reason) => {
                    self.garbage = true;
                    return Some(malformed(&Id::Null, ErrorCode::ParseError, reason));
                }
                Header::Length(length) => {
                    self.garbage = false;
                    let mut body = Vec::new();
                    let read = (&mut self.input).take(length as u64).read_to_end(&mut body).ok()?;
                    return (read == length).then(|| checked(body));
                }
            }
        }
    }

    /// Reads header fields up to the empty line.
    fn header(&mut self) -> Header {
        let mut length = None;
        let mut fields = 0;
        loop {
            let Line::Text(line) = self.line() else { return Header::End };
            let line = line.trim_ascii();
            if line.is_empty() {
                match length {
                    Some(length) => return Header::Length(length),
                    None if fields > 0 => return Header::Malformed("no Content-Length header"),
                    // Blank lines between messages are harmless.
                    None => continue,
                }
            }
            fields += 1;
            match field(line) {
                Some((name, value)) if name.eq_ignore_ascii_case(b"content-length") => {
                    match std::str::from_utf8(value).ok().and_then(|v| v.parse::<usize>().ok()) {
                        Some(bytes) if bytes <= MAX_BODY => length = Some(bytes),
                        _ => return Header::Malformed("Content-Length is not a length"),
                    }
                }
                Some(_) => {}
                None => return Header::Malformed("not a header field"),
            }
        }
    }

    fn line(&mut self) -> Line {
        let mut line = Vec::new();
        match (&mut self.input).take(MAX_HEADER_LINE).read_until(b'\n', &mut line) {
            Ok(0) | Err(_) => Line::End,
            Ok(_) => Line::Text(line),
        }
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
        let mut reader = FrameReader { input: BufReader::new(input), garbage: false };
        std::iter::from_fn(|| reader.next()).map(|m| String::from_utf8(m).unwrap()).collect()
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
        fn only_well_formed_messages_come_out_of_any_bytes(input in prop::collection::vec(any::<u8>(), 0..200)) {
            for message in messages(&input) {
                prop_assert!(serde_json::from_str::<Request>(&message).is_ok() || serde_json::from_str::<Response>(&message).is_ok());
            }
        }
    }
}
