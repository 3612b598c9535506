/*
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 */

#include <camkes.h>
#include <string.h>

char *archive_store(const char *text)
{
    return strdup(text);
}

/* Puts the first word in capitals, and the numbers the other way round. */
void archive_swap(char **text, size_t *numbers_sz, int **numbers, int *length)
{
    for (char *c = *text; *c != '\0' && *c != ' '; c++) {
        *c = (char)(*c - 'a' + 'A');
    }
    *length = (int)strlen(*text);
    for (size_t i = 0; i < *numbers_sz / 2; i++) {
        int swapped = (*numbers)[i];
        (*numbers)[i] = (*numbers)[*numbers_sz - 1 - i];
        (*numbers)[*numbers_sz - 1 - i] = swapped;
    }
}
