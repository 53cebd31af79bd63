// The forms with which a seller creates an auction or a session of lots.

import * as api from './api.js';
import { serverNow } from './clock.js';
import { byId } from './dom.js';
import { amountFrom } from './json.js';
import { startCreateForm } from './create-form.js';

const isWhole = text => /^\d{1,6}$/.test(text.trim()) && Number(text) > 0;
const seconds = number => new Date(number * 1000).toISOString().slice(11, 19);

function checkTitle(problems, title) {
  if (!title.trim())
    problems.title = 'A title.';
}

function checkCurrency(problems, currency) {
  if (!/^[A-Za-z]{3}$/.test(currency.trim()))
    problems.currency = 'Three letters.';
}

function checkAuction({ title, startingPrice, currency, minutes }) {
  const problems = {};
  checkTitle(problems, title);
  if (amountFrom(startingPrice) === null)
    problems.startingPrice = 'An amount above 0.';
  checkCurrency(problems, currency);
  if (!isWhole(minutes))
    problems.closesAt = 'A whole number, 1 or more.';
  return problems;
}

const auctionOf = ({ title, startingPrice, currency, minutes }) => ({
  title: title.trim(),
  currency: currency.trim().toUpperCase(),
  startingPrice: amountFrom(startingPrice),
  closesAt: new Date(serverNow() + Number(minutes) * 60_000).toISOString(),
});

/** The lots of a text, one a line: a title and, after the last blank, the starting price. */
const lotsOf = text => text.split('\n').filter(line => line.trim()).map(line => {
  const [, title = '', price = ''] = /^\s*(.*\S)\s+(\S+)\s*$/.exec(line) ?? [];
  return { title, startingPrice: amountFrom(price) };
});

function checkSession({ title, minutes, gap, currency, lots }) {
  const problems = {};
  checkTitle(problems, title);
  if (!isWhole(minutes) || Number(minutes) >= 1440)
    problems.duration = 'A whole number, 1 or more, below a day.';
  if (!/^\d{1,4}$/.test(gap.trim()))
    problems.gap = 'A whole number, 0 or more.';
  checkCurrency(problems, currency);
  // With a blank in a price, the first digits of the price would become part of the title.
  const wrong = lotsOf(lots).findIndex(lot => lot.startingPrice === null || (/\s\d{1,3}$/.test(lot.title) && /^\d{3}$/.test(lot.startingPrice)));
  if (!lots.trim())
    problems.lots = 'At least one lot.';
  else if (wrong >= 0)
    problems.lots = `Lot ${wrong + 1} has no starting price: write a title, a blank and an amount above 0, such as 1200.50.`;
  return problems;
}

const sessionOf = ({ title, minutes, gap, currency, lots }) => ({
  title: title.trim(),
  gap: seconds(Number(gap)),
  duration: seconds(Number(minutes) * 60),
  currency: currency.trim().toUpperCase(),
  lots: lotsOf(lots),
});

/** Wires both forms. */
export function startCreate() {
  const openAuction = startCreateForm({
    dialog: byId('create-dialog'),
    check: checkAuction,
    terms: auctionOf,
    create: api.create,
    onCreated: view => { location.hash = `#/auctions/${encodeURIComponent(view.id)}`; },
  });
  const openSession = startCreateForm({
    dialog: byId('create-session-dialog'),
    check: checkSession,
    terms: sessionOf,
    create: api.createSession,
    fieldOf: field => /^lots/.test(field) ? 'lots' : field,
    onCreated: view => { location.hash = `#/sessions/${encodeURIComponent(view.id)}`; },
  });
  byId('new-auction').addEventListener('click', openAuction);
  byId('several-lots').addEventListener('click', () => {
    byId('create-dialog').close();
    openSession();
  });
}
