# Copyright 2026, the camkes-lsp contributors
# SPDX-License-Identifier: BSD-2-Clause

"""The public applications, and with which flags their builds read them on each platform."""

import re
import subprocess
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

RECORDER = Path(__file__).parent / "recorder"

# What CMake writes; it stays to the end, since files are made slowly where others were removed a moment ago, which would count for what is measured.
BUILDS = tempfile.TemporaryDirectory()


@dataclass(frozen=True)
class Platform:
    """A platform by the names that build files use, and the sources of its device tree below the kernel's folder."""

    name: str
    arch: str
    sel4_arch: str
    kernel_name: str
    arm_name: str = ""
    device_tree: tuple = ()


def _sources(name, folder, *overlays):
    return ("tools/dts/%s.dts" % name,) + tuple("src/plat/%s/%s.dts" % (folder, it) for it in overlays)


PLATFORMS = {
    it.name: it
    for it in [
        Platform("x86_64", "x86", "x86_64", "pc99"),
        Platform("ia32", "x86", "ia32", "pc99"),
        Platform("sabre", "arm", "aarch32", "imx6", "sabre", _sources("sabre", "imx6", "overlay-sabre")),
        Platform("exynos5410", "arm", "arm_hyp", "exynos5", "exynos5410",
                 _sources("exynos5410", "exynos5", "overlay-exynos5410")),
        Platform("exynos5422", "arm", "arm_hyp", "exynos5", "exynos5422",
                 _sources("exynos5422", "exynos5", "overlay-exynos5422")),
        Platform("tk1", "arm", "arm_hyp", "tk1", "tk1", _sources("tk1", "tk1", "overlay-tk1")),
        Platform("tx1", "arm", "aarch64", "tx1", "tx1", _sources("tx1", "tx1", "overlay-tx1")),
        Platform("tx2", "arm", "aarch64", "tx2", "tx2", _sources("tx2", "tx2", "overlay-tx2")),
        Platform("odroidc2", "arm", "aarch64", "odroidc2", "odroidc2",
                 _sources("odroidc2", "odroidc2", "overlay-odroidc2")),
        Platform("zcu102", "arm", "aarch64", "zynqmp", "zcu102", _sources("zynqmp", "zynqmp", "overlay-zynqmp")),
        # The first part of its tree is what QEMU says.
        Platform("qemu-arm-virt", "arm", "aarch64", "qemu-arm-virt", "qemu-arm-virt",
                 ("src/plat/qemu-arm-virt/overlay-qemu-arm-virt.dts",
                  "src/plat/qemu-arm-virt/overlay-reserve-vm-memory.dts")),
        Platform("hifive", "riscv", "riscv64", "hifive", "", _sources("hifive", "hifive", "overlay-hifive")),
        Platform("spike", "riscv", "riscv64", "spike", "", _sources("spike", "spike", "overlay-spike")),
    ]
}

# An application without global components reads the same on every platform of an architecture.
FOR_ANY = ("x86_64", "sabre", "spike")
WITH_GLOBAL_COMPONENTS = ("x86_64", "sabre", "exynos5422", "tx2", "qemu-arm-virt", "zcu102", "odroidc2", "hifive")
VIRTUAL_MACHINES = {
    "Arm": ("exynos5410", "exynos5422", "tk1", "tx1", "tx2", "odroidc2", "zcu102", "qemu-arm-virt"),
    "x86": ("ia32", "x86_64"),
}
# Options of a build that choose another system of the same application.
VARIANTS = {"zmq_samples": "CAKEML_FILTER", "vm_virtio_net": "VIRTIO_NET_PING"}


@dataclass
class System:
    """One application on one platform."""

    family: str
    application: str
    platform: str
    file: str = ""
    import_paths: list = field(default_factory=list)
    preprocessor_flags: list = field(default_factory=list)
    templates: list = field(default_factory=list)
    connectors: dict = field(default_factory=dict)
    components: dict = field(default_factory=dict)
    preprocessed: bool = True
    forward_references: bool = False
    wants_device_tree: bool = False
    device_tree_source: str = ""
    device_tree: str = ""
    pins: str = ""

    @property
    def name(self):
        return "%s: %s on %s" % (self.family, Path(self.file).stem, self.platform)


