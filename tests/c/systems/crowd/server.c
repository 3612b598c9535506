/*
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 */

#include <camkes.h>
#include <string.h>

static int sum = 1;
static int errors[CE_OVERFLOW + 1];

static camkes_error_action_t note(camkes_error_t *error)
{
    errors[error->type]++;
    if (strcmp(error->instance, "server") != 0 || error->interface == NULL || strcmp(error->interface, "tally") != 0) {
        printf("FAILED: an error does not say where it comes from\n");
    }
    return CEA_DISCARD;
}

void tally__init(void)
{
    tally_register_error_handler(note);
}

/* Each of these receives in the kernel's eyes, so that the caller's reply capability must be saved. */
static bool block(void)
{
    bool done = books_lock() == 0 && desk_wait() == 0 && bell_wait() == 0;
    done = done && bell_post() == 0 && desk_post() == 0 && books_unlock() == 0;
    return done && desk_trywait() == 0 && desk_trywait() != 0 && desk_post() == 0;
}

int tally_add(int amount)
{
    sum += block() ? amount : -1000;
    return sum;
}

int tally_sender(void)
{
    return (int)tally_get_sender_id();
}

static char *endless(void)
{
    char *text = malloc(8192);
    memset(text, 'x', 8191);
    text[8191] = '\0';
    return text;
}

char *tally_report(const char *title, size_t pages_sz, const int *pages)
{
    int total = 0;
    for (size_t i = 0; i < pages_sz; i++) {
        total += pages[i];
    }
    if (total < 0) {
        return endless();
    }
    char *text = NULL;
    if (asprintf(&text, "%s %d for %d", title, total, tally_sender()) < 0) {
        return NULL;
    }

    /* Longer than any message, in a dataport. */
    size_t amount = 2000;
    int length = 0;
    int *numbers = malloc(amount * sizeof(*numbers));
    for (size_t i = 0; i < amount; i++) {
        numbers[i] = (int)i;
    }
    archive_swap(&text, &amount, &numbers, &length);
    bool whole = amount == 2000 && numbers[0] == 1999 && numbers[1999] == 0 && length == (int)strlen(text);
    free(numbers);

    char *stored = archive_store(text);
    bool same = stored != NULL && strcmp(stored, text) == 0;
    free(stored);
    if (!whole || !same || !block()) {
        free(text);
        return NULL;
    }
    return text;
}

char *tally_awkward(int message, int *result, char **text, size_t numbers_sz, const int *numbers, char **server,
                    size_t *client_sz, int **client)
{
    *result += message;
    *server = strdup(*text);
    *client_sz = numbers_sz;
    *client = malloc(numbers_sz * sizeof(**client));
    memcpy(*client, numbers, numbers_sz * sizeof(**client));
    /* No text is a result too. */
    return message == 0 ? NULL : strdup("some");
}
