// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Input for tests: several files in one string, with a cursor and expected messages marked in them, device trees,
//! generated systems of any length for benchmarks, and the messages of an editor's session.
//!
//! ```
//! use camkes_test_fixture::Fixture;
//!
//! let fixture = Fixture::parse(
//!     r#"
//!     //- /main.camkes
//!     import "cat.camkes";
//!     assembly {
//!         composition { component Ca$0t minka; component Dog rex; }
//!                                                    //^^^ unknown component
//!     }
//!     //- /cat.camkes
//!     component Cat { control; }
//!     "#,
//! );
//! let (path, offset) = fixture.cursor();
//! assert!(fixture.file(path).text[..offset.into()].ends_with("component Ca"));
//!
//! let dog = fixture.root().text.find("Dog").unwrap() as u32;
//! let found = text_size::TextRange::at(dog.into(), 3.into());
//! fixture.assert_marks([("/main.camkes", found, "unknown component".to_owned())]);
//! ```
//!
//! Tests and the workshop use this crate, no program. What is wrong in a fixture is a mistake in a test, so it panics, with the line.
#![allow(clippy::panic, reason = "a broken fixture is a broken test")]

pub mod device_tree;
mod fixture;
pub mod generate;
mod mark;
pub mod messages;
mod report;

pub use fixture::{Fixture, FixtureFile};
pub use mark::Mark;
