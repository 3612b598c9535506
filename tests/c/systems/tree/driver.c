/*
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 */

#include <camkes.h>
#include <camkes/init.h>
#include <platsupport/irq.h>
#include <string.h>

extern volatile void *serial_0;
extern volatile void *serial_1;
extern volatile void *timer_0;
int serial_irq_acknowledge(ps_irq_t *irq);

/* 33 in the tree; on Arm it is a shared interrupt, and those begin at 32. */
#if defined(__aarch64__)
#define SERIAL_IRQ (33 + 32)
#else
#define SERIAL_IRQ 33
#endif

static int failures;
static unsigned started;
static bool after_start;

static void expect(bool holds, const char *what)
{
    if (!holds) {
        printf("%s: %s does not hold\n", get_instance_name(), what);
        failures++;
    }
}

int camkes_bind_device(const char *path)
{
    started += strcmp(path, "/soc/serial@e0000040") == 0 ? 1 : strcmp(path, "/soc/timer@e0200000") == 0 ? 16 : 256;
    return 0;
}

void serial_irq_handle(ps_irq_t *irq)
{
    (void)serial_irq_acknowledge(irq);
}

void post_init(void)
{
    after_start = started == 17;
}

int run(void)
{
    expect(after_start, "that each driver starts once, before post_init");
    volatile uint32_t *registers[] = { serial_0, serial_1, timer_0 };
    for (size_t i = 0; i < ARRAY_SIZE(registers); i++) {
        expect((uintptr_t)registers[i] % 4096 == 0, "that registers begin with a page");
        registers[i][0] = (uint32_t)i + 7;
    }
    expect(registers[0][0] == 7 && registers[1][0] == 8 && registers[2][0] == 9, "that each has memory of its own");
    registers[1][0x1ffc / 4] = 1;

    long number = SERIAL_IRQ;
    ps_irq_t irq = { .type = PS_INTERRUPT, .irq = { .number = number } };
    expect(serial_irq_acknowledge(&irq) == 0, "that the device's interrupt is known");
    irq.irq.number = number + 1;
    expect(serial_irq_acknowledge(&irq) == -1 && serial_irq_acknowledge(NULL) == -1, "that others are refused");
    printf("%s: %d failures\n", get_instance_name(), failures);
    return failures;
}
