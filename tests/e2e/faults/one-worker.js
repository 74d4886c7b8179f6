// A browser that allows one worker at a time. Each that it was asked for and refused is counted in `refused`.
{
  window.refused = 0;
  let living = 0;
  window.Worker = class extends Worker {
    #lives = true;

    constructor(...settings) {
      if (living > 0) {
        window.refused += 1;
        throw new Error("test: no other worker may start");
      }
      super(...settings);
      living += 1;
    }

    terminate() {
      if (this.#lives) living -= 1;
      this.#lives = false;
      super.terminate();
    }
  };
}
