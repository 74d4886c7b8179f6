// The page's clock runs this many times as fast, so that a test need not sit out its patience: with a load that never
// comes, or with a worker that has to be given its time.
{
  const RATE = location.pathname.includes("-stalled/") ? 15 : 5;
  const { now } = performance;
  const { setTimeout } = window;
  performance.now = () => RATE * now.call(performance);
  window.setTimeout = (callback, wait = 0, ...rest) => setTimeout(callback, wait / RATE, ...rest);
}
