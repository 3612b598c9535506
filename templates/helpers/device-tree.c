/*#
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 #*/
/*# What a node of the device tree says, as a query of `dtb(...)` gives it. The macros have no output; results go to `found`, a namespace
 #  with lists.
 #  end: the connection end that the node belongs to
 #  node: its properties, lists of 32-bit cells
 #*/

/*# The node that the setting `<interface>.dtb` asks for, as `found.value`. #*/
/*- macro node(end, found) -*/
/*-- set key = end.instance.name ~ '.' ~ end.interface.name ~ '.dtb' --*/
/*-- set answer = end.settings.get('dtb') --*/
/*-- if answer is none --*/
    /*? fail(key ~ ' is not set; it names the device in the device tree: dtb({"path" : "/soc/serial@..."})') ?*/
/*-- elif answer is not mapping or answer.get('query') is none or answer.get('query') | length != 1 or answer.get('query')[0] is none --*/
    /*? fail(key ~ ' must be a query of one device of the device tree, such as dtb({"path" : "/soc/serial@..."})') ?*/
/*-- endif --*/
/*-- set found.value = answer.get('query')[0] --*/
/*- endmacro -*/

/*# A number of several cells, the highest first, as `found.value`. #*/
/*- macro number(found, cells, first, count) -*/
/*-- set sum = namespace(value=0) --*/
/*-- for i in range(count) --*/
/*-- set sum.value = sum.value * 4294967296 + cells[first + i] --*/
/*-- endfor --*/
/*-- set found.value = sum.value --*/
/*- endmacro -*/

/*# The registers, whole pages each: `found.list` gets dicts with `paddr`, `size` and `page_size`. #*/
/*- macro registers(end, found, node) -*/
/*-- set regs = node.get('reg', none) --*/
/*-- if regs is not none --*/
/*-- set addresses = node.get('this_address_cells')[0] --*/
/*-- set sizes = node.get('this_size_cells')[0] --*/
/*-- if sizes == 0 or regs | length % (addresses + sizes) != 0 --*/
    /*? fail('the device of ' ~ end.instance.name ~ '.' ~ end.interface.name ~ ' has registers that can not be mapped: ' ~ regs | length ~ ' cells, with ' ~ addresses ~ ' for an address and ' ~ sizes ~ ' for a size') ?*/
/*-- endif --*/
/*-- for i in range(0, regs | length, addresses + sizes) --*/
/*?- number(found, regs, i, addresses) -?*/
/*-- set address = found.value --*/
/*?- number(found, regs, i + addresses, sizes) -?*/
/*-- set start = macros.align_page_address(address, options.architecture) --*/
/*-- set size = macros.next_page_multiple(found.value + address - start, options.architecture) --*/
/*-- set fitting = macros.page_sizes(options.architecture) | select('le', size) | list --*/
/*-- set ns = namespace(page=macros.PAGE_SIZE) --*/
/*-- for page in fitting if size % page == 0 and start % page == 0 --*/
/*-- set ns.page = page --*/
/*-- endfor --*/
/*-- do found.list.append({'paddr': start, 'size': size, 'page_size': ns.page}) --*/
/*-- endfor --*/
/*-- endif --*/
/*- endmacro -*/

/*# The numbers of the interrupts: `found.list` gets them. On Arm an interrupt has three cells: 0 for a shared one, its number, its trigger;
 #  where the controller stands before each, four. Elsewhere it has one. #*/
/*- macro interrupts(end, found, node) -*/
/*-- set plain = node.get('interrupts', none) --*/
/*-- set cells = node.get('interrupts_extended', none) if plain is none else plain --*/
/*-- set arm = options.architecture in ['aarch32', 'arm_hyp', 'aarch64'] --*/
/*-- set width = (3 if arm else 1) + (0 if plain is not none else 1) --*/
/*-- if cells is not none --*/
/*-- if cells | length % width != 0 --*/
    /*? fail('the device of ' ~ end.instance.name ~ '.' ~ end.interface.name ~ ' has ' ~ cells | length ~ ' cells of interrupts, but each takes ' ~ width) ?*/
/*-- endif --*/
/*-- for i in range(0, cells | length, width) --*/
/*-- set first = i + (0 if plain is not none else 1) --*/
/*-- do found.list.append(cells[first + 1] + (32 if cells[first] == 0 else 0) if arm else cells[first]) --*/
/*-- endfor --*/
/*-- endif --*/
/*- endmacro -*/
