#!/usr/bin/env python3
"""Writes golden/csv.json: strange delimited texts and the records that Python's csv module reads from them.

Run: python3 tests/textio/make_csv_golden.py
A text whose last quote is never closed has "open_quote": Python gives such a cell back, Kinora reports it. Blank lines are left
out of the records: to Python they are empty records, to Kinora none.
"""
import csv
import io
import itertools
import json
import pathlib
import random
import sys

HAND_MADE = [
    "a,b,c\n", "a,b,c", "a,b,c\r\n", "a,b,c\r", "", "\n", "\r\n\r\n", ",", ",,", ",\n,", "a\n\nb\n", "a\r\rb", "a\n\rb",
    '"a"', '"a","b"', '""', '"",""', '""""', '"a""b"', '"a"""', '"""a"', '"a""""b"', '"a,b",c', '"a\nb",c', '"a\r\nb"\r\nc',
    '"a\rb"\nc', '"a\r"\r"b"', 'a"b', 'a"b"c', 'a""b', 'a,"b"c,d', '"a"b"c",d', '"a" ,b', ' "a",b', '"a"b""c', '"a""b"c"d""e',
    '"a', 'x,"a', 'x,"a\ny', '"a""', 'x\n"a,b\nc', '"a"\n"', '"""', '"a"b"', "'a,b'", "a;b", "a\tb", 'Ünïcödé,"日本語"\n',
    '"[{\'id\': 16, \'name\': \'Animation\'}]",862', '"[{""id"": 28, ""name"": ""Action""}]",19995',
    '"[{\'name\': ""Kerri O\'Kane""}]",1', "862,Toy Story,7.7\r\n8844,Jumanji,6.9\r\n", '1,"O Brother, Where Art Thou?"\n',
    '2,"""Something wonderful is going to happen"""\n', "3,\u200e\u200e\n", "4,a  b\n", '5,&amp;\n', "a\x0bb,c\x0cd\n", "a\x1cb\x85c\u2028d,e\n",
]
ALPHABET = ['a', 'b', ',', '"', '\n', '\r', ' ', '""', '","', 'é']


def texts():
    yield from HAND_MADE
    for length in (2, 3):
        for parts in itertools.product(['a', ',', '"', '\n', '\r'], repeat=length):
            yield ''.join(parts)
    rng = random.Random(20240229)
    for _ in range(300):
        yield ''.join(rng.choice(ALPHABET) for _ in range(rng.randint(4, 24)))


def ends_outside(text):
    """True if a line's end appended to the text ends a record."""
    with_line = list(csv.reader(io.StringIO(text + '\nx', newline='')))
    return bool(with_line) and with_line[-1] == ['x']


def main():
    cases = []
    for text in dict.fromkeys(texts()):
        reader = csv.reader(io.StringIO(text, newline=''))
        records, lines, before = [], [], 0
        for record in reader:
            if record:
                records.append(record)
                lines.append(before + 1)
            before = reader.line_num
        case = {'text': text}
        if text and not ends_outside(text):
            case['open_quote'] = True
        else:
            case['records'] = records
            case['lines'] = lines
        cases.append(case)
    golden = {'made_by': 'tests/textio/make_csv_golden.py, Python ' + '.'.join(map(str, sys.version_info[:3])), 'cases': cases}
    path = pathlib.Path(__file__).parent / 'golden' / 'csv.json'
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(golden, ensure_ascii=True, indent=0) + '\n')
    print(f'{len(cases)} cases, {sum("open_quote" in c for c in cases)} with an open quote')


if __name__ == '__main__':
    main()
