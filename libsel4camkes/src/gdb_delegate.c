/*
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* The side of the component that is debugged. */

#include <camkes/fault.h>
#include <camkes/gdb.h>

#if defined(__x86_64__) || defined(__i386__)

#include <string.h>

enum { WORDS = sizeof(seL4_UserContext) / sizeof(seL4_Word) };

/* Copies byte by byte; 0 if all of them are there, else 1. The one instruction that may fault stands between two marks, with another place to go
 * on from: what the compiler keeps where is not touched then. */
int camkes_gdb_reach(volatile void *to, const volatile void *from, size_t length);
extern const char camkes_gdb_reach_copy[] __attribute__((visibility("hidden")));
extern const char camkes_gdb_reach_failed[] __attribute__((visibility("hidden")));

#ifdef __x86_64__
__asm__(".pushsection .text\n"
        ".hidden camkes_gdb_reach, camkes_gdb_reach_copy, camkes_gdb_reach_failed\n"
        ".globl camkes_gdb_reach, camkes_gdb_reach_copy, camkes_gdb_reach_failed\n"
        "camkes_gdb_reach:\n"
        "    movq %rdx, %rcx\n"
        "    xorl %eax, %eax\n"
        "camkes_gdb_reach_copy:\n"
        "    rep movsb\n"
        "    ret\n"
        "camkes_gdb_reach_failed:\n"
        "    movl $1, %eax\n"
        "    ret\n"
        ".popsection\n");
#else
__asm__(".pushsection .text\n"
        ".hidden camkes_gdb_reach, camkes_gdb_reach_copy, camkes_gdb_reach_failed\n"
        ".globl camkes_gdb_reach, camkes_gdb_reach_copy, camkes_gdb_reach_failed\n"
        "camkes_gdb_reach:\n"
        "    pushl %edi\n"
        "    pushl %esi\n"
        "    movl 12(%esp), %edi\n"
        "    movl 16(%esp), %esi\n"
        "    movl 20(%esp), %ecx\n"
        "    xorl %eax, %eax\n"
        "camkes_gdb_reach_copy:\n"
        "    rep movsb\n"
        "    jmp 1f\n"
        "camkes_gdb_reach_failed:\n"
        "    movl $1, %eax\n"
        "1:  popl %esi\n"
        "    popl %edi\n"
        "    ret\n"
        ".popsection\n");
#endif

bool camkes_gdb_leave(seL4_UserContext *registers)
{
#ifdef __x86_64__
    seL4_Word *at = &registers->rip;
#else
    seL4_Word *at = &registers->eip;
#endif
    if (*at != (seL4_Word)camkes_gdb_reach_copy) {
        return false;
    }
    *at = (seL4_Word)camkes_gdb_reach_failed;
    return true;
}

int camkes_gdb_memory_run(seL4_CPtr endpoint, seL4_CPtr reply)
{
    for (;;) {
        seL4_Word tcb = 0;
        seL4_UserContext registers;
        memset(&registers, 0, sizeof(registers));
        seL4_MessageInfo_t info = camkes_fault_receive(endpoint, &tcb, reply);
        /* Another fault is a mistake of ours: the thread stays where it is. */
        if (seL4_MessageInfo_get_label(info) == seL4_Fault_VMFault
            && seL4_TCB_ReadRegisters(tcb, false, 0, WORDS, &registers) == seL4_NoError && camkes_gdb_leave(&registers)) {
            (void)seL4_TCB_WriteRegisters(tcb, true, 0, WORDS, &registers);
        }
    }
}

int camkes_gdb_read_memory(seL4_Word address, seL4_Word length, delegate_mem_range_t *data)
{
    return length <= MAX_MEM_RANGE && camkes_gdb_reach(data->data, (const void *)address, length) == 0 ? 0 : 1;
}

int camkes_gdb_write_memory(seL4_Word address, seL4_Word length, const delegate_mem_range_t *data)
{
    return length <= MAX_MEM_RANGE && camkes_gdb_reach((void *)address, data->data, length) == 0 ? 0 : 1;
}

