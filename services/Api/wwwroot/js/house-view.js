// Shows the house, given its state. Nodes are changed and not replaced, so that the focus stays where it is.

import { statusOf } from './auction-state.js';
import { makeCard, showCard } from './card.js';
import { serverNow } from './clock.js';
import { byId, make, say } from './dom.js';
import { actions } from './house-actions.js';
import { age, countdown, dayAndTime, durationMs, hourOrDay, timeOfDay } from './format.js';
import { status } from './words.js';

// Workers show every two seconds that they can commit.
const beatIsLateMs = 10_000;

const pauseReasons = { outage: 'after an outage', held: 'at its close', house: 'with all others' };
const rows = new Map();
const sessionCards = new Map();
const figureNodes = new Map();

/** Shows everything but what changes with the clock alone. `watched` has who watches, by auction. */
export function showHouse(house, watched) {
  showAlerts(house.alerts);
  showFigures(house);
  showSessions(house.sessions);
  showAuctions(house, watched);
}

/** Shows what changes with the clock alone. @param problem why the house could not be read again; null where it could */
export function showTimes(house, problem) {
  const readMs = serverNow() - Date.parse(house.figures.at);
  say(byId('house-fresh'), problem ? `These figures are ${age(readMs)} old.` : `Read at ${timeOfDay(house.figures.at)}.`);
  byId('house-fresh').classList.toggle('bad', problem !== null);
  for (const { auction } of house.auctions)
    showTime(rows.get(auction.id), auction);
}

function showAlerts({ isConfigured, problem, items }) {
  const note = byId('house-alerts-note');
  note.classList.toggle('bad', problem !== undefined);
  say(note, problem
    ?? (!isConfigured ? 'No Prometheus is configured here, so alerts are not known.' : items.length === 0 ? 'None fires.' : ''));
  const shown = JSON.stringify(items);
  if (byId('house-alerts').dataset.shown === shown)
    return;
  byId('house-alerts').dataset.shown = shown;
  byId('house-alerts').replaceChildren(...items.map(alertItem));
}

function alertItem(alert) {
  const item = make('li', 'alert');
  item.dataset.severity = alert.severity;
  const head = make('p', 'alert-head');
  head.append(make('span', 'pill', alert.severity ?? 'alert'), make('strong', '', alert.name));
  if (alert.since)
    head.append(make('span', 'alert-since', `since ${hourOrDay(alert.since)}`));
  item.append(head, make('p', '', alert.summary ?? ''));
  if (alert.meaning)
    item.append(make('p', 'alert-meaning', alert.meaning));
  if (alert.runbookUrl) {
    const link = make('a', 'alert-runbook', `Runbook of ${alert.name}`);
    Object.assign(link, { href: alert.runbookUrl, target: '_blank', rel: 'noopener noreferrer' });
    item.append(link);
  } else if (alert.runbook) {
    item.append(make('p', 'alert-meaning', `Runbook: ${alert.runbook}`));
  }
  return item;
}

function showFigures({ figures, beatAt, serverTime }) {
  const beatMs = beatAt ? Date.parse(serverTime) - Date.parse(beatAt) : null;
  const late = durationMs(figures.openingOverdue);
  const open = durationMs(figures.closingOverdue);
  const oldest = durationMs(figures.oldestPending);
  figure('Open', figures.open);
  figure('Paused', figures.paused);
  figure('Opening in 5 min', figures.openingSoon);
  figure('Closing in 5 min', figures.closingSoon);
  figure('Scheduled', figures.scheduled);
  figure('Waiting lots', figures.waiting);
  figure('Participants', figures.participants);
  figure('Pending commands', figures.pending);
  figure('Oldest pending', figures.pending > 0 ? age(oldest) : '–', oldest > 5_000);
  figure('Unpublished events', figures.unpublished);
  figure('Unscheduled commands', figures.unscheduled);
  figure('Opening late by', late > 0 ? age(late) : '–', late > 5_000);
  figure('Closing late by', open > 0 ? age(open) : '–', open > 5_000);
  figure('Workers heard', beatMs === null ? 'never' : `${age(beatMs)} ago`, beatMs === null || beatMs > beatIsLateMs);
}

function figure(name, value, isBad = false) {
  let node = figureNodes.get(name);
  if (!node) {
    const box = make('div');
    node = make('dd');
    box.append(make('dt', '', name), node);
    byId('house-figures').append(box);
    figureNodes.set(name, node);
  }
  say(node, String(value));
  node.classList.toggle('bad', isBad);
}

