// The state of one auction, and how each message changes it. This module uses neither the screen nor the network.

import { applyMessage } from './sequenced.js';

const keptBids = 100;

/** The status of a view. It is closing once bidding is over, by the clock or the hammer, until the winner is decided. */
export const statusOf = view => view.closing ? 'closing' : view.status;

/** The state after a view, given the state before. */
export function fromView(view, known = null) {
  if (known && view.seq < known.seq)
    return known;
  return { ...view, status: statusOf(view), watching: known?.watching ?? null, history: known?.history ?? [] };
}

/** The state at an instant: an auction that is open begins to close with its clock, without an event. */
export const at = (state, now) =>
  state.status === 'open' && Date.parse(state.closesAt) <= now ? { ...state, status: 'closing' } : state;

/** Adds bids to the history, which has each bid once, the latest first. */
export function withBids(state, bids) {
  const bySeq = new Map([...state.history, ...bids].map(bid => [bid.seq, bid]));
  return { ...state, history: [...bySeq.values()].sort((a, b) => b.seq - a.seq).slice(0, keptBids) };
}

/** Applies a message, as `applyMessage` says. */
export const apply = (state, message) =>
  applyMessage(state, message, ({ auction }, known) => fromView(auction, known), changes);

const given = (message, ...fields) =>
  Object.fromEntries(fields.filter(field => message[field] !== undefined).map(field => [field, message[field]]));

const changes = {
  called: (state, message) => ({ ...state, ...given(message, 'opensAt', 'closesAt'), status: 'scheduled' }),
  opened: (state, message) => ({ ...state, ...given(message, 'price', 'nextMinimum', 'opensAt', 'closesAt', 'reserveMet'), buyNowPrice: message.buyNowPrice, status: 'open' }),
  paused: (state, message) => ({ ...state, status: 'paused', pauseReason: message.reason }),
  resumed: (state, message) => ({ ...state, ...given(message, 'closesAt'), status: 'open', pauseReason: undefined, held: false }),
  extended: (state, message) => ({ ...state, ...given(message, 'closesAt'), status: state.status === 'closing' ? 'open' : state.status }),
  hold: (state, message) => ({ ...state, held: message.held }),
  cancelled: state => ({ ...state, status: 'cancelled', pauseReason: undefined, held: false }),
  hammered: (state, message) => ({ ...state, status: 'closing', closesAt: message.at, pauseReason: undefined, held: false }),
  closed: (state, message) => ({ ...state, ...given(message, 'price', 'winner'), status: 'closed', closesAt: message.at ?? state.closesAt }),
  increment: (state, message) => ({ ...state, ...given(message, 'nextMinimum') }),
  voided: (state, message) => ({
    ...state,
    ...given(message, 'price', 'bids', 'nextMinimum', 'reserveMet'),
    leader: message.leader,
    buyNowPrice: message.buyNowPrice,
    history: state.history.map(bid => bid.seq === message.bid ? { ...bid, voided: true } : bid),
  }),
  raised: (state, message) => withBids(
    {
      ...state,
      ...given(message, 'price', 'leader', 'bids', 'participants', 'nextMinimum', 'reserveMet', 'closesAt'),
      buyNowPrice: message.buyNowPrice,
      // A raise that was received just before the end may move the end; after the hammer, none does.
      status: state.status === 'closing' && Date.parse(message.closesAt) > Date.parse(state.closesAt) ? 'open' : state.status,
    },
    [{ seq: message.seq, bidder: message.leader, amount: message.price, at: message.at, command: message.command, automatic: message.automatic ?? false }]),
};
