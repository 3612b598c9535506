// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What C code sees of interfaces: prototypes of procedures, as generated headers declare them.

use camkes_hir::model::{BasicType, Direction, Method, Parameter};

/// The prototype of a method of an interface, without a semicolon.
pub(crate) fn prototype(interface: &str, method: &Method) -> String {
    let result = method.return_type.as_ref().map_or_else(|| "void".to_owned(), |ty| ty.c_name().to_string());
    let space = if result.ends_with('*') { "" } else { " " };
    let parameters: Vec<_> = method.parameters.iter().map(parameter).collect();
    let parameters = if parameters.is_empty() { "void".to_owned() } else { parameters.join(", ") };
    format!("{result}{space}{interface}_{}({parameters})", method.name)
}

/// How many parameters the C function of a method has: an array comes with its length.
pub(crate) fn parameter_count(method: &Method) -> usize {
    method.parameters.iter().map(|it| if it.array { 2 } else { 1 }).sum()
}

fn parameter(it: &Parameter) -> String {
    let (name, is_string, ty) = (&it.name, it.ty == BasicType::String, it.ty.c_name());
    let constant = if it.direction == Direction::RefIn { "const " } else { "" };
    match (it.array, it.direction) {
        (true, Direction::In) if is_string => format!("size_t {name}_sz, char **{name}"),
        (true, Direction::In) => format!("size_t {name}_sz, const {ty} *{name}"),
        (true, _) if is_string => format!("{constant}size_t *{name}_sz, char ***{name}"),
        (true, _) => format!("{constant}size_t *{name}_sz, {ty} **{name}"),
        (false, Direction::In) if is_string => format!("const char *{name}"),
        (false, _) if is_string => format!("char **{name}"),
        (false, Direction::In) => format!("{ty} {name}"),
        (false, _) => format!("{constant}{ty} *{name}"),
    }
}
