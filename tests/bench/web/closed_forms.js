// The article's tables from singular values alone, in the closed forms of src/sim/spectrum.rs.

export const ERROR_RANKS = [2, 4, 8, 16, 32, 48];
export const SCALING_RANKS = [1, 4, 8, 16, 32, 64];
export const VARIANCE_RANKS = [2, 4, 8, 16, 32];
export const LISTED_VALUES = 10;

const sum = (values) => values.reduce((all, value) => all + value * value, 0);

function error(values, rank, scale) {
  const held = sum(values.slice(0, rank));
  const rest = sum(values.slice(rank));
  return Math.sqrt(((1 - scale) ** 2 * held + rest) / (held + rest));
}

export function tables(style, facts, alpha) {
  const both = [style, facts];
  return {
    values: both.map((values) => values.slice(0, LISTED_VALUES)),
    errors: ERROR_RANKS.map((rank) => [alpha / rank, alpha / Math.sqrt(rank), 1]
      .map((scale) => both.map((values) => error(values, rank, scale)))),
    scalings: SCALING_RANKS.map((rank) => [alpha / rank, alpha / Math.sqrt(rank)]),
    energies: VARIANCE_RANKS.map((rank) => both.map((values) => (100 * sum(values.slice(0, rank))) / sum(values))),
  };
}

// The singular values in a worker's last message, of both updates or of one: lists of doubles, each after its length.
export function spectra(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  let at = 0;
  const number = () => {
    for (let value = 0, shift = 0; ; shift += 7) {
      const byte = bytes[at++];
      value |= (byte & 127) << shift;
      if (byte < 128) return value;
    }
  };
  const list = () => Array.from({ length: number() }, () => view.getFloat64((at += 8) - 8, true));
  const [done, , succeeded, kind] = [number(), number(), number(), number()];
  if (done !== 2 || succeeded !== 0 || kind > 1) throw new Error("the worker has no answer");
  return Array.from({ length: 2 - kind }, list);
}
