#!/usr/bin/python3
"""read_with_torch.py CLASSIFIER.safetensors FEATURES.npy LOGITS.npy

Builds the nn.Sequential that the file describes, loads its tensors as a state_dict (strictly) and compares PyTorch's logits in
evaluation mode with those given. Exit status 77: PyTorch is not installed.
"""
import json
import struct
import sys

try:
    import numpy
    import torch
    from torch import nn
except ImportError as error:
    print(error)
    sys.exit(77)

TYPES = {"F32": "<f4", "I64": "<i8"}


def read_safetensors(path):
    data = open(path, "rb").read()
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8:8 + length])
    metadata = header.pop("__metadata__")
    body = data[8 + length:]
    tensors = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        array = numpy.frombuffer(body[begin:end], TYPES[entry["dtype"]]).reshape(entry["shape"])
        tensors[name] = torch.from_numpy(array.copy())
    return tensors, metadata


def main(model_path, features_path, logits_path):
    tensors, metadata = read_safetensors(model_path)
    options = json.loads(metadata["options"])
    labels = json.loads(metadata["labels"])
    assert len(json.loads(metadata["thresholds"])) == len(labels)
    features = numpy.load(features_path)
    layers, inputs = [], features.shape[1]
    for width in options["hidden"]:
        layers += [nn.Linear(inputs, width), nn.BatchNorm1d(width), nn.ReLU(), nn.Dropout(options["dropout"])]
        inputs = width
    model = nn.Sequential(*layers, nn.Linear(inputs, len(labels)))
    model.load_state_dict(tensors, strict=True)
    model.eval()
    with torch.no_grad():
        logits = model(torch.from_numpy(features)).numpy()
    difference = float(numpy.abs(logits - numpy.load(logits_path)).max())
    print(f"PyTorch {torch.__version__}: the largest difference of {logits.size} logits is {difference:.3g}")
    sys.exit(0 if difference < 1e-4 else 1)


main(*sys.argv[1:])
