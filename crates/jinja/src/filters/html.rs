// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Filters that are about HTML.

use std::{collections::BTreeSet, sync::LazyLock};

use regex::Regex;

use crate::{
    Py, PyError, PyResult,
    args::Args,
    budget,
    cx::Cx,
    error::{attribute_error, runtime_error, type_error, value_error},
    iter, text,
    truth::truth,
};

pub(super) fn apply(cx: &mut Cx<'_>, name: &str, of: &Py, args: &Args<'_>) -> PyResult<Option<Py>> {
    Ok(Some(Py::from(match name {
        "e" | "escape" | "forceescape" => escape(&text::str(of)?),
        "striptags" => {
            args.none("striptags")?;
            unescape(&without_tags(&text::str(of)?))?
        }
        "urlize" => urlize(cx, &text::str(of)?, args)?,
        "xmlattr" => attributes(of, args)?,
        _ => return Ok(None),
    })))
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\'' => out.push_str("&#39;"),
            '"' => out.push_str("&#34;"),
            _ => out.push(c),
        }
    }
    out
}

/// A dictionary as attributes of an element, each with a space before it.
fn attributes(of: &Py, args: &Args<'_>) -> PyResult<String> {
    let bound = args.bind("xmlattr", &["autospace"])?;
    let Py::Dict(dict) = of else {
        return Err(attribute_error(format!("'{}' object has no attribute 'items'", of.type_name())));
    };
    let mut items = Vec::new();
    for (key, value) in dict.entries() {
        if matches!(value, Py::None | Py::Nothing) || value.is_undefined() {
            continue;
        }
        let Py::Str(name) = &key else {
            return Err(type_error(format!("expected string or bytes-like object, got '{}'", key.type_name())));
        };
        if name.contains(|c: char| crate::methods::is_space(c) || matches!(c, '/' | '>' | '=')) {
            let shown = text::repr(&key)?;
            return Err(value_error(format!("Invalid character in attribute name: {shown}")));
        }
        items.push(format!("{}=\"{}\"", escape(name), escape(&text::str(&value)?)));
    }
    let spaced = bound.get("autospace").map_or(Ok(true), truth)?;
    let space = if spaced && !items.is_empty() { " " } else { "" };
    Ok(format!("{space}{}", items.join(" ")))
}

/// Text without tags and comments, with one space between words.
fn without_tags(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        let tag = rest.get(at..).unwrap_or_default();
        let end = if tag.starts_with("<!--") {
            tag.get(4..).and_then(|inside| inside.find("-->")).map(|end| end + 7)
        } else {
            tag.find('>').map(|end| end + 1)
        };
        // What is not closed is no tag.
        let Some(end) = end else { break };
        out.push_str(rest.get(..at).unwrap_or_default());
        rest = tag.get(end..).unwrap_or_default();
    }
    out.push_str(rest);
    let words: Vec<&str> = out.split(crate::methods::is_space).filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

/// Text with the characters that references to them stand for.
fn unescape(text: &str) -> PyResult<String> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(rest.get(..at).unwrap_or_default());
        let reference = rest.get(at + 1..).unwrap_or_default();
        let taken = match reference.strip_prefix('#') {
            Some(number) => numeric(number, &mut out).map(|length| length + 1),
            None => named(reference, &mut out)?,
        };
        if taken.is_none() {
            out.push('&');
        }
        rest = reference.get(taken.unwrap_or(0)..).unwrap_or_default();
    }
    out.push_str(rest);
    Ok(out)
}

/// What numbers from 128 to 159 stand for: as in Windows, not as in Unicode.
const WINDOWS: [char; 32] = [
    '\u{20ac}', '\u{81}', '\u{201a}', '\u{192}', '\u{201e}', '\u{2026}', '\u{2020}', '\u{2021}', '\u{2c6}', '\u{2030}',
    '\u{160}', '\u{2039}', '\u{152}', '\u{8d}', '\u{17d}', '\u{8f}', '\u{90}', '\u{2018}', '\u{2019}', '\u{201c}',
    '\u{201d}', '\u{2022}', '\u{2013}', '\u{2014}', '\u{2dc}', '\u{2122}', '\u{161}', '\u{203a}', '\u{153}', '\u{9d}',
    '\u{17e}', '\u{178}',
];

