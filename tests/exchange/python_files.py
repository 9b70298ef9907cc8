"""Holds Kinora's CSV, JSON lines and .npy files against Python's csv and json and NumPy.

usage: python_files.py check DIRECTORY   t.csv, t.jsonl and t.npy have the rows of rows.jsonl, as tests/store/table_dump.hpp dumps them
       python_files.py make DIRECTORY    writes such files, rows.jsonl and vectors.jsonl, for Kinora to read
"""
import csv
import json
import math
import struct
import sys
from pathlib import Path

import numpy

NAMES = ["id", "text", "year", "score", "exact", "seen", "tags", "genres_text", "vector"]


def bits(value, width):
    if math.isnan(value):
        return "nan"
    return struct.pack(">f" if width == 4 else ">d", value).hex()


def dump_vector(vector):
    return "".join(bits(float(value), 4) for value in vector)


def expect(found, expected, what):
    if found != expected:
        sys.exit(f"{what}: {found!r} instead of {expected!r}")


def check_csv(path, rows):
    with open(path, newline="", encoding="utf-8") as file:
        lines = list(csv.reader(file))
    expect(lines[0], NAMES, "the header")
    expect(len(lines) - 1, len(rows), "lines")
    number = {4: lambda cell: bits(float(numpy.float32(cell)), 4), 8: lambda cell: bits(float(cell), 8)}
    decode = [str, str, int, number[4], number[8], {"true": True, "false": False}.get, json.loads, str,
              lambda cell: dump_vector(numpy.float32(json.loads(cell)))]
    for line, row in zip(lines[1:], rows):
        for name, cell, value, of_cell in zip(NAMES, line, row, decode):
            # csv does not tell a cell with nothing from one with an empty text.
            expect(of_cell(cell) if cell else "", "" if value is None else value, f"{path}: {name} of {row[0]}")


def check_json_lines(path, rows):
    # Python reads -0 as the whole number 0.
    lines = [json.loads(line, parse_int=lambda text: -0.0 if text == "-0" else int(text)) for line in open(path, encoding="utf-8")]
    expect(len(lines), len(rows), "lines")
    infinite = {bits(math.inf, 4), bits(-math.inf, 4), bits(math.inf, 8), bits(-math.inf, 8), "nan"}
    for line, row in zip(lines, rows):
        expect(list(line), NAMES, "the names")
        for name, value in zip(NAMES, row):
            found = line[name]
            if name in ("score", "exact"):
                value = None if value in infinite else value
                width = 4 if name == "score" else 8
                found = found if found is None else bits(float(numpy.float32(found)) if width == 4 else float(found), width)
            elif name == "id":
                found = str(found)
            elif name == "vector":
                found = dump_vector(numpy.float32(found))
            expect(found, value, f"{path}: {name} of {row[0]}")


def check(directory):
    rows = [json.loads(line) for line in open(directory / "rows.jsonl", encoding="utf-8")]
    check_csv(directory / "t.csv", rows)
    check_json_lines(directory / "t.jsonl", rows)
    array = numpy.load(directory / "t.npy", allow_pickle=False)
    expect(array.dtype, numpy.dtype("<f4"), "the array's type")
    expect([dump_vector(vector) for vector in array], [row[-1] for row in rows], "the array")


def make(directory):
    vectors = numpy.random.default_rng(1).standard_normal((40, 5)).astype(numpy.float32)
    words = ["Amélie", "千と千尋の神隠し", 'line\nbreak, "quotes"', " spaces ", "back\\slash", "it's", "a|b;c\td"]
    rows = []
    for number, vector in enumerate(vectors):
        rows.append({
            "id": number * 10**15,
            "text": words[number % len(words)],
            "exact": None if number % 7 == 3 else number / 3 + 1e-9,
            "seen": number % 2 == 0,
            "tags": words[: number % 4],
            "vector": [float(value) for value in vector],
        })
    with open(directory / "t.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(rows[0])
        writer.writerows(row.values() for row in rows)
    with open(directory / "t.jsonl", "w", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)
    numpy.save(directory / "t.npy", vectors)
    numpy.save(directory / "wide.npy", vectors.astype(numpy.float64))
    numpy.save(directory / "columns.npy", numpy.asfortranarray(vectors))
    with open(directory / "rows.jsonl", "w", encoding="utf-8") as file, open(directory / "vectors.jsonl", "w", encoding="utf-8") as array:
        for row in rows:
            exact = None if row["exact"] is None else bits(row["exact"], 8)
            vector = dump_vector(row["vector"])
            dumped = [str(row["id"]), row["text"], exact, row["seen"], row["tags"], vector]
            file.write(json.dumps(dumped, ensure_ascii=False, separators=(",", ":")) + "\n")
            array.write(json.dumps([vector]) + "\n")


if __name__ == "__main__":
    {"check": check, "make": make}[sys.argv[1]](Path(sys.argv[2]))
