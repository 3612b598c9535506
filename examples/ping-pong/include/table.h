/*
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 */

#pragma once

#include <camkes/dataport.h>
#include <stdint.h>

/* What lies between the two players. */
typedef struct {
    int rally;
    int returned;
    uint64_t spin;
    /* Where in `notes` the note about the last rally stands. */
    dataport_ptr_t note;
} table_t;
