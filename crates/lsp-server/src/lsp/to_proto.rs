// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! From the database to the protocol.

mod edits;

use std::collections::HashMap;

use camino::{Utf8Path, Utf8PathBuf};
use camkes_ide::{Cancelled, Diagnostic, Hover, NavTarget, Rule, Severity, Symbol, SymbolKind, Tag, WorkspaceSymbol};
use rustc_hash::FxBuildHasher;
use text_size::TextRange;
use tower_lsp::gen_lsp_types as lsp;

pub use self::edits::{renaming_edit, source_change, text_edits, workspace_edit};
use crate::{
    lsp::uri,
    server::{
        client::{DefinitionShape, HoverFormat},
        snapshot::{Snapshot, Text},
    },
    settings::Problem,
};

fn base(symbol: &Symbol, container: Option<String>) -> lsp::BaseSymbolInformation {
    lsp::BaseSymbolInformation {
        name: shown_name(&symbol.name),
        kind: symbol_kind(symbol.kind),
        container_name: container,
        tags: None,
    }
}

/// Translates places of many files, scanning each file once.
pub struct Converter<'a> {
    snapshot: &'a Snapshot,
    texts: HashMap<Utf8PathBuf, Text, FxBuildHasher>,
}

impl<'a> Converter<'a> {
    /// A converter for one answer.
    #[must_use]
    pub fn new(snapshot: &'a Snapshot) -> Self {
        Self { snapshot, texts: HashMap::default() }
    }

    /// A converter that knows the text of a document besides those of the files.
    #[must_use]
    pub fn with(snapshot: &'a Snapshot, document: &Utf8Path, text: Text) -> Self {
        let mut converter = Self::new(snapshot);
        converter.texts.insert(document.to_owned(), text);
        converter
    }

    /// A range of a file.
    ///
    /// # Errors
    /// When a change overtook the snapshot.
    pub fn range(&mut self, path: &Utf8Path, range: TextRange) -> Result<lsp::Range, Cancelled> {
        if !self.texts.contains_key(path) {
            let text = self.snapshot.text(path)?;
            self.texts.insert(path.to_owned(), text);
        }
        let encoding = self.snapshot.client.encoding;
        Ok(self.texts.get(path).map(|text| text.range(range, encoding)).unwrap_or_default())
    }

    /// A range of a file, with the file.
    ///
    /// # Errors
    /// When a change overtook the snapshot.
    pub fn location(&mut self, path: &Utf8Path, range: TextRange) -> Result<lsp::Location, Cancelled> {
        Ok(lsp::Location { uri: self.snapshot.uri(path), range: self.range(path, range)? })
    }

    /// A symbol of any file.
    ///
    /// # Errors
    /// When a change overtook the snapshot.
    #[expect(deprecated, reason = "the field has no default")]
    pub fn workspace_symbol(&mut self, found: WorkspaceSymbol) -> Result<lsp::SymbolInformation, Cancelled> {
        Ok(lsp::SymbolInformation {
            location: self.location(&found.path, found.symbol.selection_range)?,
            base_symbol_information: base(&found.symbol, found.container),
            deprecated: None,
        })
    }

    /// A symbol of any file, without its place in it. No text is needed for it.
    #[must_use]
    pub fn unresolved_symbol(&self, found: WorkspaceSymbol) -> lsp::WorkspaceSymbol {
        let start = u32::from(found.symbol.selection_range.start());
        lsp::WorkspaceSymbol {
            location: lsp::LocationUriOnly { uri: self.snapshot.uri(&found.path) }.into(),
            data: Some(serde_json::json!({ "start": start })),
            base_symbol_information: base(&found.symbol, found.container),
        }
    }

    /// A diagnostic of a file. Notes follow the message on lines of their own, and so do labels for a client that
    /// can't show them where they belong.
    ///
    /// # Errors
    /// When a change overtook the snapshot.
    pub fn diagnostic(&mut self, path: &Utf8Path, diagnostic: &Diagnostic) -> Result<lsp::Diagnostic, Cancelled> {
        let mut related = Vec::with_capacity(diagnostic.labels.len());
        for label in &diagnostic.labels {
            let location = self.location(&label.at.path, label.at.range)?;
            related.push(lsp::DiagnosticRelatedInformation { location, message: label.text.clone() });
        }
        let mut message = diagnostic.message.clone();
        for note in &diagnostic.notes {
            message.push('\n');
            message.push_str(note);
        }
        let shows_related = self.snapshot.client.related_information;
        if !shows_related {
            for label in &related {
                message.push_str(&format!("\n{} ({})", label.message, place(&label.location)));
            }
        }
        Ok(lsp::Diagnostic {
            range: self.range(path, diagnostic.primary.range)?,
            severity: Some(severity(diagnostic.severity)),
            code: Some(lsp::Code::String(diagnostic.rule.name().to_owned())),
            code_description: code_description(self.snapshot, diagnostic.rule),
            data: serde_json::from_value(serde_json::json!({ "fixes": diagnostic.fixes.len() })).ok(),
            source: Some("camkes".to_owned()),
            message: lsp::Message::String(message),
            related_information: (shows_related && !related.is_empty()).then_some(related),
            tags: tag(diagnostic.rule)
                .filter(|tag| self.snapshot.client.diagnostic_tags.contains(tag))
                .map(|tag| vec![tag]),
        })
    }
}

