// The list of what is for sale: single auctions, and sessions. It is read every few seconds; the row of the auction that
// is watched changes at once.

import { statusOf } from './auction-state.js';
import { closesIn, makeCard, markCard, showCard } from './card.js';
import { serverNow } from './clock.js';
import { byId, say } from './dom.js';
import { dayAndTime, money } from './format.js';
import { status } from './words.js';

const readEveryMs = 5_000;
const groups = { open: 'open', paused: 'open', closing: 'open', scheduled: 'scheduled', closed: 'over', cancelled: 'over' };

export class List {
  #api;
  #views = new Map();
  #order = [];
  #cards = new Map();
  #current = null;
  #timer = null;
  #isShown = true;

  constructor(api) {
    this.#api = api;
    document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && this.read());
    setInterval(() => this.#isShown && this.#cards.forEach((_, id) => this.#showCard(this.#views.get(id))), 1_000);
  }

  /** Reads the list now, and then every few seconds. */
  async read() {
    clearTimeout(this.#timer);
    if (!this.#isShown)
      return;
    try {
      const [sessions, auctions] = await Promise.all([this.#api.sessions(), this.#api.auctions()]);
      const views = [...sessions, ...auctions].map(view => ({ ...view, status: statusOf(view) }));
      this.#order = views.map(view => view.id);
      // The watched auction may be ahead of the list.
      this.#views = new Map(views.map(view => {
        const known = this.#views.get(view.id);
        return [view.id, known && known.seq > view.seq ? known : view];
      }));
      this.#show();
      say(byId('list-note'), views.length === 0 ? 'No auctions yet. Sign in and open the first.' : '');
    } catch (problem) {
      say(byId('list-note'), `The list can't be read now: ${problem.message}`);
    }
    if (document.visibilityState === 'visible')
      this.#timer = setTimeout(() => this.read(), readEveryMs);
  }

  /** Updates an auction from the live connection. */
  learn(view) {
    const known = this.#views.get(view.id);
    if (!known || known.seq > view.seq)
      return;
    this.#views.set(view.id, view);
    if (groups[known.status] === groups[view.status])
      this.#showCard(view);
    else
      this.#show();
  }

  /** Shows the list and marks the auction that is shown, if there is one. */
  select(id) {
    this.#current = id;
    this.#cards.forEach((card, cardId) => markCard(card, cardId === id));
    this.#isShown = true;
    this.read();
  }

  /** Stops reading while a session is shown in the list's place. */
  hide() {
    this.#isShown = false;
    clearTimeout(this.#timer);
  }

  #show() {
    const views = this.#order.map(id => this.#views.get(id));
    for (const id of [...this.#cards.keys()].filter(id => !this.#views.has(id))) {
      this.#cards.get(id).item.remove();
      this.#cards.delete(id);
    }
    for (const group of ['open', 'scheduled', 'over']) {
      const section = byId(`group-${group}`);
      const list = section.querySelector('ul');
      const members = views.filter(view => (groups[view.status] ?? 'over') === group);
      section.hidden = members.length === 0;
      members.forEach((view, at) => {
        const { item } = this.#showCard(view);
        if (list.children[at] !== item)
          list.insertBefore(item, list.children[at] ?? null);
      });
    }
  }

  #showCard(view) {
    let card = this.#cards.get(view.id);
    if (!card) {
      card = makeCard(`#/${isSession(view) ? 'sessions' : 'auctions'}/${encodeURIComponent(view.id)}`);
      this.#cards.set(view.id, card);
      markCard(card, view.id === this.#current);
    }
    showCard(card, isSession(view) ? ofSession(view) : ofAuction(view));
    return card;
  }
}

const isSession = view => view.lots !== undefined;

const ofSession = view => ({
  status: view.status,
  title: view.title,
  price: view.lots === 1 ? '1 lot' : `${view.lots} lots`,
  note: view.status === 'closed' ? `${view.sold} sold` : view.lot ? `lot ${view.lot} is on` : `sold by ${view.seller}`,
  time: timeOf(view),
});

const ofAuction = view => ({
  status: view.status,
  title: view.title,
  price: money(view.price, view.currency),
  note: noteOf(view),
  ...(['open', 'closing'].includes(view.status) ? closesIn(view, serverNow()) : { time: timeOf(view) }),
});

function noteOf(view) {
  if (view.status === 'closed')
    return view.winner ? `won by ${view.winner}` : 'not sold';
  if (view.status === 'cancelled')
    return 'called off';
  if (view.bids === 0)
    return 'no bids yet';
  return view.bids === 1 ? '1 bid' : `${view.bids} bids`;
}

const timeOf = view => view.status === 'scheduled' ? dayAndTime(view.opensAt) : status(view.status);
