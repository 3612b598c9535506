/*#
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 -#*/
/*- import 'helpers/procedure.c' as procedure with context -*/
/*-- set settings = configuration[me.name] --*/
/* What component /*? me.type.name ?*/ sees in its instance '/*? me.name ?*/'. Generated: changes will be lost. */

#pragma once

#include <camkes/dataport.h>
#include <camkes/error.h>
#include <camkes/stdio.h>
#include <sel4/sel4.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <utils/util.h>

/*? macros.show_includes(me.type.includes) ?*/
/*-- for i in me.type.uses + me.type.provides -*/
/*? macros.show_includes(i.type.includes) ?*/
/*-- endfor -*/

/* This instance. */
const char *get_instance_name(void);
int get_instance_affinity(void);

/* Attributes. CAMKES_CONST_ATTR(x) is the value of attribute x as a literal, for array sizes and the preprocessor. */
#define CAMKES_CONST_ATTR(attribute) attribute##_DEF

/*? macros.print_type_definitions(me.type.attributes, settings) ?*/
/*-- for a in me.type.attributes -*/
/*-- set value = settings.get(a.name) -*/
/*-- if value is not none -*/
#define /*? a.name ?*/_DEF /*? macros.show_attribute_value(a, value) ?*/
/*-- endif -*/
extern const /*? a.c_type ?*/ /*? a.name ?*//*? '' if not a.array else '[]' if value is none else '[' ~ (value | length) ~ ']' ?*/;
/*-- endfor -*/
/*-- for i in me.type.uses -*/

/* uses /*? i.type.name ?*/ /*? i.name ?*/ */
/*-- for m in i.type.methods -*/
/*? procedure.signature(i.name, m) ?*//*? ' WEAK' if i.optional else '' ?*/;
/*-- endfor -*/
/*-- endfor -*/
/*-- for i in me.type.provides -*/

/* provides /*? i.type.name ?*/ /*? i.name ?*/: this component implements these. */
/*-- for m in i.type.methods -*/
/*? procedure.signature(i.name, m) ?*/;
/*-- endfor -*/
/* The badge of the caller that is being served. */
seL4_Word /*? i.name ?*/_get_sender_id(void);
/*-- endfor -*/
/*-- for i in me.type.emits -*/

/* emits /*? i.type ?*/ /*? i.name ?*/ */
void /*? i.name ?*/_emit(void);
/*-- endfor -*/
/*-- for i in me.type.consumes -*/
/*-- set weak = ' WEAK' if i.optional else '' -*/

/* consumes /*? i.type ?*/ /*? i.name ?*/: which of these there are depends on the connector. */
void /*? i.name ?*/_wait(void)/*? weak ?*/;
int /*? i.name ?*/_poll(void)/*? weak ?*/;
int /*? i.name ?*/_reg_callback(void (*callback)(void *), void *arg)/*? weak ?*/;
seL4_CPtr /*? i.name ?*/_notification(void)/*? weak ?*/;
int /*? i.name ?*/_acknowledge(void)/*? weak ?*/;
/* Called for each interrupt, if this component implements it. */
void /*? i.name ?*/_handle(void) WEAK;
/*-- endfor -*/
/*-- for i in me.type.dataports -*/

/* dataport /*? i.type ?*/ /*? i.name ?*/ */
extern /*? macros.dataport_type(i.type) ?*/ */*? i.name ?*//*? ' WEAK' if i.optional else '' ?*/;
#define /*? i.name ?*/_size /*? macros.dataport_size(i.type) ?*/

static inline size_t /*? i.name ?*/_get_size(void)
{
    return /*? macros.dataport_size(i.type) ?*/;
}

static inline void /*? i.name ?*/_acquire(void)
{
    camkes_fence_acquire();
}

static inline void /*? i.name ?*/_release(void)
{
    camkes_fence_release();
}
/*-- endfor -*/
/*-- for m in me.type.mutexes -*/

/* has mutex /*? m.name ?*/ */
int /*? m.name ?*/_lock(void) WARN_UNUSED_RESULT;
int /*? m.name ?*/_unlock(void) WARN_UNUSED_RESULT;
/*-- endfor -*/
/*-- for s in me.type.semaphores -*/

/* has semaphore /*? s.name ?*/ */
int /*? s.name ?*/_wait(void) WARN_UNUSED_RESULT;
int /*? s.name ?*/_trywait(void) WARN_UNUSED_RESULT;
int /*? s.name ?*/_post(void) WARN_UNUSED_RESULT;
/*-- endfor -*/
/*-- for b in me.type.binary_semaphores -*/

/* has binary_semaphore /*? b.name ?*/ */
int /*? b.name ?*/_wait(void) WARN_UNUSED_RESULT;
int /*? b.name ?*/_post(void) WARN_UNUSED_RESULT;
/*-- endfor -*/

/* Functions that this component may define, in the order in which they are called. */
void pre_init(void) WEAK;
/*-- for i in me.type.interfaces -*/
void /*? i.name ?*/__init(void) WEAK;
/*-- endfor -*/
void post_init(void) WEAK;
/*-- if me.type.control -*/
int run(void);
/*-- endif -*/

/* Error handlers of single interfaces; NULL goes back to the component's. */
/*-- for i in me.type.interfaces -*/
camkes_error_handler_t /*? i.name ?*/_register_error_handler(camkes_error_handler_t handler);
/*-- endfor -*/
