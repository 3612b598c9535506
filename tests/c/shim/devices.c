/*
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* What there is of hardware: frames with physical addresses, ports that keep what is written, interrupts that never come. */

#include "shim.h"

#include <string.h>

seL4_Error seL4_IRQHandler_Ack(seL4_IRQHandler handler)
{
    return cspace_cap(self->cspace, handler) != NULL ? seL4_NoError : seL4_InvalidCapability;
}

/* Frames get addresses by the number of their slot, with gaps between them. */
static seL4_Word address_of(seL4_CPtr page)
{
    return 0x40000000 + page * 0x10000;
}

static int error_for(seL4_CPtr slot)
{
    return cspace_cap(self->cspace, slot) != NULL ? seL4_NoError : seL4_InvalidCapability;
}

#if defined(__x86_64__)

static unsigned char ports[65536 + 4];

seL4_X86_Page_GetAddress_t seL4_X86_Page_GetAddress(seL4_CPtr page)
{
    return (seL4_X86_Page_GetAddress_t) {
        .error = error_for(page), .paddr = address_of(page)
    };
}

#define PORTS(bits) \
    seL4_X86_IOPort_In##bits##_t seL4_X86_IOPort_In##bits(seL4_X86_IOPort service, seL4_Uint16 port) \
    { \
        seL4_X86_IOPort_In##bits##_t in = { .error = error_for(service) }; \
        memcpy(&in.result, ports + port, sizeof(in.result)); \
        return in; \
    } \
    \
    seL4_Error seL4_X86_IOPort_Out##bits(seL4_X86_IOPort service, seL4_Word port, seL4_Word data) \
    { \
        uint##bits##_t value = (uint##bits##_t)data; \
        memcpy(ports + (seL4_Uint16)port, &value, sizeof(value)); \
        return (seL4_Error)error_for(service); \
    }

PORTS(8)
PORTS(16)
PORTS(32)

#else

seL4_ARM_Page_GetAddress_t seL4_ARM_Page_GetAddress(seL4_CPtr page)
{
    return (seL4_ARM_Page_GetAddress_t) {
        .error = error_for(page), .paddr = address_of(page)
    };
}

#endif
