// What is known of one session, and how each message changes it. No screen and no network in here.

import { applyMessage } from './sequenced.js';

const lingerMs = 5_000;

/** What a view says, over what was known before. */
export function fromView(view, known = null) {
  if (known && view.seq < known.seq)
    return known;
  return { ...view, watching: known?.watching ?? null, live: known?.live ?? {} };
}

/** Applies a message, as `applyMessage` says. */
export const apply = (state, message) =>
  applyMessage(state, message, ({ session }, known) => fromView(session, known), changes);

const changes = {
  lot: (state, { lot: number, status, opensAt, closesAt, price, winner }) =>
    ({ ...state, lots: state.lots.map(lot => lot.lot === number ? { ...lot, status, opensAt, closesAt, price, winner } : lot) }),
  'session-closed': state => state,
};

/** With what is known of the lot that is watched as an auction, and of those that were until they were over. */
export function withLive(state, auction) {
  const over = Object.values(state.live).filter(isOver);
  return { ...state, live: Object.fromEntries([...over, auction].map(lot => [lot.id, lot])) };
}

/** The lots as they are now. A lot that is watched is ahead of what the session says of it; it has its `bids` and the current price. */
export function lotsAt(state, now) {
  return state.lots.map(lot => {
    const { status, opensAt, closesAt, price, winner, bids } = isOver(lot) ? lot : state.live[lot.auction] ?? lot;
    const begun = status === 'scheduled' && Date.parse(opensAt) <= now;
    return { ...lot, status: begun ? 'open' : status, opensAt, closesAt, price, winner, bids };
  });
}

/** Whether nothing more happens to a lot. */
export const isOver = lot => lot.status === 'closed' || lot.status === 'cancelled';

/**
 * The lot that who follows the sale looks at: the first that is open or paused; between two lots the one that has just
 * closed, for a moment, and then the next; at the end the last.
 */
export function lotOn(lots, now) {
  const on = lots.find(lot => lot.status === 'open' || lot.status === 'paused');
  const [justClosed] = lots
    .filter(lot => lot.status === 'closed' && now - Date.parse(lot.closesAt) < lingerMs)
    .sort((one, other) => Date.parse(other.closesAt) - Date.parse(one.closesAt));
  return on ?? justClosed ?? lots.find(lot => !isOver(lot)) ?? lots.at(-1);
}
