// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! One file a method of the protocol: translate, ask the database, translate back.

pub mod generated_document;
pub mod notification;
pub mod request;
pub mod response;
