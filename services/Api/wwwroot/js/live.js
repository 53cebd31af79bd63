// One WebSocket to one of the live servers, as long as the page is open. When a server refuses the page or sends it away, the page
// goes to the next one at once: a server spreads that over its clients. When a socket breaks, or when every server was tried, the
// page waits first; the wait doubles and has a random part. Each watch is resumed after the last seq seen.

import { parse } from './json.js';

const serviceRestart = 1012;
const firstWaitMs = 250;
const longestWaitMs = 8_000;
const steadyAfterMs = 5_000;

export class Live {
  #servers;
  #token;
  #onMessage;
  #onState;
  #urls = [];
  #at = Math.floor(Math.random() * 1000);
  #failures = 0;
  // The servers that were tried one after the other, none of which the page could stay with.
  #tried = 0;
  #socket = null;
  #timer = null;
  #steady = null;
  #watches = new Map();

  /**
   * @param servers returns the URLs of the live servers
   * @param token returns the token to connect with, or null
   * @param onMessage is called with every message
   * @param onState is called with 'idle', 'connecting', 'live' or 'waiting' (with the ms to wait)
   */
  constructor({ servers, token, onMessage, onState }) {
    this.#servers = servers;
    this.#token = token;
    this.#onMessage = onMessage;
    this.#onState = onState;
    addEventListener('online', () => this.#retryNow());
    document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && this.#retryNow());
  }

  /**
   * Watches an auction or a session. A place has one watch at a time.
   * @param place 'auction' or 'session', or a name for one more watch
   * @param lastSeq returns the last seq seen, or null if there is none
   * @param kind 'auction' or 'session'
   */
  watch(place, id, lastSeq, kind = place) {
    const before = this.#watches.get(place);
    if (before && before.id !== id)
      this.#send({ type: 'unwatch', [before.kind]: before.id });
    this.#watches.set(place, { kind, id, lastSeq });
    if (this.#socket)
      this.#sendWatch(place);
    else if (this.#timer === null)
      this.#connect();
  }

  /** Asks again for the events after the last seq seen, some of which were missed. */
  resume(place) {
    this.#sendWatch(place);
  }

  /** Ends the watch of a place, and the connection with the last one. */
  unwatch(place) {
    const before = this.#watches.get(place);
    if (!before)
      return;
    this.#send({ type: 'unwatch', [before.kind]: before.id });
    this.#watches.delete(place);
    if (this.#watches.size > 0)
      return;
    this.#drop();
    this.#onState('idle');
  }

  /** Connects again, after the visitor has changed. */
  reconnect() {
    this.#drop();
    if (this.#watches.size > 0)
      this.#connect();
  }

  async #connect() {
    this.#timer = null;
    this.#onState('connecting');
    try {
      // Each round asks again, since servers come and go.
      if (this.#urls.length === 0 || this.#tried === 0)
        this.#urls = await this.#servers();
    } catch {
      // The servers of the last round may still be there.
    }
    if (this.#watches.size === 0 || this.#socket)
      return;
    if (this.#urls.length === 0)
      return this.#wait();

    let socket;
    try {
      const token = this.#token();
      socket = new WebSocket(this.#urls[this.#at % this.#urls.length], token ? [`bearer.${token}`] : []);
    } catch {
      return this.#wait();
    }
    this.#socket = socket;
    let wasOpen = false;
    socket.onopen = () => {
      if (socket !== this.#socket)
        return;
      wasOpen = true;
      this.#onState('live');
      this.#steady = setTimeout(() => { this.#failures = this.#tried = 0; }, steadyAfterMs);
      this.#watches.forEach((_, place) => this.#sendWatch(place));
    };
    socket.onmessage = frame => socket === this.#socket && this.#receive(parse(frame.data));
    socket.onclose = ({ code }) => socket === this.#socket && this.#leave(!wasOpen || code === serviceRestart);
  }

  #receive(message) {
    // The server closes after this, but the close may be late.
    if (message.type === 'error' && message.reason === 'stream-interrupted')
      this.#leave(true);
    else
      this.#onMessage(message);
  }

  #leave(atOnce) {
    this.#drop();
    this.#at++;
    this.#tried = (this.#tried + 1) % this.#urls.length;
    if (atOnce && this.#tried > 0)
      this.#connect();
    else
      this.#wait();
  }

  #wait() {
    const most = Math.min(longestWaitMs, firstWaitMs * 2 ** this.#failures++);
    const waitMs = most / 2 + Math.random() * most / 2;
    this.#onState('waiting', waitMs);
    this.#timer = setTimeout(() => this.#connect(), waitMs);
  }

  #retryNow() {
    if (this.#timer === null || this.#watches.size === 0)
      return;
    clearTimeout(this.#timer);
    this.#connect();
  }

  #drop() {
    clearTimeout(this.#timer);
    clearTimeout(this.#steady);
    this.#timer = null;
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }

  #sendWatch(place) {
    const { kind, id, lastSeq } = this.#watches.get(place);
    const after = lastSeq();
    this.#send({ type: 'watch', [kind]: id, ...(after === null ? {} : { after }) });
  }

  #send(message) {
    if (this.#socket?.readyState === WebSocket.OPEN)
      this.#socket.send(JSON.stringify(message));
  }
}
