// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `re`, on an engine that takes time in proportion to the text, whatever the pattern.

use std::{cell::RefCell, fmt, fmt::Write, sync::Arc};

use regex::{Captures, Regex, RegexBuilder};
use rustc_hash::FxHashMap;

use crate::{
    Py, PyError, PyResult,
    args::Args,
    budget,
    call::call,
    class::{self, Class},
    collections::SLOT,
    cx::Cx,
    error::{index_error, type_error},
    host::Host,
};

const IGNORECASE: i64 = 2;
const MULTILINE: i64 = 8;
const DOTALL: i64 = 16;
const VERBOSE: i64 = 64;

/// How large a compiled pattern may be, in bytes.
const LARGEST: usize = 1 << 20;

pub(super) fn module() -> Py {
    let flags = [
        ("I", IGNORECASE),
        ("IGNORECASE", IGNORECASE),
        ("M", MULTILINE),
        ("MULTILINE", MULTILINE),
        ("S", DOTALL),
        ("DOTALL", DOTALL),
        ("X", VERBOSE),
        ("VERBOSE", VERBOSE),
    ];
    let flags = flags.into_iter().map(|(name, flag)| (name, Py::Int(flag)));
    let functions = ["match", "search", "fullmatch", "findall", "finditer", "split", "sub", "subn"];
    let functions = functions.into_iter().map(|name| {
        (
            name,
            Py::function(name, move |cx, args| {
                let [pattern, rest @ ..] = args.positional else {
                    return Err(type_error(format!("{name}() missing 1 required positional argument: 'pattern'")));
                };
                let (flags, named): (Vec<_>, Vec<_>) =
                    args.named.iter().cloned().partition(|(known, _)| &**known == "flags");
                let most = if matches!(name, "sub" | "subn") {
                    3
                } else if name == "split" {
                    2
                } else {
                    1
                };
                let (rest, positional_flags) = rest.split_at(rest.len().min(most));
                let flags = flags.first().map(|(_, flags)| flags).or(positional_flags.first());
                let pattern = compiled(pattern, flags.map_or(Ok(0), Py::expect_index)?)?;
                method(cx, &pattern, name, &Args { positional: rest, named: &named })?
                    .ok_or_else(|| type_error(format!("re has no '{name}'")))
            }),
        )
    });
    let others = [
        (
            "compile",
            Py::function("compile", |_, args| {
                let bound = args.bind("compile", &["pattern", "flags"])?;
                let flags = bound.get("flags").map_or(Ok(0), Py::expect_index)?;
                Ok(Py::Host(compiled(bound.required("pattern")?, flags)?))
            }),
        ),
        (
            "escape",
            Py::function("escape", |_, args| {
                let text = args.one("escape")?.expect_str("pattern")?;
                let special = |c: char| "()[]{}?*+-|^$\\.&~# \t\n\r\u{b}\u{c}".contains(c);
                let mut out = String::with_capacity(text.len());
                for c in text.chars() {
                    out.extend(special(c).then_some('\\'));
                    out.push(c);
                }
                Ok(Py::from(out))
            }),
        ),
        ("error", Py::Class(&class::RE_ERROR)),
    ];
    Py::module("re", flags.chain(functions).chain(others).collect::<Vec<_>>())
}

/// A compiled pattern, free and anchored at both ends.
pub(crate) struct Pattern {
    source: Arc<str>,
    anywhere: Regex,
    at_start: Regex,
    whole: Regex,
}

impl fmt::Debug for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.repr())
    }
}

thread_local! {
    /// Patterns that were compiled before.
    static PATTERNS: RefCell<FxHashMap<(String, i64), Arc<Pattern>>> = RefCell::default();
}

