// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! C types and sizes of what the ADL declares.

use camkes_capdl::Arch;
use camkes_hir::model::{AttributeType, DataportType};
use minijinja::{Error, ErrorKind, Value};

use super::{
    attribute::{Attribute, Struct},
    entity::entity,
    procedure::Parameter,
};

/// The size of the smallest page in bytes.
pub(crate) const PAGE_SIZE: u64 = camkes_capdl::PAGE_SIZE;

/// The C type of the values of a declared attribute.
pub(crate) fn attribute_c_type(attribute: &Attribute) -> String {
    match &attribute.declared.ty {
        AttributeType::Basic(basic) => named_c_type(&basic.adl_name()),
        AttributeType::Struct(ty) => format!("struct {}", attribute.struct_name(ty)),
    }
}

/// The C type of a type by its name in the ADL.
pub(crate) fn named_c_type(name: &str) -> String {
    match name {
        "string" => "char *",
        "character" => "char",
        "boolean" => "bool",
        other => other,
    }
    .to_owned()
}

/// The C type of a type name, a struct, an attribute or a parameter.
///
/// # Errors
/// The value is none of them.
pub(crate) fn c_type(value: &Value) -> Result<String, Error> {
    if let Some(name) = value.as_str() {
        return Ok(named_c_type(name));
    }
    if let Some(attribute) = entity::<Attribute>(value) {
        return Ok(attribute_c_type(attribute));
    }
    if let Some(Parameter(parameter)) = entity(value) {
        return Ok(parameter.ty.c_name().to_string());
    }
    if let Some(ty) = entity::<Struct>(value) {
        return Ok(format!("struct {}", ty.name));
    }
    Err(Error::new(ErrorKind::InvalidOperation, format!("{} has no C type", value.kind())))
}

/// The type of a dataport from its name: `Buf(N)` is the only one with a size in its name.
pub(crate) fn dataport(name: &str) -> DataportType {
    let digits = name.strip_prefix("Buf(").and_then(|rest| rest.strip_suffix(')'));
    match digits.and_then(|digits| digits.parse().ok()) {
        Some(bytes) => DataportType::Sized(bytes),
        None if name == "Buf" => DataportType::Buf,
        None => DataportType::Named(name.into()),
    }
}

/// The size of a dataport's content as a C expression: digits, or `sizeof` of its type.
pub(crate) fn dataport_c_size(ty: &DataportType) -> String {
    match ty {
        DataportType::Sized(bytes) => bytes.to_string(),
        other => format!("sizeof({})", named_c_type(&other.adl_name())),
    }
}

/// The C type of a dataport's content; `void` where only a size is known.
pub(crate) fn dataport_c_type(ty: &DataportType) -> String {
    match ty {
        DataportType::Sized(_) => "void".to_owned(),
        other => named_c_type(&other.adl_name()),
    }
}

/// The size in bytes of a type that is the same everywhere.
pub(crate) fn known_size(name: &str) -> Option<u64> {
    Some(match name {
        "Buf" => PAGE_SIZE,
        "int8_t" | "uint8_t" => 1,
        "int16_t" | "uint16_t" => 2,
        "int32_t" | "uint32_t" => 4,
        "int64_t" | "uint64_t" => 8,
        _ => return None,
    })
}

/// The smallest unsigned C type that holds `0..count`.
pub(crate) fn type_to_fit(count: i128) -> Option<&'static str> {
    let fits = |bits: u32| count <= 1_i128 << bits;
    [(8, "uint8_t"), (16, "uint16_t"), (32, "uint32_t"), (64, "uint64_t")]
        .into_iter()
        .find_map(|(bits, ty)| fits(bits).then_some(ty))
}

/// The size of a machine word in bytes.
pub(crate) fn word_size(arch: Arch) -> u8 {
    arch.word_bits() / 8
}

/// A C string literal with this content.
pub(crate) fn c_string(text: &str) -> String {
    let mut literal = String::with_capacity(text.len() + 2);
    literal.push('"');
    for byte in text.bytes() {
        match byte {
            b'"' => literal.push_str("\\\""),
            b'\\' => literal.push_str("\\\\"),
            b'\n' => literal.push_str("\\n"),
            b'\t' => literal.push_str("\\t"),
            b'\r' => literal.push_str("\\r"),
            // Three octal digits end by themselves, where `\x` would swallow digits that follow. `??` begins a trigraph.
            b'?' => literal.push_str("\\?"),
            0x20..=0x7e => literal.push(char::from(byte)),
            other => literal.push_str(&format!("\\{other:03o}")),
        }
    }
    literal.push('"');
    literal
}

/// A C string literal for a string of the ADL.
///
/// The ADL knows no escapes, so the reference hands the text to C as it is, and users write `\n` for C to read. An
/// escape that C knows is therefore kept; any other backslash stands for itself.
pub(crate) fn adl_c_string(text: &str) -> String {
    let mut literal = String::from("\"");
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        literal.push_str(&escaped(before));
        let next = after.chars().next().filter(|c| c.is_ascii_digit() || "abefnrtvx\\'\"?".contains(*c));
        match next {
            Some(known) => {
                literal.push('\\');
                literal.push(known);
                rest = after.get(known.len_utf8()..).unwrap_or_default();
            }
            None => {
                literal.push_str("\\\\");
                rest = after;
            }
        }
    }
    literal.push_str(&escaped(rest));
    literal.push('"');
    literal
}

/// The inside of the literal of a text.
fn escaped(text: &str) -> String {
    let literal = c_string(text);
    literal.get(1..literal.len().saturating_sub(1)).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_that_c_knows_are_left_to_c() {
        assert_eq!(adl_c_string(r"a\n"), r#""a\n""#);
        assert_eq!(adl_c_string("say \"hi\"\\n"), r#""say \"hi\"\n""#);
        assert_eq!(adl_c_string(r#"\"x"#), r#""\"x""#);
        assert_eq!(adl_c_string(r"C:\dir\"), r#""C:\\dir\\""#);
    }

    #[test]
    fn string_literals_are_safe_for_any_text() {
        assert_eq!(c_string("a \"b\"\\\n??/ é0"), r#""a \"b\"\\\n\?\?/ \303\2510""#);
    }

    #[test]
    fn only_sized_buffers_carry_a_size_in_their_name() {
        assert_eq!(dataport("Buf(8192)"), DataportType::Sized(8192));
        assert_eq!(dataport("Buf"), DataportType::Buf);
        assert_eq!(dataport("Buf(x)"), DataportType::Named("Buf(x)".into()));
        assert_eq!(dataport_c_size(&dataport("foo_t")), "sizeof(foo_t)");
        assert_eq!(dataport_c_type(&dataport("Buf(64)")), "void");
    }

    #[test]
    fn the_smallest_type_that_counts_so_far_is_chosen() {
        assert_eq!(type_to_fit(256), Some("uint8_t"));
        assert_eq!(type_to_fit(257), Some("uint16_t"));
        assert_eq!(type_to_fit(1 << 64), Some("uint64_t"));
        assert_eq!(type_to_fit((1 << 64) + 1), None);
    }
}
