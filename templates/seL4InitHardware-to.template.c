/*#
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 -#*/
/*- import 'helpers/interface.c' as interface with context -*/
/*-- set name = me.interface.name -*/
/*-- set key = me.instance.name ~ '.fdt_bind_driver_paths' -*/
/*-- set paths = configuration[me.instance.name].get('fdt_bind_driver_paths') -*/
/*-- if paths is none -*/
/*? fail(key ~ ' is not set; it lists the devices whose drivers start, by their paths in the device tree') ?*/
/*-- elif paths is string or paths is not sequence -*/
/*? fail(key ~ ' must be a list of paths in the device tree') ?*/
/*-- endif -*/
/*?- interface.notice(me, 'drivers that start before post_init') ?*/

#include <camkes/error.h>
#include <camkes/init.h>
#include <camkes.h>
/*-- for path in paths -*/
/*-- if path is not string -*/
/*? fail(key ~ ' must be a list of paths in the device tree, but has ' ~ path) ?*/
/*-- endif -*/

static const char _camkes_/*? name ?*/_device_/*? loop.index0 ?*/[] = /*? path | c_string ?*/;
CAMKES_DEVICE(_camkes_/*? name ?*/_device_/*? loop.index0 ?*/);
/*-- endfor -*/
/*? interface.declare(me) ?*/
