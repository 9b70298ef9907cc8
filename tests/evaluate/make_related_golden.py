"""Writes related_golden.json: what scikit-learn and NumPy say of made-up films, ratings and rankings.

tf_idf: TfidfVectorizer(binary=True) over documents of numbered terms and its cosines. ndcg: ndcg_score of rankings with binary
gain. relatives: the films with the highest |A∩B| / (sqrt(|A||B|) + 10) over the sets of those who rate them 4 or higher, from a
matrix product. bootstrap: the mean of a sample and its standard error.

usage: /usr/bin/python3 tests/evaluate/make_related_golden.py > tests/evaluate/related_golden.json   (Debian's python3-sklearn)
"""
import json
import random

import numpy
import sklearn
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import ndcg_score


def tf_idf(generator):
    documents = [sorted(generator.sample(range(40), generator.randint(0, 9))) for _ in range(25)]
    documents[3] = []
    vectorizer = TfidfVectorizer(binary=True, token_pattern=r"\S+")
    matrix = vectorizer.fit_transform(" ".join(f"t{term}" for term in terms) for terms in documents)
    return {"documents": documents, "cosines": (matrix @ matrix.T).toarray().tolist()}


def ndcg(generator):
    cases = []
    for candidates, wanted, k in ((5, 1, 10), (12, 3, 10), (40, 20, 10), (40, 4, 10), (40, 39, 10), (30, 15, 1), (200, 20, 10)):
        ranking = generator.sample(range(candidates), candidates)
        relevant = sorted(generator.sample(range(candidates), wanted))
        gains = numpy.zeros((1, candidates))
        gains[0, relevant] = 1
        scores = numpy.zeros((1, candidates))
        scores[0, ranking] = -numpy.arange(candidates)
        value = ndcg_score(gains, scores, k=k, ignore_ties=True)
        cases.append({"ranking": ranking, "relevant": relevant, "k": k, "ndcg": value})
    return cases


def relatives(generator):
    """Films of two kinds and people who prefer one of them; a rating that comes twice has a later time the second time."""
    films = [100 + 7 * i for i in range(40)]
    ratings, latest = [], {}
    for person in range(60):
        for film in generator.sample(films, generator.randint(5, 30)):
            liked = (film % 2 == person % 2) == (generator.random() < 0.8)
            value = generator.choice([4, 4.5, 5]) if liked else generator.choice([0.5, 2, 3, 3.5])
            ratings.append([person, film, value, 1000])
            if generator.random() < 0.1:
                value = generator.choice([1, 5])
                ratings.append([person, film, value, 2000])
            latest[person, film] = value
    generator.shuffle(ratings)
    likes = numpy.array([[latest.get((person, film), 0) >= 4 for person in range(60)] for film in films], dtype=int)
    taking_part = likes.sum(axis=1) >= 12
    ids = numpy.array(films)[taking_part]
    likes = likes[taking_part]
    sizes = likes.sum(axis=1)
    likeness = (likes @ likes.T) / (numpy.sqrt(numpy.outer(sizes, sizes)) + 10)
    numpy.fill_diagonal(likeness, -1)
    truth = {int(ids[i]): sorted(int(ids[j]) for j in numpy.lexsort((ids, -likeness[i]))[:6]) for i in range(len(ids))}
    return {"ratings": ratings, "min_likes": 12, "relatives": 6, "truth": truth}


def main():
    generator = random.Random(20261123)
    values = [generator.gauss(0, 1) for _ in range(57)]
    print(json.dumps({
        "made_by": f"make_related_golden.py, scikit-learn {sklearn.__version__}, NumPy {numpy.__version__}",
        "tf_idf": tf_idf(generator),
        "ndcg": ndcg(generator),
        "relatives": relatives(generator),
        "bootstrap": {"values": values, "mean": float(numpy.mean(values)),
                      "standard_error": float(numpy.std(values) / len(values) ** 0.5)},
    }))


main()
