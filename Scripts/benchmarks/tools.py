"""What the benchmarks are made with: builds of Reroute and of the rivals, and runs that take turns."""
import json
import os
import re
import shutil
import statistics
import subprocess
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
HERE = os.path.join(ROOT, "Scripts", "benchmarks")
C_FLAGS = ["-O3", "-fno-math-errno", "-fno-trapping-math", "-ffp-contract=off"]
INSTRUCTION_SETS = {
    "sse2": [],
    "avx2": ["-march=x86-64-v3", "-mno-fma", "-DNOFMA"],
    # -mno-fma would take AVX-512 away with it; contraction is off for all.
    "avx512": ["-march=native", "-mprefer-vector-width=512", "-DNOFMA"],
}


class Missing(Exception):
    """A rival, or something it needs, is not on this machine."""


class Workshop:
    """The programs that are measured, built once and on demand."""

    def __init__(self, rivals, rounds):
        self.rivals, self.rounds = rivals, rounds
        self.folder = os.path.join(ROOT, ".build", "benchmarks")
        os.makedirs(self.folder, exist_ok=True)
        self.built = {}

    def scratch(self):
        return tempfile.TemporaryDirectory(prefix="reroute-benchmark-")

    # Reroute

    def reroute(self):
        if "reroute" not in self.built:
            # The first run builds.
            subprocess.run([os.path.join(ROOT, "Scripts", "run"), "-e", "1"], check=True, stdout=subprocess.DEVNULL)
            self.built["reroute"] = os.path.join(ROOT, ".build", "reroute")
        return self.built["reroute"]

    def engine(self):
        """The engine without the command around it: Scripts/benchmarks/engine."""
        if "engine" not in self.built:
            self.reroute()
            # With the flags of Scripts/run: others would build everything anew.
            subprocess.run(
                ["sh", "-c", '. "$0/Scripts/setup"; exec swift build --package-path "$0" --configuration release '
                 "--product engine-benchmark $release_flags", ROOT], check=True, stdout=subprocess.DEVNULL)
            # A copy, as Scripts/run makes one of the command: a linker's file lies in the system's cache in small pages.
            self.built["engine"] = os.path.join(self.folder, "engine-benchmark")
            shutil.copy(os.path.join(ROOT, ".build", "release", "engine-benchmark"), self.built["engine"])
        return self.built["engine"]

    def model(self, name):
        return os.path.join(HERE, name)

    def measure(self, model, **options):
        """A command of the engine's benchmark; its figures are read by `figures`."""
        command = [self.engine(), self.model(model)]
        for name, value in options.items():
            command += ["--" + name, str(value)]
        return command

    # Rivals

    def rival(self, *parts):
        if not self.rivals:
            raise Missing("its program is not part of this package; --rivals DIR says where it is")
        path = os.path.join(self.rivals, *parts)
        if not os.path.exists(path):
            raise Missing(f"there is no {os.path.join(*parts)} among the rivals")
        return path

    def program(self, *names):
        for name in names:
            if shutil.which(name):
                return name
        raise Missing(f"{names[0]} is not installed")

    def python(self, *modules):
        python = self.program("python3")
        for module in modules:
            if subprocess.run([python, "-c", f"import {module}"], capture_output=True).returncode != 0:
                raise Missing(f"Python's {module} is not installed")
        return python

    def c(self, source, name, flags):
        if name not in self.built:
            compiler = self.program("clang", "cc")
            path = os.path.join(self.folder, name)
            sources = [source] if isinstance(source, str) else source
            subprocess.run([compiler, *C_FLAGS, *flags, *sources, "-o", path, "-lm", "-lpthread"], check=True)
            self.built[name] = path
        return self.built[name]

    def c_model(self, instructions):
        return self.c(self.rival("c", "model_simd.c"), "model-" + instructions,
                      INSTRUCTION_SETS[instructions] + ["-DT=128", "-w"])

    def widest(self):
        """The instruction sets of this machine, the widest first."""
        try:
            with open("/proc/cpuinfo") as file:
                flags = set(re.search(r"^flags\s*:(.*)$", file.read(), re.M).group(1).split())
        except (OSError, AttributeError):
            return []
        known = []
        if {"avx512f", "avx512dq", "avx512bw", "avx512vl"} <= flags:
            known.append("avx512")
        if "avx2" in flags:
            known.append("avx2")
        return known + ["sse2"]

    # Measuring

    def spawn(self, first, second, rounds=None):
        """Whole processes in turn: wall milliseconds of each, the median of the ratios, peak kilobytes of each."""
        helper = self.c(os.path.join(HERE, "spawn.c"), "spawn", ["-O2"])
        out = subprocess.run([helper, str(rounds or self.rounds), *first, "--", *second], check=True, capture_output=True, text=True)
        ours, theirs, ratio, memory, other = out.stdout.split()
        return float(ours), float(theirs), float(ratio), int(memory), int(other)

    def in_turn(self, ours, theirs):
        """Runs two measurements in turn; each is a function that gives a number, small is good. Medians, and of the ratios."""
        pairs = []
        for _ in range(self.rounds):
            pairs.append((ours(), theirs()))
        return (statistics.median(a for a, _ in pairs), statistics.median(b for _, b in pairs),
                statistics.median(a / b for a, b in pairs))


def figures(command):
    """What the engine's benchmark tells."""
    out = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(out.stdout)


def told(command, pattern):
    """The number that a program prints where `pattern` says."""
    out = subprocess.run(command, check=True, capture_output=True, text=True)
    found = re.search(pattern, out.stdout + out.stderr)
    if not found:
        raise Missing(f"{command[0]} told no figure")
    return float(found.group(1))
