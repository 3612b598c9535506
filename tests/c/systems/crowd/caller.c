/*
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 */

#include <camkes.h>
#include <string.h>

static int check_awkward(int message)
{
    int number = 40;
    char *text = "text";
    const int numbers[] = { 5, 6 };
    char *copy = NULL;
    size_t length = 0;
    int *copies = NULL;
    char *some = tally_awkward(message, &number, &text, 2, numbers, &copy, &length, &copies);
    bool holds = number == 40 + message && copy != NULL && strcmp(copy, text) == 0 && length == 2 && copies[1] == 6;
    holds = holds && (message == 0 ? some == NULL : some != NULL && strcmp(some, "some") == 0);
    free(some);
    free(copy);
    free(copies);
    return holds ? 0 : 1;
}

int run(void)
{
    int failures = check_awkward(0) + check_awkward(2);
    for (int round = 0; round < rounds; round++) {
        failures += tally_sender() == badge ? 0 : 1;
        failures += tally_add(1) > 0 ? 0 : 1;

        const int pages[] = { round, 2 * round };
        char *report = tally_report("round", 2, pages);
        char expected[64];
        snprintf(expected, sizeof(expected), "ROUND %d for %d", 3 * round, badge);
        failures += report != NULL && strcmp(report, expected) == 0 ? 0 : 1;
        free(report);
    }
    printf("%s: %d calls, %d failures\n", get_instance_name(), 3 * rounds, failures);
    return failures;
}
