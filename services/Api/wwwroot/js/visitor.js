// The signed-in visitor. The token stays in this tab and is lost when the tab is closed.

const key = 'auctions.visitor';
const listeners = new Set();
let current = read();

function read() {
  try {
    return JSON.parse(sessionStorage.getItem(key));
  } catch {
    return null;
  }
}

function set(visitor) {
  current = visitor;
  if (visitor)
    sessionStorage.setItem(key, JSON.stringify(visitor));
  else
    sessionStorage.removeItem(key);
  listeners.forEach(listener => listener(visitor));
}

/** {token, user, roles}, or null. */
export const visitor = () => current;

export const onVisitor = listener => listeners.add(listener);

/** Signs in with a token; returns false if it is not one. The claims are only shown: the server decides what they allow. */
export function signIn(token) {
  try {
    const part = token.split('.')[1].replace(/-/g, '+').replace(/_/g, '/');
    const bytes = Uint8Array.from(atob(part), character => character.codePointAt(0));
    const claims = JSON.parse(new TextDecoder().decode(bytes));
    if (typeof claims.sub !== 'string')
      return false;
    set({ token, user: claims.sub, roles: [claims.roles ?? []].flat() });
    return true;
  } catch {
    return false;
  }
}

export const signOut = () => set(null);
