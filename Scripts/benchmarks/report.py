"""The rows as text: told while they are measured, and recorded as Markdown."""
import os
import platform
import re
import subprocess
from dataclasses import dataclass

from tools import Missing


@dataclass
class Result:
    """A figure beside its rival's: `ratio` is the part of the bar's comparison, at most or at least `bar`."""
    what: str
    against: str
    ours: str
    theirs: str
    ratio: float
    bar: float | None
    is_at_least: bool = False

    @property
    def is_missed(self):
        if self.bar is None:
            return False
        return self.ratio < self.bar if self.is_at_least else self.ratio > self.bar

    def cells(self):
        sign = "≥" if self.is_at_least else "≤"
        bar = f"{sign} {number(self.bar)}" if self.bar is not None else ""
        verdict = "" if self.bar is None else "missed" if self.is_missed else "met"
        return [self.what, self.against, self.ours, self.theirs, number(self.ratio), bar, verdict]


@dataclass
class Absent:
    """A row that can't be measured here."""
    what: str
    reason: str
    is_missed = False

    def cells(self):
        return [self.what, self.reason, "", "", "", "", "not measured"]


HEAD = ["what", "against", "ours", "theirs", "ratio", "bar", ""]


def number(value):
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"


def line(cells):
    return "| " + " | ".join(cells) + " |"


def tell(name, measure, workshop):
    """Measures a row, prints what comes of it and gives it back."""
    results = []
    try:
        for result in measure(workshop):
            results.append(result)
            print(line(result.cells()), flush=True)
    except Missing as missing:
        results.append(Absent(name, f"missing: {missing}"))
        print(line(results[-1].cells()), flush=True)
    return results


def machine():
    """The machine and what it runs, in a line."""
    try:
        with open("/proc/cpuinfo") as file:
            model = re.search(r"^model name\s*:\s*(.*)$", file.read(), re.M).group(1)
    except (OSError, AttributeError):
        model = platform.processor()
    swift = subprocess.run(["swift", "--version"], capture_output=True, text=True).stdout.splitlines()[0]
    return f"{model}, {os.cpu_count()} cores, {platform.system()} {platform.machine()}; {swift}"


def record(path, workshop, results, scaling):
    """Writes the tables as Markdown."""
    lines = ["# Measured", "", machine() + f". Medians of {workshop.rounds} alternating runs; made by `Scripts/benchmark`.", "",
             line(HEAD), line(["---"] * len(HEAD))]
    lines += [line(result.cells()) for result in results]
    for curve in scaling:
        lines += ["", *curve.lines(os.path.dirname(path))]
    with open(path, "w") as file:
        file.write("\n".join(lines) + "\n")
