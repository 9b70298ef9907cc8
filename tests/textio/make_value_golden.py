#!/usr/bin/env python3
"""Writes golden/values.json: cells and what ast.literal_eval and json.loads make of them.

Run: python3 tests/textio/make_value_golden.py
Each case has the text and for `python` and `json` either the walk through the value (a list of tokens), or null where the text is
refused. `python_only` marks texts that Python takes and that are outside of what Kinora reads (tuples, sets, bytes, joined
strings, ...): the test wants those refused. Half surrogate pairs become U+FFFD, pairs become one character.
"""
import ast
import io
import json
import pathlib
import random
import re
import sys
import tokenize
import warnings

warnings.simplefilter('ignore')

HAND_MADE = [
    "[]", "{}", "[ ]", "{ }", "None", "True", "False", "null", "true", "false", "nan", "NaN", "inf", "Infinity", "-Infinity", "",
    "[{'id': 16, 'name': 'Animation'}, {'id': 35, 'name': 'Comedy'}]", "[{'name': \"Kerri O'Kane\", 'id': 1, 'profile_path': None}]",
    '[{"id": 28, "name": "Action"}, {"id": 12, "name": "Adventure"}]', "{'id': 10194, 'name': 'Toy Story Collection', 'x': None}",
    '[{"name": "caf\\u00e9"}]', "['caf\\xe9', 'caf\\u00e9', 'caf\\U000000e9', 'caf\\351']", "['a\\'b', \"a\\\"b\", 'a\\\\b']",
    "['\\a\\b\\f\\n\\r\\t\\v\\0\\1\\12\\123\\1234\\777']", '["\\b\\f\\n\\r\\t\\/\\\\\\""]', "['\\q', '\\8', '\\/', '\\ ']",
    "['\\N{BULLET}']", "['\\x4']", "['\\u12']", "['\\U00110000']", "['\\U0010ffff']", '["\\u12"]', '["\\x41"]', '["\\ud83d\\ude00"]',
    "['\\ud83d\\ude00']", '["\\ud83d"]', '["\\ude00\\ud83d"]', '["\\ud83d\\ud83d\\ude00"]', '["\\ud83dx"]',
    "['a\\\nb']", "['a\\\r\nb']", "['a\nb']", '["a\nb"]', '["a\tb"]', "['a\tb']", "['a", '["a', "['a\\", "['", "[u'x', U\"y\"]", "[b'x']",
    "[r'x']", "[f'x']", "['a' 'b']", "['''a''']", '["""a"""]', "['', '']", "('a', 'b')", "(1)", "{1, 2}", "{1: 'a', 2.5: 'b'}", "{None: 1}",
    "{'a': 1,}", "[1,]", "[,]", "[1,,2]", "{,}", "{'a'}", "{'a':}", "{:1}", "{'a' 1}", "[1 2]", "[1]]", "[[1]", "[1}", "{'a': 1]",
    "0", "-0", "00", "01", "-01", "0.0", "00.5", "1.", ".5", "-.5", "+1", "--1", "- 1", "1e5", "1E+5", "1e-5", "1e", "1.5e3", "1_000",
    "0x10", "0b1", "0o7", "1j", "1+2j", "1+2", "1a", "1.2.3", "1..", "8.2e-05", "123456789012", "1if 1 else 2", "...", "[1, # c\n2]",
    "__import__('os')", "[].append", "x", "lambda: 1", "[x for x in y]", "a=1", "1;2", "1\n2", "[1,\n2]", "[1,\\\n2]", " [1] ", "\n[1]\n",
    "\x0c[1]", "[1]\x0b", "[\xa01]", "['\xa0']", "TrueX", "True1", "True_", "[None]", "[Nonee]", "[nulll]", "[true]", "[True, true]",
    '{"a": {"b": [{"c": []}]}}', "[[[[[[[[[[1]]]]]]]]]]", "['日本語', 'Ünï']", "['\u200e']", '["\x7f"]', '["\x1f"]', "['\x1f']", "[1, 'a', None, True, 2.5, [], {}]",
    '{"a": 1, "b": "2", "c": null}', '{"a" : 1 }', '[1 , 2]', '{1: 2}', "{'a': 1}", "['\"']", '["\'"]', "{'name': 'x', 'order': 0}",
    "-", "+", ".", "e5", "-e5", "[-]", "[1-]", "'a", "'", '"', "''", '""', "'a'b", "'a' ", "/*1*/[1]", "// x\n1", "'\\", "'\\x", "'\\u", "{\"a\":1", "{\"a\"",
]
PIECES = ["[", "]", "{", "}", ",", ":", "'a'", '"b"', "'c\\n'", '"\\u00e9"', "1", "-2", "0.5", "1e3", "None", "null", "True", "true",
          " ", "'", '"', "\\", "\n", "'k': ", '"k": ', "u'x'", "(", ")", "é"]


