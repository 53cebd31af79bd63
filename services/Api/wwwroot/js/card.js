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

/** The time left of something that is open or closing, and whether that is less than a minute. */
export function closesIn({ closesAt, status }, now) {
  const left = status === 'closing' ? 0 : Date.parse(closesAt) - now;
  return { time: left > 0 ? countdown(left) : 'closing', soon: left < 60_000 };
}

/** Shows the texts and the status, and whether there is little time left (`soon`). */
export function showCard(card, { status, title, price, note, time, soon = false }) {
  card.link.dataset.status = status;
  say(card.title, title);
  say(card.price, price);
  say(card.note, note);
  say(card.time, time);
  card.time.classList.toggle('soon', soon);
}

/** Marks or unmarks a card as the current one. */
export function markCard({ link }, current) {
  if (current)
    link.setAttribute('aria-current', 'page');
  else
    link.removeAttribute('aria-current');
}
