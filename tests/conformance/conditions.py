#!/usr/bin/env python3
# Copyright 2026, the camkes-lsp contributors
# SPDX-License-Identifier: BSD-2-Clause

"""Asks the reference tool about each text of crates/hir/tests/it/reference/conditions.md: whether it refuses it, and why.

usage: conditions.py PROGRAM [--only TEXT]

PROGRAM is camkes-lsp, which must accept and refuse the same texts. CAMKES_REFERENCE names the folders of the reference's packages; cpp
must be installed. The exit code is 1 if a text does not meet its condition, and 2 if it could not run.
"""

import argparse
import contextlib
import io
import logging
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import namedtuple
from pathlib import Path

import reference

DOCUMENT = Path(__file__).parents[2] / "crates/hir/tests/it/reference/conditions.md"

Condition = namedtuple("Condition", "title text message")

# What camkes-lsp takes with a warning: see docs/conformance.md.
OURS_ACCEPTS = ("0: a header is missing", "8: a reference to what has no value")


def main():
    parser = argparse.ArgumentParser(usage=__doc__.split("\n\n")[1][len("usage: "):])
    parser.add_argument("program")
    parser.add_argument("--only", default="", help="conditions whose title has this text")
    arguments = parser.parse_args()
    missing = [] if os.environ.get("CAMKES_REFERENCE") else ["CAMKES_REFERENCE"]
    missing += [] if shutil.which("cpp") else ["cpp"]
    if missing:
        print("NOT RUN: the comparison with the reference tool needs %s" % ", ".join(missing), file=sys.stderr)
        return 2
    sys.path += os.environ["CAMKES_REFERENCE"].split(":")
    logging.disable(logging.CRITICAL)
    declarations, conditions = document()
    conditions = [it for it in conditions if arguments.only in it.title]
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        for condition in conditions:
            for problem in problems(arguments.program, Path(folder), declarations, condition):
                wrong += 1
                print("%s: %s" % (condition.title, problem))
    print("%d conditions, %d of them not met" % (len(conditions), wrong))
    return 1 if wrong else 0


def document():
    """The declarations before every text, and the conditions."""
    head, *sections = DOCUMENT.read_text(encoding="utf-8").split("\n## ")
    return first_block(head), [condition(section) for section in sections]


def first_block(text):
    return re.search(r"^```camkes\n(.*?)^```$", text, re.DOTALL | re.MULTILINE).group(1)


def condition(section):
    message = re.search(r"^Reference: (?:`(.*)`|accepts it)$", section, re.MULTILINE).group(1)
    return Condition(section.splitlines()[0], first_block(section), message)


def system(declarations, text):
    """The whole text: what stands in the marks goes into an assembly."""
    before, mark, rest = text.partition("«")
    if not mark:
        return declarations + text
    inside, _, after = rest.partition("»")
    composition, configuration = ("", inside) if inside.startswith("configuration") else (inside, "")
    start = "assembly { composition { component Client c; component Server s; connection Call call(from c.p, to s.p);\n"
    return declarations + before + start + composition + " } " + configuration + " }" + after


def problems(program, folder, declarations, asked):
    """What is not as the document says."""
    file = folder / "main.camkes"
    file.write_text(system(declarations, asked.text), encoding="utf-8")
    forward = asked.title.endswith("with forward references")
    said = refusal(file, forward)
    if asked.message is None and said is not None:
        yield "the reference refuses it: %s" % said
    elif asked.message is not None and said is None:
        yield "the reference accepts it"
    elif asked.message is not None and asked.message not in said:
        yield "the reference refuses it for another reason: %s" % said
    flag = "--allow-forward-references" if forward else "--disallow-forward-references"
    ours = subprocess.run([program, "dump", "model", str(file), flag], capture_output=True)
    expected = asked.message is None or asked.title in OURS_ACCEPTS
    if (ours.returncode == 0) != expected:
        yield "camkes-lsp ends with %d: %s" % (ours.returncode, ours.stderr.decode())


def refusal(file, forward):
    """Why the reference refuses a file; None when it accepts it."""
    Asked = namedtuple("Asked", "file device_tree pins forward_references preprocessed preprocessor_flags import_paths")
    asked = Asked(str(file), None, None, forward, True, [], [])
    try:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            reference.resolve(asked)
    except Exception as error:  # Whatever it stops with, it stops.
        lines = [str(line) for part in error.args for line in (part if isinstance(part, (list, tuple)) else [part])]
        return re.sub(r"\x1b\[[0-9;]*m", "", "%s: %s" % (type(error).__name__, "\n".join(lines)))
    return None


if __name__ == "__main__":
    sys.exit(main())
