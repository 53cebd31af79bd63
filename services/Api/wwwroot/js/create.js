import * as api from './api.js';
import { serverNow } from './clock.js';
import { byId, say } from './dom.js';
import { amountFrom } from './json.js';
import { newKey } from './key.js';

const dialog = byId('create-dialog');
const form = byId('create-form');
let wish = null;

function showProblems(problems) {
  for (const field of form.querySelectorAll('.field')) {
    const problem = problems[field.dataset.field];
    say(field.querySelector('.problem'), problem ?? '');
    field.querySelector('input').setAttribute('aria-invalid', String(problem !== undefined));
  }
  const first = form.querySelector('[aria-invalid=true]');
  first?.focus();
  return first !== null;
}

function check({ title, startingPrice, currency, minutes }) {
  const problems = {};
  if (!title.trim())
    problems.title = 'What is it?';
  if (amountFrom(startingPrice) === null)
    problems.startingPrice = 'An amount above 0.';
  if (!/^[A-Za-z]{3}$/.test(currency.trim()))
    problems.currency = 'Three letters.';
  if (!/^\d{1,6}$/.test(minutes.trim()) || Number(minutes) < 1)
    problems.closesAt = 'A whole number, 1 or more.';
  return problems;
}

async function submit() {
  const fields = Object.fromEntries(new FormData(form));
  say(byId('create-problem'), '');
  if (showProblems(check(fields)))
    return;
  const button = form.querySelector('[type=submit]');
  button.disabled = true;
  try {
    // What nobody answered, sent again unchanged, makes the same auction.
    wish ??= {
      key: newKey(),
      terms: {
        title: fields.title.trim(),
        currency: fields.currency.trim().toUpperCase(),
        startingPrice: amountFrom(fields.startingPrice),
        closesAt: new Date(serverNow() + Number(fields.minutes) * 60_000).toISOString(),
      },
    };
    const view = await api.create(wish.terms, wish.key);
    wish = null;
    dialog.close();
    byId('create-name').value = '';
    location.hash = `#/auctions/${encodeURIComponent(view.id)}`;
  } catch (problem) {
    if (problem.status >= 400 && problem.status < 500)
      wish = null;
    const named = Object.fromEntries(Object.entries(problem.fields).map(([field, words]) => [field, [words].flat().join('; ')]));
    if (!showProblems(named))
      say(byId('create-problem'), problem.status === 403 ? 'You are not signed in as a seller.' : problem.message);
  } finally {
    button.disabled = false;
  }
}

/** Wires the form for a new auction. */
export function startCreate() {
  byId('new-auction').addEventListener('click', () => {
    wish = null;
    showProblems({});
    say(byId('create-problem'), '');
    dialog.showModal();
    byId('create-name').focus();
  });
  form.addEventListener('input', () => { wish = null; });
  form.addEventListener('submit', event => {
    event.preventDefault();
    submit();
  });
}
