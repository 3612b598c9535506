/*
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* The configuration of a build, of which tests have none: they set what they need on the command line. */

#pragma once
