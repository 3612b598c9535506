/*
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 */

#include <camkes.h>
#include <string.h>

/* Sends words as they are. Returns the label of the answer. */
static seL4_Word send(seL4_Word method, size_t length, const seL4_Word *words)
{
    if (length > 0) {
        memcpy(seL4_GetIPCBuffer()->msg, words, length * sizeof(*words));
    }
    seL4_MessageInfo_t info = seL4_Call((seL4_CPtr)endpoint_slot, seL4_MessageInfo_new(method, 0, 0, length));
    return seL4_MessageInfo_get_label(info);
}

static int refused;

static camkes_error_action_t note(camkes_error_t *error)
{
    refused += error->type == CE_MALFORMED_RPC_PAYLOAD ? 1 : 0;
    return CEA_DISCARD;
}

int run(void)
{
    int failures = 0;
    const seL4_Word ones[seL4_MsgMaxLength] = { [0 ... seL4_MsgMaxLength - 1] = (seL4_Word)-1 };
    const seL4_Word zeros[seL4_MsgMaxLength] = { 0 };
    for (int round = 0; round < 20; round++) {
        /* No such method; too short; too long; sizes that lead out of the message. */
        failures += send(4, 0, NULL) == 1 ? 0 : 1;
        failures += send(1000, 4, zeros) == 1 ? 0 : 1;
        failures += send(0, 0, NULL) == 1 ? 0 : 1;
        failures += send(0, 2, zeros) == 1 ? 0 : 1;
        failures += send(1, 2, ones) == 1 ? 0 : 1;
        failures += send(1, seL4_MsgMaxLength, ones) == 1 ? 0 : 1;
        failures += send(1, seL4_MsgMaxLength, zeros) == 1 ? 0 : 1;
        /* And then a call as it should be. */
        failures += tally_add(0) > 0 ? 0 : 1;
    }

    /* The server has no room for this answer; the call ends all the same. */
    tally_register_error_handler(note);
    const int pages[] = { -1 };
    char *report = tally_report("endless", 1, pages);
    failures += report == NULL && refused == 1 ? 0 : 1;
    failures += tally_add(0) > 0 ? 0 : 1;

    printf("%s: %d failures\n", get_instance_name(), failures);
    return failures;
}
