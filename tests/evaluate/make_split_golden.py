"""Writes split_golden.txt: how scikit-learn splits range(rows).

A line is "indices ROWS FRACTION SEED TRAIN_ROWS INDEX…" (those that train, then those that test), or, for many rows,
"hash ROWS FRACTION SEED TRAIN_ROWS SHA256" of the same numbers as text, a newline after each.

usage: /usr/bin/python3 tests/evaluate/make_split_golden.py > tests/evaluate/split_golden.txt   (Debian's python3-sklearn)
"""
import hashlib

import numpy
import sklearn
from sklearn.model_selection import train_test_split

CASES = [
    (rows, fraction, seed)
    for rows in (2, 3, 5, 10, 33, 64, 65)
    for fraction, seed in ((0.2, 42), (0.2, 0), (0.5, 7), (0.1, 2**32 - 1), (1 / 3, 12345))
] + [
    (rows, fraction, seed)
    for rows in (1000, 1025, 40035, 65537)
    for fraction, seed in ((0.2, 42), (0.25, 1), (0.001, 2**31), (0.9, 99))
]


def main():
    print(f"# made by make_split_golden.py, scikit-learn {sklearn.__version__}, NumPy {numpy.__version__}")
    for rows, fraction, seed in CASES:
        train, test = train_test_split(range(rows), test_size=fraction, random_state=seed)
        indices = train + test
        if rows < 100:
            print("indices", rows, repr(fraction), seed, len(train), *indices)
        else:
            text = "".join(f"{index}\n" for index in indices)
            print("hash", rows, repr(fraction), seed, len(train), hashlib.sha256(text.encode()).hexdigest())


main()
