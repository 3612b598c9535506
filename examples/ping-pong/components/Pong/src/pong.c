/*
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 */

#include <camkes.h>
#include <stdio.h>

#define NOTE_LENGTH 32

/* A callback is called once; whoever wants the next event registers again. */
static void on_serve(void *racket)
{
    int *strokes = racket;
    *strokes += 1;

    table_acquire();
    char *note = (char *)notes + *strokes * NOTE_LENGTH;
    snprintf(note, NOTE_LENGTH, "rally %d", table->rally);
    table->note = dataport_wrap_ptr(note);
    table->returned = *strokes;
    table->spin = ~table->spin;
    table_release();

    /* Before the ball goes back, or the next one could come too early. */
    if (serve_reg_callback(on_serve, racket) != 0) {
        printf("%s: FAILED: the callback could not be registered again\n", get_instance_name());
    }
    back_emit();
}

void post_init(void)
{
    static int strokes;
    if (serve_reg_callback(on_serve, &strokes) != 0) {
        printf("%s: FAILED: the callback could not be registered\n", get_instance_name());
    }
}

int run(void)
{
    whistle_wait();
    printf("%s: heard the whistle\n", get_instance_name());
    return 0;
}