function showSessions(sessions) {
  say(byId('house-sessions-note'), sessions.length === 0 ? 'No sale runs or is to begin.' : '');
  keep(sessionCards, sessions.map(session => session.id), card => card.item.remove());
  sessions.forEach((session, at) => {
    if (!sessionCards.has(session.id))
      sessionCards.set(session.id, makeCard(`#/sessions/${encodeURIComponent(session.id)}`));
    const card = sessionCards.get(session.id);
    showCard(card, {
      status: session.status,
      title: session.title,
      price: session.lots === 1 ? '1 lot' : `${session.lots} lots`,
      note: session.lot ? `lot ${session.lot} is on · ${session.sold} sold` : `${session.sold} sold`,
      time: session.status === 'scheduled' ? dayAndTime(session.opensAt) : status(session.status),
    });
    place(byId('house-sessions'), card.item, at);
  });
}

function showAuctions({ auctions, unlisted }, watched) {
  say(byId('house-auctions-note'), auctions.length === 0 ? 'None runs.' : unlisted > 0 ? `And ${unlisted} more, which close or open later.` : '');
  keep(rows, auctions.map(line => line.auction.id), row => row.item.remove());
  auctions.forEach((line, at) => {
    if (!rows.has(line.auction.id))
      rows.set(line.auction.id, makeRow(line.auction));
    const row = rows.get(line.auction.id);
    showRow(row, line, watched.get(line.auction.id) ?? null);
    place(byId('house-auctions'), row.item, at);
  });
}

function makeRow(auction) {
  const row = { item: make('li', 'run'), link: make('a', 'run-title'), status: make('span', 'pill'), time: make('span', 'run-time'), facts: make('p', 'run-facts'), late: make('p', 'run-late bad'), buttons: new Map() };
  const address = auction.session ? `sessions/${encodeURIComponent(auction.session)}/${auction.lot}` : `auctions/${encodeURIComponent(auction.id)}`;
  row.link.href = `#/${address}`;
  const head = make('p', 'run-head');
  head.append(row.status, row.link, row.time);
  const bar = make('p', 'run-actions');
  for (const [name, action] of Object.entries(actions)) {
    const button = make('button', 'quiet', action.verb);
    Object.assign(button, { type: 'button' });
    Object.assign(button.dataset, { act: name, auction: auction.id });
    button.setAttribute('aria-label', `${action.verb}: ${auction.title}`);
    row.buttons.set(name, button);
    bar.append(button);
  }
  row.item.append(head, row.facts, row.late, bar);
  return row;
}

function showRow(row, { auction, openingOverdue, closingOverdue, pending, oldestPending, unpublished, unscheduled }, watching) {
  const known = statusOf(auction);
  row.item.dataset.status = known;
  say(row.link, auction.lot ? `Lot ${auction.lot} · ${auction.title}` : auction.title);
  say(row.status, status(known) + (auction.pauseReason ? ` ${pauseReasons[auction.pauseReason] ?? ''}` : '') + (auction.held ? ', held' : ''));
  say(row.facts, [
    `${auction.bids} bids`, `${auction.participants} bidders`,
    ...(watching === null ? [] : [`${watching} watching`]),
    ...(pending > 0 ? [`${pending} pending, the oldest for ${age(durationMs(oldestPending))}`] : []),
    ...(unpublished > 0 ? [`${unpublished} unpublished`] : []),
    ...(unscheduled > 0 ? [`${unscheduled} unscheduled`] : []),
  ].join(' · '));
  const [opens, closes] = [durationMs(openingOverdue), durationMs(closingOverdue)];
  say(row.late, opens > 0 ? `Should have opened ${age(opens)} ago.` : closes > 0 ? `Should have closed ${age(closes)} ago.` : '');
  row.late.hidden = row.late.textContent === '';
  for (const [name, button] of row.buttons)
    button.hidden = !actions[name].can({ ...auction, status: auction.closing ? 'closing' : auction.status });
  showTime(row, auction);
}

function showTime(row, auction) {
  if (!row)
    return;
  const now = serverNow();
  const opens = Date.parse(auction.opensAt) - now;
  const closes = Date.parse(auction.closesAt) - now;
  say(row.time, {
    open: closes > 0 ? `closes in ${countdown(closes)}` : 'closing',
    closed: 'closing',
    scheduled: opens > 0 && opens < 3_600_000 ? `opens in ${countdown(opens)}` : `opens ${hourOrDay(auction.opensAt)}`,
    paused: `was to close ${hourOrDay(auction.closesAt)}`,
  }[auction.status] ?? '');
  row.time.classList.toggle('soon', auction.status === 'open' && closes < 60_000);
}

/** Drops what is in a map and not among the ids. */
function keep(map, ids, drop) {
  for (const id of [...map.keys()].filter(id => !ids.includes(id))) {
    drop(map.get(id));
    map.delete(id);
  }
}

function place(list, item, at) {
  if (list.children[at] !== item)
    list.insertBefore(item, list.children[at] ?? null);
}
