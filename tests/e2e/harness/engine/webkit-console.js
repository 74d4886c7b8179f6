// Tells the tests' server what a page tells its console as an error, since WebKit's driver does not.
{
  // What is still on its way, and what has nowhere to go from a file.
  window.telling = [];
  window.untold = [];
  const tell = (text) => {
    if (location.protocol === "file:") window.untold.push(text);
    else window.telling.push(fetch("/told", { method: "POST", body: text, keepalive: true }));
  };
  const { error } = console;
  console.error = (...words) => {
    tell(words.join(" "));
    error.apply(console, words);
  };
  // What could not be loaded says so to nobody but those who catch.
  addEventListener("error", ({ message, target }) => tell(message ?? `not loaded: ${target.outerHTML}`), { capture: true });
  addEventListener("unhandledrejection", ({ reason }) => tell(`rejected: ${reason}`));
  addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => tell(`${violatedDirective}: ${blockedURI}`));
}
