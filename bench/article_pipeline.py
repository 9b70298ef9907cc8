#!/usr/bin/python3
"""The published article's pipeline in the Python of its authors' kind: the peer that bench/run measures Kinora against.

    article_pipeline.py MOVIES_METADATA_CSV [--threads 2] [--until STAGE] [--repeat-infer N] [--alternatives]
                        [--calls 10] [--epochs 10] [--classifier-epochs 20] [--save DIRECTORY]

pandas and ast read the catalogue, NLTK tokenises, gensim trains Doc2Vec (10 calls of train, 10 epochs each) and infers every document,
scikit-learn binarises and splits the genres, PyTorch trains the classifier. bench/README.md says why it is written as it is.

Prints one JSON object: for each stage its seconds (wall clock), the seconds of its parts where it has some, and the peak memory of the
process so far; the F1 figures; the versions of everything. Progress goes to standard error.
"""
import time

BEGIN = time.perf_counter()

import argparse  # noqa: E402
import ast  # noqa: E402
import json  # noqa: E402
import os  # noqa: E402
import platform  # noqa: E402
import resource  # noqa: E402
import sys  # noqa: E402

SEED = 42


class Stages:
    """Wall clock and peak memory of one stage after the other."""

    def __init__(self):
        self.figures = {}

    def measure(self, name, work):
        begin = time.perf_counter()
        result = work()
        self.note(name, time.perf_counter() - begin)
        return result

    def note(self, name, seconds):
        self.figures[name] = {"seconds": seconds, "peak_memory_mb": peak_memory_mb()}
        print(f"{name}: {seconds:.2f} s", file=sys.stderr, flush=True)


def peak_memory_mb():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6


def names_of(cell):
    """['Animation', 'Comedy'] of a cell like "[{'id': 16, 'name': 'Animation'}, ...]"."""
    return [genre["name"] for genre in ast.literal_eval(cell)]


def read_films(path):
    films = pd.read_csv(path, low_memory=False)
    films = films.dropna(subset=["genres", "title"])
    films = films[films["genres"].apply(lambda cell: len(ast.literal_eval(cell)) > 0)]
    return films.drop_duplicates(subset="title")


def make_texts(films, chunk=1000):
    """The article goes through the films in chunks of 1000, row by row."""
    texts = []
    for start in range(0, len(films), chunk):
        rows = films.iloc[start:start + chunk]
        for i in range(len(rows)):
            title = rows.iloc[i]["title"]
            genres = rows.iloc[i]["genres"]
            texts.append(f"Genres: {', '.join(names_of(genres))}\nTitle: {title}\n")
    return texts


def read_tightly(path):
    """The same texts the shorter way: two columns are kept, each list is parsed once, no row is looked up by its number."""
    films = pd.read_csv(path, usecols=["genres", "title"], low_memory=False).dropna(subset=["genres", "title"])
    films["names"] = films["genres"].map(names_of)
    films = films[films["names"].map(len) > 0].drop_duplicates(subset="title")
    return [f"Genres: {', '.join(names)}\nTitle: {title}\n" for names, title in zip(films["names"], films["title"])]


def tagged_documents(texts):
    words = [word_tokenize(text.lower(), preserve_line=True) for text in texts]
    return [TaggedDocument(words=each, tags=[str(number)]) for number, each in enumerate(words)]


def train_doc2vec(model, documents, calls):
    """The article calls train() in a loop; each call runs model.epochs epochs. The seconds of each call."""
    seconds = []
    for _ in range(calls):
        begin = time.perf_counter()
        model.train(documents, total_examples=model.corpus_count, epochs=model.epochs)
        seconds.append(time.perf_counter() - begin)
    return seconds


def infer_all(model, documents):
    return [model.infer_vector(document.words) for document in documents]


def split_labels(films, vectors):
    names = []
    for _, film in films.iterrows():
        names.append(names_of(film["genres"]))
    binarizer = MultiLabelBinarizer()
    labels = binarizer.fit_transform(names)
    parts = train_test_split(vectors, labels, test_size=0.2, random_state=SEED)
    return binarizer, [torch.tensor(np.array(part, dtype=np.float32)) for part in parts]


def make_classifier(inputs, outputs):
    layers = []
    for width in (512, 256, 128):
        layers += [nn.Linear(inputs, width), nn.BatchNorm1d(width), nn.ReLU(), nn.Dropout(p=0.2)]
        inputs = width
    return nn.Sequential(*layers, nn.Linear(inputs, outputs))


def train_classifier(model, x_train, y_train, epochs):
    """The seconds of each epoch."""
    criterion = nn.BCEWithLogitsLoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.001)
    loader = DataLoader(TensorDataset(x_train, y_train), batch_size=64, shuffle=True)
    seconds = []
    for epoch in range(epochs):
        begin = time.perf_counter()
        model.train()
        running_loss = 0.0
        for inputs, labels in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), labels)
            loss.backward()
            optimizer.step()
            running_loss += loss.item() * inputs.size(0)
        seconds.append(time.perf_counter() - begin)
        print(f"epoch {epoch + 1}: loss {running_loss / len(loader.dataset):.4f}", file=sys.stderr, flush=True)
    return seconds


def evaluate(model, x_test, y_test):
    model.eval()
    with torch.no_grad():
        predicted = (model(x_test) > 0.1).numpy()
    actual = y_test.numpy()
    return {average + "_f1": f1_score(actual, predicted, average=average, zero_division=0) for average in ("micro", "macro")}


