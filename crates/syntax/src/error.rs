// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What can be wrong with the text of one file. All texts are in the `Display` implementations below.

use std::fmt;

use smol_str::SmolStr;
use text_size::{TextRange, TextSize};

use crate::kind::SyntaxKind;

/// An error, with its place in the text.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SyntaxError {
    /// What is wrong, exactly. Empty where something is missing: then it is the place for it.
    pub range: TextRange,
    /// What is wrong with it.
    pub kind: SyntaxErrorKind,
    pub(crate) related: Option<(TextRange, RelatedText)>,
}

impl SyntaxError {
    /// The other places that matter, each with what it has to do with the error.
    #[must_use]
    pub fn related(&self) -> &[(TextRange, RelatedText)] {
        self.related.as_slice()
    }

    /// The text whose insertion mends the error, if that is all it takes.
    #[must_use]
    pub fn fix(&self) -> Option<Insert> {
        let text = match &self.kind {
            SyntaxErrorKind::MissingSemicolon => ";",
            SyntaxErrorKind::Expected(Expected::Token(kind)) if self.range.is_empty() => kind.text()?,
            SyntaxErrorKind::Unclosed(open) => {
                let (at, _) = self.related.as_ref()?;
                return Some(Insert { at: at.start(), text: closing(*open)? });
            }
            _ => return None,
        };
        Some(Insert { at: self.range.end(), text })
    }
}

impl fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.kind.fmt(f)
    }
}

fn closing(open: SyntaxKind) -> Option<&'static str> {
    Some(match open {
        SyntaxKind::L_BRACE => "}",
        SyntaxKind::L_BRACK => "]",
        SyntaxKind::L_PAREN => ")",
        _ => return None,
    })
}

/// A text to insert.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Insert {
    /// Where to insert it.
    pub at: TextSize,
    /// What to insert.
    pub text: &'static str,
}

/// What another place has to do with an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RelatedText {
    /// A bracket that was opened is still open here, where it must have been closed.
    StillOpen(SyntaxKind),
    /// The first one of something that may be there once.
    First(SyntaxKind),
}

impl fmt::Display for RelatedText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::StillOpen(open) => write!(f, "a `{}` is missing before this", closing(*open).unwrap_or("}")),
            Self::First(keyword) => write!(f, "the first `{}` is here", spelling(*keyword)),
        }
    }
}

/// The bodies of the language: what may stand in each is different.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BodyKind {
    /// The file itself.
    File,
    /// `assembly { … }`
    Assembly,
    /// `composition { … }`
    Composition,
    /// `group { … }`
    Group,
    /// `configuration { … }`
    Configuration,
    /// `component { … }`
    Component,
    /// `connector { … }`
    Connector,
    /// `procedure { … }`
    Procedure,
    /// `struct { … }`
    Struct,
}

impl fmt::Display for BodyKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::File => "the file itself",
            Self::Assembly => "an assembly",
            Self::Composition => "a composition",
            Self::Group => "a group",
            Self::Configuration => "a configuration",
            Self::Component => "a component",
            Self::Connector => "a connector",
            Self::Procedure => "a procedure",
            Self::Struct => "a struct",
        })
    }
}

impl BodyKind {
    /// What may stand in it, in words.
    fn items(self) -> &'static str {
        match self {
            Self::File => {
                "`import`, `assembly`, `component`, `composition`, `configuration`, `connector`, `procedure` or `struct`"
            }
            Self::Assembly => "`composition`, `configuration` or `schedule`",
            Self::Composition => "`component`, `connection`, `group` or `export`",
            Self::Group => "`component`",
            Self::Configuration => "a setting, as in `instance.attribute = value;`",
            Self::Component => {
                "an interface (`provides`, `uses`, `emits`, `consumes`, `dataport`), `attribute`, `control`, `hardware`, \
                 `has`, `include`, `composition` or `configuration`"
            }
            Self::Connector => "`from`, `to` or `attribute`",
            Self::Procedure => "a method, an attribute or `include`",
            Self::Struct => "a member, as in `int name;`",
        }
    }
}

/// What the grammar asks for at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Expected {
    /// This very token.
    Token(SyntaxKind),
    /// A name that is declared.
    Name,
    /// The name of something that is declared elsewhere.
    Reference(Referent),
    /// A type of an attribute, a member, a parameter or a result.
    Type,
    /// A value.
    Value,
    /// A string.
    String,
    /// A file in quotes or angle brackets.
    Path,
    /// An item of this body.
    Item(BodyKind),
    /// The body of a declaration, or the name of one that is declared elsewhere.
    BodyOrReference,
    /// `Procedure`, `Event` or `Dataport`, or one of their plurals.
    ConnectorKind,
    /// `from` or `to`
    ConnectionEnd,
    /// `mutex`, `semaphore` or `binary_semaphore`
    Lock,
    /// `thread` or `threads`
    Threads,
    /// `=` or `<-`
    Assignment,
    /// `(domain, duration)`
    ScheduleItem,
    /// An interface after `maybe`.
    OptionalInterface,
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Token(kind) => return write!(f, "`{}`", spelling(*kind)),
            Self::Item(body) => return f.write_str(body.items()),
            Self::Reference(referent) => return referent.fmt(f),
            Self::Name => "a name",
            Self::Type => "a type",
            Self::Value => "a value",
            Self::String => "a string",
            Self::Path => "a file, as in `\"file\"` or `<file>`",
            Self::BodyOrReference => "`{` or the name of a declaration",
            Self::ConnectorKind => "`Procedure`, `Event` or `Dataport`, or one of their plurals",
            Self::ConnectionEnd => "`from` or `to`",
            Self::Lock => "`mutex`, `semaphore` or `binary_semaphore`",
            Self::Threads => "`thread` or `threads`",
            Self::Assignment => "`=` or `<-`",
            Self::ScheduleItem => "a schedule item, as in `(domain, duration)`",
            Self::OptionalInterface => "`uses`, `consumes` or `dataport` after `maybe`",
        })
    }
}

