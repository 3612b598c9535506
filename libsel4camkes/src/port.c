/*
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 */

#include <camkes/port.h>

#if defined(__x86_64__) || defined(__i386__)

static void failed(const camkes_ports_t *ports, int error, const char *description)
{
    camkes_error_t report = {
        .type = CE_SYSCALL_FAILED,
        .instance = ports->interface->instance,
        .interface = ports->interface->name,
        .filename = __FILE__,
        .lineno = __LINE__,
        .description = description,
        .error = error,
    };
    (void)camkes_raise(ports->interface, &report);
}

static bool in_range(const camkes_ports_t *ports, unsigned port)
{
    if (port >= ports->first && port <= ports->last) {
        return true;
    }
    failed(ports, seL4_RangeError, "the port is outside the range of this interface");
    return false;
}

uint32_t camkes_port_in(const camkes_ports_t *ports, unsigned port, unsigned bits)
{
    if (!in_range(ports, port)) {
        return 0;
    }
    int error;
    uint32_t result;
    if (bits == 8) {
        seL4_X86_IOPort_In8_t in = seL4_X86_IOPort_In8(ports->cap, (seL4_Uint16)port);
        error = in.error;
        result = in.result;
    } else if (bits == 16) {
        seL4_X86_IOPort_In16_t in = seL4_X86_IOPort_In16(ports->cap, (seL4_Uint16)port);
        error = in.error;
        result = in.result;
    } else {
        seL4_X86_IOPort_In32_t in = seL4_X86_IOPort_In32(ports->cap, (seL4_Uint16)port);
        error = in.error;
        result = in.result;
    }
    if (error != seL4_NoError) {
        failed(ports, error, "the kernel did not read the port");
        return 0;
    }
    return result;
}

void camkes_port_out(const camkes_ports_t *ports, unsigned port, uint32_t value, unsigned bits)
{
    if (!in_range(ports, port)) {
        return;
    }
    int error;
    if (bits == 8) {
        error = (int)seL4_X86_IOPort_Out8(ports->cap, port, value);
    } else if (bits == 16) {
        error = (int)seL4_X86_IOPort_Out16(ports->cap, port, value);
    } else {
        error = (int)seL4_X86_IOPort_Out32(ports->cap, port, value);
    }
    if (error != seL4_NoError) {
        failed(ports, error, "the kernel did not write the port");
    }
}

#endif