/// A character by its number, behind `&#`; the length of the rest of the reference.
fn numeric(text: &str, out: &mut String) -> Option<usize> {
    let (radix, digits) = match text.strip_prefix(['x', 'X']) {
        Some(digits) => (16, digits),
        None => (10, text),
    };
    let length = digits.find(|c: char| !c.is_digit(radix)).unwrap_or(digits.len());
    if length == 0 {
        return None;
    }
    let number = digits.get(..length).unwrap_or_default();
    let code = u32::from_str_radix(number, radix).unwrap_or(u32::MAX);
    match code {
        0x80..=0x9f => out.extend(WINDOWS.get(code as usize - 0x80)),
        0xd => out.push('\r'),
        // What is no character of a text is left out.
        0x1..=0x8 | 0xb | 0xe..=0x1f | 0x7f | 0xfdd0..=0xfdef => {}
        _ if code <= 0x10_ffff && code & 0xfffe == 0xfffe => {}
        _ => out.push(char::from_u32(code).filter(|c| *c != '\0').unwrap_or('\u{fffd}')),
    }
    let semicolon = usize::from(digits.get(length..).is_some_and(|rest| rest.starts_with(';')));
    Some(text.len() - digits.len() + length + semicolon)
}

/// A character by its name; the length of the reference behind its `&`.
fn named(text: &str, out: &mut String) -> PyResult<Option<usize>> {
    const NAMES: [(&str, char); 6] =
        [("amp;", '&'), ("lt;", '<'), ("gt;", '>'), ("quot;", '"'), ("apos;", '\''), ("nbsp;", '\u{a0}')];
    if let Some((name, c)) = NAMES.iter().find(|(name, _)| text.starts_with(name)) {
        out.push(*c);
        return Ok(Some(name.len()));
    }
    if text.starts_with(|c: char| c.is_ascii_alphabetic()) {
        let name: String = text.chars().take_while(char::is_ascii_alphanumeric).take(40).collect();
        let message = format!("'striptags' knows no character of HTML by the name '&{name}': write its number");
        return Err(PyError::unsupported(message));
    }
    Ok(None)
}

fn pattern(text: &str) -> Option<Regex> {
    Regex::new(text).ok()
}

/// An address on the web: with a scheme or `www.`, of a well-known domain, or of a machine by its number.
static WEB: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let named = r"(?:https?://|www\.)(?:[\w%-]+\.)*(?:[a-z]{2,63}|xn--[\w%]{2,59})";
    let known = r"(?:[\w%-]{2,63}\.)+(?:com|net|int|edu|gov|org|info|mil)";
    let numbered = r"https?://(?:\d{1,3}(?:\.\d{1,3}){3}|\[(?:[\da-f]{0,4}:){2}(?:[\da-f]{0,4}:?){1,6}\])";
    pattern(&format!(r"(?i)^(?:{named}|{known}|{numbered})(?::\d{{1,5}})?(?:[/?#]\S*)?$"))
});
static MAIL: LazyLock<Option<Regex>> = LazyLock::new(|| pattern(r"^\S+@\w[\w.-]*\.\w+$"));
static HEAD: LazyLock<Option<Regex>> = LazyLock::new(|| pattern(r"^(?:[(<]|&lt;)+"));
static TAIL: LazyLock<Option<Regex>> = LazyLock::new(|| pattern(r"(?:[)>.,\n]|&gt;)+$"));
static SCHEME: LazyLock<Option<Regex>> = LazyLock::new(|| pattern(r"^[\w.+-]{2,}:/{0,2}$"));

fn is(pattern: &Option<Regex>, text: &str) -> bool {
    pattern.as_ref().is_some_and(|pattern| pattern.is_match(text))
}

/// How links are written.
struct Links {
    /// Attributes of those that lead to the web.
    attributes: String,
    /// The most characters of one that are shown.
    shown: Option<usize>,
    schemes: Vec<String>,
}

