#!/usr/bin/python3
"""What Python and NLTK make of texts: the oracle of the tokenizer's tests.

    nltk_oracle.py tokens TEXTS OUT      TEXTS: one JSON string a line
    nltk_oracle.py titles CSV OUT        every title of a Kaggle movies_metadata.csv, lower-cased

OUT gets one JSON object a line: {"text", "lower", "tokens"}; tokens are those of the text as it is, not lower-cased.
"""
import csv
import json
import sys

import nltk


def record(text):
    return {"text": text, "lower": text.lower(), "tokens": nltk.word_tokenize(text, preserve_line=True)}


def texts(mode, path):
    if mode == "tokens":
        with open(path, encoding="utf-8", newline="\n") as lines:
            yield from (json.loads(line) for line in lines)
        return
    csv.field_size_limit(1 << 24)
    with open(path, encoding="utf-8", newline="") as rows:
        yield from (row["title"].lower() for row in csv.DictReader(rows) if row["title"])


def main():
    mode, path, out_path = sys.argv[1:]
    with open(out_path, "w", encoding="utf-8") as out:
        for text in texts(mode, path):
            out.write(json.dumps(record(text)) + "\n")


if __name__ == "__main__":
    main()
