/*
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* First instructions of every thread: the loader leaves the thread's number where a first argument is (on ia32, on the
 * stack) and an aligned stack pointer. */

    .text
    .global _camkes_start
    .type _camkes_start, %function
_camkes_start:
#if defined(__x86_64__) || defined(__i386__)
    xor %ebp, %ebp
    call _camkes_start_c
    ud2
#elif defined(__aarch64__)
    mov x29, xzr
    mov x30, xzr
    bl _camkes_start_c
    brk #0
#elif defined(__arm__)
    mov r11, #0
    mov lr, #0
    bl _camkes_start_c
    udf #0
#elif defined(__riscv)
    .option push
    .option norelax
    la gp, __global_pointer$
    .option pop
    li s0, 0
    li ra, 0
    call _camkes_start_c
    unimp
#else
#error "no entry point for this architecture"
#endif
    .size _camkes_start, . - _camkes_start
    .section .note.GNU-stack, "", %progbits