void camkes_gdb_read_registers(seL4_CPtr tcb, seL4_UserContext *registers)
{
    memset(registers, 0, sizeof(*registers));
    (void)seL4_TCB_ReadRegisters(tcb, false, 0, WORDS, registers);
}

int camkes_gdb_write_registers(seL4_CPtr tcb, const seL4_UserContext *registers, int words)
{
    seL4_UserContext all;
    if (words < 0 || words > WORDS || seL4_TCB_ReadRegisters(tcb, false, 0, WORDS, &all) != seL4_NoError) {
        return 1;
    }
    memcpy(&all, registers, (size_t)words * sizeof(seL4_Word));
    return seL4_TCB_WriteRegisters(tcb, false, 0, WORDS, &all) == seL4_NoError ? 0 : 1;
}

void camkes_gdb_read_register(seL4_CPtr tcb, seL4_Word *value, seL4_Word number)
{
    seL4_UserContext registers;
    camkes_gdb_read_registers(tcb, &registers);
    *value = number < WORDS ? ((seL4_Word *)&registers)[number] : 0;
}

int camkes_gdb_write_register(seL4_CPtr tcb, seL4_Word value, seL4_Word number)
{
    seL4_UserContext registers;
    if (number >= WORDS) {
        return 1;
    }
    camkes_gdb_read_registers(tcb, &registers);
    ((seL4_Word *)&registers)[number] = value;
    return camkes_gdb_write_registers(tcb, &registers, WORDS);
}

#ifdef CONFIG_HARDWARE_DEBUG_API

/* What the debug registers of the CPU are used for. A number belongs to one breakpoint in all threads. */
typedef struct {
    bool used;
    seL4_CPtr tcb;
    seL4_Word type;
    seL4_Word address;
    seL4_Word size;
    seL4_Word access;
} monitor_t;

static monitor_t monitors[seL4_NumDualFunctionMonitors];

int camkes_gdb_insert_break(seL4_CPtr tcb, seL4_Word type, seL4_Word address, seL4_Word size, seL4_Word access)
{
    for (seL4_Uint16 i = 0; i < seL4_NumDualFunctionMonitors; i++) {
        if (!monitors[i].used) {
            if (seL4_TCB_SetBreakpoint(tcb, i, address, type, size, access) != seL4_NoError) {
                return 1;
            }
            monitors[i] = (monitor_t) { true, tcb, type, address, size, access };
            return 0;
        }
    }
    return 1;
}

int camkes_gdb_remove_break(seL4_CPtr tcb, seL4_Word type, seL4_Word address, seL4_Word size, seL4_Word access)
{
    for (seL4_Uint16 i = 0; i < seL4_NumDualFunctionMonitors; i++) {
        monitor_t *it = &monitors[i];
        if (it->used && it->tcb == tcb && it->type == type && it->address == address && it->size == size && it->access == access) {
            it->used = false;
            return seL4_TCB_UnsetBreakpoint(tcb, i) == seL4_NoError ? 0 : 1;
        }
    }
    return 1;
}

int camkes_gdb_single_step(seL4_CPtr tcb, seL4_Word instructions)
{
    return seL4_TCB_ConfigureSingleStepping(tcb, 0, instructions).error == seL4_NoError ? 0 : 1;
}

#else

int camkes_gdb_insert_break(seL4_CPtr tcb, seL4_Word type, seL4_Word address, seL4_Word size, seL4_Word access)
{
    (void)tcb, (void)type, (void)address, (void)size, (void)access;
    return 1;
}

int camkes_gdb_remove_break(seL4_CPtr tcb, seL4_Word type, seL4_Word address, seL4_Word size, seL4_Word access)
{
    (void)tcb, (void)type, (void)address, (void)size, (void)access;
    return 1;
}

int camkes_gdb_single_step(seL4_CPtr tcb, seL4_Word instructions)
{
    (void)tcb, (void)instructions;
    return 1;
}

#endif

#endif
