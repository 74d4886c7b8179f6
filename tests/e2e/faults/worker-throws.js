// A browser that has workers but refuses to start one, as some do for pages from a file.
window.Worker = function () {
  throw new Error("test: no worker may start");
};
