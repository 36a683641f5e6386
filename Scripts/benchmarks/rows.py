"""What is measured against what, and the bar: one function a row of the table, or a few rows of one kind."""
import os
import re
import statistics
import subprocess

import terminal
from report import Result
from tools import HERE, INSTRUCTION_SETS, ROOT, figures, told

PORTFOLIO = "portfolio36.reroute"
FAILING = "failing12.reroute"
TRIALS = 131072


def nanoseconds(value):
    return f"{value:.0f} ns/trial"


def seconds(value):
    return f"{value * 1e3:.3g} ms" if value < 1 else f"{value:.3g} s"


def simulation(workshop, model, **options):
    """A function that gives the nanoseconds a trial of the simulation alone."""
    command = workshop.measure(model, summaries="means", repetitions=5, **options)
    return lambda: figures(command)["nanoseconds"]


def against_c(workshop):
    bars = {"avx2": 1.3, "avx512": 1.5}
    for instructions in workshop.widest():
        rival = workshop.c_model(instructions)
        ours, theirs, ratio = workshop.in_turn(
            simulation(workshop, PORTFOLIO, trials=TRIALS, threads=1, instructions=instructions),
            lambda: 1e9 / told([rival, str(TRIALS), "1", "5"], r"(\d+) trials/s \(wall\)"))
        yield Result(f"portfolio36, simulation alone, one thread, {instructions}", "vectorised C", nanoseconds(ours),
                     nanoseconds(theirs), ratio, bars.get(instructions))


def second_model(workshop):
    kernels = os.path.join(ROOT, "Sources", "CKernels")
    sources = [os.path.join(HERE, "failing12.c")] + [
        os.path.join(kernels, name) for name in sorted(os.listdir(kernels)) if name.endswith(".c")]
    for instructions in workshop.widest():
        flags = [*INSTRUCTION_SETS[instructions], "-I", os.path.join(kernels, "include"), "-I", kernels]
        rival = workshop.c(sources, "failing12-" + instructions, flags)
        ours, theirs, ratio = workshop.in_turn(
            simulation(workshop, FAILING, trials=TRIALS, threads=1, instructions=instructions),
            lambda: told([rival, str(TRIALS), "1", "5"], r"([\d.]+) ns a trial"))
        yield Result(f"failing12, simulation alone, one thread, {instructions}", "our own C", nanoseconds(ours),
                     nanoseconds(theirs), ratio, 1.5 if instructions != "sse2" else None)


def against_languages(workshop):
    instructions = workshop.widest()[0]
    ours_alone = simulation(workshop, PORTFOLIO, trials=TRIALS, threads=1, instructions=instructions)
    wide = instructions == "avx512"
    rivals = [
        ("NumPy, whole arrays", 10 if wide else 8,
         lambda: [workshop.python("numpy"), workshop.rival("numpy", "model_numpy.py"), str(TRIALS), "0"], r"total ([\d.]+)"),
        ("Numba", 3 if wide else 2.5,
         lambda: [workshop.python("numba"), workshop.rival("numpy", "model_numba.py"), str(TRIALS)], r"total ([\d.]+)"),
        ("LuaJIT", 10 if wide else 8,
         lambda: [workshop.program("luajit"), workshop.rival("lua", "model.lua"), "20000"], r"total ([\d.]+)"),
        ("Lua 5.4", 80 if wide else 65,
         lambda: [workshop.program("lua5.4", "lua"), workshop.rival("lua", "model.lua"), "2000"], r"total ([\d.]+)"),
    ]
    for name, bar, command, pattern in rivals:
        rival = command()
        ours, theirs, ratio = workshop.in_turn(ours_alone, lambda: told(rival, pattern))
        yield Result("portfolio36, simulation alone, one thread", name, nanoseconds(ours), nanoseconds(theirs), 1 / ratio, bar, True)


