/*#
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 -#*/
/*- import 'helpers/interface.c' as interface with context -*/
/*-- import 'helpers/event.c' as event with context --*/
/*?- interface.notice(me, 'receiving side') ?*/

#include <camkes/event.h>
#include <camkes.h>
/*? event.receiver(me, '.notification = ' ~ alloc('notification_' ~ me.index, seL4_NotificationObject, read=true)) ?*/
