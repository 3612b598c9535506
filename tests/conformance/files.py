#!/usr/bin/env python3
# Copyright 2026, the camkes-lsp contributors
# SPDX-License-Identifier: BSD-2-Clause

"""Compares the files that camkes-lsp and the reference tool generate for the public applications, from the same templates and with the same command
lines, byte for byte, and prints a table of it.

usage: files.py PROGRAM [--only TEXT] [--figures]

PROGRAM is camkes-lsp. What must be there besides is the same as for run.py. The exit code is 1 if a file differs, and 2 if it could not run.
With --figures, JSON with the processor time and the memory of both is printed instead of the table: `parse` and `generate` for each system, and
`check` beside the reference's parser.
"""

import argparse
import json
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import run
import systems

GNU_TIME = shutil.which("time") if "--figures" in sys.argv else None
ORDERED = Path(__file__).parent / "ordered.py"
RENDERING = ["--default-priority", "254", "--default-affinity", "0", "--default-stack-size", "16384",
             "--frpc-lock-elision", "--fprovide-tcb-caps", "--largeframe", "--debug-fault-handlers"]

# log2 of the sizes of what generated files depend on.
PAGES = {
    "aarch32": {"Large": 16, "Section": 20, "SuperSection": 24},
    "arm_hyp": {"Large": 16, "Section": 21, "SuperSection": 25},
    "aarch64": {"Large": 21, "Huge": 30},
    "ia32": {"Large": 22},
    "x86_64": {"Large": 21, "Huge": 30},
    "riscv64": {"Large": 21, "Huge": 30},
}


def main():
    parser = argparse.ArgumentParser(usage=__doc__.split("\n\n")[1][len("usage: "):])
    parser.add_argument("program")
    parser.add_argument("--only", default="", help="systems whose name has this text")
    parser.add_argument("--figures", action="store_true", help="print processor time and memory as JSON")
    arguments = parser.parse_args()
    missing = [it for it in ("CAMKES_CORPUS", "CAMKES_REFERENCE") if not os.environ.get(it)]
    missing += [it for it in ("cmake", "cpp", "dtc", "qemu-system-aarch64") if not shutil.which(it)]
    if missing:
        print("NOT RUN: the comparison with the reference tool needs %s" % ", ".join(missing), file=sys.stderr)
        return 2
    corpus = Path(os.environ["CAMKES_CORPUS"].split(":")[0])
    rows, trees = [], {}
    with tempfile.TemporaryDirectory() as folder:
        chosen = [system for system in systems.of_corpus(corpus) if arguments.only in system.name]
        for number, system in enumerate(chosen):
            run.prepare(corpus, Path(folder), system, trees)
            # All stay to the end: where files were removed a moment ago, ext4 takes ten times as long to make one.
            rows.append(compare(os.path.abspath(arguments.program), system, Path(folder) / "work" / str(number)))
            print(rows[-1], file=sys.stderr, flush=True)
    if arguments.figures:
        print(json.dumps(figures(rows), indent=2))
    else:
        print_table(rows)
    return 1 if any(row.differing or row.refused for row in rows) else 0


class Used:
    """What processes used: seconds of processor time together, and the most memory that one of them had, in KiB."""

    def __init__(self):
        self.seconds, self.memory = 0.0, 0

    def add(self, usage):
        self.seconds += usage.ru_utime + usage.ru_stime

    def add_memory(self, report):
        """Of a program that fails, GNU time says so in a line before."""
        self.memory = max(self.memory, int(report.read_text().split()[-1]))


class Row:
    """What came of one system."""

    def __init__(self, system):
        self.system, self.equal, self.differing = system, 0, []
        self.both_refuse, self.refused = False, ""
        self.theirs, self.ours = Used(), Used()
        self.parsing, self.checking = Used(), Used()

    def __str__(self):
        if self.both_refuse:
            return "refused by both          %s" % self.system.name
        if self.refused:
            return "refused                  %s: %s" % (self.system.name, self.refused)
        counts = "%d equal, %d differing" % (self.equal, len(self.differing))
        return "%-24s %s %s" % (counts, self.system.name, " ".join(self.differing[:4]))


