/*
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 */

#include <camkes.h>
#include <stdio.h>

int run(void)
{
    finished_wait();
    board_acquire();
    const char *score = (const char *)board;
    printf("%s: %s (%d)\n", get_instance_name(), score, score[board_size - 1]);
    printf("%s: first note: %s\n", get_instance_name(), (const char *)notes + 32);
    whistle_emit();
    return 0;
}
