// What an admin can do to a running auction, and to all of them. Nothing here stops a process.

const askEveryMs = 500;
const askFor = 30;

const wait = ms => new Promise(resolve => setTimeout(resolve, ms));

const post = action => (api, id, key) => api.actOnce(id, action, key);

/** `can` says whether the action makes sense for an auction, `send` does it and returns the command's id. */
export const actions = {
  pause: {
    verb: 'Pause', done: 'paused', can: auction => auction.status === 'open', send: post('pause'),
    text: 'No raise counts until it is resumed. As much time is left then as is now.',
  },
  resume: {
    verb: 'Resume', done: 'resumed', can: auction => auction.status === 'paused', send: post('resume'),
    text: 'Raises count again, and as much time is left as was when it was paused.',
  },
  hold: {
    verb: 'Hold', done: 'held', can: auction => !auction.held && auction.status === 'open' && !auction.closing, send: post('hold'),
    text: 'At its close it is paused and not closed, until somebody resumes or closes it.',
  },
  release: {
    verb: 'Release', done: 'released', can: auction => auction.held === true && auction.status === 'open', send: (api, id, key) => api.release(id, key),
    text: 'It closes at its hour again.',
  },
  extend30: {
    verb: '+30 s', done: 'extended by 30 s', can: auction => ['open', 'paused'].includes(auction.status) && !auction.closing,
    send: (api, id, key) => api.extend(id, '00:00:30', key), text: 'It closes 30 seconds later.',
  },
  extend300: {
    verb: '+5 min', done: 'extended by 5 min', can: auction => ['open', 'paused'].includes(auction.status) && !auction.closing,
    send: (api, id, key) => api.extend(id, '00:05:00', key), text: 'It closes five minutes later.',
  },
  hammer: {
    verb: 'Close now', done: 'closed', can: auction => ['open', 'paused'].includes(auction.status), send: post('hammer'),
    text: 'Bidding ends at once, and the leader wins. This can\'t be undone.',
  },
  cancel: {
    verb: 'Call off', done: 'called off', can: auction => !auction.closing, send: post('cancel'),
    text: 'Nobody wins it. This can\'t be undone.',
  },
};

export const houseActions = {
  pause: {
    verb: 'Pause all', title: 'Pause all open auctions?', done: 'paused',
    text: 'No raise counts in any of them until they are resumed. Each keeps the time that it has left. Those that open later are not paused.',
  },
  resume: {
    verb: 'Resume all', title: 'Resume all auctions that were paused together?', done: 'resumed',
    text: 'Each goes on with the time that it had left. Auctions that were paused by themselves stay paused.',
  },
};

/** Waits for what becomes of an accepted command: `done` if it succeeds, otherwise {problem}. */
export async function outcomeOf(api, command, done) {
  for (let asked = 0; asked < askFor; asked++) {
    const { status, reason } = await api.command(command);
    if (status === 'done')
      return done;
    if (status !== 'pending')
      return { problem: `It was not done (${reason ?? status}).` };
    await wait(askEveryMs);
  }
  return { problem: `It is accepted, and not done yet (command ${command}).` };
}
