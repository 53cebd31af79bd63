import * as clock from './clock.js';
import { parse, write } from './json.js';
import { visitor } from './visitor.js';

/** An answer that reports a problem. `status` is 0 if there was no answer at all. */
export class Problem extends Error {
  constructor(status, body, retryAfterMs = null) {
    super(body?.detail ?? body?.title ?? (status === 0 ? 'The server cannot be reached.' : `The server answered ${status}.`));
    this.status = status;
    this.type = body?.type ?? '';
    this.fields = body?.errors ?? {};
    this.retryAfterMs = retryAfterMs;
  }
}

async function call(method, path, { body, headers = {}, timeoutMs = 10_000 } = {}) {
  const startedAt = clock.start();
  let answer;
  let text;
  try {
    answer = await fetch(path, {
      method,
      body,
      // A cached answer has an old server time, by which the clock would be set.
      cache: 'no-store',
      signal: AbortSignal.timeout(timeoutMs),
      headers: {
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...(visitor() ? { Authorization: `Bearer ${visitor().token}` } : {}),
        ...headers,
      },
    });
    text = await answer.text();
  } catch {
    throw new Problem(0, null);
  }

  let read = null;
  try {
    read = text ? parse(text) : null;
  } catch {
    // The text is the error page of a proxy; its status says enough.
  }
  if (!answer.ok)
    throw new Problem(answer.status, read, 1000 * Number(answer.headers.get('Retry-After')) || null);
  const serverTime = read?.serverTime ?? read?.items?.[0]?.serverTime;
  if (serverTime)
    clock.learn(serverTime, startedAt);
  return read;
}

const post = (path, body, idempotencyKey) => call('POST', path, { body: write(body), headers: { 'Idempotency-Key': idempotencyKey } });

const at = id => `/auctions/${encodeURIComponent(id)}`;

export const auctions = async () => (await call('GET', '/auctions?lots=false')).items;
export const sessions = async () => (await call('GET', '/sessions')).items;
export const session = id => call('GET', `/sessions/${encodeURIComponent(id)}`);
export const auction = id => call('GET', at(id));
export const bids = async (id, after, limit) => (await call('GET', `${at(id)}/bids?after=${after}&limit=${limit}`)).items;
export const command = id => call('GET', `/commands/${encodeURIComponent(id)}`);
// The page's own address comes last. It too reaches a live server, even if the others can't be reached from here.
export const liveServers = async () => [
  ...(await call('GET', '/live-servers')).urls,
  `${location.origin.replace(/^http/, 'ws')}/live`,
];
export const create = (terms, idempotencyKey) => post('/auctions', terms, idempotencyKey);
export const createSession = (terms, idempotencyKey) => post('/sessions', terms, idempotencyKey);
export const devToken = async (user, isAdmin) =>
  (await call('POST', '/dev/tokens', { body: write({ user, roles: ['bidder', 'seller', ...(isAdmin ? ['admin'] : [])] }) })).accessToken;

/** Sends {amount} or {maximum}; returns the id of the command. */
export const raise = async (id, body, idempotencyKey) =>
  (await post(`${at(id)}/raises`, body, idempotencyKey)).command;

/** An auctioneer's action: pause, resume, hammer or cancel. */
export const act = (id, action) => call('POST', `${at(id)}/${action}`);

// What an admin reads and does. An action answers with the id of its command, or of several.
export const house = () => call('GET', '/house');
export const deadLetters = async () => (await call('GET', '/dead-letters')).items;
export const replay = id => call('POST', `/dead-letters/${encodeURIComponent(id)}/replay`);
export const actOnce = (id, action, idempotencyKey) => call('POST', `${at(id)}/${action}`, { headers: { 'Idempotency-Key': idempotencyKey } });
export const release = (id, idempotencyKey) => call('DELETE', `${at(id)}/hold`, { headers: { 'Idempotency-Key': idempotencyKey } });
export const extend = (id, by, idempotencyKey) => post(`${at(id)}/extend`, { by }, idempotencyKey);
export const actOnHouse = (action, idempotencyKey) => call('POST', `/house/${action}`, { headers: { 'Idempotency-Key': idempotencyKey } });
