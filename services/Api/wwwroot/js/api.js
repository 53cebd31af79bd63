import * as clock from './clock.js';
import { parse, write } from './json.js';
import { visitor } from './visitor.js';

/** An answer that is no success. `status` is 0 where there was no answer at all. */
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
      // What a cache kept tells the time at which it was kept, and the clock would be set by it.
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
    // An error page of something in between; its status says enough.
  }
  if (!answer.ok)
    throw new Problem(answer.status, read, 1000 * Number(answer.headers.get('Retry-After')) || null);
  const serverTime = read?.serverTime ?? read?.items?.[0]?.serverTime;
  if (serverTime)
    clock.learn(serverTime, startedAt);
  return read;
}

const wishFor = (path, wish, idempotencyKey) => call('POST', path, { body: write(wish), headers: { 'Idempotency-Key': idempotencyKey } });

const at = id => `/auctions/${encodeURIComponent(id)}`;

export const auctions = async () => (await call('GET', '/auctions?lots=false')).items;
export const sessions = async () => (await call('GET', '/sessions')).items;
export const session = id => call('GET', `/sessions/${encodeURIComponent(id)}`);
export const auction = id => call('GET', at(id));
export const bids = async (id, after, limit) => (await call('GET', `${at(id)}/bids?after=${after}&limit=${limit}`)).items;
export const command = id => call('GET', `/commands/${encodeURIComponent(id)}`);
// The page's own address comes last: it reaches a live server too where the others can't be reached from here.
export const liveServers = async () => [
  ...(await call('GET', '/live-servers')).urls,
  `${location.origin.replace(/^http/, 'ws')}/live`,
];
export const create = (terms, idempotencyKey) => wishFor('/auctions', terms, idempotencyKey);
export const createSession = (terms, idempotencyKey) => wishFor('/sessions', terms, idempotencyKey);
export const devToken = async user =>
  (await call('POST', '/dev/tokens', { body: write({ user, roles: ['bidder', 'seller'] }) })).accessToken;

/** Answers the id of the command. */
export const raise = async (id, wish, idempotencyKey) =>
  (await wishFor(`${at(id)}/raises`, wish, idempotencyKey)).command;

/** What an auctioneer does: pause, resume, hammer or cancel. */
export const act = (id, what) => call('POST', `${at(id)}/${what}`);
