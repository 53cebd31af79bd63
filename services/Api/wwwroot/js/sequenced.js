// How messages change the state of something with a history: an auction or a session.

/**
 * Applies a message and returns {state, missed}. `missed` is true if an event before this one never arrived; then nothing
 * is applied. An event that was seen before changes nothing, and one of a type that this page doesn't know only the seq: the
 * events after it must not look as if one were missing. Messages to one user have a seq too, but only events have a time.
 * @param fromSnapshot returns the state after a snapshot
 * @param changes has a function for each type of event, which returns the state after the event
 */
export function applyMessage(state, message, fromSnapshot, changes) {
  if (message.type === 'snapshot')
    return { state: fromSnapshot(message, state), missed: false };
  if (message.type === 'presence')
    return { state: { ...state, watching: message.watching }, missed: false };
  const change = changes[message.type] ?? (message.at === undefined ? undefined : known => known);
  if (!change || !(message.seq > state.seq))
    return { state, missed: false };
  if (message.seq > state.seq + 1)
    return { state, missed: true };
  return { state: change({ ...state, seq: message.seq }, message), missed: false };
}
