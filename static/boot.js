// The page's only hand-written script: it starts the one WebAssembly module in both of its roles.
//
// On the page it fetches and compiles the module and runs it. `rankscope.spawnWorker()` then
// starts this same file as a module worker and hands it the compiled module: nothing is downloaded
// twice, and the worker can never be of another version than the page.

const inWorker = typeof WorkerGlobalScope !== "undefined" && self instanceof WorkerGlobalScope;

if (inWorker) {
  const start = async ({ glue, module }) => {
    const { default: init } = await import(glue);
    await init({ module_or_path: module });
  };
  // `reportError` turns a failure into the worker's error event, which the page listens to.
  self.addEventListener("message", ({ data }) => start(data).catch(self.reportError), { once: true });
} else {
  startPage().catch(showProblem);
}

async function startPage() {
  if (typeof WebAssembly !== "object") {
    throw new Error("This browser has no WebAssembly, or it is switched off. Rankscope computes with it and needs a current browser.");
  }
  if (typeof Worker !== "function") {
    throw new Error("This browser has no web workers, or they are switched off. Rankscope computes in one and needs a current browser.");
  }
  const glue = document.querySelector('link[rel="modulepreload"]').href;
  const module = await compile(document.querySelector('link[rel="preload"][as="fetch"]'));
  globalThis.rankscope = {
    spawnWorker() {
      const worker = new Worker(import.meta.url, { type: "module" });
      worker.postMessage({ glue, module });
      return worker;
    },
  };
  self.addEventListener("error", ({ error }) => showTrap(error));
  self.addEventListener("unhandledrejection", ({ reason }) => showTrap(reason));
  const { default: init } = await import(glue);
  await init({ module_or_path: module });
}

async function compile({ href, integrity }) {
  let response;
  try {
    response = await fetch(href, { integrity, credentials: "same-origin" });
  } catch (cause) {
    throw new Error("A part of the page could not be loaded. Check the connection and reload.", { cause });
  }
  if (!response.ok) {
    throw new Error(`A part of the page could not be loaded (the server answered ${response.status}). Reload, or try again later.`);
  }
  // A file server that knows nothing of wasm names another type, which streaming would refuse.
  const streams = response.headers.get("Content-Type")?.startsWith("application/wasm");
  return streams ? WebAssembly.compileStreaming(response) : WebAssembly.compile(await response.arrayBuffer());
}

// A trap leaves the module unusable.
function showTrap(error) {
  if (error instanceof WebAssembly.RuntimeError) {
    showProblem(new Error("The page stopped unexpectedly. Reload it to go on: your settings are in the address.", { cause: error }));
  }
}

function showProblem(error) {
  console.error(error);
  const problem = document.getElementById("boot-problem");
  problem.textContent = error.message;
  problem.hidden = false;
  document.getElementById("starting")?.remove();
}
