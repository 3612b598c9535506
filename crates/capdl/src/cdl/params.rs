// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Parameters of objects and capabilities.

use super::{
    CdlError,
    ast::{CapParam, NumberParam, Param, Slot, Span},
    cursor::{Cursor, Read},
    parse::place_ref,
};
use crate::{Asid, ReplyCap, Rights};

/// The words of parameters that are one number each.
const NUMBERS: [(&str, NumberParam); 27] = [
    ("addr", NumberParam::Addr),
    ("ip", NumberParam::Ip),
    ("sp", NumberParam::Sp),
    ("prio", NumberParam::Prio),
    ("max_prio", NumberParam::MaxPrio),
    ("affinity", NumberParam::Affinity),
    ("dom", NumberParam::Dom),
    ("fault_ep", NumberParam::FaultEp),
    ("paddr", NumberParam::Paddr),
    ("level", NumberParam::Level),
    ("domainID", NumberParam::DomainId),
    ("iospace", NumberParam::IoSpace),
    ("period", NumberParam::Period),
    ("budget", NumberParam::Budget),
    ("data", NumberParam::Data),
    ("bank", NumberParam::Bank),
    ("ioapic_num", NumberParam::IoapicNum),
    ("ioapic_pin", NumberParam::IoapicPin),
    ("ioapic_level", NumberParam::IoapicLevel),
    ("ioapic_polarity", NumberParam::IoapicPolarity),
    ("msi_handle", NumberParam::MsiHandle),
    ("msi_pci_bus", NumberParam::MsiBus),
    ("msi_pci_dev", NumberParam::MsiDev),
    ("msi_pci_fun", NumberParam::MsiFun),
    ("target", NumberParam::Target),
    ("irq", NumberParam::Irq),
    ("asid_high", NumberParam::AsidHigh),
];

/// `(param, param …)`, or nothing.
pub(super) fn of_object(cursor: &mut Cursor<'_>) -> Read<Vec<(Param, Span)>> {
    let mut params = Vec::new();
    if !cursor.eat("(")? || cursor.eat(")")? {
        return Ok(params);
    }
    loop {
        let start = cursor.at();
        let param = object_param(cursor)?;
        params.push((param, cursor.since(start)));
        if !cursor.eat(",")? {
            cursor.expect(")")?;
            return Ok(params);
        }
    }
}

fn object_param(cursor: &mut Cursor<'_>) -> Read<Param> {
    if cursor.is_at_number() {
        return numbered(cursor);
    }
    for (word, param) in NUMBERS {
        if cursor.eat_word(word)? {
            cursor.expect(":")?;
            return Ok(Param::Number(param, cursor.number()?));
        }
    }
    let word = cursor.peek_name().unwrap_or_default();
    if !matches!(word, "resume" | "fpu_disabled" | "init" | "fill" | "ports" | "trigger") {
        return Err(cursor.expected("a parameter of an object"));
    }
    cursor.advance(word.len())?;
    cursor.expect(":")?;
    match word {
        "resume" => flag(cursor, ["False", "True"]).map(Param::Resume),
        "fpu_disabled" => flag(cursor, ["False", "True"]).map(Param::FpuDisabled),
        "trigger" => flag(cursor, ["level", "edge"]).map(Param::EdgeTriggered),
        "init" => init(cursor).map(Param::Init),
        "fill" => fill(cursor).map(Param::Fill),
        _ => {
            cursor.expect("[")?;
            let first = cursor.number()?;
            cursor.expect("..")?;
            let last = cursor.number()?;
            cursor.expect("]")?;
            Ok(Param::Ports(first, last))
        }
    }
}

/// `12 bits`, `4k`, `2M`, or `bus:device.function`.
fn numbered(cursor: &mut Cursor<'_>) -> Read<Param> {
    let start = cursor.at();
    let number = cursor.number()?;
    let unit = |bits: u32| {
        let bytes = number.checked_mul(1 << bits);
        bytes.map(Param::Size).ok_or_else(|| CdlError::new(&(start..start), "this size needs more than 64 bits"))
    };
    if cursor.eat_word("bits")? {
        Ok(Param::Bits(number))
    } else if cursor.eat_word("k")? {
        unit(10)
    } else if cursor.eat_word("M")? {
        unit(20)
    } else if cursor.eat(":")? {
        let device = cursor.number()?;
        cursor.expect(".")?;
        Ok(Param::Pci(number, device, cursor.number()?))
    } else {
        Err(cursor.expected("'bits', 'k', 'M', or ':' and the rest of a PCI address"))
    }
}

