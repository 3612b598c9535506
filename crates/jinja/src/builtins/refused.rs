// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What Python has and templates don't get: anything that reaches out, and anything that runs statements.

use crate::{Py, PyError};

const REFUSED: [(&str, &str); 18] = [
    ("exec", "it runs Python statements"),
    ("compile", "it makes Python code"),
    ("open", "templates can't read files"),
    ("input", "templates can't read from the terminal"),
    ("print", "templates can't write to the terminal: print with the tag for expressions"),
    ("__import__", "templates can't load modules"),
    ("breakpoint", "there is no Python to debug"),
    ("globals", "there are no Python variables"),
    ("locals", "there are no Python variables"),
    ("vars", "there are no Python variables"),
    ("dir", "values don't list their attributes"),
    ("help", "there is no Python to ask"),
    ("exit", "a template can't end the program: use 'raise'"),
    ("quit", "a template can't end the program: use 'raise'"),
    ("delattr", "attributes can't be deleted"),
    ("lipsum", "its text is random"),
    ("complex", "there are no complex numbers here"),
    ("memoryview", "there is no such type here"),
];

const NO_FILES: &str = "templates can't look at files";
const NO_PROCESSES: &str = "templates can't start processes";
const NO_ENVIRONMENT: &str = "templates can't see the environment";

/// Members of modules, with the paths by which templates reach them.
const MEMBERS: [(&str, &str); 27] = [
    ("os.path.exists", NO_FILES),
    ("os.path.isfile", NO_FILES),
    ("os.path.isdir", NO_FILES),
    ("os.path.abspath", NO_FILES),
    ("os.path.realpath", NO_FILES),
    ("os.path.relpath", NO_FILES),
    ("os.path.expanduser", NO_FILES),
    ("os.path.expandvars", NO_ENVIRONMENT),
    ("os.path.getsize", NO_FILES),
    ("os.system", NO_PROCESSES),
    ("os.popen", NO_PROCESSES),
    ("os.getenv", NO_ENVIRONMENT),
    ("os.environ", NO_ENVIRONMENT),
    ("os.getcwd", NO_FILES),
    ("os.listdir", NO_FILES),
    ("os.walk", NO_FILES),
    ("os.remove", NO_FILES),
    ("os.makedirs", NO_FILES),
    ("sys.exit", "a template can't end the program: use 'raise'"),
    ("sys.argv", "templates can't see the command line"),
    ("sys.modules", "templates can't load modules"),
    ("sys.stdout", "templates can't write to the terminal"),
    ("sys.stderr", "templates can't write to the terminal"),
    ("collections.namedtuple", "templates can't make classes"),
    ("collections.deque", "use a list"),
    ("pdb.set_trace", "there is no Python to debug"),
    ("pdb.run", "there is no Python to debug"),
];

/// The modules that [`MEMBERS`] are of.
const MODULES: [&str; 4] = ["collections", "os", "pdb", "sys"];

/// Whether [`refusal`] may be against a name or a member of something in it: most names need no closer look.
pub(crate) fn may_be_refused(name: &str, member: bool) -> bool {
    if member { MODULES.contains(&name) } else { REFUSED.iter().any(|(known, _)| *known == name) }
}

/// Why a template can't have a function or a member of a module; `None` if nothing is against it.
pub(crate) fn refusal(path: &str) -> Option<String> {
    let (_, why) = REFUSED.iter().chain(&MEMBERS).find(|(known, _)| *known == path)?;
    Some(message(path, why))
}

fn message(path: &str, why: &str) -> String {
    format!("'{path}' is not supported: {why}")
}

/// The members of a module that say why they do nothing.
pub(crate) fn refused_members(module: &'static str) -> impl Iterator<Item = (&'static str, Py)> {
    MEMBERS.into_iter().filter_map(move |(path, why)| {
        let (of, name) = path.rsplit_once('.')?;
        (of == module).then(|| (name, refused(path, why)))
    })
}

/// A function that says why it does nothing.
fn refused(name: &'static str, why: &'static str) -> Py {
    Py::function(name, move |_, _| Err(PyError::unsupported(message(name, why))))
}

pub(super) fn table() -> impl Iterator<Item = (&'static str, Py)> {
    REFUSED.into_iter().map(|(name, why)| (name, refused(name, why)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_is_refused_is_looked_at_closely() {
        for (path, _) in REFUSED.iter().chain(&MEMBERS) {
            let root = path.split('.').next().unwrap_or_default();
            assert!(may_be_refused(root, path.contains('.')), "{path}");
        }
    }
}
