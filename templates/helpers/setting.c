/*#
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 #*/
/*# Settings of hardware instances, named after an interface. They are macros without output; results go to `found`, a namespace.
 #  instance, interface: the hardware side
 #  suffix: what follows the interface's name and an underscore
 #*/

/*# A whole number that must be set; `found.value` gets it. #*/
/*- macro number(found, instance, interface, suffix, meaning, default=none) -*/
/*-- set key = interface.name ~ '_' ~ suffix --*/
/*-- set value = configuration[instance.name].get(key, default) --*/
/*-- if value is none --*/
    /*? fail(instance.name ~ '.' ~ key ~ ' is not set; it gives ' ~ meaning) ?*/
/*-- elif value is not integer or value < 0 --*/
    /*? fail(instance.name ~ '.' ~ key ~ ' must be a whole number that is not negative; it gives ' ~ meaning) ?*/
/*-- endif --*/
/*-- set found.value = value --*/
/*- endmacro -*/
