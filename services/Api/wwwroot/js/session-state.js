// The state of one session, and how each message changes it. This module uses neither the screen nor the network.

import { at } from './auction-state.js';
import { applyMessage } from './sequenced.js';

const lingerMs = 5_000;

/** The state after a view, given the state before. */
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

/** Adds the state of the lot that is watched as an auction, and keeps those of earlier lots that are over. */
export function withLive(state, auction) {
  const over = Object.values(state.live).filter(isOver);
  return { ...state, live: Object.fromEntries([...over, auction].map(lot => [lot.id, lot])) };
}

/** The lots as they are now. A watched lot is ahead of the session's state: it has its `bids` and the current price. */
export function lotsAt(state, now) {
  return state.lots.map(lot => {
    const { status, opensAt, closesAt, price, winner, bids } = isOver(lot) ? lot : state.live[lot.auction] ?? lot;
    const begun = status === 'scheduled' && Date.parse(opensAt) <= now;
    return at({ ...lot, status: begun ? 'open' : status, opensAt, closesAt, price, winner, bids }, now);
  });
}

/** Whether nothing more happens to a lot. */
export const isOver = lot => lot.status === 'closed' || lot.status === 'cancelled';

/**
 * The lot to show to a visitor who follows the sale: the first that is open, closing or paused; between two lots, for a moment the
 * one that has just closed and then the next; at the end the last.
 */
export function lotOn(lots, now) {
  const on = lots.find(lot => ['open', 'closing', 'paused'].includes(lot.status));
  const [justClosed] = lots
    .filter(lot => lot.status === 'closed' && now - Date.parse(lot.closesAt) < lingerMs)
    .sort((one, other) => Date.parse(other.closesAt) - Date.parse(one.closesAt));
  return on ?? justClosed ?? lots.find(lot => !isOver(lot)) ?? lots.at(-1);
}
