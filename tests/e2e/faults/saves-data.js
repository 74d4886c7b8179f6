// A reader who pays for every byte and has told the browser so.
Object.defineProperty(navigator, "connection", { value: { saveData: true } });
