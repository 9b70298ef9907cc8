#!/usr/bin/python3
"""Compares the vectors of Kinora's Doc2Vec with gensim's, trained on the same tokens with the same settings.

    compare_gensim.py DRIVER [--catalogue FILE] [--documents N] [--epochs N] [--json FILE]

DRIVER is the program doc2vec_driver; the catalogue is $KINORA_DATA/kaggle/movies_metadata.csv, of which the published pipeline's documents
are made (tests/text/oracle.py). For PV-DM (mean) and PV-DBOW two shares are measured over the documents whose kept tokens are no other document's:

    own      the document's own trained vector is among the 10 trained vectors nearest to its inferred one
    overlap  the mean Jaccard index of its genres and those of the 10 nearest trained documents other than itself

Exits with 1 if one of Kinora's is more than 2 points below gensim's, with 77 without gensim, NLTK or the catalogue. The same figures come
out every time: gensim gets one worker and a fixed seed of Python's hash.
"""
import argparse
import collections
import itertools
import json
import os
import subprocess
import sys
import tempfile
import time

try:
    import gensim
    import nltk  # noqa: F401, for oracle.py
    import numpy
    from gensim.models.doc2vec import Doc2Vec, TaggedDocument
except ImportError:
    print("SKIPPED: this comparison needs Debian's python3-gensim and python3-nltk")
    sys.exit(77)

SETTINGS = {"dimension": 100, "window": 5, "negative": 5, "min_count": 2, "sample": 0.001, "alpha": 0.025}
NEAREST = 10
TOLERANCE = 0.02
ORACLE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "text", "oracle.py")


def read_corpus(catalogue, limit):
    with tempfile.TemporaryDirectory() as directory:
        path = os.path.join(directory, "films.jsonl")
        subprocess.run([sys.executable, ORACLE, "article", catalogue, path], check=True)
        with open(path, encoding="utf-8") as lines:
            films = [json.loads(line) for line in itertools.islice(lines, limit)]
    genres = [set(film["genres"]) for film in films]
    return [film["tokens"] for film in films], genres


def rows_of_their_own(documents):
    counts = collections.Counter(token for document in documents for token in document)
    kept = [tuple(t for t in document if counts[t] >= SETTINGS["min_count"]) for document in documents]
    times = collections.Counter(kept)
    return [row for row, tokens in enumerate(kept) if tokens and times[tokens] == 1]


def gensim_vectors(documents, model, epochs):
    corpus = [TaggedDocument(tokens, [row]) for row, tokens in enumerate(documents)]
    start = time.perf_counter()
    trained = Doc2Vec(corpus, dm=1 if model == "dm" else 0, dm_mean=1, vector_size=SETTINGS["dimension"], window=SETTINGS["window"],
                      negative=SETTINGS["negative"], hs=0, min_count=SETTINGS["min_count"], sample=SETTINGS["sample"],
                      alpha=SETTINGS["alpha"], min_alpha=1e-4, epochs=epochs, seed=1, workers=1)
    middle = time.perf_counter()
    inferred = numpy.array([trained.infer_vector(tokens, epochs=epochs) for tokens in documents])
    seconds = {"train": middle - start, "infer": time.perf_counter() - middle}
    return trained.dv.vectors, inferred, seconds


def kinora_vectors(driver, documents, model, epochs):
    with tempfile.TemporaryDirectory() as directory:
        tokens = os.path.join(directory, "tokens")
        with open(tokens, "w", encoding="utf-8") as out:
            out.writelines(" ".join(document) + "\n" for document in documents)
        settings = [f"{key}={value}" for key, value in SETTINGS.items()]
        prefix = os.path.join(directory, "vectors")
        output = subprocess.run([driver, tokens, prefix, f"model={model}", f"epochs={epochs}", f"infer_epochs={epochs}", "threads=1",
                                 *settings], check=True, stdout=subprocess.PIPE, text=True).stdout
        told = dict(line.split() for line in output.splitlines())
        seconds = {"train": float(told["train_seconds"]), "infer": float(told["infer_seconds"])}
        return numpy.load(prefix + ".trained.npy"), numpy.load(prefix + ".inferred.npy"), seconds


def unit(vectors):
    lengths = numpy.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors / numpy.where(lengths == 0, 1, lengths)


def jaccard(left, right):
    union = len(left | right)
    return len(left & right) / union if union else 0.0


def measure(trained, inferred, rows, genres):
    trained = unit(trained)
    own, overlap = 0, 0.0
    for begin in range(0, len(rows), 1000):
        chunk = rows[begin:begin + 1000]
        similarity = unit(inferred[chunk]) @ trained.T
        nearest = numpy.argsort(-similarity, axis=1, kind="stable")[:, :NEAREST + 1]
        for row, found in zip(chunk, nearest.tolist()):
            own += row in found[:NEAREST]
            others = [other for other in found if other != row][:NEAREST]
            overlap += sum(jaccard(genres[row], genres[other]) for other in others) / NEAREST
    return {"own": own / len(rows), "overlap": overlap / len(rows)}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("driver")
    parser.add_argument("--catalogue", default=os.path.join(os.environ.get("KINORA_DATA", ""), "kaggle", "movies_metadata.csv"))
    parser.add_argument("--documents", type=int, help="the first N only")
    parser.add_argument("--epochs", type=int, default=20)
    parser.add_argument("--json")
    arguments = parser.parse_args()
    if os.environ.get("PYTHONHASHSEED") != "0":  # gensim starts an inference from a hash of the text
        os.execve(sys.executable, [sys.executable, *sys.argv], {**os.environ, "PYTHONHASHSEED": "0"})
    if not os.path.exists(arguments.catalogue):
        print("SKIPPED: this comparison needs KINORA_DATA, the folder with kaggle/movies_metadata.csv")
        sys.exit(77)
    documents, genres = read_corpus(arguments.catalogue, arguments.documents)
    rows = rows_of_their_own(documents)
    print(f"gensim {gensim.__version__}; {len(documents)} documents, {len(rows)} with tokens of their own; {arguments.epochs} epochs, {SETTINGS}")
    results, behind = {}, []
    for model in ("dm", "dbow"):
        for name, (trained, inferred, seconds) in (
                ("gensim", gensim_vectors(documents, model, arguments.epochs)),
                ("kinora", kinora_vectors(arguments.driver, documents, model, arguments.epochs))):
            figures = measure(trained, inferred, rows, genres)
            results[f"{model} {name}"] = {**figures, **seconds}
            print(f"{model:5} {name:7} own {figures['own']:.4f}  overlap {figures['overlap']:.4f}"
                  f"  train {seconds['train']:6.1f} s  infer {seconds['infer']:6.1f} s", flush=True)
        behind += [f"{model} {figure}" for figure in ("own", "overlap")
                   if results[f"{model} kinora"][figure] < results[f"{model} gensim"][figure] - TOLERANCE]
    if arguments.json:
        with open(arguments.json, "w", encoding="utf-8") as out:
            json.dump({"gensim": gensim.__version__, "documents": len(documents), "epochs": arguments.epochs, "results": results}, out, indent=1)
    if behind:
        print("more than 2 points behind gensim: " + ", ".join(behind))
    sys.exit(1 if behind else 0)


if __name__ == "__main__":
    main()
