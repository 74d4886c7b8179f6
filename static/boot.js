// @ts-check
// Starts a WebAssembly module in both of its roles: on a page, and inside a worker.
//
// There are three modules of one build: one for Start, one for Explore, and the full one, which can do
// everything. `preload.js`, in the page's head, has chosen the one that can show this address. This script
// compiles it and runs it. `rankscope.spawnWorker()` starts this same file as a module worker and
// hands it the compiled module: nothing is downloaded twice, and a worker can never be of another
// version than the page.
//
// In the self-contained `rankscope.html` this script stands below the full module's own JavaScript
// and `bundle`, which holds what is otherwise fetched: see `src/bundle/`.

// How long something may load, in milliseconds, before the reader is told, and before it is given up.
const SLOW = 5_000;
const LOST = 90_000;
// How long a load that failed is kept quiet: a document that is being left loses its loads, and is gone by then.
const LEAVING = 500;
// How long an engine that cannot tell when it is idle is left alone after the first figures, in milliseconds.
const UNHURRIED = 2_000;
// Files of a drop, with those in its folders, and how deep folders are read: a loop of links has an end.
const MOST_FILES = 10_000;
const DEEPEST = 8;
// The media of a style that waits for its module.
const AHEAD = "not all";
const UNREACHED = "A part of the page could not be loaded. Check the connection and reload.";

/**
 * The notices of the module that has made room: they are shown until the reader dismisses them.
 * @type {string[]}
 */
let told = [];

/** Ends the page of the module before, if there is one: what starts in its place calls this. */
let leave = () => {};

/**
 * Files that were dropped and that no view has taken yet, each with its path from the folder that was dropped.
 * @type {[string, File][]}
 */
let dropped = [];

const inside = typeof bundle === "object" ? bundle : null;
const inWorker = typeof WorkerGlobalScope !== "undefined" && self instanceof WorkerGlobalScope;

if (inWorker) {
  /** @param {Parts | Code} task */
  const start = async (task) => {
    if ("module" in task) await run(task);
    else postMessage(await compile(task));
  };
  // `reportError` turns a failure into the worker's error event, which the page listens to.
  self.addEventListener("message", ({ data }) => start(data).catch(self.reportError), { once: true });
} else {
  startPage().catch(showProblem);
}

async function startPage() {
  // Before anything is painted: an embedded figure may be told its theme.
  const query = new URLSearchParams(location.search);
  document.documentElement.dataset.theme = query.get("theme") ?? "auto";
  document.documentElement.classList.toggle("embedded", query.has("embed"));
  if (typeof WebAssembly !== "object") {
    throw new Error("This browser has no WebAssembly, or it is switched off. Rankscope computes with it and needs a current browser.");
  }
  if (typeof Worker !== "function") {
    throw new Error("This browser has no web workers, or they are switched off. Rankscope computes in one and needs a current browser.");
  }
  /** @type {Record<string, Promise<Parts> | undefined>} */
  const fetched = {};
  /** @type {Set<string>} */
  const there = new Set();
  /**
   * Each module is fetched once, unless that failed.
   * @param {string} name
   * @param {Urgency} urgency
   */
  const fetchModule = (name, urgency) => (fetched[name] ??= limited((lost) => loadModule(lost, name, urgency)).then((parts) => {
    there.add(name);
    return parts;
  }, (problem) => {
    fetched[name] = undefined;
    throw problem;
  }));
  let own = await watched(fetchModule(inside ? "full" : document.documentElement.dataset.module ?? "full", "asked"));

  globalThis.rankscope = {
    spawnWorker() {
      // From a file, browsers start only classic workers.
      const worker = inside ? new Worker(inside.script()) : new Worker(import.meta.url, { type: "module" });
      worker.postMessage(own);
      return worker;
    },
    upgrade(teardown) {
      const next = globalThis.rankscopeModule(location.search);
      // A module that asks for another at its own address asks for the one that can show anything, which also
      // serves where it is at hand.
      const name = there.has("full") || next === own.name ? "full" : next;
      watched(fetchModule(name, "asked")).then(async (parts) => {
        if (own === parts) return;
        own = parts;
        await takeOver(parts, teardown);
      }).catch(showProblem);
    },
    takeQuery: keepQueries(query.has("embed")),
    takePlace() {
      try {
        leave();
      } catch (error) {
        // The page that is left is broken; the one that takes its place is not.
        console.error(error);
      }
    },
    takeTold: () => told.splice(0),
    takeDropped: () => dropped.splice(0),
  };
  if (!query.has("embed")) keepDrops();
  self.addEventListener("error", ({ error }) => showTrap(error));
  self.addEventListener("unhandledrejection", ({ reason }) => showTrap(reason));
  await run(own);
  // A page may embed many figures, and each is looked at as it is.
  if (!query.has("embed") && own.name !== "full" && !savesData()) {
    whenIdle(() => fetchModule("full", "idle").then(() => performance.mark("rankscope:ahead"), (problem) => {
      console.warn("The rest of the page could not be fetched ahead. It is fetched when it is asked for.", problem);
    }));
  }
}

