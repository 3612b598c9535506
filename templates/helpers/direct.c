/*#
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 #*/
/*# Stops with an error unless all ends of a connection are in one address space. #*/
/*- macro check(end) -*/
/*-- for e in end.parent.from_ends + end.parent.to_ends -*/
/*-- if e.instance.address_space != end.instance.address_space -*/
/*? fail('seL4DirectCall connects instances of one address space, but ' ~ e.instance.name ~ ' is in ' ~ e.instance.address_space ~ ' and ' ~ end.instance.name ~ ' in ' ~ end.instance.address_space) ?*/
/*-- endif -*/
/*-- endfor -*/
/*-- endmacro -*/
