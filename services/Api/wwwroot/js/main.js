// Connects the parts. The address says which auction or session to show.

import * as api from './api.js';
import { Auction } from './auction.js';
import { distrust } from './clock.js';
import { showConnection } from './connection.js';
import { startCreate } from './create.js';
import { byId } from './dom.js';
import { House } from './house.js';
import { List } from './list.js';
import { Live } from './live.js';
import { Session } from './session.js';
import { askToSignIn, startSignIn } from './sign-in.js';
import { onVisitor, visitor } from './visitor.js';

const list = new List(api);
const live = new Live({
  servers: api.liveServers,
  token: () => visitor()?.token ?? null,
  onMessage: receive,
  onState: showConnection,
});
const auction = new Auction({ api, live, signIn: askToSignIn, onChange: learn });
const session = new Session({ api, live, auction });
const house = new House({ api, live, signIn: askToSignIn });

function receive(message) {
  // A message about a lot comes from its session and names the auction too, so the session must be checked first.
  if (message.session !== undefined)
    session.receive(message);
  else if (!house.receive(message))
    auction.receive(message);
}

function learn(state) {
  // A lot is shown among the others of its session.
  if (state.session && document.body.dataset.view !== 'session')
    location.replace(`#/sessions/${encodeURIComponent(state.session)}/${state.lot}`);
  list.learn(state);
  session.learn(state);
}

function route() {
  const [, kind = null, id = null, lot = null] =
    /^#\/(auctions|sessions|house)(?:\/([\w.-]+))?(?:\/(\d+))?$/.exec(location.hash) ?? [];
  const view = kind === 'house' ? 'house' : id === null ? 'list' : { auctions: 'lot', sessions: 'session' }[kind];
  document.body.dataset.view = view;
  if (view !== 'house')
    house.close();
  if (view === 'house') {
    list.hide();
    session.close();
    auction.open(null);
    house.open();
  } else if (view === 'session') {
    list.hide();
    session.open(id, lot === null ? null : Number(lot));
  } else {
    auction.open(id);
    session.close();
    list.select(id);
  }
  if (view !== 'list')
    scrollTo(0, 0);
}

const mainOf = view => view === 'house' ? 'house' : 'lot';

document.addEventListener('click', event => event.target.closest('[data-close]')?.closest('dialog').close());
document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && distrust());
document.querySelector('.skip').addEventListener('click', event => {
  // Following the link would change the address, and with it what is shown.
  event.preventDefault();
  byId(mainOf(document.body.dataset.view)).focus();
});
addEventListener('hashchange', () => {
  route();
  if (document.body.dataset.view !== 'list')
    byId(mainOf(document.body.dataset.view)).focus({ preventScroll: true });
});
onVisitor(() => {
  live.reconnect();
  auction.refresh();
  house.refresh();
});

startSignIn();
startCreate();
route();
