/*
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 */

#include <camkes.h>
#include <string.h>

void plain_handle(void)
{
    volatile registers_t *device = registers;
    device->control = device->status;
    (void)plain_acknowledge();
}

static void on_pin(void *count)
{
    *(int *)count += 1;
    (void)pin_acknowledge();
}

int run(void)
{
    static int count;
    (void)pin_reg_callback(on_pin, &count);
    memset(frame, 0, frame_size);
    ports_out8(0x64, ports_in8(0x60));
    ports_out32_offset(0, ports_in16_offset(2));
    return (message_poll() ? message_acknowledge() : 0) + (ports_in_range(0x65) != 0);
}
