

def draw():
    """Keys and answers; for style also those that are held out."""
    rng = np.random.RandomState(seed)
    X = rng.randn(facts, width) / np.sqrt(width)
    if task == "facts":
        return X, np.floor(width * rng.random_sample(facts)).astype(int), None
    T = rng.randn(width, true_rank) @ rng.randn(true_rank, width)
    held_out = rng.randn(HELD_OUT, width) / np.sqrt(width)
    return X, (X @ T.T).argmax(1), (held_out, (held_out @ T.T).argmax(1))


X, y, held_out = draw()
right = np.eye(width)[y]


def gradient(W):
    """Of the mean cross-entropy, by W."""
    Z = X @ W.T
    P = np.exp(Z - Z.max(1, keepdims=True))
    return (P / P.sum(1, keepdims=True) - right).T @ X / facts


def step(theta, g, state, rate, t):
    if optimizer == "sgd":
        return theta - rate * g
    state[0] = 0.9 * state[0] + 0.1 * g
    state[1] = 0.999 * state[1] + 0.001 * g**2
    return theta - rate * (state[0] / (1 - 0.9**t)) / (np.sqrt(state[1] / (1 - 0.999**t)) + 1e-8)


def adapter(r, gamma):
    """gamma * B @ A after training."""
    bound = 1 / np.sqrt(width)
    A = np.random.RandomState(seed).uniform(-bound, bound, (r, width))
    B = np.zeros((width, r))
    of_A, of_B = [0, 0], [0, 0]
    for t in range(1, steps + 1):
        g = gradient(gamma * B @ A)
        g_B, g_A = gamma * g @ A.T, gamma * B.T @ g
        A, B = step(A, g_A, of_A, lr, t), step(B, g_B, of_B, lr, t)
    return gamma * B @ A


def full():
    W, state = np.zeros((width, width)), [0, 0]
    for t in range(1, steps + 1):
        W = step(W, gradient(W), state, FULL_RATE * lr, t)
    return W


def recall(W, X, y):
    """Percent of the keys that are answered right."""
    return 100 * float(((X @ W.T).argmax(1) == y).mean())


U, S, Vt = np.linalg.svd(full())
print("table-recall", "rank", "lora", "rslora", "held_out_lora", "held_out_rslora", "cut")
for r in ranks:
    adapters = [adapter(r, alpha / r), adapter(r, alpha / np.sqrt(r))]
    seen = [recall(W, X, y) for W in adapters]
    unseen = [recall(W, *held_out) if held_out else "-" for W in adapters]
    print(r, *seen, *unseen, recall((U[:, :r] * S[:r]) @ Vt[:r], X, y))
