// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Many times of one thing.

use std::time::Duration;

use serde_json::{Value, json};

/// Times of one thing, in the order in which they were taken.
#[derive(Debug, Default, Clone)]
pub(crate) struct Times(Vec<Duration>);

impl Times {
    pub(crate) fn push(&mut self, time: Duration) {
        self.0.push(time);
    }

    /// Milliseconds: how long the fastest took, half of them, 99 of 100, and the slowest.
    pub(crate) fn json(&self) -> Value {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        let at = |hundredths: usize| {
            let place = (sorted.len() * hundredths).div_ceil(100).max(1) - 1;
            sorted.get(place).map(|time| milliseconds(*time))
        };
        json!({ "count": sorted.len(), "min_ms": at(0), "median_ms": at(50), "p90_ms": at(90), "p99_ms": at(99), "max_ms": at(100) })
    }
}

/// To hundredths.
pub(crate) fn milliseconds(time: Duration) -> f64 {
    (time.as_secs_f64() * 100_000.0).round() / 100.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_times_that_were_taken() {
        let mut times = Times::default();
        (1..=200).rev().for_each(|ms| times.push(Duration::from_millis(ms)));
        let json = times.json();
        let of = |key: &str| json[key].as_f64();
        assert_eq!(
            [of("min_ms"), of("median_ms"), of("p99_ms"), of("max_ms")],
            [Some(1.0), Some(100.0), Some(198.0), Some(200.0)]
        );
        assert_eq!(Times::default().json()["p99_ms"], Value::Null);
    }
}
