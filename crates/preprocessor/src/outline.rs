// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The directives of a file, without carrying them out: for folding, document links and symbols.

use text_size::{TextRange, TextSize};

use crate::host::IncludeForm;
use crate::lexer::{Scan, ScanMode, scan, without_splices};
use crate::token::Kind;

/// What a directive is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "each variant is the directive of its name")]
pub enum DirectiveKind {
    Include,
    IncludeNext,
    Import,
    Define,
    Undef,
    If,
    Ifdef,
    Ifndef,
    Elif,
    Elifdef,
    Elifndef,
    Else,
    Endif,
    Error,
    Warning,
    Line,
    Pragma,
    Assert,
    Unassert,
    /// `#ident`, `#sccs`: accepted and without effect.
    Obsolete,
    /// `#` alone.
    Null,
    /// Anything else.
    Unknown,
}

impl DirectiveKind {
    /// The kind of `#name`.
    #[must_use]
    pub fn of(name: &str) -> Self {
        match name {
            "include" => Self::Include,
            "include_next" => Self::IncludeNext,
            "import" => Self::Import,
            "define" => Self::Define,
            "undef" => Self::Undef,
            "if" => Self::If,
            "ifdef" => Self::Ifdef,
            "ifndef" => Self::Ifndef,
            "elif" => Self::Elif,
            "elifdef" => Self::Elifdef,
            "elifndef" => Self::Elifndef,
            "else" => Self::Else,
            "endif" => Self::Endif,
            "error" => Self::Error,
            "warning" => Self::Warning,
            "line" => Self::Line,
            "pragma" => Self::Pragma,
            "assert" => Self::Assert,
            "unassert" => Self::Unassert,
            "ident" | "sccs" => Self::Obsolete,
            _ => Self::Unknown,
        }
    }

    /// The name after `#`, empty for [`DirectiveKind::Null`] and the kinds that have several.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Include => "include",
            Self::IncludeNext => "include_next",
            Self::Import => "import",
            Self::Define => "define",
            Self::Undef => "undef",
            Self::If => "if",
            Self::Ifdef => "ifdef",
            Self::Ifndef => "ifndef",
            Self::Elif => "elif",
            Self::Elifdef => "elifdef",
            Self::Elifndef => "elifndef",
            Self::Else => "else",
            Self::Endif => "endif",
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Line => "line",
            Self::Pragma => "pragma",
            Self::Assert => "assert",
            Self::Unassert => "unassert",
            Self::Obsolete | Self::Null | Self::Unknown => "",
        }
    }

    /// Whether it opens a conditional group.
    #[must_use]
    pub fn opens(self) -> bool {
        matches!(self, Self::If | Self::Ifdef | Self::Ifndef)
    }

    /// Whether it ends one group of a conditional and begins the next.
    #[must_use]
    pub fn continues(self) -> bool {
        matches!(self, Self::Elif | Self::Elifdef | Self::Elifndef | Self::Else)
    }
}

/// The header named by an include directive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IncludeTarget {
    /// The name with its quotes or angles.
    pub range: TextRange,
    /// The name.
    pub name: String,
    /// How it is written.
    pub form: IncludeForm,
}

/// One directive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Directive {
    /// What it is.
    pub kind: DirectiveKind,
    /// From the `#` to the end of its (spliced) line, without the line end.
    pub range: TextRange,
    /// The name after the `#`; empty for a null directive.
    pub name_range: TextRange,
    /// The header, for an include that names one directly.
    pub include: Option<IncludeTarget>,
    /// The macro's name, for `#define`, `#undef`, `#ifdef` and their kin.
    pub macro_name: Option<TextRange>,
    /// For `#if` to `#else`, the index of the directive that ends its group.
    pub group_end: Option<usize>,
}

/// All directives of a text, in order, whether or not a condition takes them out.
#[must_use]
pub fn directives(text: &str) -> Vec<Directive> {
    let mut found: Vec<Directive> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let first = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut position = first;
    loop {
        let token = scan(text, position, ScanMode::Text);
        if token.kind == Kind::End {
            return found;
        }
        let at_line_start = token.line_start || position == first;
        position = token.end as usize;
        if token.kind != Kind::Hash || !at_line_start {
            continue;
        }
        let directive = read(text, &token);
        position = usize::from(directive.range.end());
        let index = found.len();
        let ends_group = directive.kind.continues() || directive.kind == DirectiveKind::Endif;
        if ends_group && let Some(start) = open.pop().and_then(|start| found.get_mut(start)) {
            start.group_end = Some(index);
        }
        if directive.kind.opens() || directive.kind.continues() {
            open.push(index);
        }
        found.push(directive);
    }
}

fn read(text: &str, hash: &Scan) -> Directive {
    let name = scan(text, hash.end as usize, ScanMode::Directive);
    let (kind, name_range) = match name.kind {
        Kind::End => (DirectiveKind::Null, range(hash.end, hash.end)),
        Kind::Name => (DirectiveKind::of(&without_splices(slice(text, &name))), range(name.start, name.end)),
        // A line marker, as GNU cpp writes them.
        Kind::Number => (DirectiveKind::Line, range(name.start, name.end)),
        _ => (DirectiveKind::Unknown, range(name.start, name.end)),
    };
    let mut include = None;
    let mut macro_name = None;
    let position = if name.kind == Kind::End { hash.end as usize } else { name.end as usize };
    match kind {
        DirectiveKind::Include | DirectiveKind::IncludeNext | DirectiveKind::Import => {
            let target = scan(text, position, ScanMode::HeaderName);
            let form = match target.kind {
                Kind::HeaderName => Some(IncludeForm::Angle),
                Kind::String => Some(IncludeForm::Quoted),
                _ => None,
            };
            include = form.map(|form| IncludeTarget {
                range: range(target.start, target.end),
                name: inside_delimiters(&without_splices(slice(text, &target))).to_owned(),
                form,
            });
        }
        DirectiveKind::Define
        | DirectiveKind::Undef
        | DirectiveKind::Ifdef
        | DirectiveKind::Ifndef
        | DirectiveKind::Elifdef
        | DirectiveKind::Elifndef => {
            let subject = scan(text, position, ScanMode::Directive);
            macro_name = (subject.kind == Kind::Name).then(|| range(subject.start, subject.end));
        }
        _ => {}
    }
    let end = last_token_end(text, position);
    Directive { kind, range: range(hash.start, end), name_range, include, macro_name, group_end: None }
}

/// Where the directive's line ends, behind comments and splices.
fn last_token_end(text: &str, mut position: usize) -> u32 {
    loop {
        let token = scan(text, position, ScanMode::Directive);
        if token.kind == Kind::End {
            return token.start;
        }
        position = token.end as usize;
    }
}

/// A header name without its first and last character.
pub(crate) fn inside_delimiters(text: &str) -> &str {
    let mut characters = text.chars();
    characters.next();
    characters.next_back();
    characters.as_str()
}

fn slice<'t>(text: &'t str, token: &Scan) -> &'t str {
    text.get(token.start as usize..token.end as usize).unwrap_or("")
}

fn range(start: u32, end: u32) -> TextRange {
    TextRange::new(TextSize::new(start), TextSize::new(end.max(start)))
}
