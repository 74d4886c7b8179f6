// What static/boot.js finds beside what TypeScript knows of a browser's pages, and what it leaves there.

/** The module that can show an address: see static/preload.js. */
declare var rankscopeModule: (search: string) => string;

/** A module as it is started: the address of its JavaScript, unless that is inside, and its code. */
interface Parts {
  /** Which module it is. */
  name?: string;
  glue?: string;
  module: WebAssembly.Module;
}

/** The code of a module, as it is asked for. */
interface Code {
  href: string;
  integrity: string;
  priority: RequestPriority;
}

/** Whether the reader waits for what is loaded, or it is loaded ahead. */
type Urgency = "asked" | "idle";

/** What some engines tell of the connection. */
interface Navigator {
  readonly connection?: { readonly saveData?: boolean };
}

/** wasm-bindgen's initialiser. */
type Init = (settings: { module_or_path: WebAssembly.Module }) => Promise<unknown>;

/** What stands above the script in `rankscope.html` and nowhere else: see src/bundle/single_file.rs. */
declare const bundle: { init: Init; wasm(): Uint8Array<ArrayBuffer>; script(): string } | undefined;

/** There in a worker only. */
declare const WorkerGlobalScope: { new (): EventTarget } | undefined;

/** What the page's module calls: see src/ui/browser/ (engine.rs, upgrade.rs, frame.rs, drops.rs). */
declare var rankscope: {
  spawnWorker(): Worker;
  upgrade(teardown: () => string[]): void;
  takeQuery(): string | undefined;
  takePlace(): void;
  takeTold(): string[];
  takeDropped(): [string, File][];
};
