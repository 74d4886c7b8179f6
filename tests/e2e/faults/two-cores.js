// A machine that runs two workers at once, whatever this one runs.
Object.defineProperty(navigator, "hardwareConcurrency", { value: 2 });
