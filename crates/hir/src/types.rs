// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Which values an attribute can take.

use smol_str::SmolStr;

use crate::diagnostic::{Finding, Rule};
use crate::loc::ItemLoc;
use crate::model::{Attribute, AttributeType, BasicType, Struct, Value};

/// C types that need no declaration of ours: the basic ones without a keyword in the ADL, and by C's habit everything
/// that ends in `_t`.
pub(crate) fn is_c_type(name: &str) -> bool {
    matches!(name, "double" | "float" | "bool" | "short" | "long" | "seL4_Word" | "seL4_CPtr") || name.ends_with("_t")
}

/// Types that generated code knows by itself (`camkes.h` with the headers that it includes: C's own, and those of seL4).
#[must_use]
pub fn is_known_to_c(name: &str) -> bool {
    const KNOWN: [&str; 23] = [
        "_Bool",
        "bool",
        "boolean",
        "character",
        "char",
        "dataport_ptr_t",
        "double",
        "float",
        "int",
        "intmax_t",
        "intptr_t",
        "long",
        "off_t",
        "ptrdiff_t",
        "real",
        "short",
        "signed",
        "size_t",
        "ssize_t",
        "uintmax_t",
        "uintptr_t",
        "unsigned",
        "wchar_t",
    ];
    let sized = |prefix: &str| {
        let bits = name.strip_prefix(prefix).and_then(|rest| rest.strip_suffix("_t"));
        bits.is_some_and(|bits| matches!(bits, "8" | "16" | "32" | "64"))
    };
    KNOWN.contains(&name) || sized("int") || sized("uint") || name.starts_with("seL4_")
}

/// Why a value does not fit its attribute.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Misfit {
    /// A value of another type.
    Type { value: Value, expected: SmolStr, member: Option<SmolStr> },
    /// A number that the C type can't hold.
    Overflow { value: Value, ty: SmolStr, range: (i128, i128), member: Option<SmolStr> },
    /// A struct's member without value and default.
    Missing { member: SmolStr, structure: SmolStr },
    /// A key that is no member.
    Unknown { member: SmolStr, structure: SmolStr },
}

impl Misfit {
    pub(crate) fn finding(&self, at: ItemLoc, attribute: &Attribute) -> Finding {
        match self {
            Self::Type { value, expected, member } => {
                let what = subject(attribute, member.as_ref());
                let message = format!("{what} needs {expected}, not the {} {}", value.kind(), shown(value));
                Finding::new(Rule::MistypedSetting, at, message).label(attribute.origin, "declared here")
            }
            Self::Overflow { value, ty, range: (least, greatest), member } => {
                let what = subject(attribute, member.as_ref());
                let message = format!("{what} is of type `{ty}`, which can't hold {value}");
                let finding = Finding::new(Rule::IntegerOverflow, at, message).label(attribute.origin, "declared here");
                finding.note(format!("it holds whole numbers from {least} to {greatest}"))
            }
            Self::Missing { member, structure } => {
                let message = format!("member `{member}` of struct `{structure}` has no value");
                Finding::new(Rule::MissingMember, at, message).label(attribute.origin, "declared here")
            }
            Self::Unknown { member, structure } => {
                let message = format!("struct `{structure}` has no member `{member}`");
                Finding::new(Rule::UnknownMember, at, message).label(attribute.origin, "declared here")
            }
        }
    }
}

/// An attribute, or a member of its value, for a message.
fn subject(attribute: &Attribute, member: Option<&SmolStr>) -> String {
    match member {
        None => format!("attribute `{}`", attribute.name),
        Some(member) => format!("member `{member}` of attribute `{}`", attribute.name),
    }
}

/// A value for a message: as it is written, but no longer than a person would read.
fn shown(value: &Value) -> String {
    const LONGEST: usize = 60;
    let text = value.to_string();
    match text.char_indices().nth(LONGEST) {
        Some((cut, _)) => format!("{}…", &text[..cut]),
        None => text,
    }
}

/// The simplest value of an attribute's type, as it is written.
#[must_use]
pub fn simplest(it: &Attribute) -> String {
    match &it.ty {
        _ if it.array => "[]".to_owned(),
        AttributeType::Basic(BasicType::String) => "\"\"".to_owned(),
        AttributeType::Basic(_) => "0".to_owned(),
        AttributeType::Struct(structure) => {
            let needed = structure.members.iter().filter(|it| it.default.is_none());
            let members: Vec<_> = needed.map(|it| format!("\"{}\": {}", it.name, simplest(it))).collect();
            format!("{{{}}}", members.join(", "))
        }
    }
}

/// Everything that is wrong with a value for an attribute.
pub(crate) fn check(value: &Value, attribute: &Attribute) -> Vec<Misfit> {
    let mut misfits = Vec::new();
    check_into(value, attribute, None, &mut misfits);
    misfits
}

fn check_into(value: &Value, attribute: &Attribute, member: Option<&SmolStr>, out: &mut Vec<Misfit>) {
    let mismatch =
        |value: &Value, expected: SmolStr| Misfit::Type { value: value.clone(), expected, member: member.cloned() };
    let elements = match value {
        Value::List(items) if attribute.array => items.as_slice(),
        _ if attribute.array => return out.push(mismatch(value, "a list".into())),
        one => std::slice::from_ref(one),
    };
    for element in elements {
        match &attribute.ty {
            AttributeType::Basic(basic) if fits(element, basic) => {
                if let (Value::Int(n), Some((least, greatest))) = (element, limits(basic))
                    && !(least..=greatest).contains(n)
                {
                    let (value, ty, range) = (element.clone(), basic.adl_name(), (least, greatest));
                    out.push(Misfit::Overflow { value, ty, range, member: member.cloned() });
                }
            }
            AttributeType::Basic(basic) => out.push(mismatch(element, expected(basic))),
            AttributeType::Struct(structure) => match element {
                Value::Dict(entries) => check_members(entries, structure, out),
                other => out.push(mismatch(other, "a dict with the struct's members".into())),
            },
        }
    }
}

