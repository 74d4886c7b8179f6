// A machine with one core.
Object.defineProperty(navigator, "hardwareConcurrency", { value: 1 });
