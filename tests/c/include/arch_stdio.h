/*
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* The part of seL4's C library glue that libsel4camkes uses, declared for compile tests. */

#pragma once

#include <stddef.h>

typedef size_t (*write_buf_fn)(void *data, size_t count);
write_buf_fn sel4muslcsys_register_stdio_write_fn(write_buf_fn write_fn);
