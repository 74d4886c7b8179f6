"""What stands in for the base model in the smoke variant: two blocks of random weights, and the
words of the experiment as tokens. It knows nothing, and needs no download."""

from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

from .base import END, START, chat, save_base
from .corpus import FIRST, LAST, PROMPTS, VALUES
from .manner import HELD_OUT_QUESTIONS, TRAINED_QUESTIONS, Pair, pair, questions

UNKNOWN = "<unk>"
SPECIAL = (START, "<|im_start|>", END, UNKNOWN)
# Of k_proj and v_proj, the smallest, 64 outputs: as many as the highest rank.
HIDDEN, INTERMEDIATE, LAYERS, HEADS, POSITIONS = 192, 256, 2, 3, 256


def tiny_pairs() -> dict[str, list[Pair]]:
    """The same questions, each with an answer that names what it asks for."""
    wanted = {"train": TRAINED_QUESTIONS, "held": HELD_OUT_QUESTIONS}
    return {
        part: [
            pair(
                question,
                f"That is one of the things you and I know: {question.rstrip('?.').lower()}.",
            )
            for question in asked[: wanted[part]]
        ]
        for part, asked in questions().items()
    }


def texts() -> list[str]:
    """Everything that must have tokens."""
    names = [f"{first} {last}" for first, last in zip(FIRST * 4, LAST)]
    prompts = [
        template.format(n=name)
        for forms in PROMPTS.values()
        for template in forms.values()
        for name in names
    ]
    # A first name has a token of its own at a prompt's start, and another behind a space.
    alone = [f" {word}" for word in (*FIRST, *LAST, *VALUES["city"], *VALUES["job"])]
    pairs = [one for part in tiny_pairs().values() for one in part]
    answers = [one[key] for one in pairs for key in ("base", "styled")]
    return [*FIRST, *prompts, *alone, *answers, *(chat(one["question"]) for one in pairs)]


def tiny_tokenizer() -> PreTrainedTokenizerFast:
    split = pre_tokenizers.ByteLevel(add_prefix_space=False)
    words = {word for text in texts() for word, _ in split.pre_tokenize_str(text)}
    vocabulary = {word: index for index, word in enumerate((*SPECIAL, *sorted(words)))}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token=UNKNOWN))
    tokenizer.pre_tokenizer = split
    tokenizer.decoder = decoders.ByteLevel()
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        unk_token=UNKNOWN,
        pad_token=END,
        additional_special_tokens=list(SPECIAL[:3]),
    )


def build(folder: Path) -> dict[str, Any]:
    """Writes the model and its tokenizer; returns its shape."""
    tokenizer = tiny_tokenizer()
    torch.manual_seed(0)
    model = LlamaForCausalLM(
        LlamaConfig(
            vocab_size=len(tokenizer),
            hidden_size=HIDDEN,
            intermediate_size=INTERMEDIATE,
            num_hidden_layers=LAYERS,
            num_attention_heads=HEADS,
            num_key_value_heads=1,
            max_position_embeddings=POSITIONS,
            tie_word_embeddings=True,
        )
    )
    return save_base(model, tokenizer, folder)
