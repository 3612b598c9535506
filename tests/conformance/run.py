#!/usr/bin/env python3
# Copyright 2026, the camkes-lsp contributors
# SPDX-License-Identifier: BSD-2-Clause

"""Compares what camkes-lsp and the reference tool make of the public applications, and prints a table of it.

usage: run.py PROGRAM [--only TEXT] [--keep FOLDER]

PROGRAM is camkes-lsp. CAMKES_CORPUS names the folder with checkouts of camkes, camkes-tool, camkes-vm, camkes-vm-examples,
global-components, seL4 and util_libs; CAMKES_REFERENCE the folders of the reference's packages. cmake, cpp, dtc and
qemu-system-aarch64 must be installed. The exit code is 1 if a model differs, and 2 if it could not run.
"""

import argparse
import importlib
import json
import os
import pickle
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import systems

EQUAL, NEARLY, BOTH_REFUSE, DIFFERING = "equal", "equal but for order and names", "refused by both", "differing"


def main():
    parser = argparse.ArgumentParser(usage=__doc__.split("\n\n")[1][len("usage: "):])
    parser.add_argument("program")
    parser.add_argument("--only", default="", help="systems whose name has this text")
    parser.add_argument("--keep", type=Path, help="folder for the models of both tools")
    arguments = parser.parse_args()
    missing = [it for it in ("CAMKES_CORPUS", "CAMKES_REFERENCE") if not os.environ.get(it)]
    missing += [it for it in ("cmake", "cpp", "dtc", "qemu-system-aarch64") if not shutil.which(it)]
    if missing:
        print("NOT RUN: the comparison with the reference tool needs %s" % ", ".join(missing), file=sys.stderr)
        return 2
    sys.path += os.environ["CAMKES_REFERENCE"].split(":")
    # Once here, and not in every process that asks the reference.
    importlib.import_module("camkes.parser")
    corpus = Path(os.environ["CAMKES_CORPUS"].split(":")[0])
    with tempfile.TemporaryDirectory() as folder:
        rows = [row for row in compare_all(corpus, Path(folder), arguments)]
    print_table(rows)
    return 1 if any(row.verdict == DIFFERING for row in rows) else 0


class Row:
    """What came of one system."""

    def __init__(self, system, ours, theirs):
        self.system, self.ours, self.theirs = system, ours, theirs
        self.verdict, self.reason = judge(ours, theirs)


class Result:
    """A tool's model, or why it has none, and the seconds of processor time that it took."""

    def __init__(self, model, refusal, seconds):
        self.model, self.refusal, self.seconds = model, refusal, seconds


def compare_all(corpus, folder, arguments):
    trees = {}
    for system in systems.of_corpus(corpus):
        if arguments.only not in system.name:
            continue
        prepare(corpus, folder, system, trees)
        row = Row(system, ask_camkes_lsp(arguments.program, system), ask_reference(system))
        if arguments.keep:
            keep(arguments.keep, row)
        print("%-30s %s%s" % (row.verdict, system.name, row.reason and ": " + row.reason), file=sys.stderr, flush=True)
        yield row


def prepare(corpus, folder, system, trees):
    """Finds the device tree and the list of pins, as the build does. Both tools read the reference's library of connectors: what
    ours says in its strings is in our own words."""
    system.import_paths.insert(0, str(corpus / "camkes-tool/include/builtin"))
    platform = systems.PLATFORMS[system.platform]
    if system.wants_device_tree:
        if platform not in trees:
            trees[platform] = systems.device_tree(corpus, platform, folder)
        system.device_tree = trees[platform]
    pins = corpus / "util_libs/libplatsupport/tools/device_lists/gpio" / (system.platform + ".yaml")
    if platform.arch != "x86" and pins.is_file():
        system.pins = str(pins)


def ask_camkes_lsp(program, system):
    command = [program, "dump", "model", "--no-config", "--color=never"]
    command.append("--allow-forward-references" if system.forward_references else "--disallow-forward-references")
    command += [] if system.preprocessed else ["--nocpp"]
    command += [part for path in system.import_paths for part in ("-I", path)]
    for flag in system.preprocessor_flags:
        command += ["--include-path", flag[2:]] if flag.startswith("-I") else [flag]
    command += ["--dtb", system.device_tree] if system.device_tree else []
    command += ["--gpio-list", system.pins] if system.pins else []
    before = os.times()
    said = subprocess.run(command + [system.file], capture_output=True, text=True)
    after = os.times()
    seconds = after.children_user + after.children_system - before.children_user - before.children_system
    if said.returncode == 0:
        return Result(json.loads(said.stdout), "", seconds)
    errors = [line for line in said.stderr.splitlines() if line.startswith("error")]
    return Result(None, " / ".join(errors[:3]) or said.stderr[:200], seconds)