/// What a reference refers to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Referent {
    /// A component, as the type of an instance.
    Component,
    /// A connector, as the type of a connection.
    Connector,
    /// A procedure, as the type of an interface.
    Procedure,
    /// What an event is called.
    EventType,
    /// `Buf` or a C type.
    DataportType,
    /// A struct of C.
    CStruct,
    /// A struct of the language.
    Struct,
    /// A composition or configuration that is declared elsewhere.
    Part,
    /// An interface of an instance.
    Interface,
    /// An attribute of an instance.
    Attribute,
}

impl fmt::Display for Referent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Component => "the name of a component",
            Self::Connector => "the name of a connector",
            Self::Procedure => "the name of a procedure",
            Self::EventType => "the type of the event",
            Self::DataportType => "the type of the dataport",
            Self::CStruct => "the name of a C struct",
            Self::Struct => "the name of a type",
            Self::Part => "the name of a declaration",
            Self::Interface => "an interface, as in `instance.interface`",
            Self::Attribute => "an attribute, as in `instance.attribute`",
        })
    }
}

/// What is wrong with a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NumberProblem {
    /// `08`
    LeadingZero,
    /// `0x`
    NoHexDigits,
    /// `0X1F`
    CapitalX,
    /// `0b1`
    Binary,
    /// `0o7`
    Octal,
    /// `1.`
    NoFraction,
    /// `.5`
    NoInteger,
    /// `1e5`
    Exponent,
    /// `4UL`
    Suffix,
    /// `1_000`
    Separator,
    /// `1.2.3`
    TwoPoints,
    /// `0x1.8`
    HexFraction,
}

impl fmt::Display for NumberProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::LeadingZero => "a whole number does not begin with `0`: octal numbers are not part of the language",
            Self::NoHexDigits => "hexadecimal digits are missing after `0x`",
            Self::CapitalX => "a hexadecimal number begins with a small `0x`",
            Self::Binary => "binary numbers are not part of the language: write a decimal or a hexadecimal one",
            Self::Octal => "octal numbers are not part of the language: write a decimal or a hexadecimal one",
            Self::NoFraction => "digits are missing after the decimal point",
            Self::NoInteger => "a digit is missing before the decimal point, as in `0.5`",
            Self::Exponent => "a number has no exponent",
            Self::Suffix => "a number has no suffix",
            Self::Separator => "the digits of a number are not separated by `_`",
            Self::TwoPoints => "a number has one decimal point",
            Self::HexFraction => "a hexadecimal number has no fraction",
        })
    }
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum SyntaxErrorKind {
    /// Something is missing, or something else is in its place.
    Expected(Expected),
    /// The `;` of a declaration that otherwise is complete.
    MissingSemicolon,
    /// A `;` where no declaration ends.
    StraySemicolon,
    /// A reserved word as a name. The name is kept.
    KeywordAsName(SyntaxKind),
    /// A bracket that was opened.
    Unclosed(SyntaxKind),
    /// A bracket that closes nothing.
    Unopened(SyntaxKind),
    /// A declaration in a body that cannot have it.
    Misplaced {
        /// The word that begins the declaration.
        keyword: SyntaxKind,
        /// Where it is.
        body: BodyKind,
    },
    /// Text that only a preprocessor can give a meaning to.
    UnexpandedMacro {
        /// The macro's name.
        name: SmolStr,
    },
    /// Brackets, operators or bodies inside each other, beyond what any real file has.
    TooDeep,
    /// A text whose positions do not fit in 32 bits.
    TooLong,
    /// A string without its closing quote.
    UnterminatedString,
    /// A `<` of a path without its `>`.
    UnterminatedPath,
    /// A comment without its `*/`.
    UnterminatedComment,
    /// A number that is none.
    Number(NumberProblem),
    /// A character that belongs to no token.
    UnexpectedCharacter(char),
    /// `maybe` before something that cannot be optional.
    MaybeNotAllowed(SyntaxKind),
    /// A setting whose target is not an instance and one attribute.
    SettingTarget,
    /// The source of an export without the instance it belongs to.
    ExportSource,
    /// A dotted name where a type is one word.
    DottedType,
    /// A second one of something that may be there once.
    Duplicate(SyntaxKind),
    /// An assembly without its composition.
    NoComposition,
    /// A component with a configuration of no composition.
    ConfigurationAlone,
    /// A declaration of a component behind its composition or configuration.
    AfterComposition,
    /// A connector without this end.
    MissingEnd(SyntaxKind),
    /// A connector's `to` before its `from`.
    EndOrder,
    /// A connector's attribute before its ends.
    AttributeBeforeEnds,
    /// A schedule of fewer than two items.
    ShortSchedule,
    /// A schedule item with a part that is not a plain number.
    ScheduleNumber,
    /// A struct without members.
    EmptyStruct,
    /// `struct name` as the type of an attribute.
    StructKeywordInAttribute,
    /// A struct's body as the type of a parameter or a result.
    InlineStructInMethod,
    /// `void` as the type of something that has a value.
    VoidType,
    /// A `;` behind an attribute of a procedure.
    ProcedureAttributeSemicolon,
    /// A string, list, dict or query where only a number can be.
    NotNumeric,
    /// A list, dict or query as a key.
    NotAKey,
    /// A query anywhere but as the whole value of a setting.
    MisplacedQuery,
    /// A query's argument that is neither a dict nor a list of dicts.
    QueryArgument,
    /// `a ? b : c ? d : e`
    NestedTernary,
    /// `a.b` as a value.
    ReferenceAsValue,
}

