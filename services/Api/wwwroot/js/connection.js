import { byId, say } from './dom.js';

let showLater = null;

/** Shows the state of the live connection. A short interruption is not shown. */
export function showConnection(state, waitMs = 0) {
  const chip = byId('connection');
  clearTimeout(showLater);
  if (state === 'idle') {
    chip.hidden = true;
    return;
  }
  const become = (name, text) => {
    chip.hidden = false;
    chip.dataset.state = name;
    say(byId('connection-text'), text);
  };
  if (state === 'live')
    become('live', 'Live');
  else if (state === 'connecting' && chip.dataset.state !== 'waiting')
    become('connecting', 'Connecting…');
  else if (state === 'waiting' && waitMs < 400)
    showLater = setTimeout(() => become('waiting', 'Reconnecting…'), 600);
  else if (state === 'waiting')
    become('waiting', navigator.onLine ? `Reconnecting in ${Math.ceil(waitMs / 1000)} s` : 'You are offline');
  else
    become('waiting', 'Reconnecting…');
}