def texts():
    yield from HAND_MADE
    rng = random.Random(20240229)
    for _ in range(150):
        yield ''.join(rng.choice(PIECES) for _ in range(rng.randint(2, 9)))
    for _ in range(150):  # a sound value with one byte changed
        value = random_value(rng, 3)
        text = repr(value) if rng.random() < 0.5 else json.dumps(value)
        at = rng.randrange(len(text))
        yield text
        yield text[:at] + rng.choice(PIECES) + text[at + rng.randint(0, 1):]


def random_value(rng, depth):
    kind = rng.randrange(7 if depth else 5)
    if kind == 0:
        return rng.randint(-10**9, 10**9)
    if kind == 1:
        return rng.choice([None, True, False])
    if kind == 2:
        return rng.choice([0.1, 1e-05, 1e+22, -2.5, 21.946943])
    if kind <= 4:
        return ''.join(rng.choice(["a", "B", "'", '"', "\\", "\n", "é", "日", "😀", " ", "\x01", "\x7f", "&amp;"]) for _ in range(rng.randint(0, 6)))
    if kind == 5:
        return [random_value(rng, depth - 1) for _ in range(rng.randint(0, 3))]
    return {key: random_value(rng, depth - 1) for key in rng.sample(["id", "name", "it's", 'a"b', ""], rng.randint(0, 3))}


def clean(text):
    joined = re.sub('([\ud800-\udbff])([\udc00-\udfff])',
                    lambda m: chr(0x10000 + ((ord(m[1]) - 0xd800) << 10) + ord(m[2]) - 0xdc00), text)
    return re.sub('[\ud800-\udfff]', '\ufffd', joined)


def walk(value):
    if value is None or value is True or value is False:
        return [str(value)]
    if isinstance(value, str):
        return ['s' + clean(value)]
    if isinstance(value, (int, float)):
        return ['n' + repr(float(value))]
    if isinstance(value, list):
        return ['['] + [token for item in value for token in walk(item)] + [']']
    tokens = ['{']
    for key, item in value.items():
        tokens += ['k' + (clean(key) if isinstance(key, str) else repr(key))] + walk(item)
    return tokens + ['}']


class Duplicate(Exception):
    pass


def no_duplicates(pairs):
    if len({key for key, _ in pairs}) != len(pairs):
        raise Duplicate
    return dict(pairs)


def refuse_constant(name):
    raise ValueError(name)


def by_json(text):
    try:
        return walk(json.loads(text, parse_constant=refuse_constant, object_pairs_hook=no_duplicates))
    except ValueError:
        return None


def is_plain(text):
    """True if the literal is made of what repr() writes, give or take a sign, a u prefix, commas at the end."""
    for node in ast.walk(ast.parse(text, mode='eval')):
        if isinstance(node, (ast.Tuple, ast.Set, ast.BinOp)):
            return False
        if isinstance(node, ast.UnaryOp) and not isinstance(node.operand, ast.Constant):
            return False
        if isinstance(node, ast.Constant) and not isinstance(node.value, (str, int, float, type(None))):
            return False
        if isinstance(node, ast.Dict):
            keys = [ast.literal_eval(key) for key in node.keys]
            if any(key is None or isinstance(key, bool) for key in keys):
                return False
            if len(set(keys)) != len(keys):
                raise Duplicate
    previous = None
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.STRING:
            triple = re.match(r'''[a-zA-Z]*("""|\'\'\')''', token.string)
            if triple or re.match(r'[bBrRfF]', token.string) or '\\N' in token.string or previous == tokenize.STRING:
                return False
        if token.type == tokenize.NUMBER and re.search('[_xXbBoOjJ]', token.string):
            return False
        if token.type == tokenize.COMMENT or (token.type == tokenize.OP and token.string in '()'):
            return False
        if token.type != tokenize.NL:
            previous = token.type
    bare = re.sub(r'''"(\\.|[^"\\])*"|'(\\.|[^'\\])*\'''', '', text, flags=re.S)
    return '\\' not in bare and not re.search(r'[-+]\s', bare)


def by_python(text):
    """(walk or None, whether only Python reads it)"""
    try:
        value = ast.literal_eval(text)
    except (ValueError, SyntaxError, TypeError, MemoryError):
        return None, False
    if not is_plain(text):
        return None, True
    return walk(value), False


def main():
    cases = []
    for text in dict.fromkeys(texts()):
        try:
            python, python_only = by_python(text.strip(' \t\n\r\f'))
            case = {'text': text, 'python': python, 'json': by_json(text)}
        except Duplicate:
            continue
        if python_only:
            case['python_only'] = True
        cases.append(case)
    golden = {'made_by': 'tests/textio/make_value_golden.py, Python ' + '.'.join(map(str, sys.version_info[:3])), 'cases': cases}
    path = pathlib.Path(__file__).parent / 'golden' / 'values.json'
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(golden, ensure_ascii=True, indent=0) + '\n')
    print(f'{len(cases)} cases; Python reads {sum(c["python"] is not None for c in cases)}, '
          f'JSON {sum(c["json"] is not None for c in cases)}, only Python {sum("python_only" in c for c in cases)}')


if __name__ == '__main__':
    main()