/** Whether the reader pays for every byte, and wants none that was not asked for. */
function savesData() {
  return navigator.connection?.saveData === true || matchMedia("(prefers-reduced-data: reduce)").matches;
}

/**
 * Once the first figures are painted and the page has nothing else to do.
 * @param {() => void} then
 */
function whenIdle(then) {
  const painted = new PerformanceObserver((list) => {
    if (list.getEntriesByName("rankscope:update").length === 0) return;
    painted.disconnect();
    // WebKit does not tell when it is idle.
    if (typeof requestIdleCallback === "function") requestIdleCallback(then);
    else setTimeout(then, UNHURRIED);
  });
  painted.observe({ type: "measure", buffered: true });
}

/**
 * The newest state that the page around an embedded figure has set while no module listened.
 * @param {boolean} embedded
 */
function keepQueries(embedded) {
  /** @type {string | undefined} */
  let newest;
  if (embedded) {
    addEventListener("message", ({ source, data }) => {
      const sets = source === parent && data?.type === "rankscope:set" && typeof data.query === "string";
      if (sets) newest = data.query;
    });
  }
  return () => {
    const query = newest;
    newest = undefined;
    return query;
  };
}

/** Files may be dropped anywhere on the page, in every view. They open in Adapter. */
function keepDrops() {
  /** @param {DragEvent} event */
  const ofFiles = (event) => event.dataTransfer?.types.includes("Files");
  /** @param {boolean} over */
  const mark = (over) => document.documentElement.classList.toggle("dragged-over", over);
  addEventListener("dragover", (event) => {
    if (!ofFiles(event)) return;
    event.preventDefault();
    mark(true);
  });
  addEventListener("dragleave", ({ relatedTarget }) => {
    if (!relatedTarget) mark(false);
  });
  addEventListener("drop", (event) => {
    if (!ofFiles(event)) return;
    event.preventDefault();
    mark(false);
    filesIn(/** @type {DataTransfer} */ (event.dataTransfer)).then((files) => {
      dropped = files;
      // The view that takes them, or has to be told that there are some.
      document.getElementById("view-adapter")?.click();
      dispatchEvent(new Event("rankscope:dropped"));
    }).catch(showProblem);
  });
}

/**
 * The files of a drop. What was dropped is asked for before anything is waited for: afterwards it is gone.
 * @param {DataTransfer} transfer
 * @returns {Promise<[string, File][]>}
 */
