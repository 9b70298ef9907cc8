#!/usr/bin/python3
"""Writes metrics_golden.json: scikit-learn's multi-label scores of small label matrices, empty rows and labels among them.

Run by hand: /usr/bin/python3 tests/classify/make_metrics_golden.py
"""
import json
import pathlib

import numpy
import sklearn
from sklearn.metrics import f1_score, hamming_loss, precision_recall_fscore_support


def scores(actual, predicted):
    precision, recall, f1, support = precision_recall_fscore_support(actual, predicted, average=None, zero_division=0)
    return {
        "rows": actual.shape[0], "labels": actual.shape[1],
        "actual": actual.flatten().tolist(), "predicted": predicted.flatten().tolist(),
        **{f"{name}_f1": float(f1_score(actual, predicted, average=name, zero_division=0)) for name in ("micro", "macro", "samples")},
        "hamming_loss": float(hamming_loss(actual, predicted)),
        "precision": precision.tolist(), "recall": recall.tolist(), "f1": f1.tolist(), "support": support.tolist(),
    }


def main():
    generator = numpy.random.default_rng(11)
    draw = lambda rows, labels, share: (generator.random((rows, labels)) < share).astype(int)
    cases = [(draw(30, 6, 0.3), draw(30, 6, 0.3)), (draw(9, 4, 0.15), draw(9, 4, 0.15)), (draw(5, 20, 0.1), draw(5, 20, 0.2))]
    empty_row = draw(8, 5, 0.5), draw(8, 5, 0.5)
    empty_row[0][2] = 0
    empty_row[1][2] = 0
    empty_row[0][5] = 0
    empty_row[1][6] = 0
    empty_label = draw(8, 5, 0.5), draw(8, 5, 0.5)
    empty_label[0][:, 1] = 0
    empty_label[1][:, 1] = 0
    empty_label[0][:, 2] = 0
    empty_label[1][:, 3] = 0
    nothing = numpy.zeros((4, 3), dtype=int)
    everything = numpy.ones((4, 3), dtype=int)
    cases += [empty_row, empty_label, (nothing, nothing), (everything, everything), (nothing, everything), (everything, nothing)]
    golden = {
        "made_by": f"tests/classify/make_metrics_golden.py with scikit-learn {sklearn.__version__}",
        "cases": [scores(*case) for case in cases],
    }
    path = pathlib.Path(__file__).with_name("metrics_golden.json")
    path.write_text(json.dumps(golden) + "\n")


main()
