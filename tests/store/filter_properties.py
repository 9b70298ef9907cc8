#!/usr/bin/python3
"""filter_properties.py PROBE [--count N] [--seed N]: the laws of three-valued logic hold for random filters.

Each law is a pair of filters that choose the same rows, or three that share the rows out among themselves.
"""

import argparse
import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path

from filter_cases import ROWS, Generator, make_table


def equivalents(generator, x, y, z):
    """Pairs of filters that say the same."""
    column = generator.column()
    name = generator.name(column)
    low, high, middle = (generator.value_of(column) for _ in range(3))
    text = generator.name(generator.rng.choice(generator.texts))
    pattern = "'" + generator.pattern().replace("'", "''") + "'"
    return [
        (x, f"NOT NOT ({x})"), (x, f"(({x}))"), (x, f"({x}) AND true"), (x, f"({x}) OR false"), (x, f"({x}) IS TRUE"), (x, f"({x}) = true"),
        (f"NOT ({x})", f"({x}) = false"), (f"NOT ({x})", f"({x}) IS FALSE"),
        (f"({x}) AND ({y})", f"({y}) AND ({x})"), (f"({x}) OR ({y})", f"({y}) OR ({x})"),
        (f"NOT (({x}) AND ({y}))", f"NOT ({x}) OR NOT ({y})"), (f"NOT (({x}) OR ({y}))", f"NOT ({x}) AND NOT ({y})"),
        (f"(({x}) AND ({y})) IS NULL", f"(NOT ({x}) OR NOT ({y})) IS NULL"),
        (f"({x}) OR ({x}) AND ({y})", x), (f"({x}) AND (({x}) OR ({y}))", x),
        (f"({x}) AND (({y}) OR ({z}))", f"({x}) AND ({y}) OR ({x}) AND ({z})"),
        (f"({x}) OR ({y}) AND ({z})", f"(({x}) OR ({y})) AND (({x}) OR ({z}))"),
        (f"({x}) = ({y})", f"({x}) AND ({y}) OR NOT ({x}) AND NOT ({y})"), (f"({x}) < ({y})", f"({y}) > ({x})"),
        (f"{name} BETWEEN {low} AND {high}", f"{name} >= {low} AND {name} <= {high}"),
        (f"{name} NOT BETWEEN {low} AND {high}", f"{name} < {low} OR {name} > {high}"),
        (f"{name} IN ({low}, {middle}, {high})", f"{name} = {low} OR {name} = {middle} OR {name} = {high}"),
        (f"{name} NOT IN ({low}, {middle}, {high})", f"{name} <> {low} AND {name} <> {middle} AND {name} <> {high}"),
        (f"{name} < {low}", f"NOT {name} >= {low}"), (f"{name} > {low}", f"{low} < {name}"),
        (f"{text} NOT LIKE {pattern}", f"NOT {text} LIKE {pattern}"), (f"{text} LIKE {pattern}", f"{text} LIKE {pattern} AND {text} ILIKE {pattern}"),
        ("array_has(tags, 'a')", "array_has_any(tags, ['a'])"),
        ("array_has_all(tags, ['a', 'b'])", "array_has(tags, 'a') AND array_has(tags, 'b')"),
        ("array_has_any(tags, ['a', NULL])", "array_has(tags, 'a') OR array_has_all(tags, [NULL])"),
    ]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("probe")
    parser.add_argument("--count", type=int, default=150)
    parser.add_argument("--seed", type=int, default=7)
    arguments = parser.parse_args()

    rng = random.Random(arguments.seed)
    table = make_table(rng)
    generator = Generator(rng, "lancedb")
    generator.exact_floats = True
    pairs, shares = [], []
    for _ in range(arguments.count):
        x, y, z = (generator.condition(rng.choice([0, 1, 2])) for _ in range(3))
        pairs += equivalents(generator, x, y, z)
        shares.append((x, f"NOT ({x})", f"({x}) IS NULL"))

    filters = [text for law in pairs + shares for text in law]
    with tempfile.TemporaryDirectory() as directory:
        paths = [Path(directory, name) for name in ("table.json", "filters.json")]
        for path, content in zip(paths, (table, filters)):
            path.write_text(json.dumps(content))
        run = subprocess.run([arguments.probe, *paths], check=True, capture_output=True, text=True)
    rows = dict(zip(filters, run.stdout.split("\n")))

    broken = [(law, [rows[text] for text in law]) for law in pairs if rows[law[0]] != rows[law[1]]]
    for law in shares:
        chosen = " ".join(rows[text] for text in law).split()
        if sorted(chosen, key=lambda row: row.zfill(9)) != [str(row) for row in range(ROWS)]:
            broken.append((law, [rows[text] for text in law]))
    broken += [((text,), [rows[text]]) for text in filters if rows[text].startswith("!")]
    for law, found in broken[:20]:
        print("\n  ".join(["these do not agree:", *(f"{text}\n    -> {line}" for text, line in zip(law, found))]))
    print(f"{len(pairs)} pairs and {len(shares)} partitions, {len(broken)} broken")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
