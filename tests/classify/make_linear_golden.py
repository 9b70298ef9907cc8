#!/usr/bin/python3
"""Writes linear_golden.json: scikit-learn's TF-IDF rows and logistic regression of small documents, empty ones and rare terms among them.

Run by hand: /usr/bin/python3 tests/classify/make_linear_golden.py
"""
import json
import pathlib

import numpy
import sklearn
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

TERMS, DOCUMENTS, LABELS, COST, MIN_DOCUMENTS = 30, 60, 10, 4.0, 3

random = numpy.random.default_rng(7)
frequencies = 1 / numpy.arange(1, TERMS + 1)
documents = [sorted(random.choice(TERMS, size=random.integers(0, 12), p=frequencies / frequencies.sum()).tolist())
             for _ in range(DOCUMENTS)]
labels = (random.random((DOCUMENTS, LABELS)) < 0.3).astype(int)
for row, document in enumerate(documents):
    for term in document[:3]:
        labels[row, term % LABELS] = 1
vectorizer = TfidfVectorizer(analyzer=lambda document: [f"{term:02}" for term in document], sublinear_tf=True, min_df=MIN_DOCUMENTS)
rows = vectorizer.fit_transform(documents)
logits = numpy.zeros((DOCUMENTS, LABELS))
for label in range(LABELS):
    model = LogisticRegression(C=COST, solver="liblinear", dual=True, tol=1e-9, max_iter=100000, random_state=0)
    logits[:, label] = model.fit(rows, labels[:, label]).decision_function(rows)
dense = numpy.zeros((DOCUMENTS, TERMS))
dense[:, [int(term) for term in vectorizer.get_feature_names_out()]] = rows.toarray()
golden = {"scikit-learn": sklearn.__version__, "terms": TERMS, "cost": COST, "min_documents": MIN_DOCUMENTS, "documents": documents,
          "labels": labels.tolist(), "rows": dense.round(7).tolist(), "logits": logits.round(6).tolist()}
path = pathlib.Path(__file__).with_name("linear_golden.json")
path.write_text(json.dumps(golden, separators=(",", ":")) + "\n")
