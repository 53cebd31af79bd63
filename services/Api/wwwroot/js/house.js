// The whole house, for admins: what runs, what is left to do, which alerts fire, and what can be done about it. It is read every
// few seconds while it is seen. Who watches is told by the live connection, which counts this page among the watchers.

import { Problem } from './api.js';
import { confirmed } from './confirm.js';
import { DeadLetters } from './dead-letters.js';
import { byId, say } from './dom.js';
import { actions, houseActions, outcomeOf } from './house-actions.js';
import { showHouse, showTimes } from './house-view.js';
import { newKey } from './key.js';
import { visitor } from './visitor.js';

const readEveryMs = 3_000;
// A connection may watch a hundred.
const mostWatched = 50;

export class House {
  #api;
  #live;
  #signIn;
  #letters;
  #isOpen = false;
  #reading = null;
  #timer = null;
  #state = null;
  #problem = null;
  #watched = new Map();

  constructor({ api, live, signIn }) {
    this.#api = api;
    this.#live = live;
    this.#signIn = signIn;
    this.#letters = new DeadLetters(api);
    document.addEventListener('visibilitychange', () => this.#isSeen() ? this.#read() : clearTimeout(this.#timer));
    setInterval(() => this.#isSeen() && this.#state && showTimes(this.#state, this.#problem), 1_000);
    byId('house-all').addEventListener('click', event => this.#actOnAll(event.target.dataset.house));
    byId('house-auctions').addEventListener('click', event => this.#act(event.target.closest('button')));
  }

  /** Shows the house, and reads it every few seconds. */
  open() {
    this.#isOpen = true;
    byId('house').hidden = false;
    document.title = 'The house · Auctions';
    this.#outcome('none', '');
    this.refresh();
  }

  /** Shows the house no longer. */
  close() {
    if (!this.#isOpen)
      return;
    this.#isOpen = false;
    byId('house').hidden = true;
    this.#forget();
  }

  /** Reads everything again, after the visitor has changed. */
  refresh() {
    if (!this.#isOpen)
      return;
    this.#forget();
    if (visitor()?.roles.includes('admin'))
      return void this.#read();
    this.#show('Only an admin sees the house. Sign in as one.');
    if (!visitor())
      this.#signIn();
  }

  /** Takes the messages of the live connection while the house is shown; returns whether it is. */
  receive(message) {
    if (this.#isOpen && message.type === 'presence' && this.#watched.has(message.auction)) {
      this.#watched.set(message.auction, message.watching);
      this.#show(this.#problem);
    }
    return this.#isOpen;
  }

  #isSeen() {
    return this.#isOpen && document.visibilityState === 'visible' && visitor()?.roles.includes('admin') === true;
  }

  #forget() {
    clearTimeout(this.#timer);
    this.#state = null;
    this.#problem = null;
    this.#reading = null;
    this.#watch([]);
    this.#letters.forget();
    this.#show(null);
  }

  async #read() {
    clearTimeout(this.#timer);
    if (!this.#isSeen() || this.#reading)
      return;
    const reading = this.#reading = {};
    let problem = null;
    try {
      const [state] = await Promise.all([this.#api.house(), this.#letters.read()]);
      if (reading !== this.#reading)
        return;
      this.#state = state;
      this.#watch(state.auctions.filter(line => line.auction.status !== 'scheduled').slice(0, mostWatched).map(line => line.auction));
    } catch (failure) {
      if (reading !== this.#reading)
        return;
      problem = failure;
    }
    this.#reading = null;
    if (problem?.status === 401)
      this.#signIn('Your sign-in has ended. Sign in again to see the house.');
    this.#show(problem && `The house can't be read now: ${problem.message}`);
    if (this.#isSeen() && problem?.status !== 401)
      this.#timer = setTimeout(() => this.#read(), readEveryMs);
  }

  #show(problem) {
    this.#problem = problem;
    const box = byId('house-problem');
    box.dataset.kind = problem ? 'error' : 'none';
    say(box, problem ?? '');
    byId('house-body').hidden = byId('house-all').hidden = this.#state === null;
    if (this.#state)
      showHouse(this.#state, this.#watched);
    else
      say(byId('house-fresh'), problem ? '' : 'Reading…');
    if (this.#state)
      showTimes(this.#state, problem);
  }

  #watch(auctions) {
    const ids = new Set(auctions.map(auction => auction.id));
    for (const id of [...this.#watched.keys()].filter(id => !ids.has(id))) {
      this.#watched.delete(id);
      this.#live.unwatch(`house ${id}`);
    }
    for (const { id } of auctions.filter(auction => !this.#watched.has(auction.id))) {
      this.#watched.set(id, null);
      // With a seq, events alone are sent and no snapshot. The page shows none of them.
      const seqOf = () => this.#state?.auctions.find(line => line.auction.id === id)?.auction.seq ?? null;
      this.#live.watch(`house ${id}`, id, seqOf, 'auction');
    }
  }

  async #actOnAll(name) {
    const action = houseActions[name];
    if (!action || !await confirmed(action.title, action.text, action.verb))
      return;
    await this.#carryOut(action.verb, async key => {
      const { accepted, failed } = await this.#api.actOnHouse(name, key);
      const done = `${accepted.length} ${accepted.length === 1 ? 'auction' : 'auctions'} ${action.done}.`;
      const left = failed.map(({ auction, reason: slug }) => `${auction} (${slug})`).join(', ');
      return failed.length === 0 ? done : { problem: `${done} Left as they were: ${left}. Send it again.` };
    });
  }

  async #act(button) {
    const action = actions[button?.dataset.act];
    const line = this.#state?.auctions.find(({ auction }) => auction.id === button?.dataset.auction);
    if (!action || !line || !await confirmed(`${action.verb}: ${line.auction.title}`, action.text, action.verb))
      return;
    await this.#carryOut(`${line.auction.title}: ${action.verb}`, async key => {
      const { command } = await action.send(this.#api, line.auction.id, key);
      return outcomeOf(this.#api, command, `${line.auction.title}: ${action.done}.`);
    });
    // The button may be gone, and with it the focus.
    if (document.activeElement === document.body)
      byId('house').focus({ preventScroll: true });
  }

  async #carryOut(what, send) {
    this.#outcome('pending', `${what}…`);
    try {
      const done = await send(newKey());
      this.#outcome(done.problem ? 'error' : 'accepted', done.problem ?? done);
    } catch (problem) {
      if (!(problem instanceof Problem))
        throw problem;
      this.#outcome('error', `${what}: ${problem.message}`);
    }
    this.#read();
  }

  #outcome(kind, text) {
    byId('house-outcome').dataset.kind = kind;
    say(byId('house-outcome'), text);
  }
}
