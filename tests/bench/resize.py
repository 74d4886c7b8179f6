"""An adapter resized to a smaller rank and written, in NumPy: `resize.py FILE RANK OUT`.

Prints the seconds it took, and what share of its energy each layer keeps.
"""

import json
import struct
import sys
import time

import numpy as np


def main(path, rank, out):
    began = time.perf_counter()
    with open(path, "rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
    data = np.memmap(path, dtype=np.uint8, offset=8 + length)

    def tensor(name):
        begin, end = header[name]["data_offsets"]
        return data[begin:end].view(np.float16).reshape(header[name]["shape"]).astype(np.float64)

    written, bodies, at, kept = {}, [], 0, {}
    for name in header:
        if not name.endswith("lora_A.weight"):
            continue
        other = name.replace("lora_A", "lora_B")
        q_b, r_b = np.linalg.qr(tensor(other))
        q_a, r_a = np.linalg.qr(tensor(name).T)
        u, s, vt = np.linalg.svd(r_b @ r_a.T)
        kept[name.removesuffix(".lora_A.weight")] = float(np.sum(s[:rank] ** 2) / np.sum(s**2))
        root = np.sqrt(s[:rank])
        for new, factor in (name, (q_a @ vt[:rank].T * root).T), (other, q_b @ u[:, :rank] * root):
            body = np.ascontiguousarray(factor, dtype=np.float16).tobytes()
            written[new] = {"dtype": "F16", "shape": factor.shape, "data_offsets": [at, at + len(body)]}
            bodies.append(body)
            at += len(body)
    text = json.dumps(written).encode()
    with open(out, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for body in bodies:
            file.write(body)
    print(json.dumps({"seconds": time.perf_counter() - began, "kept": kept}))


main(sys.argv[1], int(sys.argv[2]), sys.argv[3])
