"""A small pretrained language model, fine-tuned to new facts or to a manner of speech."""
