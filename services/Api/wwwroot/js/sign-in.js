import * as api from './api.js';
import { byId, say } from './dom.js';
import { onVisitor, signIn, signOut, visitor } from './visitor.js';

const dialog = byId('sign-in-dialog');
let byToken = false;

/** Asks the visitor to sign in. */
export function askToSignIn(why = '') {
  say(byId('sign-in-problem'), typeof why === 'string' ? why : '');
  choose(byToken);
  if (!dialog.open)
    dialog.showModal();
  byId(byToken ? 'token' : 'name').focus();
}

function choose(token) {
  byToken = token;
  byId('name-field').hidden = token;
  byId('token-field').hidden = !token;
  say(byId('sign-in-hint'), token ? 'Paste the access token that your sign-in gave you.' : 'This is a development system: any name will do.');
  say(byId('use-token'), token ? 'Use a name instead' : 'Use a token instead');
}

async function submit() {
  const problem = byId('sign-in-problem');
  say(problem, '');
  if (byToken) {
    if (signIn(byId('token').value.trim()))
      dialog.close();
    else
      say(problem, 'That is not an access token, which has three parts with dots between them.');
    return;
  }

  const name = byId('name').value.trim();
  if (!/^[A-Za-z0-9._-]{1,64}$/.test(name)) {
    say(problem, 'A name has 1 to 64 letters, digits, dots, dashes or underscores.');
    byId('name').focus();
    return;
  }
  try {
    signIn(await api.devToken(name, byId('as-admin').checked));
    dialog.close();
  } catch (failure) {
    if (failure.status === 404) {
      choose(true);
      byId('use-token').hidden = true;
      byId('token').focus();
    } else {
      say(problem, failure.message);
    }
  }
}

function show() {
  const who = visitor();
  byId('who').hidden = byId('sign-out').hidden = !who;
  byId('sign-in').hidden = !!who;
  byId('new-auction').hidden = !who?.roles.includes('seller');
  byId('to-house').hidden = !who?.roles.includes('admin');
  say(byId('who'), who?.user ?? '');
}

/** Wires the dialog, and the corner that shows the visitor. */
export function startSignIn() {
  byId('sign-in').addEventListener('click', () => askToSignIn());
  byId('sign-out').addEventListener('click', signOut);
  byId('use-token').addEventListener('click', () => {
    choose(!byToken);
    byId(byToken ? 'token' : 'name').focus();
  });
  byId('sign-in-form').addEventListener('submit', event => {
    event.preventDefault();
    submit();
  });
  onVisitor(show);
  show();
}
