/*
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 */

#include <camkes.h>
#include <stdio.h>
#include <stdlib.h>

static int content;

int fur_stroke(int strokes)
{
    if (patience_lock() != 0) {
        return -1;
    }
    content += strokes;
    int eaten = bowl_take(appetite);
    if (eaten < appetite) {
        meow_emit();
    }
    int now = content;
    if (patience_unlock() != 0) {
        return -1;
    }
    return now;
}

char *fur_describe(void)
{
    char *sentence = NULL;
    int length = asprintf(&sentence, "%s, %s, %d mm, %d lives, first of %zu naps at %d", self.name, self.coat.colour,
                          self.coat.length_mm, self.lives, sizeof(naps) / sizeof(naps[0]), naps[0]);
    return length < 0 ? NULL : sentence;
}