fn compiled(pattern: &Py, flags: i64) -> PyResult<Arc<Pattern>> {
    if let Py::Host(host) = pattern {
        let any: &dyn std::any::Any = &**host;
        if let Some(known) = any.downcast_ref::<Pattern>() {
            return Ok(Arc::new(Pattern {
                source: Arc::clone(&known.source),
                anywhere: known.anywhere.clone(),
                at_start: known.at_start.clone(),
                whole: known.whole.clone(),
            }));
        }
    }
    let source = pattern.expect_str("first argument")?;
    let key = (source.to_owned(), flags);
    if let Some(known) = PATTERNS.with_borrow(|known| known.get(&key).cloned()) {
        return Ok(known);
    }
    budget::charge(LARGEST / 64 + source.len() * 64)?;
    budget::spend(source.len() * 64)?;
    let translated = translate(source, flags)?;
    let build = |text: &str| {
        let mut builder = RegexBuilder::new(text);
        builder
            .case_insensitive(flags & IGNORECASE != 0)
            .multi_line(flags & MULTILINE != 0)
            .dot_matches_new_line(flags & DOTALL != 0)
            .ignore_whitespace(flags & VERBOSE != 0)
            .size_limit(LARGEST)
            .nest_limit(100);
        builder.build().map_err(|error| match error {
            regex::Error::CompiledTooBig(_) => PyError::limit("the regular expression is too large"),
            _ => PyError::new(&class::RE_ERROR, format!("the regular expression '{source}' can't be read: {error}")),
        })
    };
    // A verbose pattern may end in a comment, which must not swallow the bracket.
    let end = if flags & VERBOSE != 0 { "\n)" } else { ")" };
    let pattern = Arc::new(Pattern {
        source: Arc::from(source),
        anywhere: build(&translated)?,
        at_start: build(&format!("\\A(?:{translated}{end}"))?,
        whole: build(&format!("\\A(?:{translated}{end}\\z"))?,
    });
    PATTERNS.with_borrow_mut(|known| {
        if known.len() >= 64 {
            known.clear();
        }
        known.insert(key, Arc::clone(&pattern));
    });
    Ok(pattern)
}

/// Python's pattern as one of ours.
fn translate(source: &str, flags: i64) -> PyResult<String> {
    let mut out = String::with_capacity(source.len() + 8);
    let mut chars = source.chars().peekable();
    let mut in_class = false;
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some('Z') => out.push_str("\\z"),
                Some(digit @ '1'..='9') => {
                    return Err(PyError::unsupported(format!(
                        "back references ('\\{digit}') in regular expressions are not supported"
                    )));
                }
                Some(escaped) => {
                    // Python takes any other character that is escaped as itself.
                    if escaped.is_ascii_alphanumeric() || regex_syntax_char(escaped) {
                        out.push('\\');
                    }
                    out.push(escaped);
                }
                None => return Err(PyError::new(&class::RE_ERROR, "bad escape (end of pattern)")),
            },
            '[' if in_class => out.push_str("\\["),
            '&' | '~' if in_class => {
                out.push('\\');
                out.push(c);
            }
            '[' => {
                in_class = true;
                out.push('[');
                if chars.peek() == Some(&'^') {
                    out.extend(chars.next());
                }
                if chars.peek() == Some(&']') {
                    chars.next();
                    out.push_str("\\]");
                }
            }
            ']' => {
                in_class = false;
                out.push(']');
            }
            '(' if !in_class && chars.peek() == Some(&'?') => {
                let ahead: String = chars.clone().take(3).collect();
                if ["?=", "?!", "?<=", "?<!"].iter().any(|look| ahead.starts_with(look)) {
                    return Err(PyError::unsupported(
                        "looking ahead or behind in regular expressions is not supported",
                    ));
                }
                out.push('(');
            }
            // The end of the text, or before a line break that ends it.
            '$' if !in_class && flags & MULTILINE == 0 => out.push_str("(?:\\z|\\n\\z)"),
            _ => out.push(c),
        }
    }
    Ok(out)
}

