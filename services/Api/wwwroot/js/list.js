// The list of auctions. It is read every few seconds; the auction that is watched tells its own row at once.

import { serverNow } from './clock.js';
import { byId, make, say } from './dom.js';
import { countdown, dayAndTime, money } from './format.js';
import { status } from './words.js';

const readEveryMs = 5_000;
const groups = { open: 'open', paused: 'open', scheduled: 'scheduled', closed: 'over', cancelled: 'over' };

export class List {
  #api;
  #views = new Map();
  #order = [];
  #cards = new Map();
  #current = null;
  #timer = null;

  constructor(api) {
    this.#api = api;
    document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && this.read());
    setInterval(() => this.#showTimes(), 1_000);
  }

  async read() {
    clearTimeout(this.#timer);
    try {
      const views = await this.#api.auctions();
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

  /** What the live connection says of an auction. */
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

  /** Marks the auction that is looked at. */
  select(id) {
    this.#current = id;
    for (const [cardId, card] of this.#cards)
      this.#mark(cardId, card);
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
      card = { item: make('li'), link: make('a', 'card'), title: make('span', 'card-title'), price: make('span', 'card-price'), note: make('span', 'card-note'), time: make('span', 'card-time') };
      card.link.href = `#/auctions/${encodeURIComponent(view.id)}`;
      const [upper, lower] = [make('span', 'card-row'), make('span', 'card-row')];
      upper.append(card.title, card.price);
      lower.append(card.note, card.time);
      card.link.append(upper, lower);
      card.item.append(card.link);
      this.#cards.set(view.id, card);
      this.#mark(view.id, card);
    }
    card.link.dataset.status = view.status;
    say(card.title, view.title);
    say(card.price, money(view.price, view.currency));
    say(card.note, noteOf(view));
    say(card.time, timeOf(view));
    return card;
  }

  #showTimes() {
    for (const [id, card] of this.#cards) {
      const view = this.#views.get(id);
      if (!view)
        continue;
      say(card.time, timeOf(view));
      card.time.classList.toggle('soon', view.status === 'open' && Date.parse(view.closesAt) - serverNow() < 60_000);
    }
  }

  #mark(id, { link }) {
    if (id === this.#current)
      link.setAttribute('aria-current', 'page');
    else
      link.removeAttribute('aria-current');
  }
}

function noteOf(view) {
  if (view.status === 'closed')
    return view.winner ? `won by ${view.winner}` : 'not sold';
  if (view.status === 'cancelled')
    return 'called off';
  if (view.bids === 0)
    return 'no bids yet';
  return view.bids === 1 ? '1 bid' : `${view.bids} bids`;
}

function timeOf(view) {
  if (view.status === 'open') {
    const left = Date.parse(view.closesAt) - serverNow();
    return left > 0 ? countdown(left) : 'closing';
  }
  if (view.status === 'scheduled')
    return dayAndTime(view.opensAt);
  return status(view.status);
}
