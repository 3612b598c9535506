// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Messages of the Language Server Protocol as bytes, from a client's side (LSP, "Base Protocol").

use std::io::{self, BufRead};

/// A message's bytes behind the header that tells their number.
#[must_use]
pub fn frame(body: &[u8]) -> Vec<u8> {
    let mut frame = format!("Content-Length: {}\r\n\r\n", body.len()).into_bytes();
    frame.extend_from_slice(body);
    frame
}

/// The bytes of the next message; nothing at the end of the stream.
///
/// # Errors
/// When the stream can't be read, ends within a message, or has a header without a length.
pub fn read(input: &mut impl BufRead) -> io::Result<Option<Vec<u8>>> {
    let mut length = None;
    let mut line = String::new();
    loop {
        line.clear();
        let read = input.read_line(&mut line)?;
        if read == 0 && length.is_none() {
            return Ok(None);
        }
        match line.trim_end_matches(['\r', '\n']) {
            "" => break,
            field => length = field.strip_prefix("Content-Length: ").and_then(|it| it.parse().ok()).or(length),
        }
    }
    let Some(length) = length else {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "a message without a length"));
    };
    let mut body = vec![0; length];
    input.read_exact(&mut body)?;
    Ok(Some(body))
}

#[cfg(test)]
mod tests {
    use super::{frame, read};

    #[test]
    fn what_is_framed_is_read() {
        let stream = [frame(b"{}"), b"Content-Type: x\r\n".to_vec(), frame("\"ä\"".as_bytes())].concat();
        let mut input = &stream[..];
        assert_eq!(read(&mut input).unwrap().unwrap(), b"{}");
        assert_eq!(read(&mut input).unwrap().unwrap(), "\"ä\"".as_bytes());
        assert!(read(&mut input).unwrap().is_none());
    }

    #[test]
    fn half_a_message_and_one_without_a_length_are_errors() {
        for stream in ["Content-Length: 9\r\n\r\n{}", "Content-Length: 9\r\n", "\r\n{}", "Content-Length: x\r\n\r\n"] {
            assert!(read(&mut stream.as_bytes()).is_err(), "{stream:?}");
        }
    }
}
