/*
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 */

#include <camkes.h>
#include <string.h>

void *registers_translate_paddr(uintptr_t paddr, size_t size);

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

static int port_errors;

static camkes_error_action_t on_port_error(camkes_error_t *error)
{
    port_errors += error->type == CE_SYSCALL_FAILED && error->error == seL4_RangeError ? 1 : 1000;
    return CEA_DISCARD;
}

static int check_ports(void)
{
    int failures = 0;
    ports_register_error_handler(on_port_error);
    ports_out16(0x60, 0xabcd);
    failures += ports_in8_offset(1) == 0xab && ports_in32(0x60) == 0xabcd ? 0 : 1;
    ports_out8_offset(4, 7);
    failures += ports_in8(0x64) == 7 ? 0 : 1;
    failures += ports_in_range(0x64) && !ports_in_range(0x65) && !ports_in_range(0x5f) ? 0 : 1;
    ports_out32(0x66, 1);
    failures += ports_in8(0x5f) == 0 && port_errors == 2 ? 0 : 1;
    return failures;
}

int run(void)
{
    static int count;
    int failures = pin_reg_callback(on_pin, &count) == 0 && pin_reg_callback(on_pin, &count) != 0 ? 0 : 1;
    memset(frame, 0, frame_size);
    failures += message_poll() == 0 && message_acknowledge() == 0 ? 0 : 1;
    failures += check_ports();
    failures += registers_translate_paddr(0xe0000ffc, 4) == (char *)registers + 0xffc ? 0 : 1;
    failures += registers_translate_paddr(0xe0000ffd, 4) == NULL && registers_translate_paddr(0xdfffffff, 1) == NULL ? 0 : 1;
    printf("%s: %d failures\n", get_instance_name(), failures);
    return failures;
}
