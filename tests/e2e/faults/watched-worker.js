// Nothing is wrong: each worker is kept in `workers`, and the messages to all are counted in `posts`.
window.workers = [];
window.posts = 0;

window.Worker = class extends Worker {
  constructor(...settings) {
    super(...settings);
    window.workers.push(this);
  }

  postMessage(...message) {
    window.posts += 1;
    super.postMessage(...message);
  }
};
