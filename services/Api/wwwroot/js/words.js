// The system's slugs in words for a bidder.

const reasons = {
  'too-low': 'Too low: the price is higher by now.',
  'not-open': 'This auction is not open yet.',
  'closed': 'The auction had closed when your bid arrived.',
  'paused': 'The auction is paused and accepts no bids now.',
  'off-ladder': 'This auction accepts only bids by whole increments.',
  'own-auction': 'This is your own auction.',
  'already-leading': 'You are already leading.',
  'unknown-auction': 'This auction does not exist.',
  'idempotency-key-reused': 'That bid was sent before with another amount. Bid again.',
  'not-accepted': 'No worker accepted the bid, so nothing happened. Bid again.',
};

/** Why a raise was rejected or failed. */
export const reason = slug => reasons[slug] ?? `The bid was not accepted (${slug}).`;

const states = { waiting: 'Waiting', scheduled: 'Scheduled', open: 'Open', paused: 'Paused', closing: 'Bidding is over', closed: 'Closed', cancelled: 'Cancelled' };

/** The status of an auction. */
export const status = slug => states[slug] ?? slug;
