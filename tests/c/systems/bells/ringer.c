/*
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 */

#include <camkes.h>

int run(void)
{
    int failures = heard_poll() == 0 ? 0 : 1;
    for (int i = 0; i < 1000; i++) {
        counted_emit();
    }
    native_emit();
    bound_emit();
    nowhere_emit();

    /* One signal may stand for both answers. */
    heard_wait();
    printf("ringer: %d failures\n", failures);
    return failures;
}