async function filesIn(transfer) {
  /** @type {[string, File][]} */
  const files = [];
  /** @type {[FileSystemEntry, number][]} */
  const open = [];
  for (const item of transfer.items) {
    const entry = item.kind === "file" ? item.webkitGetAsEntry?.() : null;
    const file = item.kind === "file" ? item.getAsFile() : null;
    if (entry?.isDirectory) open.push([entry, 0]);
    else if (file) files.push([file.name, file]);
  }
  for (let next = open.shift(); next && files.length < MOST_FILES; next = open.shift()) {
    const [entry, depth] = next;
    const path = entry.fullPath.replace(/^\//, "");
    // A file that has gone, or that may not be read, is not among those dropped.
    if (entry.isFile) {
      const asked = new Promise((has, fails) => /** @type {FileSystemFileEntry} */ (entry).file(has, fails));
      const file = await asked.catch(() => undefined);
      if (file) files.push([path, file]);
    } else if (depth < DEEPEST) {
      const reader = /** @type {FileSystemDirectoryEntry} */ (entry).createReader();
      // A part of them each time, until none is left.
      for (;;) {
        const asked = new Promise((has, fails) => reader.readEntries(has, fails));
        const entries = await asked.catch(() => []);
        if (entries.length === 0 || open.length > MOST_FILES) break;
        for (const inside of entries) open.push([inside, depth + 1]);
      }
    }
  }
  return files;
}

/** @param {Parts} parts */
async function run({ glue, module }) {
  const init = inside?.init ?? (await import(/** @type {string} */ (glue))).default;
  await init({ module_or_path: module });
}

/**
 * One module's page makes room for another's as late as it can, so that no frame is empty; scroll position and focus
 * stay.
 * @param {Parts} parts
 * @param {() => string[]} teardown
 */
async function takeOver(parts, teardown) {
  leave = () => {
    leave = () => {};
    const page = /** @type {HTMLElement} */ (document.getElementById("page"));
    const { scrollX, scrollY } = window;
    const focused = document.activeElement?.id;
    page.style.minHeight = `${page.offsetHeight}px`;
    told = teardown();
    for (const { ownerNode, media } of document.styleSheets) {
      // By the link's own attribute WebKit would ask for it once more.
      if (ownerNode instanceof HTMLLinkElement && ownerNode.media === AHEAD) media.mediaText = "all";
    }
    requestAnimationFrame(() => requestAnimationFrame(() => {
      page.style.minHeight = "";
      scrollTo(scrollX, scrollY);
      if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
    }));
  };
  await run(parts);
}

/**
 * A load that may stall is given up in the end.
 * @param {(lost: AbortSignal) => Promise<Parts>} load
 * @returns {Promise<Parts>}
 */
async function limited(load) {
  const lost = new AbortController();
  /** @type {number | undefined} */
  let end;
  // Scripts and styles cannot be called off: they are no longer waited for.
  /** @type {Promise<never>} */
  const givenUp = new Promise((_, fail) => {
    end = setTimeout(() => {
      lost.abort();
      fail(new Error(UNREACHED));
    }, LOST);
  });
  try {
    return await Promise.race([load(lost.signal), givenUp]);
  } finally {
    clearTimeout(end);
  }
}

/**
 * A load that the reader waits for: who waits long is told.
 * @param {Promise<Parts>} loading
 */
async function watched(loading) {
  /** @type {HTMLElement | undefined} */
  let told;
  const slow = setTimeout(() => {
    told = say("This takes long to load. If nothing comes, the connection may have stalled: reload to try again. Your settings are in the address.");
  }, SLOW);
  try {
    return await loading;
  } finally {
    clearTimeout(slow);
    told?.remove();
  }
}

/**
 * One of the modules, the full one with its style.
 * @param {AbortSignal} lost
 * @param {string} name
 * @param {Urgency} urgency
 * @returns {Promise<Parts>}
 */
async function loadModule(lost, name, urgency) {
  if (inside) return { name, module: await WebAssembly.compile(inside.wasm()) };
  const { href, integrity } = part(`${name}-glue`);
  // A script that is imported later has its hash checked only when it was preloaded with it.
  /** @type {RequestPriority} */
  const fetchPriority = urgency === "idle" ? "low" : "auto";
  document.head.append(Object.assign(document.createElement("link"), { rel: "modulepreload", href, integrity, fetchPriority }));
  const style = name === "full" ? loadStyle(part("full-style"), urgency) : undefined;
  const script = import(href).catch(unreached);
  const code = part(`${name}-code`);
  const asked = { href: code.href, integrity: code.integrity, priority: fetchPriority };
  const compiling = urgency === "idle" ? compileAside(asked, lost) : compile(asked, lost);
  const [module] = await Promise.all([compiling, script]);
  await style;
  return { name, glue: href, module };
}

/**
 * A link in the head that every build of the page has: see `src/bundle/`.
 * @param {string} rel
 */
function part(rel) {
  return /** @type {HTMLLinkElement} */ (document.querySelector(`link[rel="${rel}"]`));
}

/**
 * A style that is fetched ahead styles nothing before its module takes over: see `takeOver`.
 * @param {HTMLLinkElement} link
 * @param {Urgency} urgency
 */
function loadStyle({ href, integrity }, urgency) {
  const media = urgency === "idle" ? AHEAD : "all";
  const style = Object.assign(document.createElement("link"), { rel: "stylesheet", href, integrity, media });
  document.head.append(style);
  return new Promise((loaded) => {
    style.addEventListener("load", loaded);
    // Without its style a view still works.
    style.addEventListener("error", loaded);
  });
}

/**
 * @param {unknown} cause
 * @returns {Promise<never>}
 */
async function unreached(cause) {
  await new Promise((over) => setTimeout(over, LEAVING));
  throw new Error(UNREACHED, { cause });
}

/**
 * @param {Code} code
 * @param {AbortSignal} [signal]
 */
async function compile({ href, integrity, priority }, signal) {
  // As the preload asks for it: an engine that sees a difference would load it twice.
  const response = await fetch(href, { integrity, mode: "no-cors", credentials: "include", priority, signal }).catch(unreached);
  if (!response.ok) {
    throw new Error(`A part of the page could not be loaded (the server answered ${response.status}). Reload, or try again later.`);
  }
  // A file server that knows nothing of wasm names another type, which streaming would refuse.
  const streams = response.headers.get("Content-Type")?.startsWith("application/wasm");
  return streams ? WebAssembly.compileStreaming(response) : WebAssembly.compile(await response.arrayBuffer());
}

/**
 * In a worker of its own, where there may be one: to check the hash of some megabytes and to compile them would hold up
 * a phone's page for a third of a second.
 * @param {Code} code
 * @param {AbortSignal} signal
 * @returns {Promise<WebAssembly.Module>}
 */
async function compileAside(code, signal) {
  /** @type {Worker | undefined} */
  let worker;
  try {
    const started = new Worker(import.meta.url, { type: "module" });
    worker = started;
    return await new Promise((compiled, fail) => {
      signal.addEventListener("abort", fail);
      started.addEventListener("error", fail);
      started.addEventListener("message", ({ data }) => compiled(data));
      started.postMessage(code);
    });
  } catch (problem) {
    console.warn("No worker could compile the rest of the page ahead. The page does it itself.", problem);
    return await compile(code, signal);
  } finally {
    worker?.terminate();
  }
}

/**
 * A trap leaves the module unusable.
 * @param {unknown} error
 */
function showTrap(error) {
  if (error instanceof WebAssembly.RuntimeError) {
    showProblem(new Error("The page stopped unexpectedly. Reload it to go on: your settings are in the address.", { cause: error }));
  }
}

/** @param {Error} error */
function showProblem(error) {
  console.error(error);
  say(error.message);
  for (const id of ["starting", "other-view"]) document.getElementById(id)?.remove();
}

/**
 * What a message consists of is returned: the next one, or its removal, takes it away.
 * @param {string} text
 */
function say(text) {
  const message = Object.assign(document.createElement("div"), { className: "message" });
  const words = Object.assign(document.createElement("p"), { textContent: text });
  const reload = Object.assign(document.createElement("button"), { type: "button", textContent: "Reload" });
  reload.addEventListener("click", () => location.reload());
  message.append(words, reload);
  const shown = /** @type {HTMLElement} */ (document.getElementById("boot-problem"));
  shown.replaceChildren(message);
  return message;
}
