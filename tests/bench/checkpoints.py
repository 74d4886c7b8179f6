"""Two checkpoints of the shapes of SmolLM2-135M, in BF16: 210 layers, an embedding, norms; 2 × 270 MB.

    python tests/bench/checkpoints.py DIR       writes DIR/base.safetensors and DIR/tuned.safetensors

The change of each layer is 24 strong directions over noise, a fiftieth of the weights in all.
"""

import json
import pathlib
import struct
import sys

import numpy as np

BLOCKS = 30
WIDTH, HEADS, INNER, WORDS = 576, 192, 1536, 49152
DIRECTIONS = 24


def shapes():
    yield "model.embed_tokens", (WORDS, WIDTH)
    for block in range(BLOCKS):
        layer = f"model.layers.{block}."
        for name in ("q_proj", "o_proj"):
            yield f"{layer}self_attn.{name}", (WIDTH, WIDTH)
        for name in ("k_proj", "v_proj"):
            yield f"{layer}self_attn.{name}", (HEADS, WIDTH)
        for name in ("gate_proj", "up_proj"):
            yield f"{layer}mlp.{name}", (INNER, WIDTH)
        yield f"{layer}mlp.down_proj", (WIDTH, INNER)
        yield f"{layer}input_layernorm", (WIDTH,)
        yield f"{layer}post_attention_layernorm", (WIDTH,)
    yield "model.norm", (WIDTH,)


def bf16(numbers):
    bits = numbers.astype("<f4").view("<u4").astype(np.uint64)
    return ((bits + 0x7FFF + (bits >> 16 & 1)) >> 16).astype("<u2").tobytes()


def change(random, shape):
    noise = 0.0004 * random.standard_normal(shape, dtype=np.float32)
    if len(shape) < 2:
        return noise
    rows, columns = shape
    strengths = 0.02 * (1 + np.arange(DIRECTIONS, dtype=np.float32)) ** -0.8
    left = random.standard_normal((rows, DIRECTIONS), dtype=np.float32) / np.sqrt(rows)
    right = random.standard_normal((DIRECTIONS, columns), dtype=np.float32)
    return (left * strengths) @ right + noise


def main():
    folder = pathlib.Path(sys.argv[1])
    header, end = {}, 0
    for name, shape in shapes():
        size = 2 * int(np.prod(shape))
        header[name + ".weight"] = {"dtype": "BF16", "shape": shape, "data_offsets": [end, end + size]}
        end += size
    text = json.dumps(header).encode()
    random = np.random.default_rng(1)
    with open(folder / "base.safetensors", "wb") as base, open(folder / "tuned.safetensors", "wb") as tuned:
        for file in (base, tuned):
            file.write(struct.pack("<Q", len(text)) + text)
        for _, shape in shapes():
            weights = 0.04 * random.standard_normal(shape, dtype=np.float32)
            base.write(bf16(weights))
            tuned.write(bf16(weights + change(random, shape)))


if __name__ == "__main__":
    main()
