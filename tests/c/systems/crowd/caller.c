/*
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 */

#include <camkes.h>
#include <string.h>

int run(void)
{
    int failures = 0;
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
