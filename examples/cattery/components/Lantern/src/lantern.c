/*
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 */

#include <camkes.h>

static int burnt;

int light_burn(void)
{
    if (burnt == oil) {
        return -1;
    }
    burnt++;
    return oil - burnt;
}