fn regex_syntax_char(c: char) -> bool {
    "\\.+*?()|[]{}^$#&-~/<>=!:'\"`%@,; ".contains(c) && !"/<>=!:'\"`%@,; ".contains(c)
}

impl Host for Pattern {
    fn class(&self) -> &'static Class {
        &class::PATTERN
    }

    fn attribute(&self, _: &mut Cx<'_>, name: &str) -> PyResult<Option<Py>> {
        Ok(match name {
            "pattern" => Some(Py::Str(Arc::clone(&self.source))),
            "groups" => Some(Py::from(self.anywhere.captures_len() - 1)),
            _ => None,
        })
    }

    fn has_method(&self, name: &str) -> bool {
        matches!(name, "match" | "search" | "fullmatch" | "findall" | "finditer" | "split" | "sub" | "subn")
    }

    fn call_method(&self, cx: &mut Cx<'_>, name: &str, args: &Args<'_>) -> PyResult<Option<Py>> {
        method(cx, self, name, args)
    }

    fn repr(&self) -> String {
        let mut text = String::from("re.compile(");
        crate::text::quoted(&self.source, &mut text);
        text.push(')');
        text
    }
}

fn method(cx: &mut Cx<'_>, pattern: &Pattern, name: &str, args: &Args<'_>) -> PyResult<Option<Py>> {
    let text_of = |bound: &crate::args::Bound<'_>| -> PyResult<Arc<str>> {
        match bound.required("string")? {
            Py::Str(text) => {
                budget::spend(text.len() / 4)?;
                Ok(Arc::clone(text))
            }
            other => {
                Err(type_error(format!("expected string or bytes-like object, got '{}'", other.defined()?.type_name())))
            }
        }
    };
    Ok(Some(match name {
        "match" | "search" | "fullmatch" => {
            let text = text_of(&args.bind("match", &["string"])?)?;
            let regex = match name {
                "match" => &pattern.at_start,
                "search" => &pattern.anywhere,
                _ => &pattern.whole,
            };
            regex.captures(&text).map_or(Py::None, |found| Match::of(&text, regex, &found))
        }
        "findall" | "finditer" => {
            let text = text_of(&args.bind("findall", &["string"])?)?;
            let mut all = Vec::new();
            for found in pattern.anywhere.captures_iter(&text) {
                cx.spend(1)?;
                cx.charge(SLOT)?;
                all.push(if name == "finditer" {
                    Match::of(&text, &pattern.anywhere, &found)
                } else {
                    found_text(&found)
                });
            }
            Py::list(all)
        }
        "split" => {
            let bound = args.bind("split", &["string", "maxsplit"])?;
            let text = text_of(&bound)?;
            let most = bound.get("maxsplit").map_or(Ok(0), Py::expect_index)?;
            split(cx, pattern, &text, usize::try_from(most).ok().filter(|most| *most > 0))?
        }
        "sub" | "subn" => {
            let bound = args.bind("sub", &["repl", "string", "count"])?;
            let text = text_of(&bound)?;
            let most = bound.get("count").map_or(Ok(0), Py::expect_index)?;
            let most = usize::try_from(most).ok().filter(|most| *most > 0);
            let (replaced, count) = substitute(cx, pattern, bound.required("repl")?, &text, most)?;
            if name == "sub" { replaced } else { Py::tuple(vec![replaced, Py::from(count)]) }
        }
        _ => return Ok(None),
    }))
}

fn group_text(found: &Captures<'_>, at: usize) -> Py {
    found.get(at).map_or(Py::None, |group| Py::from(group.as_str()))
}

/// What `findall` gives of a match: the group, the groups, or all of it.
fn found_text(found: &Captures<'_>) -> Py {
    let or_empty = |at: usize| Py::from(found.get(at).map_or("", |group| group.as_str()));
    match found.len() {
        1 => or_empty(0),
        2 => or_empty(1),
        groups => Py::tuple((1..groups).map(or_empty).collect()),
    }
}

