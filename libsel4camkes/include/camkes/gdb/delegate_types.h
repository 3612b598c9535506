/*
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* What the procedure GDB_delegate carries. */

#pragma once

#include <sel4/sel4.h>
#include <stdint.h>

/* Most bytes of memory in one call. */
#define MAX_MEM_RANGE 100

typedef struct {
    uint8_t data[MAX_MEM_RANGE];
} delegate_mem_range_t;
