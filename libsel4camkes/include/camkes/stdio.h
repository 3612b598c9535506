/*
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* Where output goes. */

#pragma once

#include <stddef.h>

/* Sends output to this function, character by character; NULL for the kernel's debug console. */
void set_putchar(void (*putchar)(int c));

/* Writes bytes to where output goes. Returns how many were written. */
size_t camkes_write(const void *bytes, size_t size);