def end_to_end(workshop):
    rival = [workshop.python("numpy"), workshop.rival("numpy", "model_numpy.py")]

    def numpy(trials):
        out = subprocess.run([*rival, str(trials), "0", "quant"], check=True, capture_output=True, text=True).stdout
        simulated = float(out.split(" total ")[1].split()[0])
        summarised = float(out.split("np.percentile x7: ")[1].split()[0])
        return (simulated + summarised) * trials * 1e-9

    for trials, threads, summaries, bar in [
            (TRIALS, 1, "sketch", 12), (TRIALS, 2, "sketch", 20), (TRIALS, 1, "exact", 8), (10240, 1, "sketch", None), (10240, 2, "sketch", 10)]:
        command = workshop.measure(PORTFOLIO, trials=trials, threads=threads, summaries=summaries, repetitions=1)
        ours, theirs, ratio = workshop.in_turn(lambda: figures(command)["total"], lambda: numpy(trials))
        yield Result(f"portfolio36, cold, {trials:,} trials, 432 series: mean, deviation, 5%, 50% and 95% with their errors (9 order statistics), {summaries}, {threads} thread"
                     + ("s" if threads > 1 else ""), "NumPy and np.percentile (mean and 7 percentiles)", seconds(ours), seconds(theirs), 1 / ratio, bar, True)
    preparing = statistics.median(figures(command)["preparing"] for _ in range(4 * workshop.rounds))
    yield Result("its preparation, cold: the text read, evaluated and planned", "1 ms", seconds(preparing), "", preparing / 1e-3, 1)


def a_million(workshop):
    instructions = workshop.widest()[0]
    rival = workshop.c_model(instructions)
    for summaries, bar in [("means", 2), ("sketch", 4)]:
        command = workshop.measure(PORTFOLIO, trials=1000000, threads=2, summaries=summaries, repetitions=1)
        memory = []

        def ours():
            found = figures(command)
            memory.append(found["memory"])
            return found["total"]

        mine, theirs, ratio = workshop.in_turn(ours, lambda: told([rival, "1000000", "2", "1"], r"wall ([\d.]+) s"))
        yield Result(f"portfolio36, cold, a million trials, two threads, {summaries}", "vectorised C, means only", seconds(mine),
                     seconds(theirs), ratio, bar)
        if summaries == "sketch":
            yield Result("its peak memory", "64 MB", f"{max(memory) / 1024:.0f} MB", "", max(memory) / 1024 / 64, 1)


def article(workshop):
    """The cases of the article up to the questions that run hundreds of plans: explain, drives, advise."""
    with open(os.path.join(ROOT, "Scripts", "cases", "tiktok.reroute")) as file:
        script = file.read()
    with workshop.scratch() as folder:
        cut = os.path.join(folder, "article.reroute")
        with open(cut, "w") as file:
            file.write(script[:script.index("\n# 6.")])
        ours, theirs, ratio, *_ = workshop.spawn([workshop.reroute(), cut], [workshop.python("numpy"), "-c", "import numpy"])
    yield Result("the article's cases without explain, drives and advise, 10,000 trials, whole process", "python3 -c 'import numpy'", seconds(ours / 1e3),
                 seconds(theirs / 1e3), ratio, 1)


def start(workshop):
    ours, theirs, ratio, memory, other = workshop.spawn(
        [workshop.reroute(), "-e", "1+1"], [workshop.program("sqlite3"), ":memory:", "select 1+1"], 200)
    yield Result("-e '1+1', whole process", "sqlite3 :memory: 'select 1+1'", seconds(ours / 1e3), seconds(theirs / 1e3), ratio, 1)
    yield Result("its peak memory", "sqlite3", f"{memory / 1024:.1f} MB", f"{other / 1024:.1f} MB", memory / other, 2)


def prompt(workshop):
    """From the start of the process on a terminal to its prompt, side by side; medians of 15 runs for each of the usual rounds."""
    command, rival = [workshop.reroute()], [workshop.program("sqlite3")]
    pairs = [(terminal.until(command, b"reroute>"), terminal.until(rival, b"sqlite>")) for _ in range(15 * workshop.rounds)]
    ours, theirs = (statistics.median(times) for times in zip(*pairs))
    yield Result("start to prompt, on a terminal", "the sqlite3 shell", seconds(ours), seconds(theirs),
                 statistics.median(a / b for a, b in pairs), 2)


