/*
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* A host process that behaves like seL4 as far as generated code can tell: threads, endpoints, notifications, reply
 * capabilities, shared memory. Each component instance is a shared object with symbols of its own. */

#pragma once

#include <pthread.h>
#include <sel4/sel4.h>
#include <stdbool.h>
#include <stddef.h>

enum { NAME_SIZE = 160 };

/* Kernel objects, as far as the shim has them. */
typedef enum { KIND_OTHER, KIND_ENDPOINT, KIND_NOTIFICATION, KIND_CNODE, KIND_TCB, KIND_REPLY } kind_t;

typedef struct thread thread_t;

typedef struct object {
    char name[NAME_SIZE];
    kind_t kind;
    /* Endpoints and notifications: who waits here, in order. All of them send, or all of them receive. */
    thread_t *first;
    thread_t *last;
    bool senders;
    /* Notification: what was signalled and not yet received. */
    bool signalled;
    seL4_Word badge;
    /* TCB: the slot of the endpoint for its faults, or 0. */
    seL4_Word fault_ep;
    struct object *next;
} object_t;

enum { MAY_READ = 1, MAY_WRITE = 2, MAY_GRANT_REPLY = 4, MAY_GRANT = 8 };

typedef struct {
    seL4_Word slot;
    object_t *object;
    /* For a reply capability: who waits for the answer. */
    thread_t *caller;
    unsigned rights;
    seL4_Word badge;
} cap_t;

/* Faults with the thread whose TCB is in the slot, as if its program had; returns when somebody answers. `words` are those of the message, and
 * the first one is the place in the program. */
seL4_MessageInfo_t shim_fault(seL4_CPtr tcb, seL4_Word kind, const seL4_Word words[4]);

/* What arrives at the serial line, and all that was sent there. */
void shim_serial_receive(const char *text);
const char *shim_serial_sent(void);

/* What one CNode holds. */
typedef struct cspace {
    char name[NAME_SIZE];
    cap_t *caps;
    size_t length;
    struct cspace *next;
} cspace_t;

struct thread {
    const char *instance;
    cspace_t *cspace;
    seL4_IPCBuffer *ipc_buffer;
    pthread_cond_t woken;
    bool blocked;
    /* While it waits to send, and while it waits for an answer. */
    bool calling;
    seL4_MessageInfo_t info;
    seL4_Word badge;
    /* Who waits for this thread's answer: the capability in its TCB. */
    thread_t *caller;
    thread_t *next;
};

/* Reads objects and capabilities from a CapDL text. Exits with a message if that is not possible. */
void spec_read(const char *path);

/* The CSpace of the instance with this name. NULL if there is none. */
cspace_t *spec_cspace_of(const char *instance);

/* The capability in a slot, or NULL. */
cap_t *cspace_cap(cspace_t *cspace, seL4_Word slot);

/* Makes room for a capability in an empty slot. NULL if it is taken. */
cap_t *cspace_insert(cspace_t *cspace, seL4_Word slot);

/* Says what is wrong and ends the process with status 2. */
void fault(const char *format, ...) __attribute__((noreturn, format(printf, 1, 2)));

/* The calling thread. */
extern __thread thread_t *self;
