// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Templates of connectors: C with Jinja in its comments. Which functions a component gets from them is told by the names that begin
//! with that of its interface.

use text_size::TextRange;

use crate::c::{self, Function};

/// Stands for the interface's name while a template is read as C.
const INTERFACE: &str = "camkes_interface_";

/// Stands for what is only known when the template is rendered.
const UNKNOWN: &str = "camkes_unknown_";

/// A function whose name begins with that of the interface.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// What follows the interface's name.
    pub suffix: String,
    /// Its declaration, with `{}` for the interface's name; without the parameters where they are not known.
    pub signature: String,
    /// Only its own file sees it.
    pub is_static: bool,
}

/// What is known of a template.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Template {
    /// Functions with a body, in order.
    pub functions: Vec<Made>,
    /// Names of the templates that it includes.
    pub includes: Vec<String>,
    /// Functions in it call those named after the interface and a word that is only known when it is rendered, as methods are.
    pub calls_methods: bool,
}

/// Reads a template.
#[must_use]
pub fn read(text: &str) -> Template {
    let (text, includes) = as_c(text);
    let functions = c::outline(&text).functions;
    let calls_methods = functions.iter().any(|it| calls_a_method(&text, it));
    Template { functions: functions.iter().filter_map(|it| made(&text, it)).collect(), includes, calls_methods }
}

/// Whether a function calls one whose name is that of the interface and of what is not known.
fn calls_a_method(text: &str, function: &Function) -> bool {
    let body = text.get(usize::from(function.range.end())..usize::from(function.full.end())).unwrap_or_default();
    let name = format!("{INTERFACE}_{UNKNOWN}");
    body.match_indices(&name).any(|(at, _)| body[at + name.len()..].trim_start().starts_with('('))
}

fn made(text: &str, function: &Function) -> Option<Made> {
    let suffix = function.name.strip_prefix(INTERFACE)?;
    // A part in the middle of the name would leave two words.
    let next = text.get(usize::from(function.range.end())..)?.trim_start();
    if suffix.is_empty() || suffix.contains(UNKNOWN) || suffix.contains(INTERFACE) || !next.starts_with('(') {
        return None;
    }
    Some(Made { suffix: suffix.to_owned(), signature: signature(text, function), is_static: function.is_static })
}

/// The head of a function's definition.
fn signature(text: &str, function: &Function) -> String {
    let full = text.get(std::ops::Range::<usize>::from(function.full)).unwrap_or_default();
    let name = TextRange::new(function.full.start(), function.range.end()).len();
    let body = full.get(usize::from(name)..).and_then(|rest| rest.find('{')).map_or(0, |at| usize::from(name) + at);
    let head = full.get(..body).unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
    if head.is_empty() || [UNKNOWN, "#", "/*", "//", "{", "}"].iter().any(|it| head.contains(it)) {
        return format!("{{}}{}(…)", function.name.trim_start_matches(INTERFACE));
    }
    head.replace(INTERFACE, "{}")
}

/// The template as C: values as words, branches of conditions as those of the preprocessor, and the templates that it includes.
fn as_c(text: &str) -> (String, Vec<String>) {
    let (mut out, mut includes) = (String::with_capacity(text.len()), Vec::new());
    let mut rest = text;
    while let Some(at) = rest.find("/*") {
        let (before, comment) = rest.split_at(at);
        out.push_str(before);
        let close = match comment.as_bytes().get(2) {
            Some(b'?') => "?*/",
            Some(b'-') => "-*/",
            Some(b'#') => "#*/",
            _ => "*/",
        };
        // A mark is no end of itself.
        let Some(end) = comment.get(3..).and_then(|it| it.find(close)).map(|it| it + 3) else {
            return (out, includes);
        };
        let inside = comment.get(3..end).unwrap_or_default().trim();
        match close {
            "?*/" => {
                // Signs at the ends are about the blanks around.
                let value = inside.trim_matches(['-', '+']).trim();
                out.push_str(if value == "me.interface.name" { INTERFACE } else { UNKNOWN });
            }
            "-*/" => statement(inside, &mut out, &mut includes),
            _ => out.push(' '),
        }
        rest = comment.get(end + close.len()..).unwrap_or_default();
    }
    out.push_str(rest);
    (out, includes)
}