def compare(program, system, folder):
    row = Row(system)
    theirs, ours = folder / "theirs", folder / "ours"
    arch = systems.PLATFORMS[system.platform].sel4_arch
    for place in (theirs, ours):
        place.mkdir(parents=True)
        (place / "sizes.yaml").write_text(sizes(arch))

    def reference(command, arguments):
        also = [row.parsing] if command == "parser" else []
        return call([sys.executable, str(ORDERED), "camkes." + command] + arguments, theirs, row.theirs, *also)

    def camkes_lsp(command, arguments):
        return call([program, command] + arguments, ours, row.ours)

    parsing, rendering = parser_arguments(system), runner_arguments(system, arch)
    description = ["--item", "assembly/", "--template", "camkes-gen.cmake", "--outfile", "camkes-gen.cmake"]
    if reference("parser", parsing) or reference("runner", rendering + description):
        refused = camkes_lsp("parser", parsing) or camkes_lsp("runner", rendering + description)
        row.both_refuse, row.refused = bool(refused), "" if refused else "by the reference alone"
        return row
    files = items(system, (theirs / "camkes-gen.cmake").read_text())
    for place in (theirs, ours):
        for name, _, _ in files:
            (place / name).parent.mkdir(parents=True, exist_ok=True)
    all_files = [part for name, item, template in files
                 for part in ("--outfile", name, "--item", item, "--template", template)]
    everything = rendering + all_files + ["--save-object-state=object.pickle", "--object-sizes=sizes.yaml"]
    refusal = reference("runner", everything)
    said = camkes_lsp("parser", parsing) or camkes_lsp("runner", rendering + description)
    said = said or camkes_lsp("runner", everything)
    if refusal or said:
        row.both_refuse = bool(refusal and said)
        row.refused = "" if row.both_refuse else run.short(said) or "by the reference alone"
        return row
    # Warnings are no failure here, and mistakes that the reference does not see are told by `run.py`.
    call([program, "check", "--no-config"] + check_arguments(system), ours, row.checking)
    for name in ["camkes-gen.cmake"] + [name for name, _, _ in files]:
        if (theirs / name).read_bytes() == (ours / name).read_bytes():
            row.equal += 1
        else:
            row.differing.append(name)
    return row


