/*#
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 -#*/
/*- import 'helpers/interface.c' as interface with context -*/
/*?- interface.notice(me, 'names the component that drives the device') ?*/

#include <camkes/error.h>
#include <camkes.h>

/* The other end of the connection belongs to the same component, and has the device. */
void /*? me.interface.name ?*/_emit_underlying(void);
void /*? me.interface.name ?*/_emit_underlying(void)
{
}
/*? interface.declare(me) ?*/
