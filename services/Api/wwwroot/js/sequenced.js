// How messages change what is known of something with a history: an auction, a session.

/**
 * Applies a message. Answers {state, missed}: `missed` where an event before this one never came, and then nothing
 * is applied. An event seen before changes nothing.
 * @param fromSnapshot answers the state after a snapshot
 * @param changes by type, what an event makes of the state
 */
export function applyMessage(state, message, fromSnapshot, changes) {
  if (message.type === 'snapshot')
    return { state: fromSnapshot(message, state), missed: false };
  if (message.type === 'presence')
    return { state: { ...state, watching: message.watching }, missed: false };
  const change = changes[message.type];
  if (!change || message.seq <= state.seq)
    return { state, missed: false };
  if (message.seq > state.seq + 1)
    return { state, missed: true };
  return { state: change({ ...state, seq: message.seq }, message), missed: false };
}
