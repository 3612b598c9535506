// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Everything that can be wrong, as one closed list, with every text in one `Display`.

use smol_str::SmolStr;
use thiserror::Error;

use crate::condition::ConditionError;
use crate::host::IncludeForm;
use crate::place::FileRange;

/// Whether GNU cpp would end with a failure for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The output is as meant, but something looks wrong.
    Warning,
    /// The input is not valid.
    Error,
}

/// One problem found while preprocessing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PpError {
    /// What is wrong.
    pub kind: PpErrorKind,
    /// Where, in a file; for a problem inside an expansion, the outermost use of the macro.
    pub range: FileRange,
    /// Where in a macro's definition, for a problem inside an expansion.
    pub inside: Option<FileRange>,
}

impl PpError {
    /// Whether it fails the run.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.kind.severity()
    }
}

/// What is wrong. Names are without quotes.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
#[allow(missing_docs, reason = "each variant is described by its own message")]
pub enum PpErrorKind {
    #[error("unterminated comment")]
    UnterminatedComment,
    #[error("missing terminating {quote} character")]
    UnterminatedLiteral { quote: char },

    #[error("unknown directive `#{name}`")]
    UnknownDirective { name: SmolStr },
    #[error("`#{directive}` without a macro name")]
    MissingMacroName { directive: &'static str },
    #[error("a macro name must be an identifier, found `{found}`")]
    MacroNameNotIdentifier { found: SmolStr },
    #[error("`{name}` can't be used as a macro name")]
    ReservedMacroName { name: SmolStr },
    #[error("text after `#{directive}` is ignored")]
    ExtraTokens { directive: &'static str },

    #[error("`#{directive}` has no `#endif`")]
    UnterminatedConditional { directive: &'static str },
    #[error("`#{directive}` without `#if`")]
    WithoutIf { directive: &'static str },
    #[error("`#{directive}` after `#else`")]
    AfterElse { directive: &'static str, r#else: Option<FileRange> },
    #[error("{0}")]
    Condition(ConditionError),

    #[error("missing `)` in the parameter list of `{name}`")]
    MissingParameterEnd { name: SmolStr },
    #[error("`{found}` can't be a macro parameter")]
    BadParameter { found: SmolStr },
    #[error("parameter `{name}` is named twice")]
    DuplicateParameter { name: SmolStr },
    #[error("`...` must be the last parameter")]
    EllipsisNotLast,
    #[error("`#` must be followed by a macro parameter")]
    HashWithoutParameter,
    #[error("`##` can't be at either end of a macro's body")]
    PasteAtEdge,
    #[error("white space is missing after the macro name `{name}`")]
    MissingSpaceAfterName { name: SmolStr },
    #[error("`__VA_ARGS__` is only known in a variadic macro")]
    VaArgsOutsideVariadic,
    #[error("`__VA_OPT__` is only known in a variadic macro")]
    VaOptOutsideVariadic,
    #[error("`__VA_OPT__` needs a balanced `(…)`")]
    VaOptUnbalanced,
    #[error("`__VA_OPT__` can't be nested")]
    VaOptNested,
    #[error("macro `{name}` is redefined")]
    MacroRedefined { name: SmolStr, previous: Option<FileRange> },
    #[error("predefined macro `{name}` is redefined")]
    PredefinedRedefined { name: SmolStr },
    #[error("predefined macro `{name}` is undefined")]
    PredefinedUndefined { name: SmolStr },

    #[error("the invocation of macro `{name}` has no closing `)`")]
    UnterminatedInvocation { name: SmolStr, definition: Option<FileRange> },
    #[error(
        "macro `{name}` takes {}{expected} argument{}, got {found}",
        if *variadic { "at least " } else { "" },
        if *expected == 1 { "" } else { "s" }
    )]
    ArgumentCount { name: SmolStr, expected: usize, variadic: bool, found: usize, definition: Option<FileRange> },
    #[error("`{left}` and `{right}` don't paste to one token")]
    InvalidPaste { left: SmolStr, right: SmolStr },
    #[error("`{name}` is poisoned")]
    PoisonedName { name: SmolStr },

    #[error("a predicate is missing")]
    MissingPredicate,
    #[error("a predicate must be an identifier, found `{found}`")]
    PredicateNotIdentifier { found: SmolStr },
    #[error("`#assert {name}` needs an answer in parentheses")]
    MissingAnswer { name: SmolStr },
    #[error("the answer is empty")]
    EmptyAnswer,
    #[error("missing `)` behind the answer")]
    UnterminatedAnswer,
    #[error("`{name}` has that answer already")]
    Reasserted { name: SmolStr },

    #[error("`#{directive}` needs a \"file\" or <file>")]
    MalformedInclude { directive: &'static str },
    #[error("the header name is empty")]
    EmptyHeaderName,
    #[error("header `{name}` not found")]
    HeaderNotFound { name: SmolStr, form: IncludeForm },
    #[error("includes are nested deeper than {limit}")]
    IncludeTooDeep { limit: usize },
    #[error("`#include_next` in the primary file is a plain `#include`")]
    IncludeNextInPrimary,
    #[error("`#pragma once` has no effect in the primary file")]
    PragmaOnceInPrimary,
    #[error("`{name}` needs a parenthesised \"file\" or <file>")]
    MalformedHasInclude { name: SmolStr },
    #[error("`{name}` is only known in `#if` and `#elif`")]
    OutsideCondition { name: SmolStr },

    #[error("#error {message}")]
    ErrorDirective { message: SmolStr },
    #[error("#warning {message}")]
    WarningDirective { message: SmolStr },
    #[error("`#line` needs a line number and at most a \"file\"")]
    MalformedLine,
    #[error("line number {number} is out of range")]
    LineOutOfRange { number: SmolStr },
    #[error("`_Pragma` takes one string in parentheses")]
    MalformedPragmaOperator,
    #[error("malformed `#pragma {name}`")]
    MalformedPragma { name: &'static str },

    #[error("macro expansion makes more than {limit} tokens; macros stay unexpanded from here on")]
    TooManyTokens { limit: usize },
    #[error("macro expansion makes more than {limit} bytes; macros stay unexpanded from here on")]
    TooMuchText { limit: usize },
    #[error("macro invocations are nested deeper than {limit}; macros stay unexpanded from here on")]
    NestingTooDeep { limit: usize },
    #[error("more than {limit} files are included; further includes are skipped")]
    TooManyInclusions { limit: usize },
    #[error("more than {limit} bytes are included; further includes are skipped")]
    TooMuchIncluded { limit: usize },
    #[error("more than {limit} problems; the rest is not reported")]
    TooManyProblems { limit: usize },
}

impl PpErrorKind {
    /// Whether it fails the run, as GNU cpp 12 decides.
    #[must_use]
    pub fn severity(&self) -> Severity {
        match self {
            Self::UnterminatedLiteral { .. }
            | Self::ExtraTokens { .. }
            | Self::MissingSpaceAfterName { .. }
            | Self::VaArgsOutsideVariadic
            | Self::VaOptOutsideVariadic
            | Self::MacroRedefined { .. }
            | Self::PredefinedRedefined { .. }
            | Self::PredefinedUndefined { .. }
            | Self::IncludeNextInPrimary
            | Self::PragmaOnceInPrimary
            | Self::Reasserted { .. }
            | Self::WarningDirective { .. }
            | Self::LineOutOfRange { .. } => Severity::Warning,
            Self::Condition(error) => error.severity(),
            _ => Severity::Error,
        }
    }
}
