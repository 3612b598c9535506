// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `camkes-lsp capdl`: what can be done with the text of a specification.

mod diff;
mod json;

use camino::{Utf8Path, Utf8PathBuf};
use camkes_capdl::{Arch, CAllocation, CdlError, Spec};

use super::{CommandResult, Outcome, capdl_linker::object_sizes, files, findings, style};
use crate::{
    cli::{CapdlAction, CapdlCommand, CapdlFmtCommand, Color, ToCCommand},
    report::{self, Finding, Place, Sources},
    system::System,
};

/// Does what is asked. Nothing is written if anything is wrong.
///
/// # Errors
/// When a stream takes no more.
pub fn run(system: &mut System<'_>, command: &CapdlCommand, color: Color) -> CommandResult {
    match &command.action {
        CapdlAction::ToC(to_c) => convert(system, &to_c.file, color, |system, spec| write_c(system, to_c, spec)),
        CapdlAction::ToJson(to_json) => {
            convert(system, &to_json.file, color, |system, spec| json::write(system, to_json, spec))
        }
        CapdlAction::Diff(diff) => diff::run(system, diff, color),
        CapdlAction::Fmt(fmt) => format(system, fmt, color),
    }
}

/// Reads and checks a specification and makes something of it.
fn convert(
    system: &mut System<'_>,
    file: &Utf8Path,
    color: Color,
    make: impl FnOnce(&mut System<'_>, &Spec) -> Result<(), Vec<String>>,
) -> CommandResult {
    let Some(spec) = load(system, file, color)? else { return Ok(Outcome::Findings) };
    let messages = match invalid(&spec) {
        wrong if wrong.is_empty() => make(system, &spec).err().unwrap_or_default(),
        wrong => wrong,
    };
    for message in &messages {
        system.say(&format!("error: {message}\n"))?;
    }
    Ok(if messages.is_empty() { Outcome::Clean } else { Outcome::Findings })
}

/// The specification in a file; its mistakes are reported.
fn load(system: &mut System<'_>, file: &Utf8Path, color: Color) -> std::io::Result<Option<Spec>> {
    let path = system.absolute(file);
    let text = match files::text(&path) {
        Ok(text) => text,
        Err(messages) => {
            for message in messages {
                system.say(&format!("error: {message}\n"))?;
            }
            return Ok(None);
        }
    };
    match Spec::parse_cdl(&text) {
        Ok(spec) => Ok(Some(spec)),
        Err(errors) => {
            let found: Vec<_> = errors.iter().map(|error| finding(&path, error)).collect();
            let mut sources = Sources::new(&system.working_folder);
            sources.insert(path, text.into());
            let style = style(system, color, system.terminals.stderr);
            system.say(&report::full(&found, &sources, style))?;
            Ok(None)
        }
    }
}

fn finding(path: &Utf8Path, error: &CdlError) -> Finding {
    let at = Place { path: path.to_owned(), range: Some(error.span.clone()) };
    findings::plain("capdl", error.message.clone(), at)
}

/// What a loader would refuse. The text does not tell all architectures apart, so it is right if it is for one of them.
fn invalid(spec: &Spec) -> Vec<String> {
    let alike = Arch::ALL.into_iter().filter(|arch| arch.cdl() == spec.arch.cdl());
    let reports = alike.map(|arch| {
        let mut spec = spec.clone();
        spec.arch = arch;
        spec.validate()
    });
    let fewest = reports.min_by_key(Vec::len).unwrap_or_default();
    fewest.iter().map(ToString::to_string).collect()
}

fn write_c(system: &mut System<'_>, command: &ToCCommand, spec: &Spec) -> Result<(), Vec<String>> {
    let sizes = command.object_sizes.as_ref().map(|path| object_sizes(system, path)).transpose()?;
    let allocation = match &sizes {
        Some(sizes) if !command.static_alloc => CAllocation::Dynamic(sizes),
        _ => CAllocation::Static,
    };
    let c = spec.to_c(allocation).map_err(|error| vec![error.to_string()])?;
    files::write_all(system, &[(command.output.clone(), c.into_bytes())])
}

fn format(system: &mut System<'_>, command: &CapdlFmtCommand, color: Color) -> CommandResult {
    let mut changed: Vec<(Utf8PathBuf, Vec<u8>)> = Vec::new();
    let mut is_wrong = false;
    for file in &command.files {
        let Some(spec) = load(system, file, color)? else {
            is_wrong = true;
            continue;
        };
        let formatted = spec.to_cdl().into_bytes();
        if files::read(&system.absolute(file)).is_ok_and(|bytes| bytes != formatted) {
            changed.push((file.clone(), formatted));
        }
    }
    if command.check {
        for (file, _) in &changed {
            system.print(&format!("{file}\n"))?;
        }
        return Ok(if is_wrong || !changed.is_empty() { Outcome::Findings } else { Outcome::Clean });
    }
    if let Err(messages) = files::write_all(system, &changed) {
        is_wrong = true;
        for message in messages {
            system.say(&format!("error: {message}\n"))?;
        }
    }
    Ok(if is_wrong { Outcome::Findings } else { Outcome::Clean })
}
