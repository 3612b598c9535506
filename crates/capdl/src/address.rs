// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Addresses as templates write them: sums of numbers and of one symbol, as in `get_vaddr('stack') + 8192`.

use crate::Address;

/// The text is no sum of numbers and of at most one symbol.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{text}' is no address: expected numbers and at most one get_vaddr('symbol'), added or subtracted")]
pub struct AddressError {
    /// The text.
    pub text: String,
}

impl std::str::FromStr for Address {
    type Err = AddressError;

    /// Takes decimal, `0x`, `0o` and `0b` numbers, `get_vaddr('symbol')` with either kind of quotes, `+`, `-`, `*` between
    /// numbers, and parentheses.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut reader = Reader { rest: text, depth: 0 };
        reader
            .sum()
            .filter(|_| reader.rest.trim_start().is_empty())
            .and_then(Sum::address)
            .ok_or_else(|| AddressError { text: text.to_owned() })
    }
}

/// Parentheses can't be nested deeper.
const MAX_DEPTH: u32 = 50;

struct Sum {
    symbol: Option<String>,
    number: i128,
}

impl Sum {
    fn number(number: i128) -> Self {
        Self { symbol: None, number }
    }

    fn plus(self, other: Self) -> Option<Self> {
        let symbol = match (self.symbol, other.symbol) {
            (Some(_), Some(_)) => return None,
            (one, other) => one.or(other),
        };
        Some(Self { symbol, number: self.number.checked_add(other.number)? })
    }

    fn negated(self) -> Option<Self> {
        self.symbol.is_none().then(|| self.number.checked_neg().map(Self::number))?
    }

    fn times(self, other: &Self) -> Option<Self> {
        let numbers = self.symbol.is_none() && other.symbol.is_none();
        numbers.then(|| self.number.checked_mul(other.number).map(Self::number))?
    }

    fn address(self) -> Option<Address> {
        match self.symbol {
            Some(symbol) => Some(Address::Symbol { symbol, offset: self.number.try_into().ok()? }),
            None => Some(Address::Known(self.number.try_into().ok()?)),
        }
    }
}

struct Reader<'a> {
    rest: &'a str,
    depth: u32,
}

impl<'a> Reader<'a> {
    fn eat(&mut self, token: &str) -> bool {
        match self.rest.trim_start().strip_prefix(token) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn sum(&mut self) -> Option<Sum> {
        let mut sum = self.product()?;
        loop {
            if self.eat("+") {
                sum = sum.plus(self.product()?)?;
            } else if self.eat("-") {
                sum = sum.plus(self.product()?.negated()?)?;
            } else {
                return Some(sum);
            }
        }
    }

    fn product(&mut self) -> Option<Sum> {
        let mut product = self.term()?;
        while self.eat("*") {
            product = product.times(&self.term()?)?;
        }
        Some(product)
    }

    fn term(&mut self) -> Option<Sum> {
        let mut negative = false;
        while self.eat("-") {
            negative = !negative;
        }
        let term = if self.eat("(") {
            self.depth += 1;
            let inner = if self.depth > MAX_DEPTH { None } else { self.sum() };
            self.depth -= 1;
            inner.filter(|_| self.eat(")"))?
        } else if self.eat("get_vaddr") {
            self.symbol()?
        } else {
            self.number()?
        };
        if negative { term.negated() } else { Some(term) }
    }

    fn symbol(&mut self) -> Option<Sum> {
        if !self.eat("(") {
            return None;
        }
        let rest = self.rest.trim_start();
        let quote = rest.chars().next().filter(|quote| matches!(quote, '\'' | '"'))?;
        let (symbol, rest) = rest.strip_prefix(quote)?.split_once(quote)?;
        self.rest = rest;
        (self.eat(")") && !symbol.contains('\\')).then(|| Sum { symbol: Some(symbol.to_owned()), number: 0 })
    }

    fn number(&mut self) -> Option<Sum> {
        let rest: &'a str = self.rest.trim_start();
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
        let (digits, rest) = rest.split_at(end);
        let (digits, radix) = match digits.get(..2) {
            Some("0x" | "0X") => (&digits[2..], 16),
            Some("0o" | "0O") => (&digits[2..], 8),
            Some("0b" | "0B") => (&digits[2..], 2),
            _ => (digits, 10),
        };
        self.rest = rest;
        u64::from_str_radix(digits, radix).ok().map(|number| Sum::number(number.into()))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn sums_of_a_symbol_and_numbers_are_addresses() {
        let symbol = |symbol: &str, offset| Ok(Address::symbol(symbol, offset));
        assert_eq!("0".parse(), Ok(Address::Known(0)));
        assert_eq!("0x10 + 2*8".parse(), Ok(Address::Known(32)));
        assert_eq!("get_vaddr('camkes adder _camkes_start')".parse(), symbol("camkes adder _camkes_start", 0));
        assert_eq!("get_vaddr(\"stack\") + 16384 + 4096".parse(), symbol("stack", 20480));
        assert_eq!("8 + (get_vaddr( 's' ) - (4 - 1)) ".parse(), symbol("s", 5));
        assert_eq!("18446744073709551615".parse(), Ok(Address::Known(u64::MAX)));
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for text in [
            "",
            "x",
            "-1",
            "1 +",
            "get_vaddr(a)",
            "get_vaddr('a",
            "get_vaddr('a') + get_vaddr('b')",
            "2*get_vaddr('a')",
            "-get_vaddr('a')",
            "1 2",
            "18446744073709551616",
            "0x",
            "(1",
            "get_vaddr('a') + 99999999999999999999",
        ] {
            assert!(text.parse::<Address>().is_err(), "{text}");
        }
        let deep = "(".repeat(100_000);
        assert!(deep.parse::<Address>().is_err());
        assert_eq!(
            "x".parse::<Address>().unwrap_err().to_string(),
            "'x' is no address: expected numbers and at most one get_vaddr('symbol'), added or subtracted"
        );
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_panic(text in "[-0-9a-fxob+*()'\" get_vaddr\\PC]{0,40}") {
            let _ = text.parse::<Address>();
        }
    }
}
