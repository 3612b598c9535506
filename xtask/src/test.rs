// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `cargo xtask test`: every check and every test, each as a step.

mod counts;
mod steps;

use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::bail;

use crate::cli::TestArguments;
use crate::prerequisites::{self, Tool};
use crate::repository::Repository;
use counts::Counts;

/// A part of the whole that can be run alone.
struct Step {
    name: &'static str,
    /// What it holds, in one line.
    about: &'static str,
    /// What must be installed.
    needs: &'static [Tool],
    /// Adds the tests that it runs to the counts. An error is a failed step.
    run: fn(&Repository, &mut Counts) -> anyhow::Result<()>,
}

/// How a step ended.
struct Outcome {
    name: &'static str,
    time: Duration,
    tests: Counts,
    failure: Option<anyhow::Error>,
}

/// Prints the steps.
pub(crate) fn list() {
    for step in steps::ALL {
        println!("{:12} {}", step.name, step.about);
    }
}

/// Runs the chosen steps. The exit code is 0 if all pass.
///
/// # Errors
/// When a step's name is unknown, or something is missing that can't be installed.
pub(crate) fn run(repository: &Repository, arguments: &TestArguments) -> anyhow::Result<ExitCode> {
    let (chosen, left_out) = choose(arguments)?;
    let started = Instant::now();
    prerequisites::install(chosen.iter().flat_map(|step| step.needs.iter().copied()))?;

    let mut outcomes = Vec::new();
    for (index, step) in chosen.iter().enumerate() {
        println!("\n==> [{}/{}] {}: {}", index + 1, chosen.len(), step.name, step.about);
        let outcome = step.execute(repository);
        match &outcome.failure {
            None => println!("==> {} passed in {}", step.name, seconds(outcome.time)),
            Some(error) => println!("==> {} FAILED in {}: {error:#}", step.name, seconds(outcome.time)),
        }
        outcomes.push(outcome);
    }
    summarise(&outcomes, &left_out, started.elapsed());
    Ok(if outcomes.iter().all(|outcome| outcome.failure.is_none()) { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

impl Step {
    fn execute(&self, repository: &Repository) -> Outcome {
        let started = Instant::now();
        let mut tests = Counts::default();
        let mut failure = (self.run)(repository, &mut tests).err();
        if failure.is_none() && tests.failed > 0 {
            failure =
                Some(anyhow::anyhow!("{} tests failed, though the program that ran them ended well", tests.failed));
        }
        Outcome { name: self.name, time: started.elapsed(), tests, failure }
    }
}

type Chosen = (Vec<&'static Step>, Vec<&'static str>);

/// The steps to run, and the names of those that the caller leaves out.
fn choose(arguments: &TestArguments) -> anyhow::Result<Chosen> {
    for name in arguments.only.iter().chain(&arguments.skip) {
        if !steps::ALL.iter().any(|step| step.name == name) {
            let names: Vec<_> = steps::ALL.iter().map(|step| step.name).collect();
            bail!("there is no step `{name}`; the steps are {}", names.join(", "));
        }
    }
    let listed = |names: &[String], step: &Step| names.iter().any(|name| name == step.name);
    let (chosen, left_out): (Vec<_>, Vec<_>) = steps::ALL.iter().partition(|step| {
        !listed(&arguments.skip, step) && (arguments.only.is_empty() || listed(&arguments.only, step))
    });
    Ok((chosen, left_out.iter().map(|step| step.name).collect()))
}

fn summarise(outcomes: &[Outcome], left_out: &[&str], time: Duration) {
    println!("\nsummary");
    for outcome in outcomes {
        let result = if outcome.failure.is_none() { "ok" } else { "FAILED" };
        println!("  {result:7} {:12} {:>8}  {}", outcome.name, seconds(outcome.time), outcome.tests.describe());
    }
    for outcome in outcomes {
        if let Some(error) = &outcome.failure {
            println!("  {} failed: {error:#}", outcome.name);
        }
    }
    if !left_out.is_empty() {
        println!("  NOT RUN: {}", left_out.join(", "));
    }
    if std::env::var_os("CAMKES_CORPUS").is_none() && outcomes.iter().any(|outcome| outcome.name == "test") {
        println!("  NOT RUN: tests over public applications, because CAMKES_CORPUS is not set (see CONTRIBUTING.md)");
    }
    let mut tests = Counts::default();
    for outcome in outcomes {
        tests.add(outcome.tests);
    }
    let failed_steps = outcomes.iter().filter(|outcome| outcome.failure.is_some()).count();
    let steps = Counts { passed: outcomes.len() - failed_steps, failed: failed_steps };
    println!("  {} steps and {} tests in {}", outcomes.len(), tests.passed + tests.failed, seconds(time));
    println!("{} passed, {} failed", steps.passed + tests.passed, steps.failed + tests.failed);
}

fn seconds(time: Duration) -> String {
    format!("{:.1} s", time.as_secs_f64())
}

#[cfg(test)]
mod tests {
    use super::{choose, steps};
    use crate::cli::TestArguments;

    fn arguments(only: &[&str], skip: &[&str]) -> TestArguments {
        let owned = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
        TestArguments { only: owned(only), skip: owned(skip), list: false }
    }

    #[test]
    fn all_steps_are_chosen_when_none_is_named() {
        let (chosen, left_out) = choose(&arguments(&[], &[])).unwrap();
        assert_eq!((chosen.len(), left_out.len()), (steps::ALL.len(), 0));
    }

    #[test]
    fn a_step_can_be_chosen_or_left_out() {
        let (chosen, _) = choose(&arguments(&["tidy"], &[])).unwrap();
        assert_eq!(chosen.iter().map(|step| step.name).collect::<Vec<_>>(), ["tidy"]);
        let (chosen, left_out) = choose(&arguments(&[], &["tidy"])).unwrap();
        assert_eq!((chosen.len(), left_out), (steps::ALL.len() - 1, vec!["tidy"]));
    }

    #[test]
    fn an_unknown_step_is_an_error_that_names_the_known_ones() {
        let Err(error) = choose(&arguments(&["fnt"], &[])) else { panic!("`fnt` is accepted") };
        assert!(error.to_string().contains("`fnt`; the steps are fmt, clippy"), "{error}");
    }

    #[test]
    fn names_of_steps_are_unique() {
        let mut names: Vec<_> = steps::ALL.iter().map(|step| step.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), steps::ALL.len());
    }
}
