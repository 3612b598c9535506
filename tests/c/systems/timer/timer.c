/*
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 */

#include <camkes.h>

int run(void)
{
    *(volatile uint32_t *)registers = 1;
    tick_wait();
    return tick_acknowledge();
}
