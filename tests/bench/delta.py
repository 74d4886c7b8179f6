"""What `rankscope delta` finds of two checkpoints in BF16, in NumPy: singular values of every matrix, and the columns.

    OPENBLAS_NUM_THREADS=2 python tests/bench/delta.py BASE TUNED        in one process
    OPENBLAS_NUM_THREADS=1 python tests/bench/delta.py BASE TUNED 2      in two, which take turns at the matrices
"""

import json
import multiprocessing
import struct
import sys
import time

import numpy as np


def tensors(path):
    with open(path, "rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
    return header, np.memmap(path, dtype=np.uint8, mode="r", offset=8 + length)


def matrix(file, name):
    header, data = file
    begin, end = header[name]["data_offsets"]
    bits = data[begin:end].view("<u2").astype("<u4") << 16
    return bits.view("<f4").astype(np.float64).reshape(header[name]["shape"])


def columns(base, tuned):
    change = tuned - base
    frobenius = np.linalg.norm(change)
    row = [frobenius, frobenius / np.linalg.norm(base)]
    if change.ndim < 2:
        return row
    values = np.linalg.svd(change, compute_uv=False)
    energy = values**2
    shares = np.cumsum(energy) / energy.sum()
    parts = energy[energy > 0] / energy.sum()
    return row + [
        values[0],
        energy.sum() / energy[0],
        np.exp(-(parts * np.log(parts)).sum()),
        np.searchsorted(shares, 0.9) + 1,
        np.searchsorted(shares, 0.99) + 1,
        shares[7],
        shares[63],
    ]


def found(name):
    return columns(matrix(BASE, name), matrix(TUNED, name))


began = time.perf_counter()
BASE, TUNED = tensors(sys.argv[1]), tensors(sys.argv[2])
processes = int(sys.argv[3]) if len(sys.argv) > 3 else 1
if processes == 1:
    rows = [found(name) for name in BASE[0]]
else:
    with multiprocessing.get_context("fork").Pool(processes) as pool:
        rows = pool.map(found, BASE[0], chunksize=1)
seconds = time.perf_counter() - began
norm = np.sqrt(sum(row[0] ** 2 for row in rows))
print(json.dumps({"seconds": seconds, "norm": float(norm), "rank_90": [int(row[5]) for row in rows if len(row) > 2]}))
