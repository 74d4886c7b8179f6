// @ts-check
// Stands in the page's head, before anything is fetched: chooses the module that can show this
// address, and lets the browser fetch that one alone. src/bundle/ puts it there, with the hash that
// the content security policy asks for.
{
  const root = document.documentElement;
  const table = /** @type {HTMLMetaElement} */ (document.querySelector('meta[name="full-module-when"]'));
  const needing = Object.entries(JSON.parse(table.content));
  /** @param {string} search */
  globalThis.rankscopeModule = (search) => {
    const query = new URLSearchParams(search);
    const needsFull = needing.some(([key, values]) => {
      // Of a key that is given twice, the last counts.
      const given = query.getAll(key).at(-1);
      return given !== undefined && (values === true || values.includes(given));
    });
    if (needsFull) return "full";
    const shown = query.getAll("embed").at(-1) ?? query.getAll("view").at(-1);
    return shown === "start" || ![...query].length ? "start" : "explore";
  };
  root.dataset.module = globalThis.rankscopeModule(location.search);
  // The document shows Start's picture: see src/bundle/first_screen.rs.
  const query = new URLSearchParams(location.search);
  const opensStart = !query.has("embed") && (query.getAll("view").at(-1) === "start" || ![...query].length);
  root.dataset.opens = opensStart ? "start" : "other";
  for (const [part, how] of Object.entries({ glue: { rel: "modulepreload" }, code: { rel: "preload", as: "fetch" } })) {
    const { href, integrity } = /** @type {HTMLLinkElement} */ (document.querySelector(`link[rel="${root.dataset.module}-${part}"]`));
    document.head.append(Object.assign(document.createElement("link"), how, { href, integrity }));
  }
}
