// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Semantic tokens: what each word of a file is. The kind of a word follows from its place in the tree, so that
//! half-typed text keeps its colours; what the system knows adds who comes from the library.

use std::collections::HashSet;

use camkes_hir::check::uses;
use camkes_hir::parse::{parse, source_map};
use camkes_hir::preprocess::preprocessed;
use camkes_hir::{File, RootDatabase, System, builtin};
use camkes_syntax::ast::{self, AstNode};
use camkes_syntax::{SyntaxKind as K, SyntaxNode, SyntaxToken};
use text_size::{TextRange, TextSize};

use crate::resolve;
use crate::systems::Systems;

/// A word and what it is. It lies on one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SemanticToken {
    /// Where it stands.
    pub range: TextRange,
    /// What it is.
    pub kind: TokenKind,
    /// It declares.
    pub declares: bool,
    /// It comes from the built-in library.
    pub in_library: bool,
    /// It is given a value.
    pub written: bool,
}

/// Kinds of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// A keyword.
    Keyword,
    /// A comment, or text that a condition takes out.
    Comment,
    /// A string or a path.
    String,
    /// A number.
    Number,
    /// An operator.
    Operator,
    /// An assembly, composition, configuration or group.
    Namespace,
    /// A component.
    Component,
    /// A connector.
    Connector,
    /// A procedure.
    Procedure,
    /// A struct.
    Struct,
    /// Any other type.
    Type,
    /// An instance.
    Instance,
    /// A connection.
    Connection,
    /// An interface of a component.
    Interface,
    /// An attribute, or a member of a struct.
    Attribute,
    /// A method.
    Method,
    /// A parameter.
    Parameter,
    /// A macro, or a directive.
    Macro,
    /// A lock.
    Lock,
    /// A query.
    Query,
}

/// The words of a file, or of a part of it, in order.
pub(crate) fn tokens(db: &RootDatabase, systems: &Systems, file: File, part: Option<TextRange>) -> Vec<SemanticToken> {
    let root = parse(db, file).syntax_node();
    let system = systems.of(db, file).into_iter().next();
    let facts = system.map(|system| Facts::new(db, system, file)).unwrap_or_default();
    let whole = root.text_range();
    let part = part.map_or(whole, |part| part.intersect(whole).unwrap_or(TextRange::empty(whole.start())));
    let mut out = Vec::new();
    let mut token = camkes_syntax::tokens_at(&root, part.start()).right_biased();
    while let Some(it) = token {
        if it.text_range().start() >= part.end() {
            break;
        }
        if let Some(found) = facts.classify(&it) {
            split_lines(&it, found, &mut out);
        }
        token = it.next_token();
    }
    out
}

/// What is known of the places of a file beyond its tree.
#[derive(Default)]
struct Facts {
    /// Uses of macros.
    macros: HashSet<TextRange>,
    /// References to declarations of the library.
    library: HashSet<TextRange>,
    /// Text that conditions take out, in order.
    inactive: Vec<TextRange>,
}

impl Facts {
    fn new(db: &RootDatabase, system: System, file: File) -> Self {
        let mut facts = Self::default();
        for owner in resolve::owners(db, system, file) {
            let map = source_map(db, system, owner);
            let from = uses(db, system).partition_point(|(at, _)| at.file < owner);
            for (at, target) in uses(db, system).iter().skip(from).take_while(|(at, _)| at.file == owner) {
                if builtin::is_builtin(target.file.path(db))
                    && let Some(spot) = map.get(at.id).filter(|spot| spot.file == file)
                {
                    facts.library.insert(spot.focus);
                }
            }
            if let Some(expanded) = preprocessed(db, system, owner) {
                facts.macros.extend(expanded.macro_uses_in(file));
                // A header that is included twice may be read in two ways; the last one is shown.
                facts.inactive = expanded.inactive_in(file);
            }
        }
        facts
    }

