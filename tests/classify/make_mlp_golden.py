#!/usr/bin/python3
"""Writes mlp_golden.json: what PyTorch computes for a small MLP with given weights and dropout masks.

The network is Linear–BatchNorm1d–ReLU–Dropout twice and a Linear, 10 -> 16 -> 8 -> 5, on one batch of 12 rows that is trained on
five times with Adam. Everything is computed in double precision, so that the file holds the true values. (In single precision
the gradient of a bias in front of a batch normalisation, which is zero, is rounding noise, and Adam takes steps of its sign.)

Run by hand: /usr/bin/python3 tests/classify/make_mlp_golden.py
"""
import json
import pathlib

import numpy
import torch
from torch import nn

ROWS, INPUTS, HIDDEN, LABELS, DROPOUT, STEPS = 12, 10, (16, 8), 5, 0.25, 5


class GivenDropout(nn.Module):
    """nn.Dropout with a mask that is given."""

    mask = None

    def forward(self, x):
        return x * self.mask / (1 - DROPOUT)


def network():
    layers, inputs = [], INPUTS
    for outputs in HIDDEN:
        layers += [nn.Linear(inputs, outputs), nn.BatchNorm1d(outputs), nn.ReLU(), GivenDropout()]
        inputs = outputs
    return nn.Sequential(*layers, nn.Linear(inputs, LABELS)).double()


def numbers(tensor):
    return [float(f"{value:.9g}") for value in tensor.detach().double().flatten().tolist()]


def state(model):
    return {name: numbers(value) for name, value in model.state_dict().items() if not name.endswith("num_batches_tracked")}


def main():
    generator = numpy.random.default_rng(7)
    single = lambda *shape: generator.normal(size=shape).astype(numpy.float32).astype(numpy.float64)
    model = network()
    with torch.no_grad():
        for name, value in model.named_parameters():
            scale = 0.3 if value.dim() == 2 else 0.1
            centre = 1.0 if name in ("1.weight", "5.weight") else 0.0
            value.copy_(torch.from_numpy((centre + scale * single(*value.shape)).astype(numpy.float32).astype(numpy.float64)))
    features = torch.from_numpy(single(ROWS, INPUTS))
    targets = torch.from_numpy((generator.random((ROWS, LABELS)) < 0.4).astype(numpy.float64))
    masks = [[(generator.random((ROWS, width)) >= DROPOUT).astype(numpy.float64) for width in HIDDEN] for _ in range(STEPS)]
    golden = {
        "made_by": f"tests/classify/make_mlp_golden.py with PyTorch {torch.__version__}",
        "rows": ROWS, "inputs": INPUTS, "hidden": HIDDEN, "labels": LABELS, "dropout": DROPOUT, "learning_rate": 1e-3,
        "features": numbers(features), "targets": [int(v) for v in targets.flatten().tolist()],
        "masks": [[[int(v) for v in mask.flatten().tolist()] for mask in step] for step in masks],
        "initial": state(model), "steps": [],
    }
    optimiser = torch.optim.Adam(model.parameters(), lr=golden["learning_rate"])
    criterion = nn.BCEWithLogitsLoss()
    for step in masks:
        for module, mask in zip([m for m in model if isinstance(m, GivenDropout)], step):
            module.mask = torch.from_numpy(mask)
        model.train()
        logits = model(features)
        loss = criterion(logits, targets)
        optimiser.zero_grad()
        loss.backward()
        gradients = {name: numbers(value.grad) for name, value in model.named_parameters()}
        optimiser.step()
        golden["steps"].append({"loss": loss.item(), "gradients": gradients, "state": state(model)})
    model.eval()
    for module in model:
        if isinstance(module, GivenDropout):
            module.mask = torch.ones(()).double() * (1 - DROPOUT)
    golden["logits"] = numbers(model(features))
    path = pathlib.Path(__file__).with_name("mlp_golden.json")
    path.write_text(json.dumps(golden) + "\n")


main()
