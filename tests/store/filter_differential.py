#!/usr/bin/python3
"""filter_differential.py ORACLE PROBE [--count N] [--seed N] [--letters]: the rows that Kinora's filters choose are the oracle's, row by row.

ORACLE is lancedb (Node.js with tests/interop/node_modules) or sqlite (Python's); PROBE is the program filter_probe. Ends with 0 if
all agree, 1 if not, 77 if there is no node.
"""

import argparse
import json
import math
import shutil
import sqlite3
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

from filter_cases import make_cases, make_letters

INTEROP = Path(__file__).resolve().parent.parent / "interop"
SKIPPED = 77


def ask_lancedb(table_path, filters_path, _table, _filters):
    if shutil.which("node") is None:
        print("SKIPPED: filters were not compared with LanceDB: there is no node", file=sys.stderr)
        sys.exit(SKIPPED)
    if not (INTEROP / "node_modules" / "@lancedb").is_dir():
        sys.exit(f"filters cannot be compared with LanceDB: run npm ci in {INTEROP}, or script/test")
    run = subprocess.run(["node", INTEROP / "filters.mjs", table_path, filters_path], check=True, capture_output=True, text=True)
    return run.stdout.split("\n")[:-1]


def sqlite_value(kind, value):
    if value is None or kind in ("string", "int32"):
        return value
    if kind == "int64":
        return int(value)
    if kind == "bool":
        return int(value)
    number = struct.unpack(">d", bytes.fromhex(value))[0]
    return None if math.isnan(number) else number


def ask_sqlite(_table_path, _filters_path, table, filters):
    kinds = {"int32": "INTEGER", "int64": "INTEGER", "bool": "INTEGER", "string": "TEXT", "double": "REAL"}
    columns = [column for column in table["columns"] if column["type"] in kinds]
    connection = sqlite3.connect(":memory:")
    connection.execute("PRAGMA case_sensitive_like = ON")
    connection.execute("CREATE TABLE films (" + ", ".join(f'"{c["name"]}" {kinds[c["type"]]}' for c in columns) + ")")
    rows = zip(*([sqlite_value(c["type"], value) for value in c["values"]] for c in columns))
    connection.executemany(f"INSERT INTO films VALUES ({', '.join('?' * len(columns))})", rows)
    return [" ".join(str(row[0]) for row in connection.execute(f"SELECT id FROM films WHERE {text} ORDER BY id")) for text in filters]


def agree(ours, theirs):
    if ours.startswith("! ") or theirs.startswith("! "):
        return ours.startswith("! ") and theirs.startswith("! ")
    return ours == theirs


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("oracle", choices=["lancedb", "sqlite"])
    parser.add_argument("probe")
    parser.add_argument("--count", type=int, default=4000)
    parser.add_argument("--seed", type=int, default=20240229)
    parser.add_argument("--letters", action="store_true", help="instead of random filters: ILIKE with every letter that has a case")
    arguments = parser.parse_args()

    table, filters = make_letters() if arguments.letters else make_cases(arguments.seed, arguments.oracle, arguments.count)
    with tempfile.TemporaryDirectory() as directory:
        table_path = Path(directory, "table.json")
        filters_path = Path(directory, "filters.json")
        table_path.write_text(json.dumps(table))
        filters_path.write_text(json.dumps(filters))
        oracle = {"lancedb": ask_lancedb, "sqlite": ask_sqlite}[arguments.oracle]
        theirs = oracle(table_path, filters_path, table, filters)
        ours = subprocess.run([arguments.probe, table_path, filters_path], check=True, capture_output=True, text=True).stdout.split("\n")[:-1]

    assert len(ours) == len(theirs) == len(filters), (len(ours), len(theirs), len(filters))
    different = [case for case in zip(filters, ours, theirs) if not agree(case[1], case[2])]
    for text, mine, other in different[:40]:
        print(f"{text}\n  kinora  {mine}\n  {arguments.oracle}  {other}")
    refused = sum(line.startswith("! ") for line in ours)
    some = sum(bool(line) and not line.startswith("! ") for line in ours)
    print(f"{len(filters)} filters, {some} with rows, {refused} refused by both, {len(different)} different from {arguments.oracle}")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
