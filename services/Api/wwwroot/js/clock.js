// The server's time, by which auctions close. The offset comes from the answer with the shortest round trip, since its
// error is the smallest. It is relative to the browser's monotonic clock, which does not jump.

let offsetMs = null;
let doubtMs = Infinity;

const here = () => performance.timeOrigin + performance.now();

/** The server's time in ms since 1970; this machine's time until the first answer. */
export const serverNow = () => (offsetMs === null ? Date.now() : here() + offsetMs);

/** The time at which a request starts, for `learn`. */
export const start = here;

/** Learns from an answer that has just arrived to a request sent at `startedAt` (see `start`). */
export function learn(serverTime, startedAt) {
  const arrivedAt = here();
  const halfWay = (arrivedAt - startedAt) / 2;
  const sent = Date.parse(serverTime);
  if (Number.isNaN(sent) || halfWay > doubtMs)
    return;
  doubtMs = halfWay;
  offsetMs = sent - (startedAt + halfWay);
}

/** Accepts the next offset, however inexact: a machine that slept has stopped its monotonic clock. */
export function distrust() {
  doubtMs = Infinity;
}
