// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The process' own streams: pipes, sockets, plain files, and clients that are slow to read.

use std::{
    fs::File,
    io::{BufReader, Read, Seek, Write},
    process::{Child, Command, Stdio},
    time::Duration,
};

use camkes_test_fixture::messages;
use serde_json::{Value, json};

fn server(input: impl Into<Stdio>, output: impl Into<Stdio>) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_camkes-lsp"));
    command.arg("server").stdin(input).stdout(output).stderr(Stdio::null());
    command.env("XDG_CACHE_HOME", std::env::temp_dir().join("camkes-lsp-tests-cache"));
    command.spawn().unwrap()
}

fn frames(messages: &[Value]) -> Vec<u8> {
    messages.iter().flat_map(|message| messages::frame(message.to_string().as_bytes())).collect()
}

/// The shortest session. The client says that it has gone by closing its end: an `exit` would not wait for answers.
fn session() -> Vec<u8> {
    frames(&[
        json!({ "jsonrpc": "2.0", "id": 1, "method": "initialize", "params": { "capabilities": {} } }),
        json!({ "jsonrpc": "2.0", "method": "initialized", "params": {} }),
        json!({ "jsonrpc": "2.0", "id": 2, "method": "shutdown" }),
    ])
}

/// Ids of all answers, up to the end of the output.
fn answered(output: impl Read) -> Vec<i64> {
    let mut output = BufReader::new(output);
    let bodies = std::iter::from_fn(|| messages::read(&mut output).unwrap());
    bodies.filter_map(|body| serde_json::from_slice::<Value>(&body).unwrap()["id"].as_i64()).collect()
}

#[test]
fn plain_files_are_read_and_written() {
    let mut input = tempfile::tempfile().unwrap();
    input.write_all(&session()).unwrap();
    input.rewind().unwrap();
    let mut output = tempfile::tempfile().unwrap();
    let status = server(input, output.try_clone().unwrap()).wait().unwrap();
    assert_eq!(status.code(), Some(0));
    output.rewind().unwrap();
    assert_eq!(answered(output), [1, 2]);
}

#[test]
fn an_empty_input_ends_the_session_at_once() {
    let input = File::open("/dev/null").unwrap();
    let status = server(input, Stdio::null()).wait().unwrap();
    assert_eq!(status.code(), Some(1), "the client left without a shutdown");
}

/// Editors on Node.js talk over sockets.
#[cfg(unix)]
#[test]
fn sockets_are_read_and_written() {
    use std::os::{fd::OwnedFd, unix::net::UnixStream};

    let (mut client, theirs) = UnixStream::pair().unwrap();
    let output: OwnedFd = theirs.try_clone().unwrap().into();
    let mut child = server(OwnedFd::from(theirs), output);
    client.write_all(&session()).unwrap();
    client.shutdown(std::net::Shutdown::Write).unwrap();
    assert_eq!(answered(&client), [1, 2]);
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn a_message_that_comes_byte_by_byte_is_one() {
    let mut child = server(Stdio::piped(), Stdio::piped());
    let mut input = child.stdin.take().unwrap();
    for byte in session() {
        input.write_all(&[byte]).unwrap();
    }
    drop(input);
    assert_eq!(answered(child.stdout.take().unwrap()), [1, 2]);
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

/// More than a pipe holds is asked for before anything is read.
#[test]
fn a_client_that_reads_late_gets_everything_in_order() {
    const ASKED: i64 = 60;

    let mut child = server(Stdio::piped(), Stdio::piped());
    let mut input = child.stdin.take().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let uri = format!("file://{}/a.camkes", folder.path().display());
    let text: String = (0..800).map(|n| format!("component C{n} {{ control; }}\n")).collect();
    let document = json!({ "uri": uri, "languageId": "camkes", "version": 1, "text": text });
    let mut sent = vec![
        json!({ "jsonrpc": "2.0", "id": 0, "method": "initialize", "params": { "capabilities": {} } }),
        json!({ "jsonrpc": "2.0", "method": "initialized", "params": {} }),
        json!({ "jsonrpc": "2.0", "method": "textDocument/didOpen", "params": { "textDocument": document } }),
    ];
    let params = json!({ "textDocument": { "uri": uri } });
    let ask = |id| json!({ "jsonrpc": "2.0", "id": id, "method": "textDocument/documentSymbol", "params": params });
    sent.extend((1..=ASKED).map(ask));
    input.write_all(&frames(&sent)).unwrap();
    std::thread::sleep(Duration::from_millis(300));
    let mut output = BufReader::new(child.stdout.take().unwrap());
    let (mut ids, mut bytes) = (Vec::new(), 0);
    while ids.len() <= usize::try_from(ASKED).unwrap() {
        let body = messages::read(&mut output).unwrap().expect("the server answers all");
        let body_json: Value = serde_json::from_slice(&body).unwrap();
        bytes += body.len();
        if body_json.get("method").is_none() {
            ids.extend(body_json["id"].as_i64());
        }
    }
    ids.sort_unstable();
    assert!(ids.iter().copied().eq(0..=ASKED), "{ids:?}");
    assert!(bytes > 1 << 20, "a pipe that holds all shows nothing: {bytes} bytes");
    child.kill().unwrap();
    child.wait().unwrap();
}