impl Text {
    /// The LSP range of a range of bytes.
    #[must_use]
    pub fn range(&self, range: TextRange, encoding: super::position::Encoding) -> lsp::Range {
        self.lines.range(&self.text, &range.into(), encoding)
    }
}

/// Where the page of a rule can be read.
fn code_description(snapshot: &Snapshot, rule: Rule) -> Option<lsp::CodeDescription> {
    let page = snapshot.client.code_descriptions.then(|| snapshot.library.page(rule))??;
    Some(lsp::CodeDescription { href: uri::from_path(&page) })
}

/// A mistake in settings.
#[must_use]
pub fn settings_diagnostic(snapshot: &Snapshot, problem: &Problem, range: lsp::Range) -> lsp::Diagnostic {
    let mut message = problem.message.clone();
    for note in &problem.notes {
        message.push('\n');
        message.push_str(note);
    }
    lsp::Diagnostic {
        range,
        severity: Some(severity(problem.severity)),
        code: Some(lsp::Code::String(Rule::Settings.name().to_owned())),
        code_description: code_description(snapshot, Rule::Settings),
        source: Some("camkes".to_owned()),
        message: lsp::Message::String(message),
        ..Default::default()
    }
}

fn place(location: &lsp::Location) -> String {
    let name = location.uri.0.rsplit('/').next().unwrap_or_default();
    format!("{name}:{}", location.range.start.line + 1)
}

fn tag(rule: Rule) -> Option<lsp::DiagnosticTag> {
    Some(match rule.tag()? {
        Tag::Unused => lsp::DiagnosticTag::Unnecessary,
        Tag::Deprecated => lsp::DiagnosticTag::Deprecated,
    })
}

fn severity(severity: Severity) -> lsp::DiagnosticSeverity {
    match severity {
        Severity::Error => lsp::DiagnosticSeverity::Error,
        Severity::Warning => lsp::DiagnosticSeverity::Warning,
        Severity::Info => lsp::DiagnosticSeverity::Information,
        Severity::Hint => lsp::DiagnosticSeverity::Hint,
    }
}

/// Targets of a definition in the shape that the client takes; `None` for no target.
///
/// # Errors
/// When a change overtook the snapshot.
pub fn definition(
    snapshot: &Snapshot,
    from: &Utf8Path,
    targets: &[NavTarget],
) -> Result<Option<lsp::DefinitionResponse>, Cancelled> {
    definition_with(Converter::new(snapshot), from, targets)
}

/// As [`definition`], with a converter that knows the text from which we came.
///
/// # Errors
/// When a change overtook the snapshot.
pub fn definition_with(
    mut converter: Converter<'_>,
    from: &Utf8Path,
    targets: &[NavTarget],
) -> Result<Option<lsp::DefinitionResponse>, Cancelled> {
    if targets.is_empty() {
        return Ok(None);
    }
    let snapshot = converter.snapshot;
    match snapshot.client.definitions {
        DefinitionShape::Locations => {
            let locations: Result<_, _> =
                targets.iter().map(|target| converter.location(&target.path, target.focus_range)).collect();
            Ok(Some(lsp::DefinitionResponse::Definition(lsp::Definition::LocationList(locations?))))
        }
        DefinitionShape::Links => {
            let mut links = Vec::with_capacity(targets.len());
            for target in targets {
                links.push(lsp::LocationLink {
                    origin_selection_range: Some(converter.range(from, target.origin)?),
                    target_uri: snapshot.uri(&target.path),
                    target_range: converter.range(&target.path, target.full_range)?,
                    target_selection_range: converter.range(&target.path, target.focus_range)?,
                });
            }
            Ok(Some(lsp::DefinitionResponse::DefinitionLinkList(links)))
        }
    }
}

/// A hover in the format that the client takes.
///
/// # Errors
/// When a change overtook the snapshot.
pub fn hover(snapshot: &Snapshot, path: &Utf8Path, hover: Hover) -> Result<lsp::Hover, Cancelled> {
    hover_with(Converter::new(snapshot), path, hover)
}

