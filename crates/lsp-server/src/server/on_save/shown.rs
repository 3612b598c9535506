// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Failures of generation as diagnostics of an editor: at their place in a template, and at the instance or connection that
//! it was rendered for. A template that is built in has no place in an editor; there the other place stands alone.

use camino::Utf8PathBuf;
use camkes_ide::{Cancelled, TextRange};
use tower_lsp::gen_lsp_types as lsp;

use super::InFiles;
use crate::{
    commands::build::template_folders::{TemplateFile, named},
    lsp::{position::Lines, to_proto::Converter},
    output::OutputError,
    report::{Finding, Place},
    server::snapshot::Snapshot,
};

/// Findings by the files that they are about; `templates` are the user's.
///
/// # Errors
/// When a change overtook the snapshot.
pub(super) fn in_files(
    snapshot: &Snapshot,
    found: &[Finding],
    templates: &[TemplateFile],
) -> Result<InFiles, Cancelled> {
    let mut converter = Converter::new(snapshot);
    let mut out = InFiles::new();
    for finding in found {
        let mut places = Vec::new();
        let own = std::iter::once((&finding.at, finding.message.as_str()));
        for (place, text) in own.chain(finding.labels.iter().map(|(place, text)| (place, text.as_str()))) {
            if let Some((path, range)) = place_of(snapshot, &mut converter, place, templates)? {
                places.push((path, range, text));
            }
        }
        let mut message = finding.message.clone();
        for note in &finding.notes {
            message.push('\n');
            message.push_str(note);
        }
        for (index, (path, range, _)) in places.iter().enumerate() {
            let others = places.iter().enumerate().filter(|(other, _)| *other != index);
            let related = others.map(|(_, (path, range, text))| lsp::DiagnosticRelatedInformation {
                location: lsp::Location { uri: snapshot.uri(path), range: *range },
                message: (*text).to_owned(),
            });
            let related: Vec<_> = related.collect();
            let shows_related = snapshot.client.related_information && !related.is_empty();
            out.entry(path.clone()).or_default().push(lsp::Diagnostic {
                range: *range,
                related_information: shows_related.then_some(related),
                ..plain(&finding.rule, message.clone())
            });
        }
    }
    Ok(out)
}

/// Output that can't be written, at the start of the root file.
pub(super) fn of_output(error: &OutputError) -> lsp::Diagnostic {
    plain("output", error.to_string())
}

fn plain(rule: &str, message: String) -> lsp::Diagnostic {
    lsp::Diagnostic {
        severity: Some(lsp::DiagnosticSeverity::Error),
        code: Some(lsp::Code::String(rule.to_owned())),
        source: Some("camkes".to_owned()),
        message: lsp::Message::String(message),
        ..Default::default()
    }
}

/// A place in a file; `None` for one in a template that is built in.
fn place_of(
    snapshot: &Snapshot,
    converter: &mut Converter<'_>,
    place: &Place,
    templates: &[TemplateFile],
) -> Result<Option<(Utf8PathBuf, lsp::Range)>, Cancelled> {
    if let Some(template) = named(templates, place.path.as_str()) {
        let range = place.range.clone().unwrap_or_default();
        let range = Lines::new(&template.text).range(&template.text, &range, snapshot.client.encoding);
        return Ok(Some((template.path.clone(), range)));
    }
    if !place.path.is_absolute() || camkes_ide::builtin::is_builtin(&place.path) {
        return Ok(None);
    }
    let offset = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX).into();
    let range = match &place.range {
        Some(range) => converter.range(&place.path, TextRange::new(offset(range.start), offset(range.end)))?,
        None => lsp::Range::default(),
    };
    Ok(Some((place.path.clone(), range)))
}
