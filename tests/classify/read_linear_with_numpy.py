#!/usr/bin/python3
"""read_linear_with_numpy.py CLASSIFIER.safetensors DOCUMENTS.json PROBABILITIES.npy

Computes the probabilities of documents (lists of terms as strings) from the file by docs/formats/classifier.md, in numpy, and compares
them with those given. Exit status 77: numpy is not installed.
"""
import collections
import json
import struct
import sys

try:
    import numpy
except ImportError as error:
    print(error)
    sys.exit(77)

TYPES = {"F32": "<f4", "U8": "u1", "U64": "<u8"}


def read_safetensors(path):
    data = open(path, "rb").read()
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8:8 + length])
    metadata = header.pop("__metadata__")
    body = data[8 + length:]
    tensors = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        tensors[name] = numpy.frombuffer(body[begin:end], TYPES[entry["dtype"]]).reshape(entry["shape"])
    return tensors, metadata


def main(model_path, documents_path, probabilities_path):
    tensors, metadata = read_safetensors(model_path)
    assert (metadata["format"], metadata["format_version"], metadata["model"]) == ("kinora.classifier", "2", "linear")
    ends = [0] + tensors["term_ends"].tolist()
    text = tensors["terms"].tobytes()
    number = {text[begin:end].decode(): i for i, (begin, end) in enumerate(zip(ends, ends[1:]))}
    expected = numpy.load(probabilities_path)
    assert expected.shape[1] == len(json.loads(metadata["labels"])) == len(json.loads(metadata["thresholds"]))
    largest = 0.0
    for row, document in enumerate(json.load(open(documents_path))):
        counts = collections.Counter(number[term] for term in document if term in number)
        if counts:
            terms = numpy.array(list(counts))
            values = (1 + numpy.log(list(counts.values()))) * tensors["idf"][terms]
            values /= numpy.sqrt((values**2).sum())
            probabilities = 1 / (1 + numpy.exp(-(values @ tensors["weight"][terms] + tensors["bias"])))
        else:
            probabilities = tensors["base_rates"]
        largest = max(largest, float(numpy.abs(probabilities - expected[row]).max()))
    print(f"numpy {numpy.__version__}: the largest difference of {expected.size} probabilities is {largest:.3g}")
    sys.exit(0 if largest < 1e-5 else 1)


main(*sys.argv[1:])
