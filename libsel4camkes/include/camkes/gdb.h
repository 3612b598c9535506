/*
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* For glue code: a component is debugged with GDB over a serial line of a PC. The debug server answers GDB and asks a delegate in the
 * component, which has its memory and the capabilities to its threads. */

#pragma once

#include <camkes/gdb/delegate_types.h>
#include <sel4/sel4.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if defined(__x86_64__) || defined(__i386__)

/* Longest command of GDB, in characters. */
enum { CAMKES_GDB_COMMAND = 512 };

/* The debug server. */
typedef struct {
    /* Where faults of the component arrive; the badge is the slot of the thread's TCB in the component. */
    seL4_CPtr endpoint;
    /* As in camkes_server_t. */
    seL4_CPtr reply;
    seL4_CPtr cnode;
    /* The delegate; 0 is success. */
    int (*read_memory)(seL4_Word address, seL4_Word length, delegate_mem_range_t *data);
    int (*write_memory)(seL4_Word address, seL4_Word length, delegate_mem_range_t data);
    void (*read_registers)(seL4_Word tcb, seL4_UserContext *registers);
    int (*write_registers)(seL4_Word tcb, seL4_UserContext registers, int words);
    int (*insert_break)(seL4_Word tcb, seL4_Word type, seL4_Word address, seL4_Word size, seL4_Word access);
    int (*remove_break)(seL4_Word tcb, seL4_Word type, seL4_Word address, seL4_Word size, seL4_Word access);
    int (*resume)(seL4_Word tcb);
    int (*step)(seL4_Word tcb);
    /* Registers of a 16550, by their offset. */
    uint8_t (*in)(uint16_t offset);
    void (*out)(uint16_t offset, uint8_t value);
    /* Waits for an interrupt of the serial line, and lets it come again. */
    int (*wait)(void);
    int (*acknowledge)(void);

    /* The stopped thread, and why it stopped: the words of a stop reply. */
    seL4_Word thread;
    char reason[48];
    bool stopped;
    /* The thread was told to stop after one instruction; it stopped for that. */
    bool stepping;
    bool stepped;
    /* What arrived of a command: between '$' and '#', then two digits. */
    char command[CAMKES_GDB_COMMAND];
    size_t length;
    enum { CAMKES_GDB_OUTSIDE, CAMKES_GDB_INSIDE, CAMKES_GDB_FIRST_DIGIT, CAMKES_GDB_SECOND_DIGIT } place;
    uint8_t sum;
    uint8_t told;
    /* The last answer. */
    char sent[CAMKES_GDB_COMMAND + 1];
} camkes_gdb_t;

/* Sets up the serial line. */
void camkes_gdb_init(camkes_gdb_t *gdb);

/* Tells GDB of each fault, and lets the thread go on when GDB says so. Does not return. */
int camkes_gdb_run(camkes_gdb_t *gdb);

/* A fault as it arrived: its kind and first words. Returns when GDB lets the thread go on; the words of the answer are in message registers
 * then, and the result is their number. */
seL4_Word camkes_gdb_stop(camkes_gdb_t *gdb, seL4_Word kind, const seL4_Word words[4]);

/* The delegate: what GDB_delegate does to memory and threads of its own component. Memory that is not there is an error, and no fault. */
int camkes_gdb_read_memory(seL4_Word address, seL4_Word length, delegate_mem_range_t *data);
int camkes_gdb_write_memory(seL4_Word address, seL4_Word length, const delegate_mem_range_t *data);
void camkes_gdb_read_registers(seL4_CPtr tcb, seL4_UserContext *registers);
int camkes_gdb_write_registers(seL4_CPtr tcb, const seL4_UserContext *registers, int words);
void camkes_gdb_read_register(seL4_CPtr tcb, seL4_Word *value, seL4_Word number);
int camkes_gdb_write_register(seL4_CPtr tcb, seL4_Word value, seL4_Word number);
int camkes_gdb_insert_break(seL4_CPtr tcb, seL4_Word type, seL4_Word address, seL4_Word size, seL4_Word access);
int camkes_gdb_remove_break(seL4_CPtr tcb, seL4_Word type, seL4_Word address, seL4_Word size, seL4_Word access);
int camkes_gdb_single_step(seL4_CPtr tcb, seL4_Word instructions);

/* Ends accesses of the delegate to memory that is not there: faults of its thread arrive at the endpoint. Does not return. */
int camkes_gdb_memory_run(seL4_CPtr endpoint, seL4_CPtr reply);

/* Lets a thread that faulted in such an access go on behind it, by its registers; false if it faulted elsewhere. */
bool camkes_gdb_leave(seL4_UserContext *registers);

#endif