def ask_reference(system):
    """Asks in a process of its own, since the reference keeps state."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        answer = (None, "no answer")
        try:
            import reference

            sys.stderr = open(os.devnull, "w")
            os.dup2(sys.stderr.fileno(), 2)
            answer = (reference.resolve(system), "")
        except BaseException as error:  # noqa: B902: whatever it raises is its answer
            answer = (None, "%s: %s" % (type(error).__name__, " ".join(str(part) for part in error.args)))
        with os.fdopen(write, "wb") as out:
            pickle.dump(json.dumps(answer), out)
        os._exit(0)
    os.close(write)
    with os.fdopen(read, "rb") as answers:
        model, refusal = json.loads(pickle.load(answers))
    _, _, usage = os.wait4(child, 0)
    return Result(model, refusal, usage.ru_utime + usage.ru_stime)


def judge(ours, theirs):
    if ours.model is None and theirs.model is None:
        return BOTH_REFUSE, "%s | %s" % (short(theirs.refusal), short(ours.refusal))
    if ours.model is None:
        return DIFFERING, "only camkes-lsp refuses: " + short(ours.refusal)
    if theirs.model is None:
        header = missing_header(theirs.refusal)
        return DIFFERING, "only the reference refuses: " + (header or short(theirs.refusal))
    if text(ours.model) == text(theirs.model):
        return EQUAL, ""
    differences = list(compare(resolved(theirs.model), resolved(ours.model), ""))
    return (DIFFERING, "; ".join(differences[:4])) if differences else (NEARLY, "")


def resolved(model):
    """A model without what the reference neither reproduces nor resolves: the order of the ends of a connection, which is that
    of a hash set of addresses, and types of connectors' attributes, which it leaves as references to a struct."""
    model = json.loads(text(model))
    for connection in model["connections"]:
        connection["from"].sort()
        connection["to"].sort()
    for connector in model["connectors"].values():
        for attribute in connector["attributes"]:
            if isinstance(attribute["type"], dict):
                name = attribute["type"]["struct"]
                attribute["type"] = name if isinstance(name, str) else ".".join(name)
    return model


def compare(theirs, ours, path):
    if isinstance(theirs, dict) and isinstance(ours, dict):
        for key in sorted(set(theirs) | set(ours)):
            if key not in theirs or key not in ours:
                yield "%s/%s only in %s" % (path, key, "ours" if key in ours else "theirs")
            else:
                yield from compare(theirs[key], ours[key], "%s/%s" % (path, key))
    elif isinstance(theirs, list) and isinstance(ours, list) and len(theirs) == len(ours):
        for index, (one, other) in enumerate(zip(theirs, ours)):
            yield from compare(one, other, "%s/%d" % (path, index))
    elif theirs != ours:
        yield "%s: %s is %s in ours" % (path, text(theirs)[:80], text(ours)[:80])


def text(model):
    return json.dumps(model, sort_keys=True)


def short(refusal):
    return re.sub(r"\s+", " ", refusal)[:160]


def keep(folder, row):
    folder.mkdir(parents=True, exist_ok=True)
    name = re.sub(r"\W+", "_", row.system.name)
    for who, result in (("ours", row.ours), ("theirs", row.theirs)):
        content = json.dumps(result.model, sort_keys=True, indent=1) if result.model else result.refusal
        (folder / ("%s.%s" % (name, who))).write_text(content + "\n")


def print_table(rows):
    families = {"camkes": "`camkes/apps`", "x86": "`camkes-vm-examples`, x86", "Arm": "`camkes-vm-examples`, Arm"}
    print("| Applications | of | runs | equal | refused by both | differing |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    for family, title in list(families.items()) + [("", "together")]:
        chosen = [row for row in rows if row.system.family.startswith(family)]
        count = Counter(row.verdict for row in chosen)
        applications = len({row.system.file for row in chosen})
        numbers = (len(chosen), count[EQUAL] + count[NEARLY], count[BOTH_REFUSE], count[DIFFERING])
        print("| %s | %d | %d | %d | %d | %d |" % ((title, applications) + numbers))
    equal = {row.system.file for row in rows if row.verdict in (EQUAL, NEARLY)}
    same = sum(row.verdict == EQUAL for row in rows)
    print("\n%d runs are the same text, %d but for the order of ends and names of types." % (
        same, sum(row.verdict == NEARLY for row in rows)))
    print("%d applications are equal on at least one platform." % len(equal))
    with_tree = [row for row in rows if row.system.device_tree and row.theirs.model]
    print("%d runs had a device tree and a model." % len(with_tree))
    reasons = Counter(category(row.theirs.refusal) for row in rows if row.verdict == BOTH_REFUSE)
    for reason, times in reasons.most_common():
        print("Refused by both, %d times: %s" % (times, reason))
    for row in rows:
        if row.verdict == DIFFERING:
            print("Differing: %s: %s" % (row.system.name, row.reason))
    ratios = sorted(row.theirs.seconds / max(row.ours.seconds, 0.001) for row in rows if row.theirs.model)
    if ratios:
        print("Processor time of the reference for each of ours: %d at least, %d in the median" % (
            ratios[0], ratios[len(ratios) // 2]))


def category(refusal):
    return missing_header(refusal) or short(re.sub(r"/\S*/", "", refusal))


def missing_header(refusal):
    header = re.search(r"fatal error: (\S+): No such file", refusal)
    return "no header " + header.group(1) if header else None


if __name__ == "__main__":
    started = time.time()
    code = main()
    print("%.0f s" % (time.time() - started), file=sys.stderr)
    sys.exit(code)