def call(command, folder, *used):
    """Runs a program, and returns what it says if it fails. Adds what it used: its memory as GNU time says in another run, if there is GNU
    time. The system counts for a child what this script had when it began the child, and GNU time's own time is no time of the program."""
    # What is compared and measured is what is rendered, not what an earlier run left.
    environment = dict(os.environ, PYTHONHASHSEED="0", LC_ALL="C.UTF-8", CAMKES_LSP_CACHE="off")
    with open(folder / "said", "w+b") as said:
        child = subprocess.Popen(command, cwd=folder, env=environment, stdout=said, stderr=said)
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        for it in used:
            it.add(usage)
        if GNU_TIME:
            report = folder / "memory"
            measured = [GNU_TIME, "-f", "%M", "-o", report] + command
            subprocess.run(measured, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            used[0].add_memory(report)
        said.seek(0)
        return said.read().decode(errors="replace") or "exit code" if child.returncode else ""


def check_arguments(system):
    """The flags of `check` that read a system as its build does."""
    arguments = ["--import-path=" + path for path in system.import_paths]
    arguments += [] if system.preprocessed else ["--nocpp"]
    for flag in system.preprocessor_flags if system.preprocessed else []:
        kind = {"-I": "--include-path=", "-D": "--define=", "-U": "--undefine="}.get(flag[:2])
        arguments += [kind + flag[2:]] if kind else []
    arguments += ["--allow-forward-references"] if system.forward_references else []
    arguments += ["--dtb=" + system.device_tree] if system.device_tree else []
    arguments += ["--gpio-list=" + system.pins] if system.pins else []
    return arguments + [system.file]


def parser_arguments(system):
    arguments = ["--import-path=" + path for path in system.import_paths]
    arguments += ["--cpp"] if system.preprocessed else ["--nocpp"]
    arguments += ["--cpp-flag=" + flag for flag in system.preprocessor_flags] if system.preprocessed else []
    arguments += ["--allow-forward-references"] if system.forward_references else []
    arguments += ["--dtb=" + system.device_tree] if system.device_tree else []
    arguments += ["--gpio-list=" + system.pins] if system.pins else []
    return arguments + ["--makefile-dependencies", "ast.pickle.d", "--file", system.file, "--save-ast", "ast.pickle"]


def runner_arguments(system, arch):
    folders = [part for folder in system.templates for part in ("--templates", folder)]
    return ["--load-ast=ast.pickle", "--architecture", arch] + RENDERING + folders


def sizes(arch):
    badge, slot = (28, 4) if arch in ("aarch32", "arm_hyp", "ia32") else (64, 5)
    bits = {"TCBObject": 11, "EndpointObject": 4, "NotificationObject": 5, "SmallPageObject": 12, "ASID_Pool": 12,
            "Slot": slot, "Value_BadgeBits": badge, "VCPU": 12, "PageTableObject": 12, "PageDirectoryObject": 12,
            "AARCH64_PGD": 12, "AARCH64_PUD": 12, "X64_PDPT": 12, "X64_PML4": 12, "RTReplyObject": 5,
            "SchedContextObject": 8, "IOPageTableObject": 12}
    for kind, size in PAGES[arch].items():
        bits[{"Section": "ARM_Section", "SuperSection": "ARM_SuperSection"}.get(kind, kind + "Page") + "Object"] = size
    return "".join("seL4_%s: %d\n" % pair for pair in bits.items())


def items(system, description):
    """Every file that a build description declares: its name, what it is for, and its template. The few commands of CMake that decide it are
    followed here."""
    known, found = {}, []
    pattern = (r'set\((generated_dir|unique_name|connector_target|linker_file|camkes_component_h) ([^\n]*)\)'
               r"|CAmkESGen\(([^()]*)\)|get_target_property\(template_(sources|headers) CAmkESComponent_(\S+) ")
    for match in re.finditer(pattern, description):
        variable, value, call_text, kind, component = match.groups()
        if variable:
            known[variable] = value.strip('"').replace("${CMAKE_CURRENT_BINARY_DIR}/", "")
        elif kind:
            folder = known["generated_dir"]
            inner = folder + ("/include" if kind == "headers" else "")
            for template in system.components.get((component, "TEMPLATE_" + kind.upper()), []):
                found.append(("%s/%s" % (inner, Path(template).name), "component/" + folder, template))
        else:
            words = [word.strip('"') for word in call_text.split()]
            if len(words) > 2 and "filename" not in words[0] and words[0] != "output":
                found += generated(system, known, found, *words[:3])
    return found


# The variables that stand for a connector's templates, and the words by which a connector declares them.
SIDES = {"${c_from_template}": "FROM", "${c_to_template}": "TO", "${c_from_template_header}": "FROM_HEADER",
         "${c_to_template_header}": "TO_HEADER", "${cake_to_template}": "CAKEML_TO"}


def generated(system, known, found, name, item, template):
    name = name.replace("${CMAKE_CURRENT_BINARY_DIR}/", "").replace("${linker_file}", known.get("linker_file", ""))
    for variable, value in known.items():
        name = name.replace("${%s}" % variable, value)
    if template in SIDES:
        connector = known.get("connector_target", "").replace("CAmkESConnector_", "")
        instead = found and found[-1][0].endswith("connectorScript.sml") and found[-1][1] == item
        if template == "${c_to_template}" and instead:
            return []
        template = system.connectors.get((connector, SIDES[template]), "")
    # Theories are for another build, of proofs.
    return [(name, item, template)] if template and not template.endswith(".thy") else []


def print_table(rows):
    families = {"camkes": "`camkes/apps`", "x86": "`camkes-vm-examples`, x86", "Arm": "`camkes-vm-examples`, Arm"}
    print("| Applications | systems | refused by both | files | equal | differing |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    for family, title in list(families.items()) + [("", "together")]:
        chosen = [row for row in rows if row.system.family.startswith(family)]
        equal, differing = sum(row.equal for row in chosen), sum(len(row.differing) for row in chosen)
        refused = sum(row.both_refuse for row in chosen)
        print("| %s | %d | %d | %d | %d | %d |" % (title, len(chosen), refused, equal + differing, equal, differing))
    for row in rows:
        if row.refused or row.differing:
            print(row)
    if any(row.equal for row in rows):
        told = figures(rows)
        print("\nProcessor time of the reference for each of ours: %d at least, %d in the median" % (
            told["cpu_ratio"]["least"], told["cpu_ratio"]["median"]))


def figures(rows):
    """What both used for the systems that both accept. Times are in milliseconds and of one run each; memory is in KiB."""
    done = [row for row in rows if row.equal]
    if not done:
        return {"systems": 0}
    times = sorted(row.theirs.seconds / max(row.ours.seconds, 0.0001) for row in done)
    checks = sorted(row.parsing.seconds / max(row.checking.seconds, 0.0001) for row in done)
    memory = sorted(row.ours.memory / row.theirs.memory for row in done if row.theirs.memory)

    def spread(values):
        return {"least": round(values[0], 2), "median": round(values[len(values) // 2], 2), "most": round(values[-1], 2)}

    return {
        "systems": len(done),
        "cpu_ratio": spread(times),
        "check_ratio": spread(checks),
        "memory_ratio": spread(memory) if memory else None,
        "by_system": {row.system.name: {
            "reference_ms": round(row.theirs.seconds * 1000, 1), "ms": round(row.ours.seconds * 1000, 1),
            "reference_parse_ms": round(row.parsing.seconds * 1000, 1), "check_ms": round(row.checking.seconds * 1000, 1),
            "reference_kib": row.theirs.memory, "kib": row.ours.memory} for row in done},
    }


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.exit(main())
