// One card of a list of things for sale.

import { make, say } from './dom.js';
import { countdown } from './format.js';

/** A new card that leads to an address. */
export function makeCard(address) {
  const card = { item: make('li'), link: make('a', 'card') };
  for (const part of ['title', 'price', 'note', 'time'])
    card[part] = make('span', `card-${part}`);
  const [upper, lower] = [make('span', 'card-row'), make('span', 'card-row')];
  upper.append(card.title, card.price);
  lower.append(card.note, card.time);
  card.link.href = address;
  card.link.append(upper, lower);
  card.item.append(card.link);
  return card;
}

/** Of something that is open: the time left, and whether it is soon up. */
export function closesIn({ closesAt }, now) {
  const left = Date.parse(closesAt) - now;
  return { time: left > 0 ? countdown(left) : 'closing', soon: left < 60_000 };
}

/** Shows what is known: texts, the status, and whether the time is `soon` up. */
export function showCard(card, { status, title, price, note, time, soon = false }) {
  card.link.dataset.status = status;
  say(card.title, title);
  say(card.price, price);
  say(card.note, note);
  say(card.time, time);
  card.time.classList.toggle('soon', soon);
}

/** Marks the card of what is looked at, and no other. */
export function markCard({ link }, current) {
  if (current)
    link.setAttribute('aria-current', 'page');
  else
    link.removeAttribute('aria-current');
}
