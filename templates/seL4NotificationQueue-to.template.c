/*#
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 -#*/
/*- import 'helpers/interface.c' as interface with context -*/
/*-- import 'helpers/event.c' as event with context -*/
/*-- import 'helpers/counted.c' as counted with context --*/
/*?- interface.notice(me, 'receiving side') ?*/

#include <camkes/dataport.h>
#include <camkes/event.h>
#include <camkes.h>
/*? counted.declare(me) ?*/
/*? event.receiver(me, '.notification = ' ~ alloc('ep_' ~ me.index, seL4_EndpointObject, read=true) ~ ',\n    .count = ' ~ counted.count(me)) ?*/
