// Tells the tests' server what a page tells its console as an error, since WebKit's driver does not.
{
  // What is still on its way, and what has nowhere to go from a file.
  window.telling = [];
  window.untold = [];
  // A document that is being left loses its loads, and is gone before this has passed.
  const LEAVING = 500;
  const send = async (text) => {
    if (location.protocol === "file:") window.untold.push(text);
    else await fetch("/told", { method: "POST", body: text, keepalive: true });
  };
  const tell = (text) => window.telling.push(send(text));
  const tellUnlessLeft = (text) => {
    const passed = new Promise((over) => setTimeout(over, LEAVING));
    window.telling.push(passed.then(() => send(text)));
  };
  const { error } = console;
  console.error = (...words) => {
    tell(words.join(" "));
    error.apply(console, words);
  };
  // What could not be loaded says so to nobody but those who catch.
  addEventListener("error", ({ message, target }) => {
    if (message === undefined) tellUnlessLeft(`not loaded: ${target.outerHTML}`);
    else tell(message);
  }, { capture: true });
  addEventListener("unhandledrejection", ({ reason }) => tell(`rejected: ${reason}`));
  addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => tell(`${violatedDirective}: ${blockedURI}`));
}
