#!/usr/bin/python3
"""Writes gensim_golden.json: what gensim makes of word counts (subsampling, noise, Huffman codes).

Run by hand: /usr/bin/python3 tests/embedding/make_gensim_golden.py
"""
import json
import pathlib

import gensim
from gensim.models import Word2Vec


def case(counts, sample, exponent):
    model = Word2Vec(vector_size=1, min_count=1, sample=sample, ns_exponent=exponent, negative=1, hs=1)
    model.build_vocab_from_freq({f"w{i:03}": count for i, count in enumerate(counts)})
    words = model.wv
    keys = [f"w{i:03}" for i in range(len(counts))]
    order = [words.key_to_index[key] for key in keys]
    ends = model.cum_table.astype("int64").tolist()
    widths = [end - begin for begin, end in zip([0] + ends, ends)]
    return {
        "counts": counts, "sample": sample, "noise_exponent": exponent,
        "keep": [int(words.get_vecattr(key, "sample_int")) for key in keys],
        "noise": [widths[i] / ends[-1] for i in order],
        "code_lengths": [len(words.get_vecattr(key, "code")) for key in keys],
    }


def main():
    zipf = [max(1, round(20000 / (i + 1))) for i in range(60)]
    cases = [case(zipf, 1e-3, 0.75), case(zipf, 0, 1.0), case([40, 40, 40, 40, 7, 7, 7, 1, 1], 0.05, -0.5), case(zipf, 500, 0.0),
             case([144, 89, 55, 34, 21, 13, 8, 5, 3, 2, 1, 1], 1e-3, 0.75)]
    golden = {"gensim": gensim.__version__, "cases": cases}
    path = pathlib.Path(__file__).with_name("gensim_golden.json")
    path.write_text(json.dumps(golden, indent=1) + "\n")


if __name__ == "__main__":
    main()
