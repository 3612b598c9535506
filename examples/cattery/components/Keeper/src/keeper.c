/*
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 */

#include <camkes.h>
#include <stdio.h>
#include <stdlib.h>

static void show(char *sentence)
{
    printf("%s: %s\n", get_instance_name(), sentence != NULL ? sentence : "(nobody there)");
    free(sentence);
}

int run(void)
{
    show(left_describe());
    show(right_describe());

    for (size_t i = 0; i < sizeof(rounds) / sizeof(rounds[0]); i++) {
        int l = left_stroke(rounds[i].strokes);
        int r = right_stroke(rounds[i].strokes);
        printf("%s: at %d o'clock: %d and %d\n", get_instance_name(), rounds[i].hour, l, r);
    }

    left_calls_wait();
    right_calls_wait();
    printf("%s: both bowls are empty, %s, brush %dx%d, %s\n", get_instance_name(), motto, brush.width_cm, brush.height_cm,
           guest_describe != NULL ? "a guest" : "no guest");
    return 0;
}
