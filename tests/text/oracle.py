#!/usr/bin/python3
"""What Python and NLTK make of texts: the oracle of the tokenizer's tests.

    oracle.py tokens TEXTS OUT      TEXTS: one JSON string a line
    oracle.py titles CSV OUT        every title of a Kaggle movies_metadata.csv, lower-cased
    oracle.py article CSV OUT       the published pipeline's documents: rows with a title and a genre, first of each title
    oracle.py catalogue CSV OUT     {"title", "original_title", "votes"} of every row with a title; asks nothing of NLTK

OUT gets one JSON object a line: {"text", "lower", "tokens"}; tokens are those of the text as it is, not lower-cased. For `article`
{"title", "genres", "tokens"}; tokens are those of the lower-cased document.
"""
import ast
import csv
import json
import sys


def tokens_of(text):
    import nltk

    return nltk.word_tokenize(text, preserve_line=True)


def record(text):
    return {"text": text, "lower": text.lower(), "tokens": tokens_of(text)}


def rows(path):
    csv.field_size_limit(1 << 24)
    with open(path, encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def article(path):
    seen = set()
    for row in rows(path):
        if not row["title"] or not row["genres"] or row["title"] in seen:
            continue
        genres = [genre["name"] for genre in ast.literal_eval(row["genres"])]
        if not genres:
            continue
        seen.add(row["title"])
        document = f"Genres: {', '.join(genres)}\nTitle: {row['title']}\n".lower()
        yield {"title": row["title"], "genres": genres, "tokens": tokens_of(document)}


def records(mode, path):
    if mode == "article":
        yield from article(path)
    elif mode == "catalogue":
        for row in rows(path):
            if row["title"]:
                yield {"title": row["title"], "original_title": row["original_title"], "votes": int(float(row["vote_count"] or 0))}
    elif mode == "titles":
        yield from (record(row["title"].lower()) for row in rows(path) if row["title"])
    else:
        with open(path, encoding="utf-8", newline="\n") as lines:
            yield from (record(json.loads(line)) for line in lines)


def main():
    mode, path, out_path = sys.argv[1:]
    with open(out_path, "w", encoding="utf-8") as out:
        for each in records(mode, path):
            out.write(json.dumps(each) + "\n")


if __name__ == "__main__":
    main()
