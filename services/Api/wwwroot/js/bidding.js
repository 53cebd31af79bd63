// A bid from the click to its outcome. It keeps its key until the server has answered, so that sending it again can't bid
// twice. Its outcome comes over the live connection or, if that is broken, from polling.

import { Problem } from './api.js';
import { newKey } from './key.js';
import { reason } from './words.js';

const tries = 6;
const firstWaitMs = 300;
const askAfterMs = 1_500;
const askFor = 20;

const wait = ms => new Promise(resolve => setTimeout(resolve, ms));

export class Bidding {
  #api;
  #onOutcome;
  #unanswered = null;
  #pending = null;
  #settled = new Map();

  /** @param onOutcome is called with {kind, text, amount}; kind is pending, accepted, rejected, outbid, error or signed-out */
  constructor(api, onOutcome) {
    this.#api = api;
    this.#onOutcome = onOutcome;
  }

  get busy() {
    return this.#pending !== null;
  }

  /** Stops showing outcomes, after the visitor has turned to another auction. */
  forget() {
    this.#pending = null;
    this.#unanswered = null;
    this.#settled.clear();
  }

  /** @param upTo whether the amount is a maximum, up to which the house bids for the visitor */
  async raise(auction, amount, upTo = false) {
    // A bid without an answer, made again, is the same bid.
    const before = this.#unanswered;
    const same = before?.auction === auction && before.amount === amount && before.upTo === upTo;
    const bid = same ? before : { auction, amount, upTo, key: newKey() };
    this.#pending = bid;
    this.#unanswered = bid;
    this.#tell(bid, 'pending', 'Sending your bid…');
    try {
      bid.command = await this.#send(bid);
    } catch (problem) {
      this.#refused(bid, problem);
      return;
    }
    if (this.#unanswered === bid)
      this.#unanswered = null;
    if (this.#settled.has(bid.command))
      this.settle(bid.command, ...this.#settled.get(bid.command));
    else
      this.#ask(bid);
  }

  /** Reports the outcome of any command: the message may arrive before the answer that names the visitor's own command. */
  settle(command, kind, slug = null) {
    const bid = this.#pending;
    if (!bid || bid.command !== command) {
      this.#settled.set(command, [kind, slug]);
      if (this.#settled.size > 200)
        this.#settled.delete(this.#settled.keys().next().value);
      return;
    }
    this.#pending = null;
    if (kind === 'raised')
      this.#onOutcome({ kind: 'accepted', text: bid.upTo ? 'Your maximum was accepted.' : 'Your bid was accepted.', amount: bid.amount });
    else
      this.#onOutcome({ kind: 'rejected', text: reason(slug ?? 'unknown'), amount: bid.amount });
  }

  async #send(bid) {
    for (let tried = 1; ; tried++) {
      try {
        return await this.#api.raise(bid.auction, bid.upTo ? { maximum: bid.amount } : { amount: bid.amount }, bid.key);
      } catch (problem) {
        const again = [0, 429, 502, 503, 504].includes(problem.status);
        if (!again || tried === tries || this.#pending !== bid)
          throw problem;
        this.#tell(bid, 'pending', 'The server is busy; sending your bid again…');
        const most = firstWaitMs * 2 ** (tried - 1);
        await wait(Math.max(problem.retryAfterMs ?? 0, most / 2 + Math.random() * most / 2));
      }
    }
  }

  #refused(bid, problem) {
    const unsure = problem instanceof Problem && (problem.status === 0 || problem.status >= 502);
    if (this.#unanswered === bid && !unsure)
      this.#unanswered = null;
    if (this.#pending !== bid)
      return;
    this.#pending = null;
    if (problem.status === 401)
      this.#onOutcome({ kind: 'signed-out', text: 'Your sign-in has ended. Sign in again to bid.', amount: bid.amount });
    else if (problem.status === 403)
      this.#onOutcome({ kind: 'error', text: 'You are not signed in as a bidder.', amount: bid.amount });
    else if (unsure)
      this.#onOutcome({ kind: 'error', text: 'No answer yet. Bid again: the bid counts only once.', amount: bid.amount });
    else
      this.#onOutcome({ kind: 'error', text: problem.message, amount: bid.amount });
  }

  async #ask(bid) {
    this.#tell(bid, 'pending', 'Your bid is in. Waiting for the outcome…');
    for (let asked = 0; asked < askFor; asked++) {
      await wait(askAfterMs);
      if (this.#pending !== bid)
        return;
      try {
        const { status, reason: slug } = await this.#api.command(bid.command);
        if (status !== 'pending')
          return this.settle(bid.command, status, slug);
      } catch {
        // The next round asks again; the live connection may be faster.
      }
    }
    if (this.#pending !== bid)
      return;
    this.#pending = null;
    this.#onOutcome({ kind: 'error', text: 'Your bid is in, but its outcome is not known yet. The list of bids will show it.', amount: bid.amount });
  }

  #tell(bid, kind, text) {
    if (this.#pending === bid)
      this.#onOutcome({ kind, text, amount: bid.amount });
  }
}
