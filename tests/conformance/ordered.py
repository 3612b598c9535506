# Copyright 2026, the camkes-lsp contributors
# SPDX-License-Identifier: BSD-2-Clause

"""Runs a program of the reference tool as it is, but with the ends of merged connections in the order of their declaration.

usage: ordered.py MODULE ARGUMENT...

The reference takes those ends from a set of objects hashed by their address, so that their order, and with it names of files, badges and slots, is
another in each run. With an order of their own, files can be compared byte for byte.
"""

import os
import runpy
import sys

sys.path[:0] = os.environ["CAMKES_REFERENCE"].split(":")


def order_merged_ends():
    from camkes.ast import Connection
    from camkes.parser import ParseError, stage9

    collect = stage9.add_connections
    places = {}

    def add_connections(connections):
        places.update((id(connection), place) for place, connection in enumerate(connections))
        return collect(connections)

    def consolidate(candidates):
        groups = []
        for users in candidates.values():
            met = next((group for group in groups if group & users), None)
            if met is None:
                groups.append(users)
            else:
                met |= users
        for group in groups:
            members = sorted(group, key=lambda connection: places[id(connection)])
            if len(members) > 1:
                if any(member.type != members[0].type for member in members):
                    raise ParseError("Multiple connectors used in connections")
                name = ".".join(sorted(member.name for member in members))
                ends = [distinct(end for member in members for end in side(member)) for side in (from_ends, to_ends)]
                yield group, Connection(members[0].type, name, *ends)

    stage9.add_connections = add_connections
    stage9.consolidate = consolidate


def from_ends(connection):
    return connection.from_ends


def to_ends(connection):
    return connection.to_ends


def distinct(ends):
    found = []
    for end in ends:
        if end not in found:
            found.append(end)
    return found


if __name__ == "__main__":
    module = sys.argv[1]
    if module == "camkes.parser":
        order_merged_ends()
    sys.argv = sys.argv[1:]
    runpy.run_module(module, run_name="__main__", alter_sys=True)