/// As [`hover`], with a converter that knows the text about which it is.
///
/// # Errors
/// When a change overtook the snapshot.
pub fn hover_with(mut converter: Converter<'_>, path: &Utf8Path, hover: Hover) -> Result<lsp::Hover, Cancelled> {
    let (range, snapshot) = (converter.range(path, hover.range)?, converter.snapshot);
    Ok(lsp::Hover { contents: lsp::Contents::MarkupContent(markup(snapshot, hover.markdown)), range: Some(range) })
}

/// An explanation in the format that the client takes.
#[must_use]
pub fn markup(snapshot: &Snapshot, markdown: String) -> lsp::MarkupContent {
    match snapshot.client.hover {
        HoverFormat::Markdown => lsp::MarkupContent { kind: lsp::MarkupKind::Markdown, value: markdown },
        HoverFormat::Plain => lsp::MarkupContent { kind: lsp::MarkupKind::PlainText, value: plain(&markdown) },
    }
}

/// Our hovers use little of Markdown: fences, rules, emphasis and code. This takes the marks away.
fn plain(markdown: &str) -> String {
    let mut out = String::with_capacity(markdown.len());
    let mut fenced = false;
    for line in markdown.lines() {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
            continue;
        }
        if fenced {
            out.push_str(line);
        } else if line.trim() == "---" || (line.is_empty() && out.ends_with("\n\n")) {
            continue;
        } else {
            out.push_str(&line.replace("**", "").replace('`', ""));
        }
        out.push('\n');
    }
    out.trim().to_owned()
}

pub(crate) fn symbol_kind(kind: SymbolKind) -> lsp::SymbolKind {
    match kind {
        SymbolKind::Assembly => lsp::SymbolKind::Module,
        SymbolKind::Component => lsp::SymbolKind::Class,
        SymbolKind::Composition | SymbolKind::Configuration => lsp::SymbolKind::Namespace,
        SymbolKind::Connector => lsp::SymbolKind::Operator,
        SymbolKind::Procedure => lsp::SymbolKind::Interface,
        SymbolKind::Struct => lsp::SymbolKind::Struct,
        SymbolKind::Instance => lsp::SymbolKind::Object,
        SymbolKind::Group => lsp::SymbolKind::Package,
        SymbolKind::Connection => lsp::SymbolKind::Event,
        SymbolKind::Interface => lsp::SymbolKind::Property,
        SymbolKind::Attribute => lsp::SymbolKind::Field,
        SymbolKind::Method => lsp::SymbolKind::Method,
        SymbolKind::Lock => lsp::SymbolKind::Variable,
        SymbolKind::Setting => lsp::SymbolKind::Key,
    }
}

/// Symbols as a tree.
#[must_use]
#[expect(deprecated, reason = "the field has no default")]
pub fn symbol_tree(snapshot: &Snapshot, text: &Text, symbols: Vec<Symbol>) -> Vec<lsp::DocumentSymbol> {
    let encoding = snapshot.client.encoding;
    let tree = |symbol: Symbol| lsp::DocumentSymbol {
        name: shown_name(&symbol.name),
        detail: symbol.detail,
        kind: symbol_kind(symbol.kind),
        range: text.range(symbol.range, encoding),
        selection_range: text.range(symbol.selection_range, encoding),
        children: Some(symbol_tree(snapshot, text, symbol.children)),
        tags: None,
        deprecated: None,
    };
    symbols.into_iter().map(tree).collect()
}

/// Symbols as a list in which each names its container.
#[must_use]
#[expect(deprecated, reason = "the field has no default")]
pub fn symbol_list(
    snapshot: &Snapshot,
    path: &Utf8Path,
    text: &Text,
    symbols: Vec<Symbol>,
) -> Vec<lsp::SymbolInformation> {
    fn walk(symbols: Vec<Symbol>, container: Option<&str>, add: &mut impl FnMut(&Symbol, Option<&str>)) {
        for mut symbol in symbols {
            let children = std::mem::take(&mut symbol.children);
            add(&symbol, container);
            walk(children, Some(&symbol.name), add);
        }
    }
    let uri = snapshot.uri(path);
    let mut list = Vec::new();
    walk(symbols, None, &mut |symbol, container| {
        list.push(lsp::SymbolInformation {
            location: lsp::Location { uri: uri.clone(), range: text.range(symbol.range, snapshot.client.encoding) },
            base_symbol_information: lsp::BaseSymbolInformation {
                name: shown_name(&symbol.name),
                kind: symbol_kind(symbol.kind),
                container_name: container.map(str::to_owned),
                tags: None,
            },
            deprecated: None,
        });
    });
    list
}

/// The protocol forbids an empty name; VS Code drops the whole answer for one.
pub(crate) fn shown_name(name: &str) -> String {
    if name.trim().is_empty() { "(unnamed)".to_owned() } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_keeps_the_words_and_the_code() {
        let markdown = "```camkes\ncomponent A { }\n```\n\n---\n\nA **big** `thing`";
        assert_eq!(plain(markdown), "component A { }\n\nA big thing");
    }
}