fn flag(cursor: &mut Cursor<'_>, [no, yes]: [&str; 2]) -> Read<bool> {
    if cursor.eat_word(yes)? {
        Ok(true)
    } else if cursor.eat_word(no)? {
        Ok(false)
    } else {
        Err(cursor.expected(&format!("{no} or {yes}")))
    }
}

fn init(cursor: &mut Cursor<'_>) -> Read<Vec<u64>> {
    let mut words = Vec::new();
    cursor.expect("[")?;
    if cursor.eat("]")? {
        return Ok(words);
    }
    loop {
        words.push(cursor.number()?);
        if !cursor.eat(",")? {
            cursor.expect("]")?;
            return Ok(words);
        }
    }
}

/// `[{word word …}, {…}]`; a word is anything without space and `}`.
fn fill(cursor: &mut Cursor<'_>) -> Read<Vec<Vec<String>>> {
    let mut pieces = Vec::new();
    cursor.expect("[")?;
    if cursor.eat("]")? {
        return Ok(pieces);
    }
    loop {
        cursor.expect("{")?;
        let mut words = Vec::new();
        while !cursor.eat("}")? {
            let rest = cursor.rest();
            let length = rest.find(|c: char| c.is_whitespace() || c == '}').unwrap_or(rest.len());
            if length == 0 {
                return Err(cursor.expected("'}'"));
            }
            words.push(rest.get(..length).unwrap_or_default().to_owned());
            cursor.advance(length)?;
        }
        if words.is_empty() {
            return Err(cursor.expected("what fills the frame before the '}'"));
        }
        pieces.push(words);
        if !cursor.eat(",")? {
            cursor.expect("]")?;
            return Ok(pieces);
        }
    }
}

/// `(param, param …)`, or nothing.
pub(super) fn of_cap(cursor: &mut Cursor<'_>) -> Read<Vec<(CapParam, Span)>> {
    let mut params = Vec::new();
    if !cursor.eat("(")? {
        return Ok(params);
    }
    loop {
        let start = cursor.at();
        let param = cap_param(cursor)?;
        params.push((param, cursor.since(start)));
        if !cursor.eat(",")? {
            cursor.expect(")")?;
            return Ok(params);
        }
    }
}

fn cap_param(cursor: &mut Cursor<'_>) -> Read<CapParam> {
    type Number = fn(u64) -> CapParam;
    let numbers: [(&str, Number); 4] = [
        ("guard", CapParam::Guard),
        ("guard_size", CapParam::GuardSize),
        ("badge", CapParam::Badge),
        ("core", CapParam::Core),
    ];
    for (word, param) in numbers {
        if cursor.eat_word(word)? {
            cursor.expect(":")?;
            return cursor.number().map(param);
        }
    }
    if cursor.eat_word("masked")? {
        cursor.expect(":")?;
        return rights(cursor).map(CapParam::Masked);
    }
    if cursor.eat_word("reply")? {
        return Ok(CapParam::Reply(ReplyCap::Reply));
    }
    if cursor.eat_word("master_reply")? {
        return Ok(CapParam::Reply(ReplyCap::MasterReply));
    }
    if cursor.eat_word("cached")? {
        return Ok(CapParam::Cached(true));
    }
    if cursor.eat_word("uncached")? {
        return Ok(CapParam::Cached(false));
    }
    if cursor.eat_word("asid")? {
        cursor.expect(":")?;
        cursor.expect("(")?;
        let high = cursor.number()?;
        cursor.expect(",")?;
        let low = cursor.number()?;
        cursor.expect(")")?;
        return Ok(CapParam::Asid(Asid { high, low }));
    }
    if cursor.eat_word("mapping")? {
        cursor.expect(":")?;
        let place = place_ref(cursor)?;
        let slot = match place.slot {
            Slot::Number(slot) => slot,
            Slot::Tcb(slot) => slot.number(),
        };
        let Some(table) = super::names::single(&place.container) else {
            return Err(CdlError::new(&place.container.span, "a frame is mapped in one table"));
        };
        return Ok(CapParam::Mapping(place.container.span, table, slot));
    }
    rights(cursor).map(CapParam::Rights)
}

/// The letters of rights, with or without space between them.
fn rights(cursor: &mut Cursor<'_>) -> Read<Rights> {
    let mut rights = Rights::NONE;
    loop {
        let right = match cursor.rest().chars().next() {
            Some('R') => Rights::READ,
            Some('W') => Rights::WRITE,
            Some('G' | 'X') => Rights::GRANT,
            Some('P') => Rights::GRANT_REPLY,
            _ if rights.is_empty() => {
                return Err(cursor.expected("a parameter of a capability, or the letters of rights"));
            }
            _ => return Ok(rights),
        };
        rights |= right;
        cursor.advance(1)?;
    }
}
