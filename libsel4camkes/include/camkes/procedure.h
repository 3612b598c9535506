/*
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* For glue code: calls over an endpoint. */

#pragma once

#include <camkes/message.h>
#include <camkes/sync.h>
#include <sel4/sel4.h>

/* The calling side of a connection. */
typedef struct {
    camkes_interface_t interface;
    seL4_CPtr endpoint;
    /* Memory that carries arguments and results, and its size in bytes; NULL for the IPC buffer. */
    void *buffer;
    size_t buffer_bytes;
    /* Held during a call if several threads share that memory; else NULL. */
    camkes_mutex_t *lock;
} camkes_client_t;

/* Begins a call; the result is for the camkes_put family. */
camkes_message_t camkes_call_begin(camkes_client_t *client, const char *method);

/* Sends the call and waits for the answer. If it returns true, the message is for the camkes_get family; if false,
 * there is no answer. */
bool camkes_call(camkes_client_t *client, camkes_message_t *message, seL4_Word method);

/* Ends a call, whether or not it came to an answer. */
void camkes_call_end(camkes_client_t *client);

/* The serving side of a connection. */
typedef struct camkes_server {
    camkes_interface_t interface;
    seL4_CPtr endpoint;
    /* Slot for the reply capability, and the CNode that it is in; 0 if the implementation never blocks. With the
     * mixed-criticality kernel, the reply object. */
    seL4_CPtr reply;
    seL4_CPtr cnode;
    /* As in camkes_client_t. */
    void *buffer;
    size_t buffer_bytes;
    /* Badge of the caller. */
    seL4_Word sender;
    /* Reads the arguments, calls the implementation and writes the results. */
    void (*serve)(struct camkes_server *server, camkes_message_t *message, seL4_Word method);
} camkes_server_t;

/* Serves calls. Does not return. */
int camkes_serve(camkes_server_t *server);

#ifdef CONFIG_KERNEL_MCS
/* As camkes_serve, for a thread without a scheduling context: signals `ready` when it waits for the first call. */
int camkes_serve_passive(camkes_server_t *server, seL4_CPtr ready);
#endif

/* Turns a message whose arguments have been read into one for the results. */
void camkes_answer_begin(camkes_server_t *server, camkes_message_t *message);

/* Raises the error that there is no such method among the `methods` there are. */
void camkes_no_such_method(camkes_message_t *message, seL4_Word method, seL4_Word methods);

/* Raises the error that the badge of the caller belongs to nobody. */
void camkes_unknown_sender(camkes_server_t *server, camkes_message_t *message);
