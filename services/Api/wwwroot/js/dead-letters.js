// The commands that could not be done, and their replay. A replayed command keeps its id, so it counts only once.

import { confirmed } from './confirm.js';
import { byId, make, say } from './dom.js';
import { dayAndTime } from './format.js';

export class DeadLetters {
  #api;
  #rows = new Map();
  // What became of a replay, by id. Its letter may be gone, and the answer is still to be read.
  #answers = new Map();

  constructor(api) {
    this.#api = api;
    byId('dead-letters').addEventListener('click', event => this.#replay(event.target.closest('button')));
  }

  /** Reads the letters. A failure is shown here, since the rest of the house can still be read. */
  async read() {
    try {
      this.#show(await this.#api.deadLetters());
    } catch (problem) {
      say(byId('dead-letters-note'), `The dead letters can't be read now: ${problem.message}`);
    }
  }

  /** Forgets everything, after the visitor has changed. */
  forget() {
    this.#rows.clear();
    this.#answers.clear();
    byId('dead-letters').hidden = true;
    byId('dead-letters').tBodies[0].replaceChildren();
    say(byId('dead-letters-note'), '');
  }

  #show(letters) {
    say(byId('dead-letters-note'), letters.length === 0 ? 'None. Every command was carried out.' : '');
    const ids = new Set(letters.map(letter => letter.id));
    for (const [id, row] of this.#rows) {
      row.button.hidden = !ids.has(id);
      if (ids.has(id) || this.#answers.has(id))
        continue;
      row.line.remove();
      this.#rows.delete(id);
    }
    // The newest first: it is the one that somebody asks about.
    for (const letter of letters) {
      const known = this.#rows.get(letter.id);
      if (known?.at === letter.at)
        continue;
      known?.line.remove();
      this.#answers.delete(letter.id);
      this.#rows.set(letter.id, this.#make(letter));
      byId('dead-letters').tBodies[0].prepend(this.#rows.get(letter.id).line);
    }
    byId('dead-letters').hidden = this.#rows.size === 0;
  }

  #make(letter) {
    const row = { at: letter.at, line: make('tr'), button: make('button', 'quiet', 'Replay'), answer: make('p', 'letter-answer') };
    row.button.type = 'button';
    row.button.dataset.letter = letter.id;
    row.button.setAttribute('aria-label', `Replay ${letter.id}`);
    row.answer.setAttribute('role', 'status');
    const cells = { When: dayAndTime(letter.at), Command: letter.type ?? 'not a command', Step: letter.step ?? '–', Error: letter.error, Id: letter.id };
    for (const [name, text] of Object.entries(cells)) {
      const cell = make('td', '', text);
      cell.dataset.name = name;
      row.line.append(cell);
    }
    const last = make('td');
    last.append(row.button, row.answer);
    row.line.append(last);
    return row;
  }

  async #replay(button) {
    const id = button?.dataset.letter;
    if (!id || !await confirmed('Replay this command?', `${id} is sent again under its own id. Repair the cause first, or it comes back here.`, 'Replay'))
      return;
    button.disabled = true;
    try {
      await this.#api.replay(id);
      this.#answer(id, 'Replayed.');
    } catch (problem) {
      this.#answer(id, problem.status === 409 ? `Refused: ${problem.message}` : problem.message, true);
    } finally {
      button.disabled = false;
    }
    await this.read();
  }

  #answer(id, text, isBad = false) {
    const row = this.#rows.get(id);
    if (!row)
      return;
    this.#answers.set(id, text);
    row.answer.classList.toggle('bad', isBad);
    say(row.answer, text);
  }
}
