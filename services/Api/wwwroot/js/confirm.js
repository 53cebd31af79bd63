// Asks before something is done that others notice.

import { byId, say } from './dom.js';

const dialog = byId('confirm-dialog');

/** Resolves to whether the visitor agrees. Escape and the focused button say no, so Enter alone does nothing. */
export function confirmed(title, text, verb) {
  say(byId('confirm-title'), title);
  say(byId('confirm-text'), text);
  say(byId('confirm-yes'), verb);
  dialog.returnValue = 'no';
  dialog.showModal();
  return new Promise(resolve => dialog.addEventListener('close', () => resolve(dialog.returnValue === 'yes'), { once: true }));
}
