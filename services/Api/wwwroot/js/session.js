// One session, live: reads it, and shows the current lot or the one that the visitor chose.

import { serverNow } from './clock.js';
import { byId } from './dom.js';
import { apply, fromView, lotOn, lotsAt, withLive } from './session-state.js';
import { showSession } from './session-view.js';
import { visitor } from './visitor.js';

const readAgainMs = 1_500;

export class Session {
  #api;
  #live;
  #auction;
  #id = null;
  #chosen = null;
  #state = null;
  #again = null;

  /** @param auction shows the lot */
  constructor({ api, live, auction }) {
    this.#api = api;
    this.#live = live;
    this.#auction = auction;
    setInterval(() => this.#follow(), 250);
  }

  /** Shows a session: the lot with the chosen number or, if that is null, always the current one. */
  open(id, chosen) {
    this.#chosen = chosen;
    if (id === this.#id)
      return this.#follow(true);
    this.#id = id;
    this.#state = null;
    byId('session').hidden = true;
    // A lot that is already shown stays while its session is read.
    if (this.#auction.session !== id) {
      this.#auction.open(null);
      this.#auction.nothing('One moment…', '');
    }
    this.#live.watch('session', id, () => this.#state?.seq ?? null);
    this.#read();
  }

  /** Shows no session. */
  close() {
    this.#id = null;
    this.#state = null;
    clearTimeout(this.#again);
    this.#live.unwatch('session');
  }

  /** A message of the live connection about a session. */
  receive(message) {
    const about = message.type === 'snapshot' ? message.session.id : message.session;
    if (about !== this.#id)
      return;
    if (!this.#state) {
      if (message.type === 'snapshot')
        this.#become(fromView(message.session));
      return;
    }
    const { state, missed } = apply(this.#state, message);
    if (missed)
      this.#live.resume('session');
    else
      this.#become(state);
  }

  /** Updates the state of the auction that is watched, which is usually one of the lots. */
  learn(auction) {
    if (!this.#state || auction.session !== this.#id)
      return;
    this.#state = withLive(this.#state, auction);
    this.#show();
  }

  async #read() {
    clearTimeout(this.#again);
    const id = this.#id;
    try {
      const view = await this.#api.session(id);
      if (id === this.#id)
        this.#become(fromView(view, this.#state));
    } catch (problem) {
      if (id !== this.#id)
        return;
      if (problem.status === 404) {
        this.#auction.open(null);
        return this.#auction.nothing('There is no such sale', 'It may have been at another address, or on another day.');
      }
      if (!this.#state)
        this.#auction.nothing('This sale can\'t be shown now', `${problem.message} It is tried again by itself.`);
      this.#again = setTimeout(() => this.#read(), readAgainMs);
    }
  }

  #become(state) {
    const first = this.#state === null;
    this.#state = state;
    this.#follow(first);
  }

  /** Shows the session and its lot. @param asked whether the visitor has just chosen that lot */
  #follow(asked = false) {
    if (!this.#state)
      return;
    const lot = this.#show();
    if (lot)
      return this.#auction.open(lot.auction, !asked);
    this.#auction.open(null);
    this.#auction.nothing('There is no such lot', `This sale has ${this.#state.lots.length}.`);
  }

  #show() {
    const now = serverNow();
    const lots = lotsAt(this.#state, now);
    const on = lotOn(lots, now);
    const shown = this.#chosen === null ? on : lots.find(lot => lot.lot === this.#chosen);
    showSession(this.#state, lots, { now, on, shown, follows: this.#chosen === null, user: visitor()?.user ?? null });
    return shown;
  }
}
