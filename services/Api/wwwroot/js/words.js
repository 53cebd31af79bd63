// What the system's slugs mean, in words for a bidder.

const reasons = {
  'too-low': 'Too low: the price asks for more by now.',
  'not-open': 'This auction is not open yet.',
  'closed': 'The auction had closed when your bid arrived.',
  'paused': 'The auction is paused; bids are not taken now.',
  'off-ladder': 'This auction takes only bids by whole increments.',
  'own-auction': 'This is your own auction.',
  'already-leading': 'You lead already.',
  'unknown-auction': 'This auction does not exist.',
  'idempotency-key-reused': 'That bid was sent before, for another amount. Bid again.',
  'not-accepted': 'No worker took the bid, so nothing happened. Bid again.',
};

/** Why a raise was rejected or failed. */
export const reason = slug => reasons[slug] ?? `The bid was not taken (${slug}).`;

const states = { waiting: 'Waiting', scheduled: 'Scheduled', open: 'Open', paused: 'Paused', closed: 'Closed', cancelled: 'Cancelled' };

/** The status of an auction. */
export const status = slug => states[slug] ?? slug;
