/*
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 */

#include <camkes/fault.h>
#include <camkes/init.h>
#include <camkes/stdio.h>
#include <stdio.h>

static void show(seL4_MessageInfo_t info, seL4_Word badge)
{
    const char *name = "unknown";
    for (size_t i = 0; i < camkes_component.thread_count; i++) {
        if ((seL4_Word)camkes_component.threads[i].id == badge) {
            name = camkes_component.threads[i].name;
        }
    }
    /* The words differ by kind of fault; the first is the place in the program for all but a few. */
    char text[160];
    int length = snprintf(text, sizeof(text), "%s: fault in thread %s, kind %lu, at 0x%lx, about 0x%lx\n",
                          camkes_component.name, name, (unsigned long)seL4_MessageInfo_get_label(info),
                          (unsigned long)seL4_GetMR(0), (unsigned long)seL4_GetMR(1));
    if (length > 0) {
        camkes_write(text, (size_t)length < sizeof(text) ? (size_t)length : sizeof(text) - 1);
    }
}

int camkes_fault_run(seL4_CPtr endpoint, seL4_CPtr reply)
{
    /* No answer: the thread stays where it is, for whoever wants to look at it. */
    for (;;) {
        seL4_Word badge = 0;
        seL4_MessageInfo_t info = camkes_fault_receive(endpoint, &badge, reply);
        show(info, badge);
    }
}
