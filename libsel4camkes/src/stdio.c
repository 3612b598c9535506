/*
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 */

#include <camkes/stdio.h>
#include <sel4/sel4.h>
#include <utils/util.h>

static void (*user_putchar)(int c);

void set_putchar(void (*putchar)(int c))
{
    user_putchar = putchar;
}

size_t camkes_write(const void *bytes, size_t size)
{
    const unsigned char *text = bytes;
    for (size_t i = 0; i < size; i++) {
        if (user_putchar != NULL) {
            user_putchar(text[i]);
        } else {
#ifdef CONFIG_PRINTING
            seL4_DebugPutChar((char)text[i]);
#endif
        }
    }
    return size;
}
