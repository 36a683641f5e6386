"""How the time of a run grows: tables with the exponent, and a picture."""
import math
import os
import statistics
from dataclasses import dataclass

from report import line, number
from tools import figures

INK, SOFT, LINE = "#1f2933", "#6b7785", "#d5dbe1"
COLOURS = ["#1b6ca8", "#c8553d", "#3c8d5a", "#8a5fb0", "#b3801e", "#4a5a6a"]


def script(products=12, months=36, actions=0, scenarios=0):
    """A plan of so many products; the first of each pair is redirected to the second, up to the count of actions."""
    lines = [f"simulate {months} months", "seed 42", f"for i in range(1, {products}) {{",
             '  product ("P{i}") { users 100k; acquisition 3k to 5k users/month; churn 2% to 4%/month }', "}"]
    for i in range(actions):
        lines.append(f"redirect P{2 * i + 1} -> P{2 * i + 2} {{ from month 3; over 3 months; reach 60% to 90%; "
                     "accept 30% to 50% }")
    for i in range(scenarios):
        lines.append(f"scenario S{i} {{ P{i + 1}.churn = {i + 3}%/month }}")
    if actions or scenarios:
        # Actions and scenarios name their products.
        lines[2:5] = [f"product P{i} {{ users 100k; acquisition 3k to 5k users/month; churn 2% to 4%/month }}"
                      for i in range(1, products + 1)]
    if scenarios:
        lines.append("compare baseline, " + ", ".join(f"S{i}" for i in range(scenarios)) + " on portfolio.users")
    else:
        lines.append("portfolio.users at end")
    return "\n".join(lines) + "\n"


@dataclass
class Curve:
    """Times by size: seconds, the start subtracted."""
    name: str
    sizes: list
    times: list
    note: str

    def exponent(self):
        """The slope of the least-squares line through the logarithms."""
        x, y = [math.log(s) for s in self.sizes], [math.log(t) for t in self.times]
        mx, my = statistics.mean(x), statistics.mean(y)
        return sum((a - mx) * (b - my) for a, b in zip(x, y)) / sum((a - mx) ** 2 for a in x)

    def lines(self, folder):
        told = [f"## Time by {self.name}", "", f"{self.note} Exponent {number(self.exponent())}.", "",
                line([self.name] + [f"{size:,}" for size in self.sizes]), line(["---"] * (len(self.sizes) + 1)),
                line(["seconds"] + [number(time) for time in self.times]),
                line([f"ns by one of the {self.name}"] + [number(time / size * 1e9) for time, size in zip(self.times, self.sizes)])]
        return told


@dataclass
class Grid:
    """The time of a trial, month and product over products and trials, and the memory."""
    cells: dict
    memory: dict

    def lines(self, folder):
        products = sorted({p for p, _ in self.cells})
        trials = sorted({t for _, t in self.cells})
        told = ["## Nanoseconds by trial, month and product", "", "One thread; the start, which is what a run of 8 trials takes with the same code, is subtracted.", "",
                line(["products \\ trials"] + [f"{t:,}" for t in trials]), line(["---"] * (len(trials) + 1))]
        for p in products:
            told.append(line([f"{p:,}"] + [number(self.cells[p, t]) if (p, t) in self.cells else "" for t in trials]))
        values = list(self.cells.values())
        told += ["", f"Largest over smallest: {number(max(values) / min(values))}.", "",
                 "Peak memory, 12 products: " + ", ".join(f"{m / 1024:.0f} MB at {t:,} trials" for t, m in sorted(self.memory.items())) + "."]
        return told


@dataclass
class Picture:
    curves: list

    def lines(self, folder):
        name = "scaling.svg"
        with open(os.path.join(folder, name), "w") as file:
            file.write(picture(self.curves))
        return ["## The curves", "", f"![Time by trials, months, products, actions, scenarios and threads]({name})"]


def timed(workshop, text, trials, threads=2):
    """Seconds of a run with the code that a long run has, the least of several, and its peak kilobytes."""
    with workshop.scratch() as folder:
        path = os.path.join(folder, "model.reroute")
        with open(path, "w") as file:
            file.write(text)
        command = [workshop.engine(), path, "--trials", str(trials), "--threads", str(threads),
                   "--instructions", workshop.widest()[0], "--repetitions", "3" if trials > 100_000 else "20"]
        found = [figures(command) for _ in range(3)]
    return min(f["nanoseconds"] for f in found) * trials * 1e-9, max(f["memory"] for f in found)


def net(workshop, text, trials, threads=2):
    """Seconds of a run, its start subtracted: what one of 8 trials takes with the same code."""
    return max(1e-6, timed(workshop, text, trials, threads)[0] - timed(workshop, text, 8, threads)[0])


