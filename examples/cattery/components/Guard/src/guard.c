/*
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 */

#include <camkes.h>
#include <stdio.h>

int run(void)
{
    int left = 0;
    for (int hour = 0; hour < hours; hour++) {
        left = light_burn();
    }
    printf("%s: the night is over, oil left: %d\n", get_instance_name(), left);
    return 0;
}
