/*#
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 -#*/
/*- import 'helpers/interface.c' as interface with context -*/
/*-- import 'helpers/direct.c' as direct with context --*/
/*?- direct.check(me) -?*/
/*?- interface.notice(me, 'serving side') ?*/

/* The calls are plain function calls: linking the instances of the address space gives both sides the same names. */
typedef int _camkes_/*? me.interface.name ?*/_direct;
