/*
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 */

#include <camkes/event.h>
#include <camkes/tls.h>
#include <limits.h>

/* The callback, taken away so that it is called once; NULL without one. */
static void (*take_callback(camkes_event_t *event, void **argument))(void *)
{
    void (*callback)(void *) = event->callback;
    *argument = event->argument;
    event->callback = NULL;
    return callback;
}

int camkes_event_run(camkes_event_t *event)
{
    for (;;) {
        if (event->count == NULL) {
            seL4_Wait(event->notification, NULL);
        } else if (camkes_count_wait(event->notification, event->count) != 0) {
            /* The other side has spoiled the count. */
            seL4_Yield();
            continue;
        }
        if (event->handle != NULL) {
            event->handle();
            continue;
        }

        camkes_mutex_lock(&event->lock);
        void *argument;
        void (*callback)(void *) = take_callback(event, &argument);
        if (callback == NULL) {
            /* At the limit the event is one with those that nobody has taken yet. This must happen under the lock, or
             * a callback could be registered between the look and the post and miss this event. */
            (void)camkes_semaphore_post(&event->pending);
        }
        camkes_mutex_unlock(&event->lock);

        /* Outside the lock: the callback may register itself again. */
        if (callback != NULL) {
            callback(argument);
        }
    }
}

void camkes_event_wait(camkes_event_t *event)
{
    if (camkes_semaphore_wait(&event->pending) != 0) {
        camkes_error_t error = {
            .type = CE_OVERFLOW,
            .instance = event->interface->instance,
            .interface = event->interface->name,
            .filename = __FILE__,
            .lineno = __LINE__,
            .description = "too many threads wait for this event",
        };
        (void)camkes_raise(event->interface, &error);
    }
}

int camkes_event_poll(camkes_event_t *event)
{
    return camkes_semaphore_trywait(&event->pending) == 0;
}

int camkes_event_reg_callback(camkes_event_t *event, void (*callback)(void *), void *argument)
{
    camkes_mutex_lock(&event->lock);
    int result = 0;
    int at_once = camkes_event_poll(event);
    if (!at_once && event->callback != NULL) {
        result = -1;
    } else if (!at_once) {
        event->callback = callback;
        event->argument = argument;
    }
    camkes_mutex_unlock(&event->lock);

    if (at_once) {
        callback(argument);
    }
    return result;
}
