import { byId, make, say } from './dom.js';
import { money, timeOfDay } from './format.js';

const rows = new Map();
let shown = null;

/** Shows the bids of an auction, the latest first. Bids that are new since the last call are highlighted. */
export function showBids(state, user) {
  const list = byId('bids');
  const fresh = shown !== state.id;
  if (fresh) {
    rows.clear();
    list.replaceChildren();
    shown = state.id;
  }

  const kept = new Set(state.history.map(bid => bid.seq));
  for (const [seq, row] of rows)
    if (!kept.has(seq)) {
      row.item.remove();
      rows.delete(seq);
    }

  const latest = state.history[0]?.seq ?? 0;
  const before = Math.max(0, ...rows.keys());
  state.history.forEach((bid, at) => {
    let row = rows.get(bid.seq);
    if (!row) {
      row = makeRow(bid, state.currency);
      row.item.classList.toggle('new', before > 0 && bid.seq > before);
      rows.set(bid.seq, row);
    }
    if (list.children[at] !== row.item)
      list.insertBefore(row.item, list.children[at] ?? null);
    row.item.classList.toggle('own', bid.bidder === user);
    row.item.classList.toggle('leading', bid.seq === latest);
    row.item.classList.toggle('voided', bid.voided === true);
    say(row.bidder, bid.bidder === user ? 'You' : bid.bidder);
  });
  byId('history-none').hidden = state.history.length > 0;
  say(byId('history-none'), state.status === 'open' ? 'No bids yet. The first one takes the lead.' : 'No bids.');
}

function makeRow(bid, currency) {
  const item = make('li', 'bid-row');
  const bidder = make('span', 'bid-bidder');
  const at = make('time', 'bid-at', timeOfDay(bid.at));
  at.dateTime = bid.at;
  item.append(make('span', 'bid-amount', money(bid.amount, currency)), bidder, at);
  if (bid.automatic)
    item.append(make('span', 'bid-automatic', 'automatic'));
  return { item, bidder };
}