    fn classify(&self, token: &SyntaxToken) -> Option<SemanticToken> {
        let range = token.text_range();
        let plain = |kind| SemanticToken { range, kind, declares: false, in_library: false, written: false };
        if token.kind() == K::WHITESPACE {
            return None;
        }
        let later = self.inactive.partition_point(|it| it.end() <= range.start());
        if self.inactive.get(later).is_some_and(|it| it.contains_range(range)) {
            return Some(plain(TokenKind::Comment));
        }
        if self.macros.contains(&range) {
            return Some(plain(TokenKind::Macro));
        }
        match token.kind() {
            K::PREPROCESSOR => Some(plain(TokenKind::Macro)),
            kind if kind.is_comment() => Some(plain(TokenKind::Comment)),
            K::STRING | K::ANGLED => Some(plain(TokenKind::String)),
            K::NUMERAL => Some(plain(TokenKind::Number)),
            K::ARROW | K::LEFT_ARROW => Some(plain(TokenKind::Operator)),
            _ => {
                let parent = token.parent()?;
                match parent.kind() {
                    K::NAME => Some(SemanticToken { declares: true, ..plain(declared(&parent)?) }),
                    K::NAME_REF => {
                        let (kind, written) = referred(&parent)?;
                        Some(SemanticToken { in_library: self.library.contains(&range), written, ..plain(kind) })
                    }
                    _ if token.kind().is_keyword() => Some(plain(TokenKind::Keyword)),
                    _ => None,
                }
            }
        }
    }
}

/// What a declaring name is.
fn declared(name: &SyntaxNode) -> Option<TokenKind> {
    Some(match name.parent()?.kind() {
        K::ASSEMBLY | K::COMPOSITION | K::CONFIGURATION | K::GROUP => TokenKind::Namespace,
        K::COMPONENT => TokenKind::Component,
        K::CONNECTOR => TokenKind::Connector,
        K::PROCEDURE => TokenKind::Procedure,
        K::STRUCT => TokenKind::Struct,
        K::INSTANCE => TokenKind::Instance,
        K::CONNECTION => TokenKind::Connection,
        K::PROVIDES | K::USES | K::EMITS | K::CONSUMES | K::DATAPORT => TokenKind::Interface,
        K::ATTRIBUTE => TokenKind::Attribute,
        K::METHOD => TokenKind::Method,
        K::PARAMETER => TokenKind::Parameter,
        K::MUTEX | K::SEMAPHORE | K::BINARY_SEMAPHORE => TokenKind::Lock,
        _ => return None,
    })
}

/// What a referring word is, and whether it is given a value.
fn referred(word: &SyntaxNode) -> Option<(TokenKind, bool)> {
    let parent = word.parent()?;
    let read = |kind| Some((kind, false));
    match parent.kind() {
        K::QUERY => read(TokenKind::Query),
        K::MACRO_USE => read(TokenKind::Macro),
        K::DATAPORT_TYPE | K::EMITS | K::CONSUMES | K::C_STRUCT_TYPE => read(TokenKind::Type),
        K::REFERENCE => {
            let path = ast::Reference::cast(parent)?;
            let is_last = path.name_refs().last().is_some_and(|last| last.syntax() == word);
            let holder = path.syntax().parent()?;
            part_of_path(&holder, &path, is_last)
        }
        _ => None,
    }
}

fn part_of_path(holder: &SyntaxNode, path: &ast::Reference, is_last: bool) -> Option<(TokenKind, bool)> {
    let kind = match holder.kind() {
        K::INSTANCE => TokenKind::Component,
        K::CONNECTION => TokenKind::Connector,
        K::COMPOSITION_USE | K::CONFIGURATION_USE => TokenKind::Namespace,
        K::PROVIDES | K::USES => TokenKind::Procedure,
        K::NAMED_TYPE => TokenKind::Type,
        K::CONNECTION_END | K::EXPORT if is_last => TokenKind::Interface,
        K::SETTING | K::ATTRIBUTE_REF if is_last => {
            let setting = ast::Setting::cast(holder.clone());
            let written = setting.and_then(|it| it.target()).is_some_and(|target| target == *path);
            return Some((TokenKind::Attribute, written));
        }
        K::CONNECTION_END | K::EXPORT | K::SETTING | K::ATTRIBUTE_REF => TokenKind::Instance,
        _ => return None,
    };
    Some((kind, false))
}

/// One token for each line of a word.
fn split_lines(token: &SyntaxToken, found: SemanticToken, out: &mut Vec<SemanticToken>) {
    let mut start = found.range.start();
    for line in token.text().split_inclusive(['\n', '\r']) {
        let content = line.trim_end_matches(['\n', '\r']);
        let blanks = content.len() - content.trim_start().len();
        let indent = TextSize::of(&content[..blanks]);
        let range = TextRange::at(start + indent, TextSize::of(&content[blanks..]));
        if !range.is_empty() {
            out.push(SemanticToken { range, ..found });
        }
        start += TextSize::of(line);
    }
}
