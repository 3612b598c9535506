/*
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* For glue code: x86 I/O ports. */

#pragma once

#include <camkes/error.h>
#include <sel4/sel4.h>
#include <stdint.h>

typedef struct {
    camkes_interface_t *interface;
    /* Slot of the capability to the range, and the range's first and last port. */
    seL4_CPtr cap;
    uint16_t first;
    uint16_t last;
} camkes_ports_t;

/* Reads 8, 16 or 32 bits. 0 after an error. */
uint32_t camkes_port_in(const camkes_ports_t *ports, unsigned port, unsigned bits);

/* Writes 8, 16 or 32 bits. */
void camkes_port_out(const camkes_ports_t *ports, unsigned port, uint32_t value, unsigned bits);
