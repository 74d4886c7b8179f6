// Runs in the page: starts what is measured, each in a worker of its own, and asks it.
//
// `contender(name)` gives a function that asks one: it takes a question and promises an answer,
// `{ms, check}`: how long it took, and some of what it found, which must agree with NumPy.

const at = (path) => new URL(`/isolated/${path}`, location.href).href;

const heard = (worker) => new Promise((resolve, reject) => {
  worker.onmessage = ({ data }) => resolve(data);
  worker.onerror = ({ message }) => reject(new Error(message));
});

// Another library in a worker that takes a question and posts the answer.
async function library(name) {
  const worker = new Worker(at(`bench/${name}.js`), { type: "module" });
  await heard(worker);
  return (question) => {
    const answer = heard(worker);
    worker.postMessage(question);
    return answer;
  };
}

// The page's own module, in the worker it has on the page. A question holds the request's bytes;
// the time is from posting it to the tables of its answer.
async function rankscope() {
  const boot = document.querySelector('script[type="module"]').src;
  const glue = document.querySelector('link[rel="modulepreload"]').href;
  const wasm = document.querySelector('link[rel="preload"][as="fetch"]').href;
  const { tables, spectra } = await import(at("bench/closed_forms.js"));
  const worker = new Worker(`${at("bench/rankscope.js")}?boot=${encodeURIComponent(boot)}`, { type: "module" });
  await heard(worker);
  const ready = heard(worker);
  worker.postMessage({ glue, module: await WebAssembly.compileStreaming(fetch(wasm)) });
  await ready;
  return async ({ request, alpha }) => {
    const began = performance.now();
    const answer = heard(worker);
    worker.postMessage([Uint8Array.from(request)]);
    const { reply, marks } = await answer;
    const { style, facts } = spectra(reply);
    const check = tables(style, facts, alpha);
    const ms = performance.now() - began;
    const stages = marks.slice(1).map((mark, i) => mark - marks[i]);
    return { ms, check, stages };
  };
}

window.contender = (name) => (name === "rankscope" ? rankscope() : library(name));
