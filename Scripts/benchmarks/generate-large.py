#!/usr/bin/env python3
"""Writes a large script to standard output, for the benchmark of parsing and checking.

    generate-large.py MEGABYTES

Mostly functions that are declared and not called, as in a file for `luac -p`: lets, arithmetic, conditions, calls,
texts, lists, comments. Among them are up to 1,000 products, each with an overlap and two lets at the top level, which
`reroute check` evaluates. The text is the same for the same size.
"""
import random
import sys

NAMES = ["alpha", "beta", "growth_rate", "loss", "mau", "active", "x", "y", "t", "product_a", "redirected", "uplift",
         "cap", "period", "total_market", "part", "i", "n"]
AMOUNTS = ["{} users", "{}k users", "${}/user/month", "{}%/month", "{}k users/month", "{} months", "{}%"]


def atom(r):
    q = r.random()
    if q < 0.6:
        return r.choice(NAMES)
    return str(r.randint(0, 9999)) if q < 0.75 else f"{r.random() * 100:.4f}"


def number(r, depth):
    q = r.random()
    if depth <= 0 or q < 0.25:
        return atom(r)
    if q < 0.75:
        return number(r, depth - 1) + r.choice([" + ", " - ", " * ", " / ", " ^ "]) + number(r, depth - 1)
    if q < 0.85:
        return "(" + number(r, depth - 1) + ")"
    if q < 0.9:
        return f"(if {condition(r, depth - 1)} then {number(r, depth - 1)} else {number(r, depth - 1)})"
    count = r.randint(1, 3)
    return f"f{count}(" + ", ".join(number(r, depth - 2) for _ in range(count)) + ")"


def condition(r, depth):
    one = number(r, depth - 1) + r.choice([" < ", " > ", " == ", " <= "]) + number(r, depth - 1)
    if depth > 1 and r.random() < 0.4:
        return one + r.choice([" and ", " or "]) + condition(r, depth - 1)
    return one


def function(r, k):
    lines = [f"fn fn_{k}(a, b, c) {{"]
    for i in range(12):
        q = r.random()
        name = f"{r.choice(NAMES)}_{i}"
        if q < 0.5:
            lines.append(f"  let {name} = {number(r, 3)}")
        elif q < 0.7:
            lines.append(f"  let {name} = {number(r, 3)}  # comment about this line")
        elif q < 0.8:
            lines.append(f"  let {name} = if {condition(r, 2)} then {number(r, 2)} else {number(r, 2)}")
        elif q < 0.87:
            lines.append(f'  let {name} = "text {r.randint(0, 999)}, {{{number(r, 1)}}}"')
        elif q < 0.94:
            lines.append(f"  let {name} = " + r.choice(AMOUNTS).format(r.randint(1, 99)))
        else:
            lines.append(f"  let {name} = [{number(r, 1)}, {number(r, 1)}, {number(r, 1)}]")
    lines += [f"  {number(r, 2)}", "}"]
    return lines


def portfolio(r, k):
    lines = [
        f"# What is known of product {k}.",
        f"product P{k} \"Product {k}\" {{",
        f"  users        {r.randint(1, 900)}k users",
        f"  acquisition  {r.randint(1, 30)}k to {r.randint(40, 90)}k users/month  # 90% sure",
        f"  churn        {r.randint(1, 3)}% to {r.randint(4, 9)}%/month",
        f"  arpu         ${r.random():.2f}/user/month",
        f"  cost         ${r.randint(10, 900)}k/month",
        "}",
        f"let base_{k} = {r.randint(1, 99)}k users * {r.random():.3f}",
        f"let shown_{k} = P{k}.users - base_{k}",
    ]
    if k:
        lines.append(f"overlap P{k}, P0 {r.randint(1, 40)}% of P{k}")
    return lines


def main():
    size = float(sys.argv[1]) * 1e6
    r = random.Random(1)
    lines = ["# A large script, made by generate-large.py.", "simulate 12 months"]
    lines += [f"let {name} = {r.randint(1, 99)}" for name in NAMES]
    lines += ["fn f1(a) = a + 1", "fn f2(a, b) = a * b", "fn f3(a, b, c) = a + b - c"]
    written = k = 0
    while written < size:
        lines += function(r, k) + (portfolio(r, k // 25) if k % 25 == 0 and k < 25_000 else [])
        text = "\n".join(lines) + "\n"
        sys.stdout.write(text)
        (written, lines, k) = (written + len(text), [], k + 1)


main()
