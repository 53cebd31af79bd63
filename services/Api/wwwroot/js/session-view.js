// Shows the catalogue of a session: its lots, the current one, and the price of each.

import { closesIn, makeCard, markCard, showCard } from './card.js';
import { byId, say } from './dom.js';
import { countdown, hourOrDay, money } from './format.js';
import { isOver } from './session-state.js';
import { status } from './words.js';

let cards = [];
let laidOut = null;

/** Shows everything: `on` is the current lot, `shown` the lot on the screen, `follows` whether `shown` moves along with `on`. */
export function showSession(session, lots, { now, on, shown, follows, user }) {
  byId('session').hidden = false;
  if (laidOut !== session.id)
    layOut(session);
  const over = lots.every(isOver);
  say(byId('session-note'), [
    over ? `${lots.length} lots, all over` : `lot ${on.lot} of ${lots.length}`,
    `${lots.filter(lot => lot.winner).length} sold`,
    ...(session.watching === null ? [] : [`${session.watching} watching`]),
  ].join(' · '));
  byId('follow').hidden = follows || over;
  lots.forEach((lot, at) => {
    showCard(cards[at], {
      status: lot.status,
      title: `${lot.lot} · ${lot.title}`,
      price: isOver(lot) || lot.bids > 0 ? money(lot.price, lot.currency) : `from ${money(lot.price, lot.currency)}`,
      note: noteOf(lot, user),
      ...(['open', 'closing'].includes(lot.status) ? closesIn(lot, now) : { time: timeOf(lot, now) }),
    });
    markCard(cards[at], lot === shown);
  });
}

function layOut(session) {
  const address = `#/sessions/${encodeURIComponent(session.id)}`;
  laidOut = session.id;
  say(byId('session-title'), session.title);
  byId('follow').href = address;
  cards = session.lots.map(lot => makeCard(`${address}/${lot.lot}`));
  byId('session-lots').replaceChildren(...cards.map(card => card.item));
}

function noteOf(lot, user) {
  if (lot.status === 'closed')
    return lot.winner === user && user ? 'you won' : lot.winner ? `won by ${lot.winner}` : 'not sold';
  if (lot.status === 'cancelled')
    return 'called off';
  return { waiting: 'waits', scheduled: 'comes up', open: 'on the block', closing: 'bidding is over', paused: 'paused' }[lot.status];
}

function timeOf(lot, now) {
  const ahead = Date.parse(lot.opensAt) - now;
  if (lot.status === 'scheduled')
    return ahead < 3_600_000 ? `in ${countdown(ahead)}` : hourOrDay(lot.opensAt);
  if (lot.status === 'waiting')
    return ahead > 0 ? `about ${hourOrDay(lot.opensAt)}` : 'soon';
  return status(lot.status);
}
