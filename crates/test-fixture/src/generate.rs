// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Systems of any length, without a mistake in them, for benchmarks and for tests of large input.

use std::fmt::Write as _;

/// The fewest lines of a system: [`system`] never returns less.
pub const FEWEST_LINES: usize = 10;

/// Lines that one [`Cell`] adds: see `Cell::declarations` (24), `Cell::composition` (5) and `Cell::configuration` (4).
const CELL_LINES: usize = 33;

/// A complete system of exactly `lines` lines, each ended by `\n`; the same for the same arguments, anywhere.
///
/// It grows in cells: a struct, a procedure, a server and a client, their instances, a call, an event and shared memory between
/// them, and settings, so that all sizes have the same mixture of declarations. Lines that are left over become unconnected
/// instances. The system imports `<std_connector.camkes>`, and nothing else. `seed` varies types, numbers and the
/// order of parameters, not the shape.
#[must_use]
pub fn system(lines: usize, seed: u64) -> String {
    let rest = lines.saturating_sub(FEWEST_LINES);
    let mut numbers = Numbers(seed);
    let cells: Vec<_> = (0..rest / CELL_LINES).map(|index| Cell::new(index, &mut numbers)).collect();
    let spare = rest % CELL_LINES;

    let mut text = String::from("import <std_connector.camkes>;\n");
    for cell in &cells {
        cell.declarations(&mut text);
    }
    text.push_str("component Idle { control; attribute int level = 0; }\nassembly {\n    composition {\n");
    for cell in &cells {
        cell.composition(&mut text);
    }
    for index in 0..=spare {
        push(&mut text, format_args!("        component Idle idle_{index};"));
    }
    text.push_str("    }\n    configuration {\n");
    for cell in &cells {
        cell.configuration(&mut text);
    }
    push(&mut text, format_args!("        idle_0.level = {};", numbers.below(100)));
    text.push_str("    }\n}\n");
    text
}

/// Two components that talk to each other, and what they need.
struct Cell {
    index: usize,
    types: [&'static str; 3],
    buffer_pages: u64,
    limit: u64,
    priority: u64,
    weights: [u64; 3],
}

impl Cell {
    fn new(index: usize, numbers: &mut Numbers) -> Self {
        const TYPES: [&str; 6] = ["int", "uint64_t", "unsigned int", "char", "int64_t", "string"];
        Self {
            index,
            types: [(); 3].map(|()| numbers.pick(&TYPES)),
            buffer_pages: 1 + numbers.below(4),
            limit: numbers.below(1000),
            priority: 50 + numbers.below(200),
            weights: [(); 3].map(|()| numbers.below(16)),
        }
    }

    fn declarations(&self, text: &mut String) {
        let n = self.index;
        let [first, second, third] = self.types;
        let bytes = self.buffer_pages * 4096;
        for line in [
            format_args!("/* Orders of cell {n}: what a client may ask a server for. */"),
            format_args!("struct Weight_{n} {{"),
            format_args!("    int low;"),
            format_args!("    int high;"),
            format_args!("}}"),
            format_args!("procedure Orders_{n} {{"),
            format_args!("    int place(in {first} what, refin {second} wish, out {third} answer);"),
            format_args!("    void cancel(in int number, inout {second} reason);"),
            format_args!("    unsigned int pending(in {first} kinds[]);"),
            format_args!("}}"),
            format_args!("component Server_{n} {{"),
            format_args!("    provides Orders_{n} orders;"),
            format_args!("    emits Ready_{n} ready;"),
            format_args!("    dataport Buf({bytes}) pages;"),
            format_args!("    attribute int limit = {};", self.limit),
            format_args!("    attribute Weight_{n} weight;"),
            format_args!("}}"),
            format_args!("component Client_{n} {{"),
            format_args!("    control; // asks, then waits"),
            format_args!("    uses Orders_{n} orders;"),
            format_args!("    consumes Ready_{n} ready;"),
            format_args!("    dataport Buf({bytes}) pages;"),
            format_args!(
                "    attribute int weights[] = [{}];",
                self.weights.map(|weight| weight.to_string()).join(", ")
            ),
            format_args!("}}"),
        ] {
            push(text, line);
        }
    }

    fn composition(&self, text: &mut String) {
        let n = self.index;
        for line in [
            format_args!("        component Server_{n} server_{n};"),
            format_args!("        component Client_{n} client_{n};"),
            format_args!("        connection seL4RPCCall orders_{n}(from client_{n}.orders, to server_{n}.orders);"),
            format_args!("        connection seL4Notification ready_{n}(from server_{n}.ready, to client_{n}.ready);"),
            format_args!("        connection seL4SharedData pages_{n}(from client_{n}.pages, to server_{n}.pages);"),
        ] {
            push(text, line);
        }
    }

    fn configuration(&self, text: &mut String) {
        let n = self.index;
        let [low, high, _] = self.weights;
        for line in [
            format_args!("        server_{n}.limit = 2 * {} + 1;", self.limit),
            format_args!("        server_{n}.weight = {{\"low\": {low}, \"high\": {low} + {high}}};"),
            format_args!("        client_{n}.weights = [{low}, {high} << 2];"),
            format_args!("        client_{n}.priority = {};", self.priority),
        ] {
            push(text, line);
        }
    }
}

fn push(text: &mut String, line: std::fmt::Arguments<'_>) {
    // writing to a string can't fail
    let _ = writeln!(text, "{line}");
}

/// SplitMix64 (Steele, Lea and Flood, 2014): small, and the same on every machine.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[usize::try_from(self.next()).unwrap_or(0) % from.len()]
    }
}

#[cfg(test)]
mod tests {
    use super::{CELL_LINES, FEWEST_LINES, system};

    #[test]
    fn a_system_has_the_lines_asked_for() {
        for lines in [10, 11, 42, 43, 44, 1_000, 100_000] {
            assert_eq!(system(lines, 7).lines().count(), lines);
        }
        assert_eq!(system(0, 7).lines().count(), FEWEST_LINES);
    }

    #[test]
    fn the_same_seed_gives_the_same_system_and_another_one_another() {
        assert_eq!(system(1_000, 1), system(1_000, 1));
        assert_ne!(system(1_000, 1), system(1_000, 2));
    }

    #[test]
    fn names_are_declared_once_and_used() {
        let text = system(1_000, 3);
        let cells = (1_000 - FEWEST_LINES) / CELL_LINES;
        for cell in 0..cells {
            for (text_part, times) in [
                (format!("component Server_{cell} {{"), 1),
                (format!("procedure Orders_{cell} {{"), 1),
                (format!(" Orders_{cell} orders;"), 2),
                (format!(" server_{cell};"), 1),
                (format!("server_{cell}.orders"), 1),
            ] {
                assert_eq!(text.matches(&text_part).count(), times, "{text_part}");
            }
        }
    }

    #[test]
    fn brackets_are_balanced() {
        let text = system(500, 9);
        for (open, close) in [('{', '}'), ('(', ')'), ('[', ']')] {
            assert_eq!(text.matches(open).count(), text.matches(close).count(), "{open}");
        }
    }
}
