/*#
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 -#*/
/*- import 'helpers/interface.c' as interface with context -*/
/*-- import 'helpers/event.c' as event with context -*/
/*-- import 'helpers/setting.c' as setting with context -*/
/*-- set name = me.interface.name -*/
/*-- set device = me.parent.from_instance -*/
/*-- set source = me.parent.from_interface -*/
/*-- set found = namespace(value=0) -*/
/*-- set kind = configuration[device.name].get(source.name ~ '_irq_type', 'simple') -*/
/*-- set notification = alloc_obj('ntfn', seL4_NotificationObject) -*/
/*-- set slot = alloc_cap('ntfn', notification, read=true) -*/
/*-- set signalled = cap(notification, read=true) -*/
/*-- if kind == 'simple' or kind == 'arm' -*/
/*?- setting.number(found, device, source, 'irq_number', 'the number of the interrupt') -?*/
/*-- set number = found.value -*/
/*-- if configuration[device.name].get(source.name ~ '_spi_number') == 0 -*/
/*-- set number = number + 32 -*/
/*-- endif -*/
/*-- if kind == 'simple' -*/
/*-- set irq = alloc('irq', seL4_IRQHandler, number=number, notification=signalled) -*/
/*-- else -*/
/*-- set trigger = configuration[device.name].get(source.name ~ '_irq_trigger', 'level') -*/
/*-- if trigger != 'level' and trigger != 'edge' -*/
/*? fail(device.name ~ '.' ~ source.name ~ '_irq_trigger must be "level" or "edge"') ?*/
/*-- endif -*/
/*?- setting.number(found, device, source, 'irq_target', 'the core that handles the interrupt', 0) -?*/
/*-- set irq = alloc('irq', seL4_IRQHandler, number=number, trigger=1 if trigger == 'edge' else 0, target=found.value, notification=signalled) -*/
/*-- endif -*/
/*-- elif kind == 'ioapic' or kind == 'isa' or kind == 'pci' -*/
/*-- set default = none if kind == 'ioapic' else 1 if kind == 'pci' else 0 -*/
/*-- set line = namespace() -*/
/*?- setting.number(found, device, source, 'irq_ioapic_level' if configuration[device.name].get(source.name ~ '_irq_level') is none else 'irq_level', '1 for a level-triggered interrupt, 0 for an edge-triggered one', default) -?*/
/*-- set line.level = default if default is not none else found.value -*/
/*?- setting.number(found, device, source, 'irq_ioapic_polarity' if configuration[device.name].get(source.name ~ '_irq_polarity') is none else 'irq_polarity', '1 for an active-low interrupt, 0 for an active-high one', default) -?*/
/*-- set line.polarity = default if default is not none else found.value -*/
/*?- setting.number(found, device, source, 'irq_ioapic', 'the number of the I/O APIC') -?*/
/*-- set line.ioapic = found.value -*/
/*?- setting.number(found, device, source, 'irq_ioapic_pin', 'the pin of the I/O APIC') -?*/
/*-- set line.pin = found.value -*/
/*?- setting.number(found, device, source, 'irq_vector', 'the vector that the interrupt gets') -?*/
/*-- set irq = alloc('irq', seL4_IRQHandler, vector=found.value, ioapic=line.ioapic, ioapic_pin=line.pin, level=line.level, polarity=line.polarity, notification=signalled) -*/
/*-- elif kind == 'msi' -*/
/*-- set message = namespace() -*/
/*?- setting.number(found, device, source, 'irq_handle', 'the handle of the interrupt message') -?*/
/*-- set message.handle = found.value -*/
/*?- setting.number(found, device, source, 'irq_pci_bus', 'the PCI bus of the device') -?*/
/*-- set message.bus = found.value -*/
/*?- setting.number(found, device, source, 'irq_pci_dev', 'the number of the device on its PCI bus') -?*/
/*-- set message.device = found.value -*/
/*?- setting.number(found, device, source, 'irq_pci_fun', 'the PCI function of the device') -?*/
/*-- set message.function = found.value -*/
/*?- setting.number(found, device, source, 'irq_vector', 'the vector that the interrupt gets') -?*/
/*-- set irq = alloc('irq', seL4_IRQHandler, vector=found.value, handle=message.handle, pci_bus=message.bus, pci_dev=message.device, pci_fun=message.function, notification=signalled) -*/
/*-- else -*/
/*? fail(device.name ~ '.' ~ source.name ~ '_irq_type is "' ~ kind ~ '"; there are "simple", "arm", "ioapic", "isa", "pci" and "msi"') ?*/
/*-- endif -*/
/*?- interface.notice(me, 'interrupts of ' ~ device.name) ?*/

#include <camkes/event.h>
#include <camkes.h>
/*? event.receiver(me, '.notification = ' ~ slot ~ ',\n    .handle = ' ~ name ~ '_handle') ?*/

/* Lets the interrupt come again. */
int /*? name ?*/_acknowledge(void)
{
    return seL4_IRQHandler_Ack(/*? irq ?*/);
}
