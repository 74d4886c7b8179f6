// @ts-check
// Stands in the page's head, before anything is fetched: chooses the module that can show this
// address, and lets the browser fetch that one alone. src/bundle/ puts it there, with the hash that
// the content security policy asks for.
{
  const root = document.documentElement;
  const query = new URLSearchParams(location.search);
  const table = /** @type {HTMLMetaElement} */ (document.querySelector('meta[name="full-module-when"]'));
  const needsFull = Object.entries(JSON.parse(table.content)).some(([key, values]) => {
    // Of a key that is given twice, the last counts.
    const given = query.getAll(key).at(-1);
    return given !== undefined && (values === true || values.includes(given));
  });
  // The document shows Start's picture: see src/bundle/first_screen.rs.
  const view = query.getAll("view").at(-1);
  const opensStart = !query.has("embed") && (view === "start" || ![...query].length);
  root.dataset.opens = opensStart ? "start" : "other";
  root.dataset.module = needsFull ? "full" : "first";
  for (const [part, how] of Object.entries({ glue: { rel: "modulepreload" }, code: { rel: "preload", as: "fetch" } })) {
    const { href, integrity } = /** @type {HTMLLinkElement} */ (document.querySelector(`link[rel="${root.dataset.module}-${part}"]`));
    document.head.append(Object.assign(document.createElement("link"), how, { href, integrity }));
  }
}
