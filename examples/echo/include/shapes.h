/*
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 */

#pragma once

#include <stdint.h>

typedef struct {
    int32_t x;
    int32_t y;
} point_t;

struct box {
    point_t low;
    point_t high;
    char label[16];
};
