// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `workspace/textDocumentContent`: documents that no file holds.
//!
//! | URI | text |
//! |---|---|
//! | `camkes-generated:/<path>?<root>` | the file of that path in the output folder, of the system with that root file |
//! | `camkes-preprocessed:<path>` | the file of that path after preprocessing |

use camino::{Utf8Path, Utf8PathBuf};
use tower_lsp::gen_lsp_types as lsp;

use crate::{
    lsp::uri,
    server::{dispatch::Failure, snapshot::Snapshot},
};

/// Scheme of generated files.
pub const GENERATED: &str = "camkes-generated";

/// Scheme of preprocessed files.
pub const PREPROCESSED: &str = "camkes-preprocessed";

/// The URI of a generated file.
#[must_use]
pub fn generated_uri(root: &Utf8Path, path: &Utf8Path) -> lsp::Uri {
    let encoded = |path: &Utf8Path| uri::from_path(path).0.trim_start_matches("file://").to_owned();
    let path = Utf8Path::new("/").join(path);
    format!("{GENERATED}:{}?{}", encoded(&path), encoded(root)).into()
}

/// The text of a document.
///
/// # Errors
/// When there is no such document, it can't be made, or a change overtook the snapshot.
pub fn handle(
    snapshot: &Snapshot,
    params: lsp::TextDocumentContentParams,
) -> Result<lsp::TextDocumentContentResult, Failure> {
    let unknown = || Failure::InvalidParams(format!("no document of this server: {}", params.uri.0));
    let (scheme, rest) = params.uri.0.split_once(':').ok_or_else(unknown)?;
    let text = match scheme {
        GENERATED => {
            // Clients may encode the `?` of a URI that they made anew.
            let (path, root) = rest.split_once('?').or_else(|| rest.split_once("%3F")).ok_or_else(unknown)?;
            let (path, root) = (decoded(path).ok_or_else(unknown)?, decoded(root).ok_or_else(unknown)?);
            let shown = snapshot.generation.shown().contains(&params.uri.0);
            match generated(snapshot, &root, &path) {
                // The editor has it open while the text is half typed: an error would be a message for each key.
                Err(Failure::Refused(why)) if shown => format!("/* Nothing is generated now: {why} */\n"),
                Ok(None) if shown => "/* This file is not generated any more. */\n".to_owned(),
                text => text?.ok_or_else(unknown)?,
            }
        }
        PREPROCESSED => snapshot.analysis.preprocessed_text(&decoded(rest).ok_or_else(unknown)?)?,
        _ => return Err(unknown()),
    };
    snapshot.generation.show(&params.uri.0);
    Ok(lsp::TextDocumentContentResult { text })
}

/// The text of a file in the output folder; `None` when no such file is generated.
fn generated(snapshot: &Snapshot, root: &Utf8Path, path: &Utf8Path) -> Result<Option<String>, Failure> {
    let made = snapshot.generation.of(snapshot, root)?;
    let wanted = path.as_str().trim_start_matches('/');
    let file = made.files.iter().find(|file| file.path == wanted);
    Ok(file.map(|file| String::from_utf8_lossy(&file.bytes).into_owned()))
}

fn decoded(path: &str) -> Option<Utf8PathBuf> {
    let path = path.strip_prefix("//").unwrap_or(path);
    uri::to_path(&format!("file://{path}").into()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_generated_file_is_found_under_its_uri_again() {
        let uri = generated_uri(Utf8Path::new("/a b/c.camkes"), Utf8Path::new("x/camkes.c"));
        assert_eq!(uri.0, "camkes-generated:/x/camkes.c?/a%20b/c.camkes");
        assert_eq!(decoded("/a%20b/c.camkes").unwrap(), "/a b/c.camkes");
    }
}
