// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! How wide text is.
//!
//! The fonts of the reader are unknown, so the widths are those of a wide sans-serif font: text never needs more room
//! than it is given.

/// The width of `text` in pixels at a font size of `size` pixels.
pub(in crate::graph) fn width(text: &str, size: i64) -> i64 {
    let hundredths: i64 = text.chars().map(advance).sum();
    (hundredths * size + 99) / 100
}

/// The advance of a character in hundredths of the font size.
fn advance(c: char) -> i64 {
    match c {
        'i' | 'j' | 'l' | '\'' | '|' | '.' | ',' | ':' | ';' | ' ' => 36,
        'f' | 't' | 'r' | 'I' | '(' | ')' | '[' | ']' | '/' | '-' => 44,
        'm' | 'w' | 'M' | 'W' | '@' | '%' => 102,
        'A'..='Z' | '_' => 76,
        '0'..='9' | 'a'..='z' => 64,
        c if c.is_ascii() => 84,
        _ => 110,
    }
}

/// The text, cut with an ellipsis if it is wider than `limit` pixels.
pub(in crate::graph) fn fitted(text: &str, size: i64, limit: i64) -> String {
    if width(text, size) <= limit {
        return text.to_owned();
    }
    let room = limit - width("…", size);
    let mut used = 0;
    let kept = text.chars().take_while(|c| {
        used += advance(*c) * size;
        used <= room * 100
    });
    kept.chain(std::iter::once('…')).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn long_text_is_cut_to_fit() {
        assert_eq!(super::fitted("short", 10, 100), "short");
        let cut = super::fitted(&"x".repeat(100), 10, 100);
        assert!(cut.ends_with('…') && super::width(&cut, 10) <= 100, "{cut}");
        assert_eq!(super::fitted("anything", 10, 0), "…");
    }
}