fn split(cx: &mut Cx<'_>, pattern: &Pattern, text: &str, most: Option<usize>) -> PyResult {
    let mut parts = Vec::new();
    let mut at = 0;
    for found in pattern.anywhere.captures_iter(text).take(most.unwrap_or(usize::MAX)) {
        let Some(whole) = found.get(0) else { continue };
        cx.charge(SLOT * found.len() + whole.end() - at)?;
        parts.push(Py::from(text.get(at..whole.start()).unwrap_or_default()));
        parts.extend((1..found.len()).map(|group| group_text(&found, group)));
        at = whole.end();
    }
    parts.push(Py::from(text.get(at..).unwrap_or_default()));
    Ok(Py::list(parts))
}

fn substitute(
    cx: &mut Cx<'_>,
    pattern: &Pattern,
    with: &Py,
    text: &Arc<str>,
    most: Option<usize>,
) -> PyResult<(Py, usize)> {
    let mut out = String::with_capacity(text.len());
    let (mut at, mut count) = (0, 0);
    for found in pattern.anywhere.captures_iter(text).take(most.unwrap_or(usize::MAX)) {
        let Some(whole) = found.get(0) else { continue };
        out.push_str(text.get(at..whole.start()).unwrap_or_default());
        let before = out.len();
        match with {
            Py::Str(template) => expand(template, &found, &mut out)?,
            function => {
                let made = call(cx, function, &Args::of(&[Match::of(text, &pattern.anywhere, &found)]))?;
                out.push_str(made.expect_str("the replacement")?);
            }
        }
        cx.spend(1)?;
        cx.charge(out.len() - before)?;
        at = whole.end();
        count += 1;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    Ok((Py::from(out), count))
}

/// Writes a replacement, in which `\1` and `\g<name>` stand for groups.
fn expand(template: &str, found: &Captures<'_>, out: &mut String) -> PyResult<()> {
    let mut rest = template;
    let group = |name: &str| -> PyResult<String> {
        let text = match name.parse::<usize>() {
            Ok(number) if number < found.len() => found.get(number),
            Err(_) => found.name(name),
            Ok(_) => return Err(PyError::new(&class::RE_ERROR, format!("invalid group reference {name}"))),
        };
        Ok(text.map_or("", |text| text.as_str()).to_owned())
    };
    while let Some(at) = rest.find('\\') {
        out.push_str(rest.get(..at).unwrap_or_default());
        rest = rest.get(at + 1..).unwrap_or_default();
        let escape = rest.chars().next();
        rest = rest.get(escape.map_or(0, char::len_utf8)..).unwrap_or_default();
        match escape {
            Some('g') if rest.starts_with('<') => {
                let end =
                    rest.find('>').ok_or_else(|| PyError::new(&class::RE_ERROR, "missing >, unterminated name"))?;
                out.push_str(&group(rest.get(1..end).unwrap_or_default())?);
                rest = rest.get(end + 1..).unwrap_or_default();
            }
            Some(digit @ '0'..='9') => {
                let mut number = digit.to_string();
                if let Some(second @ '0'..='9') = rest.chars().next() {
                    number.push(second);
                    rest = rest.get(1..).unwrap_or_default();
                }
                out.push_str(&group(&number)?);
            }
            Some('n') => out.push('\n'),
            Some('t') => out.push('\t'),
            Some('r') => out.push('\r'),
            Some('\\') => out.push('\\'),
            Some(other) => {
                let _ = write!(out, "\\{other}");
            }
            None => return Err(PyError::new(&class::RE_ERROR, "bad escape (end of pattern)")),
        }
    }
    out.push_str(rest);
    Ok(())
}

/// A match: its groups as text, with their places in characters.
#[derive(Debug)]
struct Match {
    text: Arc<str>,
    groups: Vec<Option<(Arc<str>, usize, usize)>>,
    names: Vec<(Arc<str>, usize)>,
}

impl Match {
    fn of(text: &Arc<str>, regex: &Regex, found: &Captures<'_>) -> Py {
        let place = |at: usize| text.get(..at).map_or(0, |before| before.chars().count());
        let groups = found
            .iter()
            .map(|group| group.map(|group| (Arc::from(group.as_str()), place(group.start()), place(group.end()))))
            .collect();
        let names = regex.capture_names().enumerate();
        let names = names.filter_map(|(at, name)| Some((Arc::from(name?), at))).collect();
        Py::host(Self { text: Arc::clone(text), groups, names })
    }

    fn find(&self, key: Option<&Py>) -> PyResult<Option<&(Arc<str>, usize, usize)>> {
        let at = match key {
            None => Some(0),
            Some(Py::Str(name)) => self.names.iter().find(|(known, _)| known == name).map(|(_, at)| *at),
            Some(key) => usize::try_from(key.expect_index()?).ok(),
        };
        let group = at.and_then(|at| self.groups.get(at));
        group.map(Option::as_ref).ok_or_else(|| index_error("no such group"))
    }

    fn group(&self, key: Option<&Py>) -> PyResult {
        Ok(self.find(key)?.map_or(Py::None, |(text, ..)| Py::Str(Arc::clone(text))))
    }
}

impl Host for Match {
    fn class(&self) -> &'static Class {
        &class::MATCH
    }

    fn attribute(&self, _: &mut Cx<'_>, name: &str) -> PyResult<Option<Py>> {
        Ok((name == "string").then(|| Py::Str(Arc::clone(&self.text))))
    }

    fn has_method(&self, name: &str) -> bool {
        matches!(name, "group" | "groups" | "groupdict" | "start" | "end" | "span")
    }

    fn call_method(&self, _: &mut Cx<'_>, name: &str, args: &Args<'_>) -> PyResult<Option<Py>> {
        let text = |group: &Option<(Arc<str>, usize, usize)>, default: &Py| {
            group.as_ref().map_or_else(|| default.clone(), |(text, ..)| Py::Str(Arc::clone(text)))
        };
        Ok(Some(match name {
            "group" => match args.positional {
                [] => self.group(None)?,
                [one] => self.group(Some(one))?,
                many => Py::tuple(many.iter().map(|key| self.group(Some(key))).collect::<PyResult<_>>()?),
            },
            "groups" => {
                let default = args.bind("groups", &["default"])?.get("default").cloned().unwrap_or(Py::None);
                Py::tuple(self.groups.iter().skip(1).map(|group| text(group, &default)).collect())
            }
            "groupdict" => {
                let default = args.bind("groupdict", &["default"])?.get("default").cloned().unwrap_or(Py::None);
                let entry = |(name, at): &(Arc<str>, usize)| {
                    let value = self.groups.get(*at).map_or(Py::None, |group| text(group, &default));
                    (Py::Str(Arc::clone(name)), value)
                };
                Py::dict(self.names.iter().map(entry))
            }
            "start" | "end" | "span" => {
                let (start, end) = match self.find(args.bind("span", &["group"])?.get("group"))? {
                    Some((_, start, end)) => (Py::from(*start), Py::from(*end)),
                    None => (Py::Int(-1), Py::Int(-1)),
                };
                match name {
                    "start" => start,
                    "end" => end,
                    _ => Py::tuple(vec![start, end]),
                }
            }
            _ => return Ok(None),
        }))
    }

    fn item(&self, _: &mut Cx<'_>, key: &Py) -> PyResult<Option<Py>> {
        self.group(Some(key)).map(Some)
    }

    fn repr(&self) -> String {
        let (text, start, end) = match self.groups.first() {
            Some(Some((text, start, end))) => (&**text, *start, *end),
            _ => ("", 0, 0),
        };
        let mut shown = String::new();
        crate::text::quoted(text, &mut shown);
        format!("<re.Match object; span=({start}, {end}), match={shown}>")
    }
}
