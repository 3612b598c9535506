// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The file of a resolved system, in the form of [`Seal`].

use camkes_capdl::{Broken, Seal};

use super::Ast;

/// The bytes are no resolved system that this program can use.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AstError {
    /// The mark is missing.
    #[error("this is not a resolved system of camkes-lsp; it must be made anew by `camkes-lsp parser --save-ast`")]
    Foreign,
    /// The file was written by another version of the format.
    #[error(
        "this resolved system has format {found}, but this camkes-lsp reads format {VERSION}; it must be made anew"
    )]
    Version {
        /// The format of the file.
        found: u32,
    },
    /// The checksum or the length does not fit, or the contents make no sense.
    #[error("this resolved system is damaged; it must be made anew")]
    Damaged,
}

impl From<Broken> for AstError {
    fn from(broken: Broken) -> Self {
        match broken {
            Broken::Foreign => Self::Foreign,
            Broken::Version { found } => Self::Version { found },
            Broken::Damaged => Self::Damaged,
        }
    }
}

/// Counts up whenever a type of the tables changes.
const VERSION: u32 = 2;
const SEAL: Seal = Seal { mark: b"camkes-lsp:ast\r\n", version: VERSION };

impl Ast {
    /// The bytes of a file. The same system gives the same bytes.
    ///
    /// # Errors
    /// None that a system can cause; the encoder's interface has one.
    pub fn encode(&self) -> Result<Vec<u8>, AstError> {
        Ok(SEAL.write(self)?)
    }

    /// The system in the bytes of a file.
    ///
    /// # Errors
    /// [`AstError`] if they are none, are damaged, or of another version.
    pub fn decode(bytes: &[u8]) -> Result<Self, AstError> {
        let ast: Self = SEAL.read(bytes)?;
        if ast.is_whole() { Ok(ast) } else { Err(AstError::Damaged) }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::ast::{Instance, Place};

    fn small() -> Ast {
        let mut ast = Ast::default();
        ast.files.push("/a.camkes".into());
        ast.configuration.push(("a".into(), Vec::new()));
        ast
    }

    #[test]
    fn a_system_comes_back_as_it_was() {
        let bytes = small().encode().unwrap();
        assert_eq!(Ast::decode(&bytes), Ok(small()));
    }

    #[test]
    fn foreign_and_newer_files_are_told_apart() {
        assert_eq!(Ast::decode(b"\x80\x04\x95pickle"), Err(AstError::Foreign));
        assert_eq!(Ast::decode(b""), Err(AstError::Foreign));
        let mut bytes = small().encode().unwrap();
        bytes[SEAL.mark.len()] += 1;
        assert_eq!(Ast::decode(&bytes), Err(AstError::Version { found: VERSION + 1 }));
    }

    #[test]
    fn a_number_that_leads_nowhere_is_damage() {
        let mut ast = small();
        let place = Place { file: 0, line: 1, column: 1 };
        ast.instances.push(Instance { name: "a".into(), component: 7, address_space: "a".into(), place });
        assert_eq!(Ast::decode(&ast.encode().unwrap()), Err(AstError::Damaged));
    }

    proptest! {
        #[test]
        fn any_changed_byte_is_noticed(at in 0_usize..60, flip in 1_u8..) {
            let mut bytes = small().encode().unwrap();
            let at = at % bytes.len();
            bytes[at] ^= flip;
            prop_assert!(Ast::decode(&bytes).is_err());
        }

        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let mut file = small().encode().unwrap();
            file.truncate(Seal::HEADER);
            file[20..28].copy_from_slice(&(bytes.len() as u64).to_le_bytes());
            file[28..32].copy_from_slice(&crc32fast::hash(&bytes).to_le_bytes());
            file.extend(bytes);
            let _ = Ast::decode(&file);
        }
    }
}
