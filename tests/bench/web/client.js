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

// The page's own module, in the two workers it has on the page. A question holds requests' bytes: what they are
// asked before, since they remember the last update, and then a whole simulation, or each its update. The time is from
// posting to the tables of the answer. Each update has three stages: drawn, multiplied, decomposed.
async function rankscope() {
  const boot = document.querySelector('script[type="module"]').src;
  const glue = document.querySelector('link[rel="modulepreload"]').href;
  const wasm = document.querySelector('link[rel="preload"][as="fetch"]').href;
  const { tables, spectra } = await import(at("bench/closed_forms.js"));
  const module = await WebAssembly.compileStreaming(fetch(wasm));
  const started = async () => {
    const worker = new Worker(`${at("bench/rankscope.js")}?boot=${encodeURIComponent(boot)}`, { type: "module" });
    await heard(worker);
    const ready = heard(worker);
    worker.postMessage({ glue, module });
    await ready;
    return (request) => {
      const answer = heard(worker);
      worker.postMessage([Uint8Array.from(request)]);
      return answer;
    };
  };
  const workers = [await started(), await started()];
  const asked = (requests) => Promise.all(requests.map((request, i) => workers[i](request)));
  return async ({ before, requests, alpha }) => {
    await asked(before);
    const began = performance.now();
    const answers = await asked(requests);
    const check = tables(...answers.flatMap(({ reply }) => spectra(reply)), alpha);
    const ms = performance.now() - began;
    const stages = answers.flatMap(({ marks }) => marks.slice(1).map((mark, i) => mark - marks[i]));
    return { ms, check, stages };
  };
}

window.contender = (name) => (name === "rankscope" ? rankscope() : library(name));
