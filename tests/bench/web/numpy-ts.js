// The same computations in numpy-ts.

import * as np from "/isolated/peers/numpy-ts.browser.js";
import { ERROR_RANKS, LISTED_VALUES, SCALING_RANKS, VARIANCE_RANKS, tables } from "./closed_forms.js";
import { matrix, serve } from "./serve.js";

const { linalg, random } = np;

function combine(left, right, ends, { d, k, noise }) {
  const U = linalg.qr(left).q;
  const V = linalg.qr(right).q;
  const rank = Math.min(U.shape[1], V.shape[1]);
  const S = np.linspace(ends[0], ends[1], rank);
  const first = (Q) => (Q.shape[1] === rank ? Q : Q.slice(":", `:${rank}`));
  const product = np.matmul(np.multiply(first(U), S), np.transpose(first(V)));
  return np.add(product, np.multiply(random.randn(d, k), noise));
}

function updates(p) {
  random.seed(p.seed);
  const style = combine(random.randn(p.d, p.true_rank), random.randn(p.k, p.true_rank), p.style, p);
  const facts = combine(random.randn(p.d, p.d), random.randn(p.k, p.k), p.facts, p);
  return [style, facts];
}

// As the article's script: every scaled truncation is built, subtracted and measured.
function byReconstruction(p) {
  const both = updates(p).map((W) => ({ W, norm: linalg.norm(W), ...linalg.svd(W, false) }));
  const error = ({ W, norm, u, s, vt }, rank, scale) => {
    const truncated = np.matmul(
      np.multiply(u.slice(":", `:${rank}`), s.slice(`:${rank}`)),
      vt.slice(`:${rank}`, ":"),
    );
    return Number(linalg.norm(np.subtract(W, np.multiply(truncated, scale)))) / Number(norm);
  };
  const energies = both.map(({ s }) => {
    const squares = np.multiply(s, s);
    return np.divide(np.multiply(np.cumsum(squares), 100), np.sum(squares)).toArray();
  });
  return {
    values: both.map(({ s }) => s.slice(`:${LISTED_VALUES}`).toArray()),
    errors: ERROR_RANKS.map((rank) => [p.alpha / rank, p.alpha / Math.sqrt(rank), 1]
      .map((scale) => both.map((update) => error(update, rank, scale)))),
    scalings: SCALING_RANKS.map((rank) => [p.alpha / rank, p.alpha / Math.sqrt(rank)]),
    energies: VARIANCE_RANKS.map((rank) => energies.map((shares) => shares[rank - 1])),
  };
}

// As the page: from singular values alone.
function byClosedForms(p) {
  const [style, facts] = updates(p).map((W) => linalg.svdvals(W).toArray());
  return tables(style, facts, p.alpha);
}

const sgd = (rate) => (parameter, gradient) => np.subtract(parameter, np.multiply(gradient, rate));

function adam(rate) {
  const [beta1, beta2, epsilon] = [0.9, 0.999, 1e-8];
  let [t, m, v] = [0, null, null];
  const mean = (old, beta, now) => (old ? np.add(np.multiply(old, beta), np.multiply(now, 1 - beta)) : np.multiply(now, 1 - beta));
  return (parameter, gradient) => {
    t += 1;
    m = mean(m, beta1, gradient);
    v = mean(v, beta2, np.multiply(gradient, gradient));
    const root = np.add(np.sqrt(np.divide(v, 1 - beta2 ** t)), epsilon);
    return np.subtract(parameter, np.divide(np.multiply(m, rate / (1 - beta1 ** t)), root));
  };
}

// The error after the last step, of one adapter.
function trained(W, p, rank, gamma, optimizer) {
  const bound = 1 / Math.sqrt(p.k);
  random.seed(p.seed);
  let A = random.uniform(-bound, bound, [rank, p.k]);
  let B = np.zeros([p.d, rank]);
  const [ofA, ofB] = [optimizer(p.rate), optimizer(p.rate)];
  const norm = Number(linalg.norm(W));
  for (let step = 0; ; step += 1) {
    const E = np.subtract(np.multiply(np.matmul(B, A), gamma), W);
    const error = Number(linalg.norm(E)) / norm;
    if (step === p.steps) return error;
    const gradientA = np.multiply(np.matmul(np.transpose(B), E), gamma);
    const gradientB = np.multiply(np.matmul(E, np.transpose(A)), gamma);
    [A, B] = [ofA(A, gradientA), ofB(B, gradientB)];
  }
}

function training(p) {
  const [, W] = updates(p);
  const optimizer = { sgd, adam }[p.optimizer];
  const scalings = [(rank) => p.alpha / rank, (rank) => p.alpha / Math.sqrt(rank)];
  return scalings.map((gamma) => p.ranks.map((rank) => trained(W, p, rank, gamma(rank), optimizer)));
}

const values = async (p) => {
  const W = np.array(Array.from(await matrix(p.side))).reshape(p.side, p.side);
  return () => linalg.svdvals(W).toArray().slice(0, LISTED_VALUES);
};

serve({
  script: (p) => () => byReconstruction(p),
  closed_forms: (p) => () => byClosedForms(p),
  training: (p) => () => training(p),
  values,
});
