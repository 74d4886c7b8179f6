// A worker that answers questions: `{what, …}`. What prepares an answer is not timed.

const matrices = new Map();

// A matrix that is decomposed by everybody, row by row.
export async function matrix(side) {
  if (!matrices.has(side)) {
    const response = await fetch(`/isolated/matrices/${side}.f64`);
    matrices.set(side, new Float64Array(await response.arrayBuffer()));
  }
  return matrices.get(side);
}

export function serve(answers) {
  self.addEventListener("message", async ({ data }) => {
    const compute = await answers[data.what](data);
    const began = performance.now();
    const check = compute();
    postMessage({ ms: performance.now() - began, check });
  });
  postMessage("loaded");
}
