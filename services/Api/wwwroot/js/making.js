// A form in a dialog by which a seller makes something: what is wrong is shown by its field, and what nobody answered is
// sent again under the same key, so that it is made once.

import { say } from './dom.js';
import { newKey } from './key.js';

/**
 * Wires a form. Each of its fields is in a `.field` whose `data-field` is the name that the server gives it.
 * @param check of the fields' texts, answers the problems by field
 * @param terms of the fields' texts, answers what is sent
 * @param create sends it, under a key
 * @param fieldOf of a field as the server names it, answers the form's; the same by default
 * @param onMade hears the answer
 * @returns opens the dialog
 */
export function startMaking({ dialog, check, terms, create, fieldOf = field => field, onMade }) {
  const form = dialog.querySelector('form');
  const button = form.querySelector('[type=submit]');
  const general = form.querySelector('[role=alert]');
  let wish = null;

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
    // These say that nothing was made of it; others may not know.
    if ([400, 403, 409].includes(problem.status))
      wish = null;
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
      wish ??= { terms: terms(fields), key: newKey() };
      const view = await create(wish.terms, wish.key);
      wish = null;
      dialog.close();
      form.reset();
      onMade(view);
    } catch (problem) {
      refused(problem);
    } finally {
      button.disabled = false;
    }
  }

  form.addEventListener('input', () => { wish = null; });
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
