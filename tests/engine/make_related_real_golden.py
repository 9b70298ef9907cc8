"""Writes related_real_golden.json: figures of docs/evaluation.md on real ratings, counted by NumPy. Figures alone, no data.

For both sets of ratings: how many films take part, and NDCG@10 of three rankings (most votes; most likes; TF-IDF of the genres with
the most liked of equal films first).

usage: KINORA_DATA=/folder /usr/bin/python3 tests/engine/make_related_real_golden.py > tests/engine/related_real_golden.json
"""
import ast
import collections
import csv
import json
import os
import pathlib

import numpy

DATA = pathlib.Path(os.environ["KINORA_DATA"])
SETS = {
    "movielens-latest-small": ("movielens-latest-small/ratings.csv", "movielens-latest-small/links.csv"),
    "kaggle": ("kaggle/ratings_small.csv", "kaggle/links.csv"),
}


def rows(name):
    with open(DATA / name, encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def read_catalogue():
    films = {}
    for row in rows("kaggle/movies_metadata.csv"):
        if row["id"].isdigit() and (row["title"] or "").strip() and int(row["id"]) not in films:
            genres = sorted({genre["name"] for genre in ast.literal_eval(row["genres"])})
            films[int(row["id"])] = (genres, float(row["vote_count"] or 0))
    return films


def ndcg(truth, scores, ties):
    discounts = 1 / numpy.log2(numpy.arange(10) + 2)
    total = 0
    for film, relatives in enumerate(truth):
        own = numpy.array(scores[film], dtype=float)
        own[film] = -numpy.inf
        best = numpy.lexsort((numpy.arange(len(own)), ties, -own))[:10]
        total += discounts[numpy.isin(best, relatives)].sum() / discounts.sum()
    return total / len(truth)


def genre_cosines(films):
    names = sorted({genre for genres, _ in films for genre in genres})
    matrix = numpy.array([[genre in genres for genre in names] for genres, _ in films], dtype=float)
    matrix *= numpy.log((1 + len(films)) / (1 + matrix.sum(axis=0))) + 1
    norms = numpy.linalg.norm(matrix, axis=1, keepdims=True)
    matrix /= numpy.where(norms > 0, norms, 1)
    return numpy.round(matrix @ matrix.T, 12)


def figures(catalogue, ratings, links):
    tmdb = {row["movieId"]: int(row["tmdbId"]) for row in rows(links) if row["tmdbId"]}
    latest = {}
    for row in rows(ratings):
        film, key = tmdb.get(row["movieId"]), int(row["timestamp"])
        if film in catalogue and key >= latest.get((row["userId"], film), (-1, 0))[0]:
            latest[row["userId"], film] = (key, float(row["rating"]))
    likers = collections.defaultdict(set)
    for (user, film), (_, rating) in latest.items():
        if rating >= 4:
            likers[film].add(user)
    ids = sorted(film for film, people in likers.items() if len(people) >= 15)
    people = sorted({user for film in ids for user in likers[film]})
    likes = numpy.array([[user in likers[film] for user in people] for film in ids], dtype=int)
    sizes = likes.sum(axis=1)
    likeness = (likes @ likes.T) / (numpy.sqrt(numpy.outer(sizes, sizes)) + 10)
    numpy.fill_diagonal(likeness, -1)
    truth = [numpy.lexsort((ids, -row))[:20] for row in likeness]
    films = [catalogue[film] for film in ids]
    none = numpy.zeros(len(ids))
    votes = numpy.array([votes for _, votes in films])
    return {
        "films": len(ids),
        "votes": ndcg(truth, [votes] * len(ids), none),
        "likes": ndcg(truth, [sizes] * len(ids), none),
        "genres_ties_by_likes": ndcg(truth, genre_cosines(films), -sizes),
    }


def main():
    catalogue = read_catalogue()
    golden = {"made_by": f"make_related_real_golden.py, NumPy {numpy.__version__}"}
    golden.update((name, figures(catalogue, *files)) for name, files in SETS.items())
    print(json.dumps(golden, indent=1))


main()
