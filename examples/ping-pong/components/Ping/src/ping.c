/*
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 */

#include <camkes.h>
#include <sel4/sel4.h>
#include <stdio.h>
#include <string.h>

static int failures;

static void check(bool holds, const char *what)
{
    if (!holds) {
        failures++;
    }
    printf("%s: %s: %s\n", get_instance_name(), holds ? "ok" : "FAILED", what);
}

static void play(int rally)
{
    uint64_t spin = 0x100000001ULL * (uint64_t)rally;
    table->rally = rally;
    table->spin = spin;
    table_release();
    serve_emit();

    back_wait();
    table_acquire();
    check(table->returned == rally, "the ball of this rally came back");
    check(table->spin == ~spin, "its spin was turned round");

    char expected[32];
    snprintf(expected, sizeof(expected), "rally %d", rally);
    const char *note = dataport_unwrap_ptr(table->note);
    check(note != NULL && strcmp(note, expected) == 0, "the pointer leads to the note about it");
}

int run(void)
{
    check(whistle_poll() == 0, "nobody whistles before the game");
    check(board_get_size() == 8192 && board_size == 8192, "the board has the size that it was given");
    check(notes_get_size() == sizeof(Buf), "an untyped dataport has one page");

    for (int rally = 1; rally <= rallies; rally++) {
        play(rally);
    }

    char *score = (char *)board;
    score[0] = '\0';
    /* The last byte belongs to the dataport too. */
    score[board_size - 1] = (char)rallies;
    snprintf(score, 64, "%d rallies, no fault", rallies);
    board_release();
    finished_emit();

    while (!whistle_poll()) {
        seL4_Yield();
    }
    check(whistle_poll() == 0, "one whistle is heard once");
    printf("%s: game over, %d faults\n", get_instance_name(), failures);
    return failures;
}