impl fmt::Display for SyntaxErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Expected(expected) => return write!(f, "expected {expected}"),
            Self::KeywordAsName(keyword) => {
                return write!(f, "`{}` is a keyword and cannot be a name", spelling(*keyword));
            }
            Self::Unclosed(open) => return write!(f, "`{}` is never closed", spelling(*open)),
            Self::Unopened(close) => return write!(f, "`{}` closes nothing", spelling(*close)),
            Self::Misplaced { keyword, body: BodyKind::File } => {
                return write!(f, "`{}` does not belong outside of a body", spelling(*keyword));
            }
            Self::Misplaced { keyword, body } => {
                return write!(f, "`{}` does not belong in {body}", spelling(*keyword));
            }
            Self::UnexpandedMacro { name } => {
                return write!(f, "`{name}` means nothing here unless a preprocessor expands it");
            }
            Self::Number(problem) => return problem.fmt(f),
            Self::UnexpectedCharacter('\u{FEFF}') => "a byte order mark is not part of the language",
            Self::UnexpectedCharacter(c) => {
                return write!(f, "the character `{}` is not part of the language", c.escape_debug());
            }
            Self::MaybeNotAllowed(keyword) => return write!(f, "`{}` cannot be optional", spelling(*keyword)),
            Self::Duplicate(keyword) => return write!(f, "a second `{}` in the same body", spelling(*keyword)),
            Self::MissingEnd(end) => return write!(f, "this connector has no `{}` end", spelling(*end)),
            Self::MissingSemicolon => "expected `;` after this declaration",
            Self::StraySemicolon => "a `;` on its own is only allowed between the declarations of a file",
            Self::TooDeep => "nested too deeply",
            Self::TooLong => "a file of more than 4 GiB cannot be read",
            Self::UnterminatedString => "this string has no closing `\"`",
            Self::UnterminatedPath => "this path has no closing `>`",
            Self::UnterminatedComment => "this comment has no closing `*/`",
            Self::SettingTarget => "a setting names an instance and one attribute of it, as in `instance.attribute`",
            Self::ExportSource => "an export names an instance and one interface of it, as in `instance.interface`",
            Self::DottedType => "the name of this type is one word, without dots",
            Self::NoComposition => "an assembly needs a composition",
            Self::ConfigurationAlone => "a component with a configuration needs a composition",
            Self::AfterComposition => "the composition and the configuration come last in a component",
            Self::EndOrder => "the `from` end of a connector comes before its `to` end",
            Self::AttributeBeforeEnds => "the ends of a connector come before its attributes",
            Self::ShortSchedule => "a schedule has two items or more",
            Self::ScheduleNumber => "domain and duration are plain numbers, without operators",
            Self::EmptyStruct => "a struct needs a member",
            Self::StructKeywordInAttribute => "the type of an attribute is the name alone, without `struct`",
            Self::InlineStructInMethod => "a type of a method has a name: only an attribute can spell out a struct",
            Self::VoidType => "`void` is not the type of a value",
            Self::ProcedureAttributeSemicolon => {
                "an attribute of a procedure has no `;` behind it, and a method needs `(` and `)`"
            }
            Self::NotNumeric => "expected a number",
            Self::NotAKey => "a key is a number or a string",
            Self::MisplacedQuery => "a query can only be the whole value of a setting",
            Self::QueryArgument => "the argument of a query is a dict or a list of dicts",
            Self::NestedTernary => "a second `?` needs parentheses around it",
            Self::ReferenceAsValue => "a name is not a value: `<-` takes the value of another attribute",
        })
    }
}

/// The text of a token as the user writes it.
fn spelling(kind: SyntaxKind) -> &'static str {
    kind.text().unwrap_or("?")
}
