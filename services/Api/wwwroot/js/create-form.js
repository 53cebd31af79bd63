// A form in a dialog with which a seller creates something. Each problem is shown beside its field. A request without an
// answer is sent again under the same key, so that it creates only one thing.

import { say } from './dom.js';
import { newKey } from './key.js';

/**
 * Wires a form. Each of its fields is in a `.field` whose `data-field` is the name that the server gives it.
 * @param check returns the problems by field, given the fields' texts
 * @param terms returns the body to send, given the fields' texts
 * @param create sends the body under a key
 * @param fieldOf returns the form's name of a field, given the server's; the same by default
 * @param onCreated is called with the answer
 * @returns a function that opens the dialog
 */
export function startCreateForm({ dialog, check, terms, create, fieldOf = field => field, onCreated }) {
  const form = dialog.querySelector('form');
  const button = form.querySelector('[type=submit]');
  const general = form.querySelector('[role=alert]');
  let request = null;

  function showProblems(problems) {
    for (const field of form.querySelectorAll('.field')) {
      const problem = problems[field.dataset.field];
      say(field.querySelector('.problem'), problem ?? '');
      field.querySelector('input, textarea').setAttribute('aria-invalid', String(problem !== undefined));
    }
    const first = form.querySelector('[aria-invalid=true]');
    first?.focus();
    return first !== null;
  }

  function refused(problem) {
    // With these statuses the server has created nothing. After any other, the request keeps its key.
    if ([400, 403, 409].includes(problem.status))
      request = null;
    const named = {};
    for (const [field, words] of Object.entries(problem.fields))
      named[fieldOf(field)] ??= [words].flat().join('; ');
    if (!showProblems(named))
      say(general, problem.status === 403 ? 'You are not signed in as a seller.' : problem.message);
  }

  async function submit() {
    const fields = Object.fromEntries(new FormData(form));
    say(general, '');
    if (showProblems(check(fields)))
      return;
    button.disabled = true;
    try {
      request ??= { terms: terms(fields), key: newKey() };
      const view = await create(request.terms, request.key);
      request = null;
      dialog.close();
      form.reset();
      onCreated(view);
    } catch (problem) {
      refused(problem);
    } finally {
      button.disabled = false;
    }
  }

  form.addEventListener('input', () => { request = null; });
  form.addEventListener('submit', event => {
    event.preventDefault();
    submit();
  });
  return () => {
    showProblems({});
    say(general, '');
    dialog.showModal();
    form.querySelector('input').focus();
  };
}