fn check_members(entries: &[(Value, Value)], structure: &Struct, out: &mut Vec<Misfit>) {
    let name = structure.name.clone().unwrap_or_else(|| "in place".into());
    for member in &structure.members {
        let found = entries.iter().find(|(key, _)| key.as_str() == Some(member.name.as_str()));
        match (found, &member.default) {
            (Some((_, value)), _) => check_into(value, member, Some(&member.name), out),
            (None, Some(_)) => {}
            (None, None) => out.push(Misfit::Missing { member: member.name.clone(), structure: name.clone() }),
        }
    }
    for (key, _) in entries {
        let known = structure.members.iter().any(|m| key.as_str() == Some(m.name.as_str()));
        if !known {
            let member = key.as_str().map_or_else(|| key.to_string().into(), SmolStr::new);
            out.push(Misfit::Unknown { member, structure: name.clone() });
        }
    }
}

/// Whether a value can be of a basic type. A C typedef that is not known here may be anything that one word can hold.
fn fits(value: &Value, ty: &BasicType) -> bool {
    match (ty, value) {
        (BasicType::Named(name), value) => named_fits(value, name),
        (BasicType::String, value) => matches!(value, Value::Str(_)),
        (BasicType::CStruct(_), _) => false,
        (_, Value::Int(_)) => true,
        (BasicType::Char | BasicType::SignedChar | BasicType::UnsignedChar, Value::Str(s)) => is_character(s),
        _ => false,
    }
}

fn named_fits(value: &Value, name: &str) -> bool {
    match value {
        Value::Int(_) => true,
        Value::Float(_) => !is_whole(name),
        Value::Str(_) => !is_whole(name) && !matches!(name, "float" | "double"),
        Value::List(_) | Value::Dict(_) => false,
    }
}

/// Whether a C type holds whole numbers, as far as its name tells.
fn is_whole(name: &str) -> bool {
    bits(name).is_some() || matches!(name, "bool" | "boolean" | "short" | "long" | "size_t" | "seL4_Word" | "seL4_CPtr")
}

/// Width of a C type with one in its name.
fn bits(name: &str) -> Option<u32> {
    match name {
        "int8_t" | "uint8_t" => Some(8),
        "int16_t" | "uint16_t" => Some(16),
        "int32_t" | "uint32_t" => Some(32),
        "int64_t" | "uint64_t" => Some(64),
        _ => None,
    }
}

/// One character, or the escape of one in C.
fn is_character(text: &str) -> bool {
    match text.strip_prefix('\\') {
        None => text.chars().count() == 1,
        Some(escape) => match escape.strip_prefix('x') {
            Some(digits) => (1..=2).contains(&digits.len()) && digits.bytes().all(|it| it.is_ascii_hexdigit()),
            None if escape.len() > 1 => escape.len() <= 3 && u8::from_str_radix(escape, 8).is_ok(),
            None => true,
        },
    }
}

/// The least and the greatest number that a type holds. C lets a pattern of bits stand for a number with the other sign,
/// so that 0xffffffff is an `int`.
fn limits(ty: &BasicType) -> Option<(i128, i128)> {
    let bits = match ty {
        BasicType::Int | BasicType::UnsignedInt => 32,
        BasicType::Char | BasicType::SignedChar | BasicType::UnsignedChar => 8,
        BasicType::Int64 | BasicType::Uint64 => 64,
        BasicType::Named(name) if matches!(name.as_str(), "bool" | "boolean") => return Some((0, 1)),
        BasicType::Named(name) => bits(name)?,
        BasicType::String | BasicType::CStruct(_) => return None,
    };
    Some((-(1 << (bits - 1)), (1 << bits) - 1))
}

fn expected(ty: &BasicType) -> SmolStr {
    match ty {
        BasicType::String => "a string".into(),
        BasicType::Int | BasicType::UnsignedInt | BasicType::Int64 | BasicType::Uint64 => "a whole number".into(),
        BasicType::Char | BasicType::SignedChar | BasicType::UnsignedChar => "a whole number or a character".into(),
        BasicType::Named(name) if is_whole(name) => smol_str::format_smolstr!("a whole number for `{name}`"),
        other => smol_str::format_smolstr!("a value of type `{other}`"),
    }
}

/// The value with the defaults of members that it leaves out, in order of declaration behind those that it has.
pub(crate) fn complete(value: &Value, attribute: &Attribute) -> Value {
    let AttributeType::Struct(structure) = &attribute.ty else { return value.clone() };
    match value {
        Value::List(items) if attribute.array => {
            Value::List(items.iter().map(|v| complete_struct(v, structure)).collect())
        }
        other => complete_struct(other, structure),
    }
}

fn complete_struct(value: &Value, structure: &Struct) -> Value {
    let Value::Dict(entries) = value else { return value.clone() };
    let member = |key: &Value| structure.members.iter().find(|m| key.as_str() == Some(m.name.as_str()));
    let mut out: Vec<(Value, Value)> = entries
        .iter()
        .map(|(key, value)| (key.clone(), member(key).map_or_else(|| value.clone(), |m| complete(value, m))))
        .collect();
    for member in &structure.members {
        let key = Value::Str(member.name.clone());
        if let Some(default) = &member.default
            && !out.iter().any(|(k, _)| *k == key)
        {
            out.push((key, complete(default, member)));
        }
    }
    Value::Dict(out)
}
