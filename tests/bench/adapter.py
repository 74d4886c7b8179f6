"""The singular values of every layer of an adapter, in NumPy: a line for each way of finding them."""

import json
import struct
import sys
import time

import numpy as np


def layers(path):
    """The pairs (A, B) of a file, in float64, one at a time."""
    with open(path, "rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
    data = np.memmap(path, dtype=np.uint8, offset=8 + length)

    def tensor(name):
        entry = header[name]
        begin, end = entry["data_offsets"]
        numbers = data[begin:end].view(np.float16).reshape(entry["shape"])
        return numbers.astype(np.float64)

    for name in header:
        if name.endswith("lora_A.weight"):
            yield tensor(name), tensor(name.replace("lora_A", "lora_B"))


def by_qr(a, b):
    return np.linalg.svd(np.linalg.qr(b, "r") @ np.linalg.qr(a.T, "r").T, compute_uv=False)


def by_gram(a, b):
    return np.sqrt(np.abs(np.linalg.eigvals((b.T @ b) @ (a @ a.T))))


for name, method in ("NumPy, QR", by_qr), ("NumPy, Gram matrices", by_gram):
    began = time.perf_counter()
    for a, b in layers(sys.argv[1]):
        method(a, b)
    print(f"{name} | {time.perf_counter() - began:.2f} s")