/// Text in which addresses of the web and of mail are links.
fn urlize(cx: &mut Cx<'_>, of: &str, args: &Args<'_>) -> PyResult<String> {
    let parameters = &["trim_url_limit", "nofollow", "target", "rel", "extra_schemes"];
    let bound = args.bind("urlize", parameters)?;
    let shown = bound.some("trim_url_limit").map(Py::expect_index).transpose()?;
    let rel = bound.some("rel").map(|rel| rel.expect_str("rel")).transpose()?.unwrap_or_default();
    let mut relations: BTreeSet<&str> = rel.split_whitespace().collect();
    if bound.get("nofollow").map_or(Ok(false), truth)? {
        relations.insert("nofollow");
    }
    relations.insert("noopener");
    let relations: Vec<&str> = relations.into_iter().collect();
    let mut attributes = format!(" rel=\"{}\"", escape(&relations.join(" ")));
    if let Some(target) = bound.some("target").filter(|target| truth(target).unwrap_or(false)) {
        attributes.push_str(&format!(" target=\"{}\"", escape(&text::str(target)?)));
    }
    let mut schemes = Vec::new();
    for scheme in bound.some("extra_schemes").map_or(Ok(Vec::new()), |schemes| iter::iterate(cx, schemes))? {
        let scheme = scheme.expect_str("scheme")?;
        if !is(&SCHEME, scheme) {
            let shown = text::repr(&Py::from(scheme))?;
            return Err(runtime_error(format!("{shown} is not a valid URI scheme prefix.")));
        }
        schemes.push(scheme.to_owned());
    }
    let links = Links { attributes, shown: shown.and_then(|limit| usize::try_from(limit).ok()), schemes };
    let escaped = escape(of);
    let mut out = String::with_capacity(escaped.len());
    let mut rest = escaped.as_str();
    while !rest.is_empty() {
        let word = rest.find(crate::methods::is_space).unwrap_or(rest.len());
        budget::charge(word * 3 + 64)?;
        links.word(rest.get(..word).unwrap_or_default(), &mut out);
        rest = rest.get(word..).unwrap_or_default();
        let space = rest.find(|c| !crate::methods::is_space(c)).unwrap_or(rest.len());
        out.push_str(rest.get(..space).unwrap_or_default());
        rest = rest.get(space..).unwrap_or_default();
    }
    Ok(out)
}

impl Links {
    /// A word, as a link if it is an address, without the brackets and stops around it.
    fn word(&self, word: &str, out: &mut String) {
        let head = HEAD.as_ref().and_then(|head| head.find(word)).map_or(0, |found| found.end());
        let (head, middle) = word.split_at(head);
        let end = TAIL.as_ref().and_then(|tail| tail.find(middle)).map_or(middle.len(), |found| found.start());
        let (middle, tail) = middle.split_at(end);
        let (mut middle, mut tail) = (middle.to_owned(), tail);
        // Brackets that are opened in an address are closed in it.
        for (open, close) in [("(", ")"), ("<", ">"), ("&lt;", "&gt;")] {
            let opened = middle.matches(open).count();
            if opened <= middle.matches(close).count() {
                continue;
            }
            for _ in 0..opened.min(tail.matches(close).count()) {
                let Some(at) = tail.find(close) else { break };
                let (moved, left) = tail.split_at(at + close.len());
                middle.push_str(moved);
                tail = left;
            }
        }
        out.push_str(head);
        out.push_str(&self.link(&middle));
        out.push_str(tail);
    }

    fn link(&self, word: &str) -> String {
        let attributes = &self.attributes;
        if is(&WEB, word) {
            let scheme = if word.starts_with("https://") || word.starts_with("http://") { "" } else { "https://" };
            let shown = match self.shown {
                Some(limit) if word.chars().count() > limit => word.chars().take(limit).chain("...".chars()).collect(),
                _ => word.to_owned(),
            };
            return format!("<a href=\"{scheme}{word}\"{attributes}>{shown}</a>");
        }
        if let Some(address) = word.strip_prefix("mailto:").filter(|address| is(&MAIL, address)) {
            return format!("<a href=\"{word}\">{address}</a>");
        }
        let no_mail = word.starts_with("www.") || word.starts_with('@') || word.contains(':');
        if word.contains('@') && !no_mail && is(&MAIL, word) {
            return format!("<a href=\"mailto:{word}\">{word}</a>");
        }
        let mut link = word.to_owned();
        for scheme in &self.schemes {
            if link != *scheme && link.starts_with(scheme.as_str()) {
                link = format!("<a href=\"{link}\"{attributes}>{link}</a>");
            }
        }
        link
    }
}