def save_models(directory, doc2vec, classifier):
    os.makedirs(directory, exist_ok=True)
    doc2vec.save(os.path.join(directory, "doc2vec_model"))
    torch.save(classifier.state_dict(), os.path.join(directory, "trained_model.pth"))


def build(arguments, stages, report):
    """The whole pipeline as the article has it, up to `--until`; returns what the repetitions need."""
    films = stages.measure("read", lambda: read_films(arguments.catalogue))
    texts = stages.measure("texts", lambda: make_texts(films))
    documents = stages.measure("tokens", lambda: tagged_documents(texts))
    model = Doc2Vec(vector_size=100, min_count=2, epochs=arguments.epochs, workers=arguments.threads, seed=SEED)
    stages.measure("vocabulary", lambda: model.build_vocab(documents))
    report.update(documents=len(documents), tokens=sum(len(document.words) for document in documents), vocabulary=len(model.wv))
    if arguments.until == "vocabulary":
        return texts, None, None
    calls = stages.measure("doc2vec", lambda: train_doc2vec(model, documents, arguments.calls))
    stages.figures["doc2vec"]["parts"] = calls
    vectors = stages.measure("infer", lambda: infer_all(model, documents))
    if arguments.until == "infer":
        return texts, (model, documents), None
    binarizer, data = stages.measure("labels", lambda: split_labels(films, vectors))
    x_train, x_test, y_train, y_test = data
    report.update(train_rows=len(x_train), test_rows=len(x_test), genres=len(binarizer.classes_))
    classifier = make_classifier(100, len(binarizer.classes_))
    epochs = stages.measure("classifier", lambda: train_classifier(classifier, x_train, y_train, arguments.classifier_epochs))
    stages.figures["classifier"]["parts"] = epochs
    report.update(stages.measure("evaluate", lambda: evaluate(classifier, x_test, y_test)))
    if arguments.save:
        stages.measure("save", lambda: save_models(arguments.save, model, classifier))
    return texts, (model, documents), (x_train, y_train)


def measure_again(arguments, stages, texts, inference, training):
    """After the whole was measured: inference again, for a median, and what other settings would have given the article."""
    if read_tightly(arguments.catalogue) != texts:
        raise AssertionError("read_tightly makes other texts")
    stages.measure("read_tightly", lambda: read_tightly(arguments.catalogue))
    if inference:
        seconds = [stages.figures["infer"]["seconds"]]
        for _ in range(arguments.repeat_infer - 1):
            begin = time.perf_counter()
            infer_all(*inference)
            seconds.append(time.perf_counter() - begin)
        stages.figures["infer"]["repeats"] = seconds
    if inference and arguments.alternatives:
        documents = inference[1]
        model = Doc2Vec(vector_size=100, min_count=2, epochs=arguments.epochs, workers=1, seed=SEED)
        model.build_vocab(documents)
        stages.measure("doc2vec_one_worker_one_call", lambda: train_doc2vec(model, documents, 1))
    if training and arguments.alternatives:
        x_train, y_train = training
        classifier = make_classifier(100, y_train.shape[1])
        with threadpoolctl.threadpool_limits(1, "blas"):
            epochs = stages.measure("classifier_one_blas_thread",
                                    lambda: train_classifier(classifier, x_train, y_train, arguments.classifier_epochs))
        stages.figures["classifier_one_blas_thread"]["parts"] = epochs


def versions():
    return {"python": platform.python_version(), "gensim": gensim.__version__, "numpy": np.__version__, "pandas": pd.__version__,
            "nltk": nltk.__version__, "scikit-learn": sklearn.__version__, "torch": torch.__version__,
            "blas": os.path.realpath("/etc/alternatives/libblas.so.3-x86_64-linux-gnu")}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("catalogue")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--until", choices=["vocabulary", "infer", "save"], default="save")
    parser.add_argument("--repeat-infer", type=int, default=1, metavar="N", help="measure the inference N times")
    parser.add_argument("--alternatives", action="store_true",
                        help="afterwards train Doc2Vec by one worker (one call) and the classifier while the BLAS has one thread")
    parser.add_argument("--calls", type=int, default=10)
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--classifier-epochs", type=int, default=20)
    parser.add_argument("--save", help="write the two models into this directory, as the article does")
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(SEED)
    stages, report = Stages(), {"versions": versions(), "threads": arguments.threads, "seed": SEED}
    stages.note("imports", time.perf_counter() - BEGIN)
    kept = build(arguments, stages, report)
    report.update(whole_seconds=time.perf_counter() - BEGIN, peak_memory_mb=peak_memory_mb())
    measure_again(arguments, stages, *kept)
    report["stages"] = stages.figures
    print(json.dumps(report))


if __name__ == "__main__":
    try:
        import gensim
        import nltk
        import numpy as np
        import pandas as pd
        import sklearn
        import threadpoolctl
        import torch
        from gensim.models.doc2vec import Doc2Vec, TaggedDocument
        from nltk.tokenize import word_tokenize
        from sklearn.metrics import f1_score
        from sklearn.model_selection import train_test_split
        from sklearn.preprocessing import MultiLabelBinarizer
        from torch import nn
        from torch.utils.data import DataLoader, TensorDataset
    except ImportError as missing:
        print(f"SKIPPED: {missing.name} is not installed: bench/install-peers", file=sys.stderr)
        sys.exit(77)
    main()
