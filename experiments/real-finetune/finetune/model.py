"""The model: a Llama of two layers over the corpus's own words."""

from pathlib import Path

import torch
from torch import Tensor, nn
from transformers import LlamaConfig, LlamaForCausalLM

from . import corpus

HIDDEN = 128
INTERMEDIATE = 4 * HIDDEN
LAYERS = 2
HEADS = 4
# The longest sentence has 12 words and `<bos>`.
POSITIONS = 32
# The matrices that fine-tuning changes, in every layer. Embeddings and norms stay as they are.
LINEARS = ("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj")


def new_model(seed: int) -> LlamaForCausalLM:
    """An untrained model: 774,272 parameters."""
    torch.manual_seed(seed)
    return LlamaForCausalLM(
        LlamaConfig(
            vocab_size=len(corpus.VOCABULARY),
            hidden_size=HIDDEN,
            intermediate_size=INTERMEDIATE,
            num_hidden_layers=LAYERS,
            num_attention_heads=HEADS,
            num_key_value_heads=HEADS,
            max_position_embeddings=POSITIONS,
            tie_word_embeddings=False,
            use_cache=False,
            pad_token_id=corpus.PAD,
            bos_token_id=corpus.BOS,
            eos_token_id=None,
        )
    )


def load_base(path: Path, seed: int) -> LlamaForCausalLM:
    """The model that `pretraining` saved."""
    model = new_model(seed)
    model.load_state_dict(torch.load(path))
    return model


def linear_weights(model: nn.Module) -> dict[str, nn.Parameter]:
    """Layer name → weight (out, in), for the matrices that are fine-tuned."""
    return {
        name.removesuffix(".weight"): weight
        for name, weight in model.named_parameters()
        if name.split(".")[-2] in LINEARS
    }


def logits_of(model: nn.Module, ids: Tensor) -> Tensor:
    """(sentences, length) → (sentences, length, vocabulary)."""
    return model(input_ids=ids, use_cache=False).logits
