/*
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* Errors that glue code finds at run time, and what is done about them (language manual, "Error Handling"). */

#pragma once

#include <sel4/sel4.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <utils/util.h>

/* What went wrong. */
typedef enum {
    /* Nothing. */
    CE_NO_ERROR = 0,
    /* Arguments or results don't fit into the message. */
    CE_BUFFER_LENGTH_EXCEEDED,
    /* A caller asked for a method that the interface does not have. */
    CE_INVALID_METHOD_INDEX,
    /* A message is shorter, longer or otherwise different from what the method needs. */
    CE_MALFORMED_RPC_PAYLOAD,
    /* The kernel refused a system call that should not fail. */
    CE_SYSCALL_FAILED,
    /* Glue code got no memory or no kernel object. */
    CE_ALLOCATION_FAILURE,
    /* A counter is at its limit. */
    CE_OVERFLOW,
} camkes_error_type_t;

/* An error. `type` tells which of the members in the union hold something. */
typedef struct {
    camkes_error_type_t type;
    /* Component instance in which it happened; never NULL. */
    const char *instance;
    /* Interface in which it happened, or NULL outside all interfaces. */
    const char *interface;
    /* Place in the source of the glue code. */
    const char *filename;
    long lineno;
    /* What happened, for people; never NULL, and valid only while the handler runs. */
    const char *description;
    union {
        /* CE_BUFFER_LENGTH_EXCEEDED: bytes in the message so far, and with what should have been added. */
        struct {
            unsigned current_length;
            unsigned target_length;
        };
        /* CE_INVALID_METHOD_INDEX: the methods there are, and the one that was asked for. */
        struct {
            uint64_t lower_bound;
            uint64_t upper_bound;
            uint64_t invalid_index;
        };
        /* CE_MALFORMED_RPC_PAYLOAD: bytes in the message, and where reading it failed. */
        struct {
            unsigned length;
            unsigned current_index;
        };
        /* CE_SYSCALL_FAILED: label of the invocation, and the kernel's answer. */
        struct {
            int syscall;
            int error;
        };
        /* CE_ALLOCATION_FAILURE: bytes that were wanted; 0 if that is not the point. */
        struct {
            size_t alloc_bytes;
        };
    };
} camkes_error_t;

/* How glue code goes on after an error. */
typedef enum {
    /* Not an action; never return it. */
    CEA_INVALID = -1,
    /* Give up the call or request, and return to the caller or to the event loop. */
    CEA_DISCARD,
    /* Go on as if nothing had happened. What did not fit is left out; memory stays intact all the same. */
    CEA_IGNORE,
    /* Stop this thread. */
    CEA_ABORT,
    /* Stop the system; where the kernel offers no way to, as CEA_ABORT. */
    CEA_HALT,
} camkes_error_action_t;

/* Called for each error; decides how to go on. */
typedef camkes_error_action_t (*camkes_error_handler_t)(camkes_error_t *error);

/* Sets the handler for all interfaces that have none of their own; NULL for the default one, which prints the error
 * and halts. Returns the handler that was set before, or NULL. */
camkes_error_handler_t camkes_register_error_handler(camkes_error_handler_t handler);

/* For glue code: hands an error to the component's handler. */
camkes_error_action_t camkes_error(camkes_error_t *error);

/* For glue code: one interface of this instance and the handler that user code has set for it. */
typedef struct {
    const char *instance;
    const char *name;
    camkes_error_handler_t handler;
} camkes_interface_t;

/* For glue code: sets an interface's handler and returns the one before. */
camkes_error_handler_t camkes_interface_handler(camkes_interface_t *interface, camkes_error_handler_t handler);

/* For glue code: hands an error to the interface's handler, or else to the component's, and obeys. True means that
 * the call or request must be given up, false that it goes on; other actions don't return. */
bool camkes_raise(const camkes_interface_t *interface, camkes_error_t *error);

/* For glue code: obeys what a handler answered; as camkes_raise. */
bool camkes_obey(camkes_error_action_t action);

/* Stops the system, or where that can't be done, this thread. */
void camkes_halt(void) NORETURN;

/* Stops this thread. */
void camkes_abort(void) NORETURN;

/* Raises an error from a template: `edata` is a camkes_error_t, `action` leaves the code in question if the handler
 * answers CEA_DISCARD. A statement expression, so that `action` may be `return`, `continue` or `goto`. */
#define ERR(handler, edata, action) ({ \
        camkes_error_t camkes_err_ = edata; \
        camkes_err_.filename = __FILE__; \
        camkes_err_.lineno = __LINE__; \
        if (camkes_obey((handler)(&camkes_err_))) { \
            action; \
        } \
    })

/* ERR if `condition` holds, else nothing. */
#define ERR_IF(condition, handler, edata, action) \
    (unlikely(condition) ? ERR(handler, edata, action) : (void)0)
