// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The small shapes of the picture.

use std::fmt::Write;

use crate::graph::{
    EdgeKind,
    layout::{Path, Side, Step},
};

/// The distance from a port's middle to its edge.
const DOT: i64 = 4;

/// The `d` attribute of a line.
pub(super) fn path_data(path: &Path) -> String {
    let mut data = format!("M{} {}", path.start.0, path.start.1);
    for step in &path.steps {
        let _ = match step {
            Step::Line(x, y) => write!(data, "L{x} {y}"),
            Step::Curve([(ax, ay), (bx, by), (x, y)]) => write!(data, "C{ax} {ay} {bx} {by} {x} {y}"),
        };
    }
    data
}

/// The mark of an interface: a disc for calls, a diamond for signals, a square for memory and devices.
pub(super) fn dot(kind: EdgeKind, x: i64, y: i64) -> String {
    match kind {
        EdgeKind::Procedure => format!("<circle class=\"dot\" cx=\"{x}\" cy=\"{y}\" r=\"{}\"/>", DOT + 1),
        EdgeKind::Event => {
            let r = DOT + 2;
            format!("<path class=\"dot\" d=\"M{} {y}L{x} {}L{} {y}L{x} {}Z\"/>", x - r, y - r, x + r, y + r)
        }
        EdgeKind::Dataport | EdgeKind::Hardware => format!(
            "<rect class=\"dot\" x=\"{}\" y=\"{}\" width=\"{size}\" height=\"{size}\"/>",
            x - DOT,
            y - DOT,
            size = 2 * DOT
        ),
    }
}

/// The tip of a line that reaches a box from the given side; nothing for lines without a direction.
pub(super) fn arrow(kind: EdgeKind, (x, y): (i64, i64), side: Side) -> String {
    let outwards = if side == Side::Left { -1 } else { 1 };
    let tip = x + outwards * (DOT + 1);
    let back = tip + outwards * 9;
    match kind {
        EdgeKind::Procedure => {
            format!("<path class=\"tip\" d=\"M{tip} {y}L{back} {}L{back} {}Z\"/>", y - 4, y + 4)
        }
        EdgeKind::Event => format!("<path class=\"tip\" d=\"M{back} {}L{tip} {y}L{back} {}\"/>", y - 5, y + 5),
        EdgeKind::Dataport | EdgeKind::Hardware => String::new(),
    }
}

/// The coloured head of an instance: rounded at the top, and at the bottom too if nothing follows.
pub(super) fn head(x: i64, y: i64, width: i64, height: i64, alone: bool) -> String {
    let (right, bottom) = (x + width, y + height);
    let foot = if alone {
        format!("V{}Q{right} {bottom} {} {bottom}H{}Q{x} {bottom} {x} {}", bottom - 7, right - 7, x + 7, bottom - 7)
    } else {
        format!("V{bottom}H{x}")
    };
    format!(
        "<path class=\"head\" d=\"M{x} {}Q{x} {y} {} {y}H{}Q{right} {y} {right} {}{foot}Z\"/>",
        y + 7,
        x + 7,
        right - 7,
        y + 7
    )
}
