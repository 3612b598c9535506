// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Strings that templates take apart.

use super::kind::number;

/// The form of a string.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Form {
    /// Any text.
    Free,
    /// Letters of `RWXP` in this order, each at most once.
    Access,
    /// A whole number.
    Number,
    /// `first:last`, x86 I/O ports.
    Ports,
    /// `first:last,first:last,…`
    PortLists,
    /// `address:size:bits`, frames of 2^bits bytes.
    Frames,
    /// `address:bits`, device memory of 2^bits bytes.
    Untyped,
    /// `domain:bus:device:function,…`, PCI devices behind an IOMMU.
    IoSpaces,
    /// `interrupt,level,trigger`
    IoApic,
    /// The full name of a connection.
    Connection,
    /// `instance.interface`
    End,
}

/// The greatest x86 I/O port.
pub(crate) const LAST_PORT: i128 = 0xffff;

impl Form {
    /// How it is written, in words.
    #[must_use]
    pub fn shape(self) -> &'static str {
        match self {
            Self::Free => "any text",
            Self::Access => "the letters `RWXP` in this order, each at most once",
            Self::Number => "a whole number, such as `\"1\"` or `\"0x10\"`",
            Self::Ports => "the first and the last port, such as `\"0x60:0x64\"`",
            Self::PortLists => "ranges of ports, such as `\"0x60:0x64,0x70:0x71\"`",
            Self::Frames => "address, size and bits of a frame, such as `\"0xf0000000:0x1000:12\"`",
            Self::Untyped => "address and bits of a size, such as `\"0xf0000000:12\"`",
            Self::IoSpaces => {
                "domain, bus, device and function, such as `\"0x1:0x0:0x1f:0x2\"`, with commas between several"
            }
            Self::IoApic => "interrupt, level and trigger, such as `\"4,0,0\"`",
            Self::Connection => "the name of a connection",
            Self::End => "`instance.interface`",
        }
    }

    /// Whether a string is of this form. Quotes around it are no part of it, as in the reference.
    #[must_use]
    pub fn matches(self, text: &str) -> bool {
        let text = text.trim_matches('"');
        match self {
            Self::Free | Self::Connection => true,
            Self::Access => access(text),
            Self::Number => number(text).is_some(),
            Self::Ports => ports(text).is_some(),
            Self::PortLists => text.split(',').all(|range| ports(range).is_some()),
            Self::Frames => numbers::<3>(text, ':').is_some(),
            Self::Untyped => numbers::<2>(text, ':').is_some(),
            Self::IoSpaces => text.split(',').all(|it| numbers::<4>(it, ':').is_some()),
            Self::IoApic => numbers::<3>(text, ',').is_some(),
            Self::End => text.split('.').count() >= 2 && text.split('.').all(|part| !part.is_empty()),
        }
    }
}

fn access(text: &str) -> bool {
    let mut rest = text;
    for letter in ['R', 'W', 'X', 'P'] {
        rest = rest.strip_prefix(letter).unwrap_or(rest);
    }
    rest.is_empty()
}

/// The first and the last port of a range.
pub(crate) fn ports(text: &str) -> Option<(i128, i128)> {
    let [first, last] = numbers::<2>(text, ':')?;
    (0 <= first && first <= last && last <= LAST_PORT).then_some((first, last))
}

/// That many whole numbers with a separator between them.
pub(crate) fn numbers<const N: usize>(text: &str, separator: char) -> Option<[i128; N]> {
    let parts: Vec<i128> = text.split(separator).map(number).collect::<Option<_>>()?;
    parts.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_of_access_come_in_order_and_once() {
        for text in ["", "R", "RW", "RWXP", "WP", "X"] {
            assert!(Form::Access.matches(text), "{text}");
        }
        for text in ["WR", "RR", "r", "RWX ", "RWQ"] {
            assert!(!Form::Access.matches(text), "{text}");
        }
    }

    #[test]
    fn strings_are_taken_apart_as_templates_do() {
        assert_eq!(ports("0x60:0x64"), Some((0x60, 0x64)));
        for text in ["0x64:0x60", "0x60", "0x60:0x64:1", "0:0x10000", "a:b"] {
            assert_eq!(ports(text), None, "{text}");
        }
        assert!(Form::PortLists.matches("1:2,3:4") && !Form::PortLists.matches("1:2,"));
        assert!(Form::Frames.matches("0xf0000000:0x1000:12") && !Form::Frames.matches("0xf0000000:12"));
        assert!(Form::End.matches("a.b") && !Form::End.matches("a"));
    }
}
