/*
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* What generated code uses of the library of drivers: how it names an interrupt. */

#pragma once

typedef enum { PS_NONE, PS_INTERRUPT } irq_type_t;

typedef struct {
    irq_type_t type;
    union {
        struct {
            long number;
        } irq;
    };
} ps_irq_t;
