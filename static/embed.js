// @ts-check
// <rankscope-figure>: a live figure in somebody else's page.
//
//     <script type="module" src="https://…/embed.js"></script>
//     <rankscope-figure figure="scaling" alpha="32" controls="alpha,r_high">
//       <img src="https://…/figures/scaling.png" alt="α/r and α/√r against the rank">
//     </rankscope-figure>
//
// What stands inside the element is shown until the figure is there, and for good where scripts
// are not allowed. `figure`, `controls` and `theme` say what is shown; every other attribute is a
// parameter of the page, under its key in links. All are observed. `src` names another page to
// show the figure from: the self-contained `rankscope.html`, for frames that have no origin. `assignment`
// holds an exercise of a teacher's own, as a link has it behind `#assignment=`.
//
// `element.query` is the state as a link holds it; setting it, at any time, shows another one. The event
// "rankscope:state" says that it has changed.

// Attributes that are the element's own or the document's, not the figure's.
const NOT_PARAMETERS = new Set(["figure", "src", "sandbox", "assignment", "id", "class", "style", "slot", "title", "lang", "dir", "hidden"]);
// A figure is loaded when it is nearer to what the reader sees than this.
const NEAR = "400px";
const STYLE = new CSSStyleSheet();
STYLE.replaceSync(`
  :host { display: block; position: relative; }
  iframe { display: block; width: 100%; border: 0; }
`);

class RankscopeFigure extends HTMLElement {
  /** @type {HTMLIFrameElement | null} */
  #frame = null;
  #slot = document.createElement("slot");
  #kind = "";
  #query = "";
  // Whether the figure has said that it follows what is set, and what it is to show as soon as it has.
  #ready = false;
  /** @type {string | null} */
  #unsent = null;
  #near = new IntersectionObserver((entries) => {
    if (entries.some((entry) => entry.isIntersecting)) this.#load();
  }, { rootMargin: NEAR });
  #attributes = new MutationObserver(() => this.#follow());
  /** @param {MessageEvent} event */
  #hear = (event) => this.#heard(event);

  connectedCallback() {
    if (!this.shadowRoot) {
      const root = this.attachShadow({ mode: "open" });
      root.adoptedStyleSheets = [STYLE];
      root.append(this.#slot);
    }
    this.#near.observe(this);
    this.#attributes.observe(this, { attributes: true });
    addEventListener("message", this.#hear);
  }

  disconnectedCallback() {
    this.#near.disconnect();
    this.#attributes.disconnect();
    removeEventListener("message", this.#hear);
    this.#frame?.remove();
    this.#frame = null;
    this.#ready = false;
  }

  get query() {
    return this.#unsent ?? this.#query;
  }

  set query(query) {
    this.#unsent = String(query);
    this.#send();
  }

  #send() {
    if (this.#unsent === null || !this.#ready) return;
    this.#frame?.contentWindow?.postMessage({ type: "rankscope:set", query: this.#unsent }, "*");
    this.#unsent = null;
  }

  #load() {
    this.#near.disconnect();
    if (this.#frame) return;
    const frame = document.createElement("iframe");
    frame.title = this.title || `Rankscope: ${this.getAttribute("figure")}`;
    const sandbox = this.getAttribute("sandbox");
    if (sandbox !== null) frame.setAttribute("sandbox", sandbox);
    // Out of sight until it knows its height: what stands inside the element is shown meanwhile.
    frame.style.position = "absolute";
    frame.style.visibility = "hidden";
    this.#frame = frame;
    this.#show(frame);
    this.shadowRoot?.append(frame);
  }

  // Parameters are set in place; what kind of figure it is takes a new one.
  #follow() {
    if (!this.#frame) return;
    if (this.#kindNow() === this.#kind) {
      this.query = this.#parameters();
    } else {
      this.#show(this.#frame);
    }
  }

  /** @param {HTMLIFrameElement} frame */
  #show(frame) {
    this.#kind = this.#kindNow();
    this.#ready = false;
    frame.src = this.#address();
  }

  #kindNow() {
    return ["src", "figure", "controls", "theme", "assignment"].map((name) => this.getAttribute(name)).join("|");
  }

  #parameters() {
    const query = new URLSearchParams();
    for (const { name, value } of this.attributes) {
      const parameter = !NOT_PARAMETERS.has(name) && !/^(data|aria)-/.test(name);
      // An element's `id` is its own.
      const key = name === "exercise" ? "id" : name;
      if (parameter && name !== "controls" && name !== "theme") query.set(key, value);
    }
    return query.toString();
  }

  #address() {
    const address = new URL(this.getAttribute("src") ?? "./", new URL("./", import.meta.url));
    const query = new URLSearchParams(this.#parameters());
    query.set("embed", this.getAttribute("figure") ?? "error");
    for (const name of ["controls", "theme"]) {
      const value = this.getAttribute(name);
      if (value !== null) query.set(name, value);
    }
    address.search = query.toString();
    const assignment = this.getAttribute("assignment");
    if (assignment !== null) address.hash = `assignment=${assignment}`;
    return address.href;
  }

  /** @param {MessageEvent} message */
  #heard({ source, data }) {
    if (!this.#frame || source !== this.#frame.contentWindow || typeof data !== "object" || data === null) return;
    if (data.type === "rankscope:ready") {
      this.#ready = true;
      this.#send();
    } else if (data.type === "rankscope:height" && Number.isFinite(data.height)) {
      this.#frame.style.height = `${Math.min(Math.max(data.height, 0), 5000)}px`;
      this.#frame.style.position = "";
      this.#frame.style.visibility = "";
      this.#slot.hidden = true;
    } else if (data.type === "rankscope:state" && typeof data.query === "string") {
      this.#query = data.query;
      this.dispatchEvent(new CustomEvent("rankscope:state", { detail: { query: data.query } }));
    }
  }
}

customElements.define("rankscope-figure", RankscopeFigure);
