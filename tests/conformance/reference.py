# Copyright 2026, the camkes-lsp contributors
# SPDX-License-Identifier: BSD-2-Clause

"""The model that the reference tool makes of a system, in the shape of `camkes-lsp dump model`.

The packages of the reference are on the path: CAMKES_REFERENCE names them.
"""

import numbers
from collections.abc import Mapping


def resolve(system):
    """Parses a system, and returns its model; the reference's own exceptions pass through."""
    from argparse import Namespace

    from camkes.parser import parse_file, parse_query_parser_args

    queries = []
    if system.device_tree:
        queries.append("--dtb=" + system.device_tree)
    if system.pins:
        queries.append("--gpio-list=" + system.pins)
    options = Namespace(
        allow_forward_references=system.forward_references,
        cpp=system.preprocessed,
        cpp_bin="cpp",
        cpp_flag=system.preprocessor_flags,
        import_path=system.import_paths,
        makefile_dependencies=None,
        queries=parse_query_parser_args(queries)[0],
        save_ast=None,
        verbosity=1,
    )
    tree, _ = parse_file(system.file, options)
    return model(tree)


def plain(value):
    """A value as JSON has it."""
    if value is None or isinstance(value, (bool, str, numbers.Number)):
        return value
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    # A property of a node inside of the node that a query found: the reference leaves its own object there.
    return value.name if hasattr(value, "name") else str(value)


def named(thing, *fields):
    return {field: getattr(thing, field) for field in fields}


def attributes(owner):
    described = []
    for attribute in owner.attributes:
        kind = attribute.type
        entry = {
            "name": attribute.name,
            "type": kind if isinstance(kind, str) else {"struct": kind.name},
            "array": attribute.array,
        }
        if attribute.default is not None:
            entry["default"] = plain(attribute.default)
        described.append(entry)
    return described


def interfaces(component):
    described = []
    for kind in ("provides", "uses", "emits", "consumes", "dataports"):
        for interface in getattr(component, kind):
            kind_of = interface.type
            entry = {
                "kind": kind,
                "name": interface.name,
                "type": kind_of if isinstance(kind_of, str) else kind_of.name,
            }
            if hasattr(interface, "optional"):
                entry["optional"] = interface.optional
            described.append(entry)
    return described


def includes(owner):
    return [named(include, "source", "relative") for include in owner.includes]


def component_type(component):
    entry = named(component, "name", "control", "hardware")
    entry["includes"] = includes(component)
    entry["attributes"] = attributes(component)
    entry["interfaces"] = interfaces(component)
    for kind in ("mutexes", "semaphores", "binary_semaphores"):
        entry[kind] = [thing.name for thing in getattr(component, kind)]
    return entry


def procedure(declared):
    methods = []
    for method in declared.methods:
        entry = named(method, "name", "return_type")
        entry["parameters"] = [named(it, "name", "direction", "type", "array") for it in method.parameters]
        methods.append(entry)
    return {
        "name": declared.name,
        "includes": includes(declared),
        "attributes": attributes(declared),
        "methods": methods,
    }


def connector(declared):
    sides = [side + what for side in ("from_", "to_") for what in ("type", "multiple", "threads", "hardware")]
    return dict(named(declared, "name", *sides), attributes=attributes(declared))


class Declarations:
    """What is declared for the instances and connections of a system, by name."""

    def __init__(self):
        self.components, self.procedures, self.connectors, self.structs = {}, {}, {}, {}

    def add_structs(self, owner):
        for attribute in owner.attributes:
            struct = attribute.type
            # A connector's may be a reference that was left as it is.
            if hasattr(struct, "attributes"):
                self.structs[struct.name or "anon"] = {"name": struct.name, "attributes": attributes(struct)}
                self.add_structs(struct)

    def add_component(self, component):
        self.components[component.name] = component_type(component)
        self.add_structs(component)
        for interface in list(component.provides) + list(component.uses):
            self.procedures[interface.type.name] = procedure(interface.type)
            self.add_structs(interface.type)

    def add_connector(self, declared):
        self.connectors[declared.name] = connector(declared)
        self.add_structs(declared)


def model(tree):
    """The whole model."""
    from camkes.ast import Struct

    composition, configuration = tree.assembly.composition, tree.assembly.configuration
    declared = Declarations()
    for instance in composition.instances:
        declared.add_component(instance.type)
    for connection in composition.connections:
        declared.add_connector(connection.type)
    for item in tree.items:
        if isinstance(item, Struct) and item.name:
            declared.structs.setdefault(item.name, {"name": item.name, "attributes": attributes(item)})

    instances = []
    for instance in composition.instances:
        entry = named(instance, "name", "address_space")
        entry.update(named(instance.type, "control", "hardware"))
        entry.update(type=instance.type.name, interfaces=interfaces(instance.type))
        instances.append(entry)
    connections = []
    for connection in composition.connections:
        entry = {"name": connection.name, "type": connection.type.name}
        for side, ends in (("from", connection.from_ends), ("to", connection.to_ends)):
            entry[side] = ["%s.%s" % (end.instance and end.instance.name, end.interface.name) for end in ends]
        connections.append(entry)
    settings = {}
    for setting in configuration.settings:
        settings.setdefault(setting.instance, {})[setting.attribute] = plain(setting.value)
    seen = getattr(configuration, "_mapping", {})
    schedule = tree.assembly.schedule
    return {
        "instances": sorted(instances, key=by_name),
        "instance_order": [it["name"] for it in instances],
        "connections": sorted(connections, key=by_name),
        "connection_order": [it["name"] for it in connections],
        "groups_left": [group.name for group in composition.groups],
        "exports_left": len(composition.exports),
        "settings": settings,
        "configuration": {name: plain(values) for name, values in seen.items() if values},
        "component_types": declared.components,
        "procedures": declared.procedures,
        "connectors": declared.connectors,
        "structs": declared.structs,
        "schedule": [[slot_part(part) for part in slot] for slot in (schedule.items if schedule else [])],
    }


def by_name(entry):
    return entry["name"]


def slot_part(part):
    return part if isinstance(part, (str, numbers.Number)) else getattr(part, "value", str(part))