def large_script(workshop):
    generator = workshop.rival("lua", "generate_large.py")
    python = workshop.program("python3")
    compiler = workshop.program("luac5.4", "luac")
    with workshop.scratch() as folder:
        ours, theirs = os.path.join(folder, "large.reroute"), os.path.join(folder, "large.lua")
        megabytes = 20
        size = megabytes * 1_000_000
        with open(ours, "w") as file:
            subprocess.run([python, os.path.join(HERE, "generate-large.py"), str(megabytes)], check=True, stdout=file)
        made = subprocess.run([python, generator, "20000"], check=True, capture_output=True).stdout
        while len(made) < size:
            made += made
        # Whole functions, up to the size.
        made = made[:made.rindex(b"\nend\n", 0, size) + 5]
        with open(theirs, "wb") as file:
            file.write(made)
        mine, other, ratio, memory, _ = workshop.spawn([workshop.reroute(), "check", ours], [compiler, "-p", theirs])
    yield Result("parse and check a script of 20 MB", "luac -p, a Lua file as large", seconds(mine / 1e3), seconds(other / 1e3),
                 ratio, 0.5)


def scripts(workshop):
    lua = workshop.program("lua5.4", "lua")
    folder = os.path.join(HERE, "script")
    with workshop.scratch() as empty:
        nothing = {}
        for kind in ["reroute", "lua"]:
            nothing[kind] = os.path.join(empty, "nothing." + kind)
            with open(nothing[kind], "w") as file:
                file.write("let nothing = 1\n1\n" if kind == "reroute" else "")
        idle, other_idle, *_ = workshop.spawn([workshop.reroute(), nothing["reroute"]], [lua, nothing["lua"]], 50)
    for name in sorted(name[:-8] for name in os.listdir(folder) if name.endswith(".reroute")):
        command = [workshop.reroute(), "run", "--limit", "steps=1e12", "--limit", "elements=1e9", os.path.join(folder, name + ".reroute")]
        mine, theirs, *_ = workshop.spawn(command, [lua, os.path.join(folder, name + ".lua")])
        yield Result(f"{name}, script only", "Lua 5.4", seconds((mine - idle) / 1e3), seconds((theirs - other_idle) / 1e3),
                     (mine - idle) / (theirs - other_idle), 0.6)


def scenarios(workshop):
    eight = workshop.measure("scenarios.reroute", trials=TRIALS, threads=1, summaries="means", repetitions=3)
    one = workshop.measure("scenario.reroute", trials=TRIALS, threads=1, summaries="means", repetitions=3)
    ours, theirs, ratio = workshop.in_turn(lambda: figures(eight)["nanoseconds"], lambda: figures(one)["nanoseconds"])
    yield Result("8 scenarios compared, each changing one of 12 products", "one scenario", nanoseconds(ours), nanoseconds(theirs),
                 ratio, 2)


def sampling(workshop):
    """By repetition over seeds: the ratio of the squared errors is that of the trials for one error."""
    script = os.path.join(HERE, "sobol-gain")
    environment = dict(os.environ, REROUTE=workshop.reroute())
    out = subprocess.run([workshop.program("python3"), script, "16384", "40"], check=True, capture_output=True, text=True,
                         env=environment).stdout
    print(out)
    gain = float(re.search(r"sobol \| total[^|]*\| *([\d.]+)", out, re.M).group(1))
    yield Result("times fewer trials for the mean of all users, 16,384 trials, 40 seeds", "sampling random", "sampling sobol", "", gain,
                 100, True)


ALL = [
    ("C", against_c), ("second model", second_model), ("languages", against_languages), ("end to end", end_to_end),
    ("million", a_million), ("sampling", sampling), ("article", article), ("start", start), ("prompt", prompt), ("parse", large_script),
    ("script", scripts), ("scenarios", scenarios),
]
