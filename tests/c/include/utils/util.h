/*
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* The macros of seL4's utility library that generated code, libsel4camkes and component sources use. */

#pragma once

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define UNUSED __attribute__((unused))
#define USED __attribute__((used))
#define WEAK __attribute__((weak))
#define VISIBLE __attribute__((externally_visible, visibility("default")))
#define NORETURN __attribute__((noreturn))
#define WARN_UNUSED_RESULT __attribute__((warn_unused_result))
#define DEPRECATED(text) __attribute__((deprecated(text)))
#define CONSTRUCTOR(priority) __attribute__((constructor(priority)))
#define ALIGN(n) __attribute__((aligned(n)))
#define SECTION(name) __attribute__((section(name)))

#define likely(x) __builtin_expect(!!(x), 1)
#define unlikely(x) __builtin_expect(!!(x), 0)
#define UNREACHABLE() __builtin_unreachable()

#define PAGE_SIZE_4K 4096
#define ROUND_UP_UNSAFE(n, multiple) (((n) + (multiple) - 1) / (multiple) * (multiple))
#define MAX_UNSAFE(a, b) ((a) > (b) ? (a) : (b))
#define ARRAY_SIZE(array) (sizeof(array) / sizeof((array)[0]))

#define COMPILER_MEMORY_FENCE() __atomic_signal_fence(__ATOMIC_SEQ_CST)
#define COMPILER_MEMORY_RELEASE() __atomic_signal_fence(__ATOMIC_RELEASE)
#define COMPILER_MEMORY_ACQUIRE() __atomic_signal_fence(__ATOMIC_ACQUIRE)
