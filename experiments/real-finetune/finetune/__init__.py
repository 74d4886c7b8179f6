"""A tiny language model that knows facts, fine-tuned to a new manner of speech or to new facts."""