fn statement(inside: &str, out: &mut String, includes: &mut Vec<String>) {
    let word = inside.split_whitespace().next().unwrap_or_default();
    out.push_str(match word {
        "if" => "\n#if 1\n",
        "elif" | "else" => "\n#else\n",
        "endif" => "\n#endif\n",
        _ => " ",
    });
    if word == "include" {
        let name = inside.split(['\'', '"']).nth(1);
        includes.extend(name.map(str::to_owned));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        read(text).functions.into_iter().map(|it| it.signature).collect()
    }

    #[test]
    fn functions_that_begin_with_the_interface_are_known_with_their_heads() {
        let text = "/*# note /*? me.interface.name ?*/_no(void) { } #*/\n#include <a.h>\n\
            static int /*? me.interface.name ?*/_pins[] = { /*- for pin in pins -*/ /*? pin ?*/, /*- endfor -*/ };\n\
            pin_t *\n/*? me.interface.name ?*/_pins_of(seL4_Word badge,\n    int n)\n{\n    return 0;\n}\n\
            static void /*? me.interface.name ?*/_own(void) { }\nvoid other(void) { /*? me.interface.name ?*/_pins_of(1, 2); }\n";
        assert_eq!(shown(text), ["pin_t * {}_pins_of(seL4_Word badge, int n)", "static void {}_own(void)"]);
        let found = read(text).functions;
        assert_eq!((found[0].suffix.as_str(), found[0].is_static, found[1].is_static), ("_pins_of", false, true));
    }

    #[test]
    fn branches_are_ways_to_write_the_same_and_loops_leave_names_open() {
        let text = "/*- if a -*/\nint /*? me.interface.name ?*/_get(int a) {\n/*- else -*/\n\
            int /*? me.interface.name ?*/_get(void) {\n/*- endif -*/\n}\n\
            /*- for m in methods -*/ void /*? me.interface.name ?*/_/*? m.name ?*/(void) { } /*- endfor -*/\n\
            void /*? me.interface.name ?*/_put(/*- for p in ps -*/ /*? p ?*/, /*- endfor -*/ int n) { }\n";
        assert_eq!(shown(text), ["int {}_get(void)", "{}_put(…)"]);
    }

    #[test]
    fn calls_of_methods_are_seen_and_declarations_of_them_are_not() {
        let to = "int /*? me.interface.name ?*/_/*? m.name ?*/(int);\nstatic void serve(void) {\n/*- for m in methods -*/\n\
            /*?- me.interface.name ?*/_/*? m.name -?*/ (a,\n b);\n/*- endfor -*/\n}\n";
        assert!(read(to).calls_methods);
        for other in [
            "int /*? me.interface.name ?*/_/*? m.name ?*/(int);",
            "int /*? me.interface.name ?*/_/*? m.name ?*/(int a) { return other_/*? m.name ?*/(a); }",
            "void f(void) { g(/*? me.interface.name ?*/_/*? m.name ?*/_size, /*? me.interface.name ?*/_emit()); }",
        ] {
            assert!(!read(other).calls_methods, "{other}");
        }
    }

    #[test]
    fn included_templates_are_named_and_broken_ones_end_somewhere() {
        let text = "/*- include 'rpc-to.template.c' -*/ /*- include \"b.c\" -*/";
        assert_eq!(read(text).includes, ["rpc-to.template.c", "b.c"]);
        for text in ["/*", "/*?", "/*-*/", "/*- include -*/", "/*? me.interface.name", "/**/", "/*-ä-*/", "/*/"] {
            let _ = read(text);
        }
    }
}
