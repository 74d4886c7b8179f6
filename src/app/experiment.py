
m = min(d, k)
rng = np.random.RandomState(seed)


def frame(rows, columns):
    return np.linalg.qr(rng.randn(rows, columns))[0]


def update(U, V, first, last):
    S = np.linspace(first, last, U.shape[1])
    return (U * S) @ V.T + noise * rng.randn(d, k)


# Style is drawn first, from few directions; facts next, from all there are.
style = update(frame(d, true_rank), frame(k, true_rank), style_max, style_min)
facts = update(frame(d, d)[:, :m], frame(k, k)[:, :m], facts_max, facts_min)

s_style, s_facts = (np.linalg.svd(W, compute_uv=False) for W in (style, facts))


def energy(s, r):
    """Share of the squared singular values in the first r."""
    return np.sum(s[:r] ** 2) / np.sum(s**2)


def error(s, r, scale):
    """Relative Frobenius error of the rank-r truncation times scale."""
    missed = (1 - scale) ** 2 * np.sum(s[:r] ** 2) + np.sum(s[r:] ** 2)
    return np.sqrt(missed / np.sum(s**2))


def ranks(listed):
    return sorted({r for r in listed if r <= m} | {r_low, r_high})


def show(table, columns, rows):
    print(table, "rank", *columns)
    for rank, *values in rows:
        print(rank, *(repr(float(value)) for value in values))


show(
    "table-singular-values",
    ["style", "facts"],
    zip(range(1, min(m, LISTED_VALUES) + 1), s_style, s_facts),
)
show(
    "table-errors",
    ["style_lora", "facts_lora", "style_rslora", "facts_rslora", "style_floor", "facts_floor"],
    (
        [r]
        + [error(s, r, scale) for scale in (alpha / r, alpha / r**0.5, 1) for s in (s_style, s_facts)]
        for r in ranks(ERROR_RANKS)
    ),
)
show(
    "table-scaling",
    ["lora", "rslora"],
    ([r, alpha / r, alpha / r**0.5] for r in ranks(SCALING_RANKS)),
)
show(
    "table-variance",
    ["style", "facts"],
    ([r, 100 * energy(s_style, r), 100 * energy(s_facts, r)] for r in ranks(VARIANCE_RANKS)),
)
