/*
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 */

#include <camkes.h>

static int left;

void food__init(void)
{
    left = filled;
}

int food_take(int grams)
{
    int taken = grams < left ? grams : left;
    left -= taken;
    return taken;
}
