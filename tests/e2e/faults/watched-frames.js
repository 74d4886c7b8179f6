// Nothing is wrong: from the first frame on whose first screen has words and maps, those that have them are counted in
// `complete`, those that lack some in `torn`; what moves is noted in `shifts`.
window.complete = 0;
window.torn = 0;
window.shifts = [];

const look = () => {
  const words = document.querySelector("h1")?.textContent.includes("99.2");
  const live = document.querySelector(".maps canvas");
  const painted = live && live.getContext("2d").getImageData(0, 0, 1, 1).data[3] === 255;
  const picture = document.querySelector(".still .map, .still canvas, #first-screen .map");
  if (words && (painted || picture)) window.complete += 1;
  else if (window.complete > 0) window.torn += 1;
  requestAnimationFrame(look);
};
requestAnimationFrame(look);

if (PerformanceObserver.supportedEntryTypes.includes("layout-shift")) {
  new PerformanceObserver((list) => window.shifts.push(...list.getEntries().map(({ value }) => value)))
    .observe({ type: "layout-shift", buffered: true });
}
