// One auction, live: reads it, follows its events and bids in it.

import { apply, at, fromView, withBids } from './auction-state.js';
import { Bidding } from './bidding.js';
import { serverNow } from './clock.js';
import { byId, say } from './dom.js';
import { money, spokenTime } from './format.js';
import { amountFrom } from './json.js';
import { leftMs, offer, show, showOffer, showOutcome, showTime } from './lot-view.js';
import { visitor } from './visitor.js';

const historyLength = 50;
const readAgainMs = 1_500;
const settleMs = 700;

export class Auction {
  #api;
  #live;
  #onChange;
  #signIn;
  #bidding;
  #id = null;
  #state = null;
  #tick = null;
  #again = null;
  #settle = null;
  #unasked = false;

  /** @param onChange is called with every new state; @param signIn asks the visitor to sign in */
  constructor({ api, live, onChange, signIn }) {
    this.#api = api;
    this.#live = live;
    this.#onChange = onChange;
    this.#signIn = signIn;
    this.#bidding = new Bidding(api, outcome => this.#outcome(outcome));
    byId('bid').addEventListener('click', () => this.#bid(this.#state?.nextMinimum));
    byId('buy-now').addEventListener('click', () => this.#bidding.raise(this.#state.id, this.#state.buyNowPrice));
    byId('auctioneer').addEventListener('click', event => this.#act(event.target.dataset.act));
    byId('other').addEventListener('submit', event => {
      event.preventDefault();
      this.#bidOther();
    });
  }

  /** The session of the auction that is shown; null if it has none. */
  get session() {
    return this.#state?.session ?? null;
  }

  /**
   * Shows an auction and follows it; null shows none.
   * @param unasked whether the page chose the auction: for a moment, a click may still be meant for the one before
   */
  open(id, unasked = false) {
    if (id === this.#id)
      return;
    this.#id = id;
    clearTimeout(this.#settle);
    this.#unasked = unasked;
    byId('bid-bar').inert = unasked;
    if (unasked && byId('lot-card').contains(document.activeElement))
      byId('lot').focus({ preventScroll: true });
    this.#state = null;
    clearTimeout(this.#tick);
    clearTimeout(this.#again);
    this.#bidding.forget();
    showOutcome(null);
    say(byId('spoken'), '');
    byId('other-amount').value = '';
    say(byId('other-problem'), '');
    byId('up-to').checked = false;
    byId('lot-card').hidden = true;
    if (id === null) {
      document.title = 'Auctions';
      this.nothing('Pick an auction', 'Its price, its clock and every bid appear here as they happen.');
      this.#live.unwatch('auction');
      return;
    }
    this.nothing('One moment…', '');
    this.#live.watch('auction', id, () => this.#state?.seq ?? null);
    this.#read();
  }

  /** A message of the live connection. */
  receive(message) {
    const about = message.type === 'snapshot' ? message.auction.id : message.auction;
    if (about !== this.#id)
      return;
    if (message.type === 'rejected')
      this.#bidding.settle(message.command, 'rejected', message.reason);
    if (!this.#state) {
      if (message.type === 'snapshot')
        this.#become(fromView(message.auction));
      return;
    }

    const before = this.#state;
    const { state, missed } = apply(before, message);
    if (missed)
      return this.#live.resume('auction');
    if (state !== before)
      this.#become(state);
    if (message.type === 'snapshot')
      this.#readHistory();
    else if (state.seq > before.seq)
      this.#happened(before, message);
  }

  /** Says why no auction is shown. */
  nothing(title, text) {
    byId('nothing').hidden = false;
    say(byId('nothing-title'), title);
    say(byId('nothing-text'), text);
  }

  /** Shows everything again, after the visitor has changed. */
  refresh() {
    if (this.#state)
      this.#become(this.#state);
  }

  async #read() {
    clearTimeout(this.#again);
    const id = this.#id;
    try {
      const view = await this.#api.auction(id);
      if (id !== this.#id)
        return;
      this.#become(fromView(view, this.#state));
      await this.#readHistory();
    } catch (problem) {
      if (id !== this.#id)
        return;
      if (problem.status === 404)
        return this.nothing('There is no such auction', 'It may have been at another address, or on another day.');
      if (!this.#state)
        this.nothing('This auction can\'t be shown now', `${problem.message} It is tried again by itself.`);
      this.#readAgain();
    }
  }

  async #readHistory() {
    const id = this.#id;
    try {
      const bids = await this.#api.bids(id, Math.max(0, this.#state.seq - historyLength), historyLength);
      if (id === this.#id)
        this.#become(withBids(this.#state, bids));
    } catch {
      // New bids still appear; the next snapshot reads the earlier ones again.
    }
  }

  #become(state) {
    const first = this.#state === null;
    this.#state = at(state, serverNow());
    if (first && this.#unasked) {
      say(byId('spoken'), `Lot ${state.lot}: ${state.title}.`);
      this.#settle = setTimeout(() => { byId('bid-bar').inert = false; }, settleMs);
    }
    byId('nothing').hidden = true;
    byId('lot-card').hidden = false;
    show(this.#state, visitor(), this.#bidding.busy);
    this.#onChange(this.#state);
    this.#keepTime();
  }

  #happened(before, message) {
    const user = visitor()?.user;
    if (message.type === 'raised') {
      this.#bidding.settle(message.command, 'raised');
      const price = money(message.price, this.#state.currency);
      if (user && before.leader === user && message.leader !== user)
        this.#outcome({ kind: 'outbid', text: `${message.leader} outbid you at ${price}.` });
      say(byId('spoken'), message.leader === user ? `You lead at ${price}.` : `${message.leader} leads at ${price}.`);
    }
    if (message.type === 'voided')
      this.#outcome({ kind: 'outbid', text: `The auctioneer voided a bid: ${message.reason}` });
    if (message.type === 'extended')
      say(byId('spoken'), message.reason === 'outage' ? 'The house was away. The auction closes later.' : 'The auction closes later.');
    if (message.type === 'paused' && message.reason === 'outage')
      say(byId('spoken'), 'The house was away. The auction is paused until the auctioneer decides.');
    if (message.type === 'hammered')
      say(byId('spoken'), 'The hammer fell. Bidding is over.');
    if (message.type === 'closed')
      this.#closed(message, user);
  }

  #closed(message, user) {
    const price = money(this.#state.price, this.#state.currency);
    say(byId('spoken'), message.winner ? `Closed. Sold to ${message.winner} for ${price}.` : 'Closed without a sale.');
    if (user && message.winner === user)
      this.#outcome({ kind: 'accepted', text: `You won, for ${price}.` });
    else if (user && this.#state.history.some(bid => bid.bidder === user))
      this.#outcome({ kind: 'rejected', text: 'Closed. Somebody else won this time.' });
  }

  #bid(amount, upTo = false) {
    const state = this.#state;
    if (!state || amount === undefined)
      return;
    const { can, signIn, leads } = offer(state, visitor(), this.#bidding.busy);
    if (signIn)
      this.#signIn();
    else if (can || (leads && upTo))
      this.#bidding.raise(state.id, amount, upTo);
  }

  async #act(action) {
    if (!action || (action === 'cancel' && !confirm('Call this auction off? Nobody will win it.')))
      return;
    try {
      await this.#api.act(this.#id, action);
    } catch (problem) {
      this.#outcome({ kind: 'error', text: problem.message });
    }
  }

  #bidOther() {
    const field = byId('other-amount');
    const amount = amountFrom(field.value);
    say(byId('other-problem'), amount === null ? 'Write an amount above 0, such as 1250.50.' : '');
    field.setAttribute('aria-invalid', String(amount === null));
    if (amount === null)
      return field.focus();
    field.value = '';
    this.#bid(amount, byId('up-to').checked);
    byId('up-to').checked = false;
  }

  #outcome(outcome) {
    showOutcome(outcome);
    if (this.#state)
      showOffer(this.#state, visitor(), this.#bidding.busy);
    if (outcome.kind === 'signed-out')
      this.#signIn(outcome.text);
  }

  /** Updates the clock at the end of each second, and reads an auction again whose time is up. */
  #keepTime() {
    clearTimeout(this.#tick);
    if (this.#state.status === 'closing')
      return this.#readAgain();
    const left = leftMs(this.#state);
    if (left === null)
      return;
    if (at(this.#state, serverNow()) !== this.#state)
      return this.#become(this.#state);
    showTime(this.#state);
    showOffer(this.#state, visitor(), this.#bidding.busy);
    const seconds = Math.ceil(left / 1000);
    if (this.#state.status === 'open' && (seconds === 60 || seconds === 10))
      say(byId('spoken'), `${spokenTime(left)} left.`);
    if (left > 0)
      this.#tick = setTimeout(() => this.#keepTime(), left > 1000 ? left % 1000 || 1000 : left);
    else
      this.#readAgain();
  }

  #readAgain() {
    clearTimeout(this.#again);
    this.#again = setTimeout(() => this.#read(), readAgainMs);
  }
}
