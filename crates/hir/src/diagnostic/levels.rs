// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What becomes of the findings of each rule: the levels that a project, a command line or an editor sets.

use std::collections::BTreeMap;
use std::fmt;

use super::{Diagnostic, Rule, Severity};

/// What becomes of the findings of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Level {
    /// They are not shown.
    Allow,
    /// They are hints to an editor.
    Hint,
    /// They are worth knowing.
    Info,
    /// They are warnings.
    Warning,
    /// They are errors.
    Error,
}

impl Level {
    /// Every level, the mildest first.
    pub const ALL: &[Self] = &[Self::Allow, Self::Hint, Self::Info, Self::Warning, Self::Error];

    /// The word for it, as in `camkes.toml`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Allow => "allow",
            Self::Hint => "hint",
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// The level with this name. `ignore` and `warn`, which other tools write, are understood too.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "ignore" => Some(Self::Allow),
            "warn" => Some(Self::Warning),
            _ => Self::ALL.iter().copied().find(|level| level.name() == name),
        }
    }

    /// The level whose name is closest to what was written, if any is close.
    #[must_use]
    pub fn closest(written: &str) -> Option<Self> {
        crate::names::closest(written, Self::ALL.iter().map(|level| level.name())).and_then(Self::from_name)
    }

    /// The severity of findings; `None` when they are not shown.
    #[must_use]
    pub fn severity(self) -> Option<Severity> {
        match self {
            Self::Allow => None,
            Self::Hint => Some(Severity::Hint),
            Self::Info => Some(Severity::Info),
            Self::Warning => Some(Severity::Warning),
            Self::Error => Some(Severity::Error),
        }
    }
}

impl From<Severity> for Level {
    fn from(severity: Severity) -> Self {
        match severity {
            Severity::Error => Self::Error,
            Severity::Warning => Self::Warning,
            Severity::Info => Self::Info,
            Severity::Hint => Self::Hint,
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The levels of all rules: each rule's own, where nobody set another.
///
/// ```
/// use camkes_hir::diagnostic::{Level, LevelError, Rule, RuleLevels, Severity};
///
/// let mut levels = RuleLevels::default();
/// levels.set_named("unknown-member", "error").unwrap();
/// assert_eq!(levels.level(Rule::UnknownMember, Severity::Warning), Level::Error);
/// let wrong = levels.set_named("unknown-membre", "error").unwrap_err();
/// assert_eq!(wrong.to_string(), "there is no rule `unknown-membre`; did you mean `unknown-member`?");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct RuleLevels {
    changed: BTreeMap<Rule, Level>,
    errors: Errors,
}

/// Whether what the language calls an error may become something milder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
enum Errors {
    /// As the user likes: what is shown is all there is.
    #[default]
    Change,
    /// No: code is generated from what passes.
    Stay,
}

impl RuleLevels {
    /// Sets the level of a rule; the last one counts.
    pub fn set(&mut self, rule: Rule, level: Level) {
        self.changed.insert(rule, level);
    }

    /// Sets the level of a rule by the names of both.
    ///
    /// # Errors
    /// When there is no such rule or level, with the name that was probably meant. Nothing is set then.
    pub fn set_named(&mut self, rule: &str, level: &str) -> Result<(), LevelError> {
        let unknown_rule = || LevelError::UnknownRule { written: rule.to_owned(), closest: Rule::closest(rule) };
        let unknown_level = || LevelError::UnknownLevel { written: level.to_owned(), closest: Level::closest(level) };
        let rule = Rule::from_name(rule).ok_or_else(unknown_rule)?;
        self.set(rule, Level::from_name(level).ok_or_else(unknown_level)?);
        Ok(())
    }

    /// Takes over what another one sets; that counts where both set a rule.
    pub fn extend(&mut self, other: &Self) {
        self.changed.extend(&other.changed);
    }

    /// The same for a build: what is an error by the language stays one, however it is set or suppressed, since code would
    /// be generated from something that has no meaning.
    #[must_use]
    pub fn for_build(mut self) -> Self {
        self.errors = Errors::Stay;
        self
    }

    /// The level of a finding of a rule whose severity, by the language, is `own`.
    #[must_use]
    pub fn level(&self, rule: Rule, own: Severity) -> Level {
        match self.changed.get(&rule) {
            Some(_) if self.is_fixed(own) => Level::Error,
            Some(level) => *level,
            None => own.into(),
        }
    }

    /// Whether findings of this severity are shown whatever anybody says.
    pub(crate) fn is_fixed(&self, own: Severity) -> bool {
        self.errors == Errors::Stay && own == Severity::Error
    }

    /// The diagnostic as it is shown; `None` when it is not.
    pub(crate) fn apply(&self, diagnostic: Diagnostic) -> Option<Diagnostic> {
        let severity = self.level(diagnostic.rule, diagnostic.severity).severity()?;
        Some(Diagnostic { severity, ..diagnostic })
    }
}

/// Why a level can't be set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LevelError {
    /// There is no such rule.
    UnknownRule {
        /// What was written.
        written: String,
        /// What was probably meant.
        closest: Option<Rule>,
    },
    /// There is no such level.
    UnknownLevel {
        /// What was written.
        written: String,
        /// What was probably meant.
        closest: Option<Level>,
    },
}

impl fmt::Display for LevelError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownRule { written, closest: Some(rule) } => {
                write!(f, "there is no rule `{written}`; did you mean `{rule}`?")
            }
            Self::UnknownRule { written, closest: None } => {
                write!(f, "there is no rule `{written}`; `camkes-lsp explain` lists them")
            }
            Self::UnknownLevel { written, closest: Some(level) } => {
                write!(f, "there is no level `{written}`; did you mean `{level}`?")
            }
            Self::UnknownLevel { written, closest: None } => {
                write!(f, "there is no level `{written}`; levels are allow, hint, info, warning and error")
            }
        }
    }
}

impl std::error::Error for LevelError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_level_counts_and_others_keep_their_own() {
        let mut levels = RuleLevels::default();
        levels.set(Rule::UnknownMember, Level::Error);
        let mut later = RuleLevels::default();
        later.set(Rule::UnknownMember, Level::Allow);
        levels.extend(&later);
        assert_eq!(levels.level(Rule::UnknownMember, Severity::Warning), Level::Allow);
        assert_eq!(levels.level(Rule::Syntax, Severity::Error), Level::Error);
        assert_eq!(levels.level(Rule::Preprocessor, Severity::Warning), Level::Warning);
    }

    #[test]
    fn a_build_keeps_errors_and_lets_the_rest_be_set() {
        let mut levels = RuleLevels::default();
        levels.set(Rule::Unconnected, Level::Hint);
        levels.set(Rule::UnknownMember, Level::Error);
        assert_eq!(levels.level(Rule::Unconnected, Severity::Error), Level::Hint);
        let levels = levels.for_build();
        assert_eq!(levels.level(Rule::Unconnected, Severity::Error), Level::Error);
        assert_eq!(levels.level(Rule::UnknownMember, Severity::Warning), Level::Error);
    }

    #[test]
    fn a_slip_in_a_level_is_recognised() {
        let set = |level| RuleLevels::default().set_named("unknown-member", level);
        assert_eq!(set("warn"), Ok(()));
        let said = set("warnig").unwrap_err().to_string();
        assert_eq!(said, "there is no level `warnig`; did you mean `warning`?");
        let said = set("loud").unwrap_err().to_string();
        assert_eq!(said, "there is no level `loud`; levels are allow, hint, info, warning and error");
    }
}
