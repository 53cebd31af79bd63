// The server's time, by which auctions close. The offset comes from the answer whose way was shortest, for that one is
// off by the least; it is measured against a clock that nobody can set.

let offsetMs = null;
let doubtMs = Infinity;

const here = () => performance.timeOrigin + performance.now();

/** The server's time in ms since 1970; this machine's until the server has told its own. */
export const serverNow = () => (offsetMs === null ? Date.now() : here() + offsetMs);

/** Where one starts to measure the way of a request. */
export const start = here;

/** Learns from an answer that was asked for at `startedAt` (see `start`) and has just arrived. */
export function learn(serverTime, startedAt) {
  const arrivedAt = here();
  const halfWay = (arrivedAt - startedAt) / 2;
  const sent = Date.parse(serverTime);
  if (Number.isNaN(sent) || halfWay > doubtMs)
    return;
  doubtMs = halfWay;
  offsetMs = sent - (startedAt + halfWay);
}

/** Forgets what was learnt: a machine that slept has stopped the clock that was measured against. */
export function distrust() {
  doubtMs = Infinity;
}
