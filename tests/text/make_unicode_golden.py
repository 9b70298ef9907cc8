#!/usr/bin/python3
"""Makes golden/unicode.json: what Python's str and re make of every code point, as ranges. Surrogates are left out.

    make_unicode_golden.py > golden/unicode.json

"lower": [code, [codes]] where str.lower changes the character by itself; "cased" and "ignorable": what a character is to the final
sigma; "space", "word", "decimal": \\s, \\w, \\d; "unassigned": what this version of Unicode does not have yet.
"""
import json
import platform
import re
import unicodedata

CODES = [code for code in range(0x110000) if not 0xD800 <= code < 0xE000]


def ranges(predicate):
    out = []
    for code in CODES:
        if not predicate(chr(code)):
            continue
        if out and out[-1][1] == code - 1:
            out[-1][1] = code
        else:
            out.append([code, code])
    return out


def sigma_after(text):
    return (text + "\u03a3").lower()[-1]


def main():
    space, word, decimal = (re.compile(pattern) for pattern in (r"\s", r"\w", r"\d"))
    golden = {
        "python": platform.python_version(),
        "unicode": unicodedata.unidata_version,
        "lower": [[code, [ord(c) for c in chr(code).lower()]] for code in CODES if chr(code).lower() != chr(code)],
        "cased": ranges(lambda c: sigma_after(" " + c) == "\u03c2"),
        "ignorable": ranges(lambda c: sigma_after("A" + c) == "\u03c2" and sigma_after(" " + c) != "\u03c2"),
        "space": ranges(space.match),
        "word": ranges(word.match),
        "decimal": ranges(decimal.match),
        "unassigned": ranges(lambda c: unicodedata.category(c) == "Cn"),
    }
    # A field a line, so that a change of version can be read.
    print("{" + ",\n".join(f"{json.dumps(name)}: {json.dumps(value, separators=(',', ':'))}" for name, value in golden.items()) + "}")


if __name__ == "__main__":
    main()
