// All that is shown goes through textContent: what people typed is never markup.

export const byId = id => document.getElementById(id);

/** Sets a node's text where it differs, so that nothing is announced or selected anew without need. */
export function say(node, text) {
  if (node.textContent !== text)
    node.textContent = text;
}

/** A new element with a class and a text. */
export function make(tag, className = '', text = '') {
  const element = document.createElement(tag);
  if (className)
    element.className = className;
  if (text)
    element.textContent = text;
  return element;
}

/** Plays a short highlight from its start, however often it is asked for. */
export function flash(node, className) {
  node.classList.remove(className);
  void node.offsetWidth;
  node.classList.add(className);
}