def measure(workshop):
    many = 200_000
    curves = [
        Curve("trials", [1000, 10_000, 100_000, 1_000_000, 10_000_000],
              [net(workshop, script(), t) for t in [1000, 10_000, 100_000, 1_000_000, 10_000_000]], "12 products, 36 months."),
        Curve("months", [12, 24, 48, 96, 192],
              [net(workshop, script(months=m), many) for m in [12, 24, 48, 96, 192]], f"12 products, {many:,} trials."),
        Curve("products", [1, 3, 10, 30, 100, 300, 1000],
              [net(workshop, script(products=p), 20_000) for p in [1, 3, 10, 30, 100, 300, 1000]], "36 months, 20,000 trials."),
        Curve("actions", [1, 2, 4, 8, 16, 32],
              [net(workshop, script(products=64, actions=a), 50_000) for a in [1, 2, 4, 8, 16, 32]],
              "64 products, 50,000 trials; redirections from one product to another."),
        Curve("scenarios", [1, 2, 4, 8, 12],
              [net(workshop, script(scenarios=s), many) for s in [1, 2, 4, 8, 12]],
              f"12 products, {many:,} trials; each scenario changes one product."),
        Curve("threads", list(range(1, (os.cpu_count() or 1) + 1)),
              [net(workshop, script(), 1_000_000, threads=t) for t in range(1, (os.cpu_count() or 1) + 1)],
              "12 products, 36 months, a million trials."),
    ]
    curves = [curve for curve in curves if len(curve.sizes) > 1]
    cells = {}
    for products in [1, 10, 100, 1000]:
        for trials in [1000, 10_000, 100_000, 1_000_000, 10_000_000]:
            if products * trials <= 10 ** 8:
                cells[products, trials] = net(workshop, script(products=products), trials, threads=1) / (products * trials * 36) * 1e9
    memory = {trials: timed(workshop, script(), trials)[1] for trials in [100_000, 10_000_000]}
    for curve in curves:
        print("\n".join(curve.lines("")), flush=True)
    grid = Grid(cells, memory)
    print("\n".join(grid.lines("")), flush=True)
    return [*curves, grid, Picture(curves)]


def picture(curves):
    """Small multiples on logarithmic axes, each with a dashed line of slope 1 through its last point."""
    width, height, columns = 300, 220, 3
    rows = (len(curves) + columns - 1) // columns
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {columns * width} {rows * height}" '
           f'font-family="system-ui, sans-serif" font-size="11">',
           f'<rect width="{columns * width}" height="{rows * height}" fill="white"/>']
    for number_of, curve in enumerate(curves):
        left, top = (number_of % columns) * width + 52, (number_of // columns) * height + 34
        w, h = width - 76, height - 78
        x = [math.log10(s) for s in curve.sizes]
        y = [math.log10(t) for t in curve.times]
        low, high = math.floor(min(y)), max(math.ceil(max(y)), math.floor(min(y)) + 1)

        def at(a, b):
            return (left + (a - x[0]) / (x[-1] - x[0]) * w, top + h - (b - low) / (high - low) * h)

        out.append(f'<text x="{left}" y="{top - 14}" fill="{INK}" font-weight="600">by {curve.name}: '
                   f'exponent {number(curve.exponent())}</text>')
        for power in range(low, high + 1):
            _, py = at(x[0], power)
            label = f"{10 ** power:g} s" if power >= 0 else {-1: "100 ms", -2: "10 ms", -3: "1 ms", -4: "0.1 ms", -5: "10 µs", -6: "1 µs"}.get(power, f"1e{power} s")
            out.append(f'<line x1="{left}" x2="{left + w}" y1="{py:.1f}" y2="{py:.1f}" stroke="{LINE}"/>'
                       f'<text x="{left - 6}" y="{py + 4:.1f}" fill="{SOFT}" text-anchor="end">{label}</text>')
        for size, a in zip(curve.sizes, x):
            px, _ = at(a, low)
            shown = f"{size / 1e6:g}M" if size >= 1e6 else f"{size / 1e3:g}k" if size >= 1e3 else f"{size:g}"
            out.append(f'<text x="{px:.1f}" y="{top + h + 16}" fill="{SOFT}" text-anchor="middle">{shown}</text>')
        # Slope 1 (for threads, -1) through the last point, as far as the frame goes.
        slope = -1 if curve.name == "threads" else 1
        start = max(low, min(high, y[-1] - slope * (x[-1] - x[0])))
        begin = x[-1] - (y[-1] - start) / slope
        (ax, ay), (bx, by) = at(begin, start), at(x[-1], y[-1])
        out.append(f'<line x1="{ax:.1f}" y1="{ay:.1f}" x2="{bx:.1f}" y2="{by:.1f}" stroke="{SOFT}" stroke-dasharray="4 4"/>')
        colour = COLOURS[number_of % len(COLOURS)]
        path = " ".join(f"{px:.1f},{py:.1f}" for px, py in (at(a, b) for a, b in zip(x, y)))
        out.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        out += [f'<circle cx="{px:.1f}" cy="{py:.1f}" r="3" fill="{colour}"/>' for px, py in (at(a, b) for a, b in zip(x, y))]
    out.append("</svg>")
    return "\n".join(out) + "\n"
