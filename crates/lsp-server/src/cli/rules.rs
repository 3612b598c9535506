// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `--error RULE`, `--warn RULE` and `--ignore RULE`: of several about one rule, the last counts.

use camkes_hir::diagnostic::{Level, Rule, RuleLevels};
use clap::{Arg, ArgAction, ArgMatches, Args, Command, FromArgMatches, builder::ValueParser};

const FLAGS: [(&str, Level, &str); 3] = [
    ("error", Level::Error, "Make what a rule finds an error; may be repeated"),
    ("warn", Level::Warning, "Make what a rule finds a warning; may be repeated"),
    ("ignore", Level::Allow, "Do not show what a rule finds; may be repeated"),
];

/// Levels of rules from the command line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RuleOptions {
    /// What was set.
    pub levels: RuleLevels,
}

impl FromArgMatches for RuleOptions {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let mut options = Self::default();
        options.update_from_arg_matches(matches)?;
        Ok(options)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        let mut set: Vec<(usize, Rule, Level)> = Vec::new();
        for (flag, level, _) in FLAGS {
            let rules = matches.get_many::<Rule>(flag).into_iter().flatten();
            set.extend(matches.indices_of(flag).into_iter().flatten().zip(rules).map(|(at, rule)| (at, *rule, level)));
        }
        set.sort_unstable();
        for (_, rule, level) in set {
            self.levels.set(rule, level);
        }
        Ok(())
    }
}

impl Args for RuleOptions {
    fn augment_args(command: Command) -> Command {
        let arg = |(flag, _, help): (&'static str, Level, &'static str)| {
            let parser = ValueParser::new(super::rule);
            Arg::new(flag).long(flag).value_name("RULE").help(help).action(ArgAction::Append).value_parser(parser)
        };
        command.args(FLAGS.map(arg))
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

#[cfg(test)]
mod tests {
    use camkes_hir::diagnostic::Severity;

    use super::*;

    fn level(line: &str) -> Level {
        let command = RuleOptions::augment_args(Command::new("x").no_binary_name(true));
        let matches = command.try_get_matches_from(line.split_whitespace()).unwrap();
        let options = RuleOptions::from_arg_matches(&matches).unwrap();
        options.levels.level(Rule::UnknownMember, Severity::Warning)
    }

    #[test]
    fn the_last_flag_about_a_rule_counts() {
        assert_eq!(level(""), Level::Warning);
        assert_eq!(level("--error unknown-member --ignore unknown-member"), Level::Allow);
        assert_eq!(level("--ignore unknown-member --error unknown-member"), Level::Error);
        assert_eq!(level("--ignore unknown-member --warn=unknown-member --error unknown-rule"), Level::Warning);
    }
}
