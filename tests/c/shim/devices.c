/*
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* What there is of hardware: frames with physical addresses, ports that keep what is written, interrupts that never come, and the second serial
 * line of a PC. */

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

/* A 16550 as far as its data and its status go. */
enum { SERIAL = 0x2f8, SERIAL_LINE = SERIAL + 3, SERIAL_STATUS = SERIAL + 5 };
static const char *arriving = "";
static char sent[4096];
static size_t sent_length;

void shim_serial_receive(const char *text)
{
    arriving = text;
    sent_length = 0;
    memset(sent, 0, sizeof(sent));
}

const char *shim_serial_sent(void)
{
    return sent;
}

static void serial_read(seL4_Word port)
{
    if (port == SERIAL && *arriving != '\0') {
        ports[SERIAL] = (unsigned char)*arriving++;
    } else if (port == SERIAL_STATUS) {
        ports[SERIAL_STATUS] = *arriving != '\0' ? 0x21 : 0x20;
    }
}

/* While the divisor is set, the data is not sent. */
static void serial_write(seL4_Word port, seL4_Word data)
{
    if (port == SERIAL && (ports[SERIAL_LINE] & 0x80) == 0 && sent_length + 1 < sizeof(sent)) {
        sent[sent_length++] = (char)data;
    }
}

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
        serial_read(port); \
        memcpy(&in.result, ports + port, sizeof(in.result)); \
        return in; \
    } \
    \
    seL4_Error seL4_X86_IOPort_Out##bits(seL4_X86_IOPort service, seL4_Word port, seL4_Word data) \
    { \
        uint##bits##_t value = (uint##bits##_t)data; \
        serial_write(port, data); \
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
