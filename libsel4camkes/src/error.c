/*
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 */

#include <camkes/error.h>
#include <camkes/stdio.h>
#include <camkes/tls.h>
#include <stdio.h>
#include <string.h>

static camkes_error_handler_t component_handler;

camkes_error_handler_t camkes_register_error_handler(camkes_error_handler_t handler)
{
    camkes_error_handler_t old = component_handler;
    component_handler = handler;
    return old;
}

camkes_error_handler_t camkes_interface_handler(camkes_interface_t *interface, camkes_error_handler_t handler)
{
    camkes_error_handler_t old = interface->handler;
    interface->handler = handler;
    return old;
}

static const char *type_name(camkes_error_type_t type)
{
    switch (type) {
    case CE_NO_ERROR:
        return "no error";
    case CE_BUFFER_LENGTH_EXCEEDED:
        return "message too long";
    case CE_INVALID_METHOD_INDEX:
        return "no such method";
    case CE_MALFORMED_RPC_PAYLOAD:
        return "malformed message";
    case CE_SYSCALL_FAILED:
        return "system call failed";
    case CE_ALLOCATION_FAILURE:
        return "out of memory or objects";
    case CE_OVERFLOW:
        return "counter at its limit";
    }
    return "unknown error";
}

/* What cannot be handled is shown and stops the system: nobody has said what else to do. */
static camkes_error_action_t show_and_halt(camkes_error_t *error)
{
    char text[256];
    int length = snprintf(text, sizeof(text), "%s%s%s: %s: %s\n", error->instance, error->interface != NULL ? "." : "",
                          error->interface != NULL ? error->interface : "", type_name(error->type), error->description);
    if (length > 0) {
        camkes_write(text, (size_t)length < sizeof(text) ? (size_t)length : sizeof(text) - 1);
    }
    return CEA_HALT;
}

camkes_error_action_t camkes_error(camkes_error_t *error)
{
    return component_handler != NULL ? component_handler(error) : show_and_halt(error);
}

bool camkes_raise(const camkes_interface_t *interface, camkes_error_t *error)
{
    return camkes_obey(interface->handler != NULL ? interface->handler(error) : camkes_error(error));
}

bool camkes_obey(camkes_error_action_t action)
{
    switch (action) {
    case CEA_DISCARD:
        return true;
    case CEA_IGNORE:
        return false;
    case CEA_HALT:
        camkes_halt();
    case CEA_ABORT:
    case CEA_INVALID:
        break;
    }
    camkes_abort();
}

void camkes_halt(void)
{
#ifdef CONFIG_DEBUG_BUILD
    seL4_DebugHalt();
#endif
    camkes_abort();
}

void camkes_abort(void)
{
    seL4_CPtr tcb = camkes_get_tls()->tcb_cap;
    if (tcb != 0) {
        (void)seL4_TCB_Suspend(tcb);
    }
    /* Without a capability to itself, the thread can only keep out of the way. */
    for (;;) {
        seL4_Yield();
    }
}
