// The first worker is started but hears nothing after its first message, so it never answers.
// The ones after it are as they should be.
let workers = 0;

window.Worker = class extends Worker {
  #deaf = workers++ === 0;
  #heard = 0;

  postMessage(...message) {
    this.#heard += 1;
    if (!this.#deaf || this.#heard === 1) super.postMessage(...message);
  }
};
