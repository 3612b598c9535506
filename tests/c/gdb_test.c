/*
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* The delegate of the debug server: memory that is not there is an error, and never a fault of its own; breakpoints take the numbers that are
 * free. The host's signal for such a fault plays the kernel and the thread that handles faults. */

#include <camkes/gdb.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <ucontext.h>
#include <unistd.h>

static int failures;
static int faults;

static void check(bool holds, const char *what)
{
    if (!holds) {
        printf("FAILED: %s\n", what);
        failures++;
    }
}

static void on_fault(int signal, siginfo_t *info, void *context)
{
    (void)signal, (void)info;
    greg_t *machine = ((ucontext_t *)context)->uc_mcontext.gregs;
    seL4_UserContext registers = { .rip = (seL4_Word)machine[REG_RIP] };
    if (!camkes_gdb_leave(&registers)) {
        _exit(3);
    }
    machine[REG_RIP] = (greg_t)registers.rip;
    faults++;
}

/* The kernel: registers of one thread, and which breakpoint numbers are in use. */
static seL4_UserContext thread;
static bool used[4];
static seL4_Word steps;

seL4_Error seL4_TCB_ReadRegisters(seL4_TCB tcb, _Bool suspend, seL4_Uint8 flags, seL4_Word count, seL4_UserContext *registers)
{
    (void)suspend, (void)flags;
    memcpy(registers, &thread, count * sizeof(seL4_Word));
    return tcb == 7 ? seL4_NoError : seL4_InvalidCapability;
}

seL4_Error seL4_TCB_WriteRegisters(seL4_TCB tcb, _Bool resume, seL4_Uint8 flags, seL4_Word count, seL4_UserContext *registers)
{
    (void)resume, (void)flags;
    memcpy(&thread, registers, count * sizeof(seL4_Word));
    return tcb == 7 ? seL4_NoError : seL4_InvalidCapability;
}

seL4_Error seL4_TCB_SetBreakpoint(seL4_TCB tcb, seL4_Uint16 number, seL4_Word vaddr, seL4_Word type, seL4_Word size, seL4_Word rw)
{
    (void)vaddr, (void)type, (void)size, (void)rw;
    check(!used[number], "a number is taken twice");
    used[number] = true;
    return tcb == 7 ? seL4_NoError : seL4_InvalidCapability;
}

seL4_Error seL4_TCB_UnsetBreakpoint(seL4_TCB tcb, seL4_Uint16 number)
{
    check(used[number], "a number is given back that was not taken");
    used[number] = false;
    return tcb == 7 ? seL4_NoError : seL4_InvalidCapability;
}

seL4_TCB_ConfigureSingleStepping_t seL4_TCB_ConfigureSingleStepping(seL4_TCB tcb, seL4_Uint16 number, seL4_Word instructions)
{
    (void)number;
    steps = instructions;
    return (seL4_TCB_ConfigureSingleStepping_t) { .error = tcb == 7 ? seL4_NoError : seL4_InvalidCapability };
}

seL4_MessageInfo_t seL4_Recv(seL4_CPtr src, seL4_Word *sender)
{
    (void)src, (void)sender;
    return seL4_MessageInfo_new(0, 0, 0, 0);
}

static void check_memory(void)
{
    struct sigaction action = { .sa_sigaction = on_fault, .sa_flags = SA_SIGINFO | SA_NODEFER };
    sigaction(SIGSEGV, &action, NULL);
    uint8_t *page = mmap(NULL, 2 * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    munmap(page + 4096, 4096);
    delegate_mem_range_t data;
    for (int round = 0; round < 100; round++) {
        memset(page, 0x42, 4096);
        check(camkes_gdb_read_memory((seL4_Word)(page + 4096 - MAX_MEM_RANGE), MAX_MEM_RANGE, &data) == 0, "the end of a page is read");
        check(data.data[MAX_MEM_RANGE - 1] == 0x42, "what is read is what is there");
        check(camkes_gdb_read_memory((seL4_Word)(page + 4095), 2, &data) != 0, "memory behind the page is not there");
        check(camkes_gdb_write_memory((seL4_Word)(page + 4095), 2, &data) != 0, "nor can it be written");
        check(camkes_gdb_read_memory(16, 1, &data) != 0, "nothing is in the first page");
        memset(&data, 0x17, sizeof(data));
        check(camkes_gdb_write_memory((seL4_Word)page, 3, &data) == 0 && page[2] == 0x17 && page[3] == 0x42, "three bytes are written");
    }
    check(faults == 300, "each of them was a fault once");
    check(camkes_gdb_read_memory((seL4_Word)page, MAX_MEM_RANGE + 1, &data) != 0, "no more than a message holds");
    seL4_UserContext registers = { .rip = 5 };
    check(!camkes_gdb_leave(&registers) && registers.rip == 5, "a fault elsewhere is nobody's business");
}

static void check_threads(void)
{
    seL4_Word value = 0;
    enum { WORDS = sizeof(seL4_UserContext) / sizeof(seL4_Word) };
    check(camkes_gdb_write_register(7, 99, 3) == 0 && thread.rax == 99, "the fourth word is rax");
    camkes_gdb_read_register(7, &value, 3);
    check(value == 99, "and is read again");
    check(camkes_gdb_write_register(7, 1, WORDS) != 0, "there are no more registers");
    seL4_UserContext registers = { .rip = 0x10, .rsp = 0x20, .rax = 0x30 };
    check(camkes_gdb_write_registers(7, &registers, 2) == 0 && thread.rsp == 0x20 && thread.rax == 99, "the first two are written");
    check(camkes_gdb_write_registers(7, &registers, -1) != 0 && camkes_gdb_write_registers(7, &registers, WORDS + 1) != 0, "wrong counts");
    check(camkes_gdb_write_registers(8, &registers, 2) != 0, "no such thread");
    for (seL4_Word i = 0; i < 4; i++) {
        check(camkes_gdb_insert_break(7, seL4_InstructionBreakpoint, i, 0, seL4_BreakOnRead) == 0, "four are free");
    }
    check(camkes_gdb_insert_break(7, seL4_InstructionBreakpoint, 9, 0, seL4_BreakOnRead) != 0, "a fifth is not");
    check(camkes_gdb_remove_break(7, seL4_InstructionBreakpoint, 2, 0, seL4_BreakOnRead) == 0, "one goes");
    check(camkes_gdb_remove_break(7, seL4_InstructionBreakpoint, 2, 0, seL4_BreakOnRead) != 0, "once");
    check(camkes_gdb_insert_break(7, seL4_DataBreakpoint, 9, 4, seL4_BreakOnWrite) == 0, "its number is free again");
    check(camkes_gdb_single_step(7, 1) == 0 && steps == 1 && camkes_gdb_single_step(8, 1) != 0, "a step");
}

int main(void)
{
    check_memory();
    check_threads();
    printf("%d faults, %d failures\n", faults, failures);
    return failures;
}