def of_corpus(corpus):
    """Every system of the checkouts below a folder that a build would accept."""
    systems = []
    for folder in sorted((corpus / "camkes/apps").iterdir()):
        lists = folder / "CMakeLists.txt"
        if not lists.is_file():
            continue
        text = lists.read_text(errors="replace")
        is_rumprun = "rumprun" in text
        everywhere = "includeGlobalComponents" in text or is_rumprun
        names = list(WITH_GLOBAL_COMPONENTS if everywhere else FOR_ANY)
        if "ia32" in text:
            names.append("ia32")
        systems += _systems(corpus, "camkes", folder.name, names)
    for family, names in VIRTUAL_MACHINES.items():
        for folder in sorted((corpus / "camkes-vm-examples/apps" / family).iterdir()):
            systems += _systems(corpus, family, folder.name, names)
    return systems


def _systems(corpus, family, application, platforms):
    options = ["", VARIANTS[application]] if application in VARIANTS else [""]
    for name in platforms:
        for option in options:
            yield from _recorded(corpus, family, application, PLATFORMS[name], option)


def _recorded(corpus, family, application, platform, option):
    """The system that the build files declare; none when they refuse the platform."""
    build = tempfile.mkdtemp(dir=BUILDS.name)
    command = ["cmake", "-S", str(RECORDER), "-B", build, "-DCORPUS=%s" % corpus, "-DFAMILY=%s" % family,
               "-DAPPLICATION=%s" % application, "-DPLATFORM=%s" % platform.name,
               "-DKernelArch=%s" % platform.arch, "-DKernelSel4Arch=%s" % platform.sel4_arch,
               "-DKernelPlatform=%s" % platform.kernel_name, "-DKernelARMPlatform=%s" % platform.arm_name]
    if option:
        command.append("-D%s=ON" % option)
    said = subprocess.run(command, capture_output=True, text=True, errors="replace")
    flags = re.findall(r"^FLAG (\S+) ?(.*)$", said.stdout + said.stderr, re.MULTILINE)
    recorded = dict(flags)
    if "preprocessed" not in recorded or "file" not in recorded:
        return
    yield System(
        family=family,
        application=application,
        platform=platform.name,
        file=recorded["file"],
        import_paths=[value for kind, value in flags if kind == "import"],
        preprocessor_flags=[value for kind, value in flags if kind == "cpp"] + ["-DCAMKES_TOOL_PROCESSING"],
        templates=[value for kind, value in flags if kind == "templates"],
        connectors={tuple(value.split()[:2]): value.split()[2] for kind, value in flags if kind == "connector"},
        components=_lists(value.split() for kind, value in flags if kind == "component"),
        preprocessed=recorded["preprocessed"] == "ON",
        forward_references=recorded.get("forward-references") == "ON",
        wants_device_tree=recorded.get("device-tree") == "ON",
        device_tree_source=recorded.get("dts", ""),
    )


def _lists(rows):
    found = {}
    for name, kind, template in rows:
        found.setdefault((name, kind), []).append(template)
    return found


def device_tree(corpus, platform, folder):
    """The blob that the kernel's build makes for a platform: its parts one after the other, compiled. Empty when the platform
    has none."""
    parts = [(corpus / "seL4" / part).read_text() for part in platform.device_tree]
    if not parts:
        return ""
    if platform.name == "qemu-arm-virt":
        dumped = folder / "qemu.dtb"
        machine = "virt,virtualization=on,highmem=off,secure=off,dumpdtb=%s" % dumped
        subprocess.run(["qemu-system-aarch64", "-machine", machine, "-cpu", "cortex-a53", "-m", "2048", "-nographic"],
                       check=True, capture_output=True)
        source = subprocess.run(["dtc", "-q", "-I", "dtb", "-O", "dts", str(dumped)], check=True, capture_output=True)
        parts.insert(0, source.stdout.decode())
    blob = folder / (platform.name + ".dtb")
    compiler = ["dtc", "-q", "-I", "dts", "-O", "dtb", "-o", str(blob)]
    includes = corpus / "seL4/tools/dts"
    subprocess.run(compiler + ["-i", str(includes)], input="\n".join(parts).encode(), check=True, capture_output=True)
    return str(blob)
