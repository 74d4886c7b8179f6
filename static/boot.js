// The page's only hand-written script: it starts a WebAssembly module in both of its roles.
//
// There are two modules of one build: the page's own, which Trunk preloads, and the whole, which
// can do everything and is fetched when it is first asked for. On the page this script compiles
// the page's own and runs it. `rankscope.spawnWorker(whole)` then starts this same file as a
// module worker and hands it a compiled module: nothing is downloaded twice, and a worker can
// never be of another version than the page.

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
  const inWhole = needsWhole(new URLSearchParams(location.search));
  let whole = inWhole ? Promise.all([loadWhole(), loadStyle()]).then(([parts]) => parts) : undefined;
  const own = await (whole ?? loadFirstVisit());
  globalThis.rankscope = {
    spawnWorker(ofWhole) {
      const worker = new Worker(import.meta.url, { type: "module" });
      if (ofWhole) {
        whole ??= loadWhole();
        whole.then(
          (parts) => worker.postMessage(parts),
          ({ message }) => {
            whole = undefined;
            worker.dispatchEvent(new ErrorEvent("error", { message }));
          },
        );
      } else {
        worker.postMessage(own);
      }
      return worker;
    },
  };
  self.addEventListener("error", ({ error }) => showTrap(error));
  self.addEventListener("unhandledrejection", ({ reason }) => showTrap(reason));
  const { default: init } = await import(own.glue);
  await init({ module_or_path: own.module });
}

// Explore is what a first visit loads; every other view is in the whole.
function needsWhole(query) {
  return (query.get("view") ?? "explore") !== "explore";
}

function loadFirstVisit() {
  return load(
    document.querySelector('link[rel="modulepreload"]'),
    document.querySelector('link[rel="preload"][as="fetch"]'),
  );
}

// What the views beyond Explore look like.
function loadStyle() {
  const { href, integrity } = document.querySelector('link[rel="whole-style"]');
  const style = Object.assign(document.createElement("link"), { rel: "stylesheet", href, integrity });
  document.head.append(style);
  return new Promise((loaded) => {
    style.addEventListener("load", loaded);
    // Without its style a view still works.
    style.addEventListener("error", loaded);
  });
}

function loadWhole() {
  const glue = document.querySelector('link[rel="whole-glue"]');
  // A script that is imported later has its hash checked only when it was preloaded with it.
  const preload = Object.assign(document.createElement("link"), { rel: "modulepreload", href: glue.href, integrity: glue.integrity });
  document.head.append(preload);
  return load(glue, document.querySelector('link[rel="whole-module"]'));
}

async function load(glue, wasm) {
  return { glue: glue.href, module: await compile(wasm.href, wasm.getAttribute("integrity")) };
}

async function compile(href, integrity) {
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
