/*
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* For glue code: arguments and results in a message.
 *
 * A message is a row of values without padding. Text is its bytes up to and with the terminating zero, so that text of n bytes
 * fits into a buffer of n + 1; a first byte of 0xff is written twice, and 0xff alone stands for NULL. An array is its length
 * (32 bits) and its elements. The number of the method is the label of the message and not part of this.
 *
 * The first error makes a message fail: it goes to the error handler, and unless the handler answers CEA_IGNORE all
 * further operations do nothing. No operation reads or writes outside the message. */

#pragma once

#include <camkes/error.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct {
    camkes_interface_t *interface;
    /* Name of the method, for errors. */
    const char *method;
    unsigned char *buffer;
    /* Bytes that there is room for, or that were received. */
    size_t size;
    /* Bytes written or read so far. */
    size_t used;
    bool failed;
    /* `size` is that of the buffer and says nothing about how much was received. */
    bool size_is_capacity;
} camkes_message_t;

/* Writes a value. `what` names it in errors. */
void camkes_put(camkes_message_t *message, const void *value, size_t size, const char *what);
/* Writes text, which may be NULL. */
void camkes_put_string(camkes_message_t *message, const char *text, const char *what);
/* Writes an array of values of `size` bytes each. */
void camkes_put_array(camkes_message_t *message, const void *values, size_t length, size_t size, const char *what);
/* Writes an array of text. */
void camkes_put_strings(camkes_message_t *message, char *const *texts, size_t length, const char *what);

/* Reads a value; leaves it alone if that fails. */
void camkes_get(camkes_message_t *message, void *value, size_t size, const char *what);
/* Reads text; the result is for free(), and NULL if that fails. */
char *camkes_get_string(camkes_message_t *message, const char *what);
/* Reads an array; the result is for free(), and NULL with a length of 0 if that fails. */
void *camkes_get_array(camkes_message_t *message, size_t *length, size_t size, const char *what);
/* Reads an array of text; the result is for camkes_free_strings(), and NULL with a length of 0 if that fails. */
char **camkes_get_strings(camkes_message_t *message, size_t *length, const char *what);

/* Checks that nothing is left to read. Returns whether all went well. */
bool camkes_get_end(camkes_message_t *message);

/* Frees the elements of an array of text and the array; NULL is allowed for both. */
void camkes_free_strings(char **texts, size_t length);
