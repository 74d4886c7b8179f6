// Nothing is wrong: each worker that computes is kept in `workers`, and the messages to all are counted in `posts`.
window.workers = [];
window.posts = 0;

window.Worker = class extends Worker {
  postMessage(...message) {
    // One that is given an address compiles what is fetched ahead.
    if (!("href" in message[0])) {
      if (!window.workers.includes(this)) window.workers.push(this);
      window.posts += 1;
    }
    super.postMessage(...message);
  }
};
