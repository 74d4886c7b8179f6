// The page's worker, with a mark at every stage it reports: its own clock, which it looks at there,
// notes when. So drawing and decomposing are told apart in the very module that the page runs.

const PROGRESS = 1;

const clock = performance.now.bind(performance);
let marks = [];
performance.now = () => {
  const now = clock();
  marks.push(now);
  return now;
};

const post = self.postMessage.bind(self);
self.postMessage = ([message]) => {
  if (message[0] === PROGRESS) {
    // It looked once more, to say when it last told.
    marks.pop();
    return;
  }
  post({ reply: message, marks });
  marks = [];
};

await import(new URL(location.href).searchParams.get("boot"));
post("loaded");
