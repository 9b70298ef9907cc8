"""Reads the arrays that Kinora writes, and writes some for it, with NumPy alone.

usage: python_tensors.py show FILE            prints every array and metadata value of FILE (.safetensors, .npy)
       python_tensors.py save FILE            saves a float32 matrix as numpy.save does
       python_tensors.py save_unaligned FILE  saves a safetensors file whose tensors are not aligned
"""
import json
import struct
import sys

import numpy

TYPES = {"U8": "u1", "I32": "<i4", "U32": "<u4", "I64": "<i8", "U64": "<u8", "F32": "<f4", "F64": "<f8"}


def show_array(name, array):
    print(name, array.dtype.str, "x".join(map(str, array.shape)), *(repr(value) for value in array.ravel().tolist()))


def show_safetensors(path):
    with open(path, "rb") as file:
        content = file.read()
    (length,) = struct.unpack("<Q", content[:8])
    header = json.loads(content[8 : 8 + length])
    data = content[8 + length :]
    for key, value in sorted(header.pop("__metadata__", {}).items()):
        print("metadata", key, value)
    end_of_last = 0
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        if begin != end_of_last:
            sys.exit(f"{name} begins at {begin}, the tensor before ended at {end_of_last}")
        end_of_last = end
        show_array(name, numpy.frombuffer(data[begin:end], dtype=TYPES[entry["dtype"]]).reshape(entry["shape"]))
    if end_of_last != len(data):
        sys.exit(f"{len(data) - end_of_last} bytes after the last tensor")


def save_unaligned(path):
    tensors = {"flag": numpy.array([7], dtype="u1"), "weights": numpy.arange(6, dtype="<f4").reshape(2, 3) / 4}
    header, data = {"__metadata__": {"format": "np"}}, b""
    names = {numpy.dtype(code): name for name, code in TYPES.items()}
    for name, array in tensors.items():
        end = len(data) + array.nbytes
        header[name] = {"dtype": names[array.dtype], "shape": array.shape, "data_offsets": [len(data), end]}
        data += array.tobytes()
    text = json.dumps(header).encode()
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data)


def main():
    command, path = sys.argv[1:]
    if command == "show" and path.endswith(".npy"):
        show_array("array", numpy.load(path, allow_pickle=False))
    elif command == "show":
        show_safetensors(path)
    elif command == "save":
        numpy.save(path, numpy.arange(6, dtype="<f4").reshape(2, 3) / 4)
    elif command == "save_unaligned":
        save_unaligned(path)
    else:
        sys.exit(__doc__)


main()
