#!/usr/bin/env python3
"""Prints the article's view of movies_metadata.csv as pandas has it: label, id, title and genres of every row that is kept.

Usage: pandas_view.py movies_metadata.csv
"""
import ast
import sys

import pandas

frame = pandas.read_csv(sys.argv[1], low_memory=False)
frame = frame.dropna(subset=['title', 'genres'])
frame['names'] = frame['genres'].map(lambda cell: [genre['name'] for genre in ast.literal_eval(cell)])
frame = frame[frame['names'].map(len) > 0].drop_duplicates('title')
out = open(1, 'w', encoding='utf-8', newline='\n')
for label, identifier, title, names in zip(frame.index, frame['id'], frame['title'], frame['names']):
    out.write(f"{label}\t{identifier}\t{title}\t{''.join(name + '|' for name in names)}\n")
