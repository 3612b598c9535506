/*
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 */

#include <camkes.h>
#include <string.h>

static int strokes;

static void on_stroke(void *again)
{
    strokes++;
    if (again != NULL) {
        strokes += counted_reg_callback(on_stroke, NULL) == 0 ? 0 : 1000;
    }
}

int run(void)
{
    int failures = 0;
    if (strcmp(get_instance_name(), "one") == 0) {
        native_wait();
        failures += native_poll() == 0 ? 0 : 1;
        seL4_Word badge = 0;
        (void)seL4_Wait(bound_notification(), &badge);
        failures += badge == 5 ? 0 : 1;
    }

    /* Two by callbacks, the others by waiting: none of them may be lost. */
    failures += counted_reg_callback(on_stroke, &strokes) == 0 ? 0 : 1;
    while (__atomic_load_n(&strokes, __ATOMIC_ACQUIRE) < 2) {
        seL4_Yield();
    }
    for (int i = 2; i < 1000; i++) {
        counted_wait();
    }
    failures += counted_poll() == 0 && strokes == 2 ? 0 : 1;
    heard_emit();
    printf("%s: %d failures\n", get_instance_name(), failures);
    return failures;
}
