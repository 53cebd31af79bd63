// Puts the parts together: the address says which auction, the session who looks.

import * as api from './api.js';
import { Auction } from './auction.js';
import { distrust } from './clock.js';
import { showConnection } from './connection.js';
import { startCreate } from './create.js';
import { byId } from './dom.js';
import { List } from './list.js';
import { Live } from './live.js';
import { onSession, session } from './session.js';
import { askToSignIn, startSignIn } from './sign-in.js';

const list = new List(api);
const live = new Live({
  servers: api.liveServers,
  token: () => session()?.token ?? null,
  onMessage: frame => auction.receive(frame),
  onState: showConnection,
});
const auction = new Auction({ api, live, signIn: askToSignIn, onChange: state => list.learn(state) });

function route() {
  const [, chosen = null] = /^#\/auctions\/([\w.-]+)$/.exec(location.hash) ?? [];
  document.body.dataset.view = chosen === null ? 'list' : 'lot';
  list.select(chosen);
  auction.open(chosen);
  if (chosen !== null)
    scrollTo(0, 0);
}

document.addEventListener('click', event => event.target.closest('[data-close]')?.closest('dialog').close());
document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && distrust());
addEventListener('hashchange', () => {
  route();
  list.read();
  if (document.body.dataset.view === 'lot')
    byId('lot').focus({ preventScroll: true });
});
onSession(() => {
  live.reconnect();
  auction.refresh();
});

startSignIn();
startCreate();
route();
list.read();
