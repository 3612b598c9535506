// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What of `os` and `sys` says nothing about the machine: functions of paths as text, constants.

use crate::{Py, PyResult, args::Args, builtins::refused_members, error::type_error};

pub(super) fn os() -> Py {
    let path = Py::module(
        "posixpath",
        [
            ("sep", Py::from("/")),
            ("join", Py::function("join", join)),
            ("basename", Py::function("basename", |_, args| Ok(Py::from(split(text(args)?).1)))),
            ("dirname", Py::function("dirname", |_, args| Ok(Py::from(split(text(args)?).0)))),
            (
                "split",
                Py::function("split", |_, args| {
                    let (head, tail) = split(text(args)?);
                    Ok(Py::tuple(vec![Py::from(head), Py::from(tail)]))
                }),
            ),
            (
                "splitext",
                Py::function("splitext", |_, args| {
                    let (root, extension) = split_extension(text(args)?);
                    Ok(Py::tuple(vec![Py::from(root), Py::from(extension)]))
                }),
            ),
            ("isabs", Py::function("isabs", |_, args| Ok(Py::Bool(text(args)?.starts_with('/'))))),
            ("normpath", Py::function("normpath", |_, args| Ok(Py::from(normal(text(args)?))))),
        ]
        .into_iter()
        .chain(refused_members("os.path")),
    );
    Py::module(
        "os",
        [("path", path), ("sep", Py::from("/")), ("linesep", Py::from("\n"))].into_iter().chain(refused_members("os")),
    )
}

pub(super) fn sys() -> Py {
    let version = [Py::Int(3), Py::Int(11), Py::Int(0), Py::from("final"), Py::Int(0)];
    Py::module(
        "sys",
        [
            ("maxsize", Py::Int(i64::MAX)),
            ("byteorder", Py::from("little")),
            ("version_info", Py::tuple(version.to_vec())),
        ]
        .into_iter()
        .chain(refused_members("sys")),
    )
}

fn text<'a>(args: &Args<'a>) -> PyResult<&'a str> {
    args.one("os.path function")?.expect_str("path")
}

fn join(cx: &mut crate::Cx<'_>, args: &Args<'_>) -> PyResult {
    let mut whole = String::new();
    for (at, part) in args.positional.iter().enumerate() {
        let part = part.expect_str("path")?;
        if at == 0 || part.starts_with('/') {
            whole.clear();
        } else if !whole.is_empty() && !whole.ends_with('/') {
            whole.push('/');
        }
        whole.push_str(part);
        cx.charge(whole.len())?;
    }
    if args.positional.is_empty() {
        return Err(type_error("join() missing 1 required positional argument: 'a'"));
    }
    Ok(Py::from(whole))
}

fn split(path: &str) -> (&str, &str) {
    let at = path.rfind('/').map_or(0, |at| at + 1);
    let (head, tail) = path.split_at(at);
    let trimmed = head.trim_end_matches('/');
    (if trimmed.is_empty() { head } else { trimmed }, tail)
}

fn split_extension(path: &str) -> (&str, &str) {
    let name_at = path.rfind('/').map_or(0, |at| at + 1);
    let name = path.get(name_at..).unwrap_or_default();
    let leading = name.len() - name.trim_start_matches('.').len();
    match name.rfind('.') {
        Some(dot) if dot > leading.saturating_sub(1) && dot >= leading => path.split_at(name_at + dot),
        _ => (path, ""),
    }
}

fn normal(path: &str) -> String {
    let slashes = match path.len() - path.trim_start_matches('/').len() {
        0 => "",
        2 => "//",
        _ => "/",
    };
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            ".." if !slashes.is_empty() => {}
            _ => parts.push(part),
        }
    }
    let whole = format!("{slashes}{}", parts.join("/"));
    if whole.is_empty() { ".".to_owned() } else { whole }
}
