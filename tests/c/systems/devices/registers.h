/*
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 */

#pragma once

#include <stdint.h>

typedef struct {
    uint32_t control;
    uint32_t status;
} registers_t;
