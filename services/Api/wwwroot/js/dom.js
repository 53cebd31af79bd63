// Every text is shown through textContent, so that what people typed never becomes markup.

export const byId = id => document.getElementById(id);

/** Sets a node's text only if it differs, so that screen readers and selections are not disturbed. */
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

/** Plays a short highlight from its start, even if it is still playing. */
export function flash(node, className) {
  node.classList.remove(className);
  void node.offsetWidth;
  node.classList.add(className);
}
