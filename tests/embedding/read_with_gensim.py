#!/usr/bin/python3
"""Reads a model and its word2vec text: MODEL.safetensors WORDS.txt. Exits with 77 without gensim, with 1 if the two differ."""
import json
import struct
import sys

try:
    import numpy
    from gensim.models import KeyedVectors
except ImportError:
    sys.exit(77)


def read_safetensors(path):
    content = open(path, "rb").read()
    length = struct.unpack("<Q", content[:8])[0]
    header = json.loads(content[8:8 + length])
    metadata = header.pop("__metadata__")
    types = {"F32": "<f4", "U64": "<u8", "U8": "u1"}
    tensors = {}
    for name, entry in header.items():
        begin, end = (8 + length + offset for offset in entry["data_offsets"])
        tensors[name] = numpy.frombuffer(content[begin:end], types[entry["dtype"]]).reshape(entry["shape"])
    return tensors, metadata


def main():
    tensors, metadata = read_safetensors(sys.argv[1])
    ends = tensors["vocabulary.ends"].tolist()
    text = tensors["vocabulary.text"].tobytes()
    words = [text[begin:end].decode() for begin, end in zip([0] + ends, ends)]
    vectors = KeyedVectors.load_word2vec_format(sys.argv[2], binary=False)
    same = (metadata["format"] == "kinora.doc2vec" and json.loads(metadata["options"])["dimension"] == 20
            and words == vectors.index_to_key and numpy.array_equal(tensors["words"], vectors.vectors)
            and tensors["output.words"].shape == tensors["words"].shape
            and tensors["documents"].shape == (12, 20))
    sys.exit(0 if same else 1)


if __name__ == "__main__":
    main()
