// Shows one auction, given its state, the visitor, and whether a bid is being sent.

import { showBids } from './bid-list.js';
import { serverNow } from './clock.js';
import { byId, flash, say } from './dom.js';
import { countdown, dayAndTime, money } from './format.js';
import { status } from './words.js';

const closedDoor = {
  waiting: 'Not open yet', scheduled: 'Not open yet', paused: 'Paused', closing: 'Bidding is over', cancelled: 'Called off',
};

let last = { id: null, price: null };

/** The time until the auction opens or closes, in ms; null if it does neither. */
export function leftMs(state) {
  if (state.status === 'open')
    return Date.parse(state.closesAt) - serverNow();
  return state.status === 'scheduled' ? Date.parse(state.opensAt) - serverNow() : null;
}

/** The text of the bid button, and whether it can be pressed: {text, can, signIn}. */
export function offer(state, visitor, busy) {
  if (state.status !== 'open')
    return { text: closedDoor[state.status] ?? 'Closed', can: false };
  if (!visitor)
    return { text: `Sign in to bid ${money(state.nextMinimum, state.currency)}`, can: true, signIn: true };
  if (state.seller === visitor.user)
    return { text: 'Your own auction', can: false };
  if (busy)
    return { text: 'Bidding…', can: false };
  if (state.leader === visitor.user)
    return { text: 'You lead', can: false, leads: true };
  return { text: `Bid ${money(state.nextMinimum, state.currency)}`, can: true };
}

/** Shows everything. */
export function show(state, visitor, busy) {
  const user = visitor?.user ?? null;
  byId('lot-card').dataset.status = state.status;
  byId('lot-card').classList.toggle('leads', state.leader === user && user !== null);
  say(byId('lot-title'), state.title);
  say(byId('lot-status'), status(state.status));
  say(byId('lot-seller'), (state.lot ? `Lot ${state.lot} · ` : '') + (state.seller === user ? 'your auction' : `sold by ${state.seller}`));
  say(byId('price-label'), priceLabel(state));
  showPrice(state);
  say(byId('leader'), leaderLine(state, user));
  say(byId('bids-count'), String(state.bids));
  say(byId('participants'), String(state.participants));
  say(byId('watching'), state.watching === null ? '–' : String(state.watching));
  document.title = `${money(state.price, state.currency)} · ${state.title}`;
  showBids(state, user);
  showTime(state);
  showOffer(state, visitor, busy);
}

function showPrice(state) {
  const text = money(state.price, state.currency);
  say(byId('price'), text);
  byId('price').style.setProperty('--length', Math.max(5, text.length));
  if (last.id !== state.id)
    byId('stage').classList.remove('raised');
  else if (last.price !== state.price)
    flash(byId('stage'), 'raised');
  last = { id: state.id, price: state.price };
}

/** Shows what changes with the clock alone. */
export function showTime(state) {
  const left = leftMs(state);
  const running = left !== null;
  say(byId('clock-label'), clockLabel(state));
  say(byId('clock'), running ? countdown(left) : still(state));
  byId('clock').classList.toggle('still', !running);
  byId('lot-card').classList.toggle('soon', state.status === 'open' && left < 60_000);
  say(byId('until'), running ? dayAndTime(state.status === 'open' ? state.closesAt : state.opensAt) : '');
  const opens = Date.parse(state.opensAt);
  const whole = Date.parse(state.closesAt) - opens;
  byId('elapsed').hidden = state.status !== 'open';
  byId('elapsed').value = whole > 0 ? Math.min(1, Math.max(0, (serverNow() - opens) / whole)) : 1;
}

/** Shows what the visitor can bid. */
export function showOffer(state, visitor, busy) {
  const { text, can, signIn, leads } = offer(state, visitor, busy);
  const button = byId('bid');
  say(button, text);
  button.disabled = !can;

  // The leader can still set a maximum, and nothing else.
  byId('other').hidden = !(can || leads) || signIn === true;
  const upTo = byId('up-to');
  if (leads || upTo.disabled)
    upTo.checked = leads === true;
  upTo.disabled = leads === true;
  const buyNow = byId('buy-now');
  buyNow.hidden = state.buyNowPrice === undefined || signIn === true || !(can || leads);
  say(buyNow, buyNow.hidden ? '' : `Buy it now for ${money(state.buyNowPrice, state.currency)}`);
  showAuctioneer(state, visitor);
}

function showAuctioneer(state, visitor) {
  const can = {
    pause: state.status === 'open',
    resume: state.status === 'paused',
    hammer: state.status === 'open' || state.status === 'paused',
    cancel: !['closing', 'closed', 'cancelled'].includes(state.status),
  };
  byId('auctioneer').hidden = state.seller !== visitor?.user || !can.cancel;
  for (const button of byId('auctioneer').children)
    button.hidden = !can[button.dataset.act];
}

/** Shows the outcome of the visitor's own bid; null clears it. */
export function showOutcome(outcome) {
  byId('outcome').dataset.kind = outcome?.kind ?? 'none';
  say(byId('outcome'), outcome?.text ?? '');
}

function priceLabel(state) {
  if (state.status === 'closed' && state.bids > 0)
    return state.winner ? 'Sold for' : 'Last price';
  return state.bids === 0 ? 'Starting price' : 'Current price';
}

function leaderLine(state, user) {
  if (state.status === 'closed') {
    if (!state.winner)
      return 'Not sold';
    return state.winner === user ? 'You won' : `Won by ${state.winner}`;
  }
  if (!state.leader)
    return state.status === 'cancelled' ? '' : 'No bids yet';
  const reserve = state.reserveMet === false ? ' · reserve not met' : '';
  return (state.leader === user ? 'You lead' : `${state.leader} leads`) + reserve;
}

function still(state) {
  if (state.status === 'waiting' && Date.parse(state.opensAt) <= serverNow())
    return 'after the lot before';
  return dayAndTime(['cancelled', 'waiting'].includes(state.status) ? state.opensAt : state.closesAt);
}

function clockLabel(state) {
  return { open: 'Closes in', scheduled: 'Opens in', waiting: 'Opens about', paused: 'Was to close', closing: 'Ended', cancelled: Date.parse(state.opensAt) > serverNow() ? 'Was to open' : 'Opened' }[state.status] ?? 'Closed';
}
