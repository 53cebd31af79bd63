// Shows what /api/services and /api/resources answer, once a second while somebody looks, and one resource's log as it comes.
const services = document.querySelector('#services');
const list = document.querySelector('#resources');
const lines = document.querySelector('#lines');
const logs = document.querySelector('#logs');
const filter = document.querySelector('#filter');
const problem = document.querySelector('#problem');
const MOST_LINES = 2000;

let shown = '';
let shownServices = '';
let source = null;
let chosen = null;

function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(name, '');
    else if (value !== false && value != null) element.setAttribute(name, value);
  }
  element.append(...children.filter(child => child != null));
  return element;
}

function tone({ state, health }) {
  if (state === 'Stopped') return 'still';
  if (state === 'Restarting') return 'bad';
  if (state !== 'Running' || health === 'Unknown') return 'busy';
  return health === 'Healthy' ? 'good' : 'bad';
}

function inWords({ state, health, waitingFor }) {
  if (state === 'Waiting') return waitingFor.length ? `waits for ${waitingFor.join(', ')}` : 'starting';
  if (state !== 'Running') return state.toLowerCase();
  return health === 'Unknown' ? 'starting' : health.toLowerCase();
}

function since(moment) {
  if (!moment) return '–';
  const seconds = Math.max(0, Math.round((Date.now() - Date.parse(moment)) / 1000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  return `${Math.floor(seconds / 3600)} h ${Math.floor(seconds % 3600 / 60)} min`;
}

function button(resource, action, text, disabled = false, body = null) {
  return make('button', {
    type: 'button', 'data-resource': resource.name, 'data-action': action, 'data-body': body && JSON.stringify(body),
    'aria-label': `${text}: ${resource.name}`, disabled,
  }, text);
}

function actions(resource) {
  const stopped = resource.state === 'Stopped';
  const scale = resource.scalable && make('span', { class: 'scale' },
    button(resource, 'scale', '−', resource.replicas <= 1, { replicas: resource.replicas - 1 }),
    `${resource.replicas} replica${resource.replicas === 1 ? '' : 's'}`,
    button(resource, 'scale', '+', resource.replicas >= 32, { replicas: resource.replicas + 1 }));
  return make('div', { class: 'row' },
    stopped ? button(resource, 'start', 'Start') : button(resource, 'stop', 'Stop'),
    button(resource, 'restart', 'Restart', stopped),
    button(resource, 'logs', 'Logs'),
    scale || null);
}

function instances(resource) {
  if (!resource.instances.length) return null;
  const rows = resource.instances.map(instance => make('tr', {},
    make('td', {}, instance.pid == null ? '–' : String(instance.pid)),
    make('td', {}, Object.entries(instance.targetPorts).map(([name, port]) => `${name} ${port}`).join(' · ')),
    make('td', { 'data-since': instance.startedAt ?? '' }, since(instance.startedAt)),
    make('td', {}, String(instance.restarts))));
  const reasons = resource.instances.filter(instance => instance.healthReason)
    .map(instance => make('tr', {}, make('td', { class: 'reason', colspan: 4 }, `${instance.name}: ${instance.healthReason}`)));
  return make('table', {},
    make('thead', {}, make('tr', {}, ...['pid', 'ports', 'up', 'restarts'].map(title => make('th', { scope: 'col' }, title)))),
    make('tbody', {}, ...rows, ...reasons));
}

function urls(resource) {
  if (!resource.urls.length) return null;
  return make('div', { class: 'urls' }, ...resource.urls.map(({ text, url }) => make('span', {},
    text ? `${text} ` : null,
    url.startsWith('http') ? make('a', { href: url, target: '_blank', rel: 'noreferrer' }, url) : url)));
}

function head(resource) {
  return make('div', { class: 'row' },
    make('span', { class: 'name' }, resource.name),
    make('span', { class: `state ${tone(resource)}` }, inWords(resource)));
}

function card(resource, sidecars) {
  return make('article', { class: `resource${chosen === resource.name ? ' chosen' : ''}` },
    head(resource), urls(resource), instances(resource), actions(resource),
    ...sidecars.map(sidecar => make('div', { class: 'sidecar' }, head(sidecar), instances(sidecar), actions(sidecar))));
}

function show(resources) {
  const ill = resources.filter(resource => tone(resource) !== 'good');
  const restarts = resources.reduce((sum, resource) => sum + resource.restarts, 0);
  document.querySelector('#overall').textContent =
    (ill.length ? `${resources.length - ill.length} of ${resources.length} are well` : `all ${resources.length} are well`)
    + (restarts ? ` · ${restarts} restart${restarts === 1 ? '' : 's'}` : '');
  document.title = ill.length ? `(${ill.length}) Resources` : 'Resources';

  // Drawn again only when something changed, and with the focus where it was.
  const now = JSON.stringify([resources, chosen]);
  if (now === shown) {
    for (const cell of list.querySelectorAll('[data-since]')) cell.textContent = since(cell.dataset.since);
    return;
  }
  shown = now;
  const { resource, action } = document.activeElement?.dataset ?? {};
  list.replaceChildren(...resources.filter(one => !one.parent)
    .map(one => card(one, resources.filter(other => other.parent === one.name))));
  if (resource) list.querySelector(`[data-resource="${CSS.escape(resource)}"][data-action="${CSS.escape(action)}"]`)?.focus();
}

function serviceButton(service, action, text, disabled, body, title = null) {
  return make('button', {
    type: 'button', 'data-service': service.name, 'data-action': action, 'data-body': JSON.stringify(body), 'data-text': text,
    'aria-label': `${text}: ${service.name}`, title, disabled,
  }, text);
}

function progress({ change }) {
  if (!change) return make('p', { class: 'progress' });
  const last = change.steps.at(-1)?.text ?? '';
  return make('p', { class: `progress ${change.state}`, role: 'status' },
    change.state === 'failed' ? `${change.kind} failed: ${change.problem}` : `${change.kind}: ${last}`);
}

function service(one) {
  const busy = one.change?.state === 'running';
  const stopped = one.replicas === 0;
  return make('article', { class: 'service' },
    make('div', { class: 'row' },
      make('span', { class: 'name' }, one.name),
      make('span', { class: `state ${busy ? 'busy' : stopped ? 'still' : one.ready === one.replicas ? 'good' : 'bad'}` }, `${one.ready} of ${one.replicas} ready`)),
    make('div', { class: 'row' },
      serviceButton(one, 'restart', 'Rolling restart', busy || stopped, { rolling: true }),
      make('span', { class: 'scale' },
        serviceButton(one, 'scale', '−', busy || one.replicas <= 1, { replicas: one.replicas - 1 }),
        `${one.replicas} replica${one.replicas === 1 ? '' : 's'}`,
        serviceButton(one, 'scale', '+', busy || one.replicas >= one.most, { replicas: one.replicas + 1 }, one.replicas >= one.most ? one.whyNoMore : null))),
    progress(one));
}

function showServices(all) {
  const now = JSON.stringify(all);
  if (now === shownServices) return;
  shownServices = now;
  const { service: name, text } = document.activeElement?.dataset ?? {};
  services.replaceChildren(...all.map(service));
  if (name) services.querySelector(`[data-service="${CSS.escape(name)}"][data-text="${CSS.escape(text)}"]`)?.focus();
}

function tell(text) {
  problem.textContent = text ?? '';
  problem.hidden = !text;
}

async function refresh() {
  if (document.hidden) return;
  try {
    const answers = await Promise.all(['/api/services', '/api/resources'].map(path => fetch(path)));
    showServices(await answers[0].json());
    show(await answers[1].json());
    if (problem.dataset.gone) { tell(null); delete problem.dataset.gone; }
  } catch {
    problem.dataset.gone = 'yes';
    tell('AppHost does not answer: it was stopped, or is on its way.');
  }
}

async function act(name, action, body, kind = 'resources') {
  tell(null);
  const answer = await fetch(`/api/${kind}/${encodeURIComponent(name)}/${action}`, {
    method: 'POST', headers: { 'Content-Type': 'application/json' }, body: body ?? '{}',
  });
  if (!answer.ok) tell((await answer.json()).title);
  await refresh();
}

function appendLine({ at, source: who, isError, text }) {
  const atEnd = lines.scrollHeight - lines.scrollTop - lines.clientHeight < 40;
  const line = make('li', { class: isError ? 'error' : null },
    make('time', {}, new Date(at).toLocaleTimeString([], { hour12: false })),
    who === chosen ? null : make('b', {}, who),
    // Colours that a program wrote for a terminal are no text.
    text.replace(/\x1b\[[0-9;]*m/g, ''));
  line.hidden = !matches(line);
  lines.append(line);
  while (lines.childElementCount > MOST_LINES) lines.firstElementChild.remove();
  if (atEnd) lines.scrollTop = lines.scrollHeight;
}

function matches(line) {
  return !filter.value || line.textContent.toLowerCase().includes(filter.value.toLowerCase());
}

function follow(name) {
  source?.close();
  source = null;
  lines.replaceChildren();
  chosen = name;
  logs.hidden = !name;
  history.replaceState(null, '', name ? `#${name}` : location.pathname);
  refresh();
  if (!name) return;
  document.querySelector('#logs-of').textContent = name;
  source = new EventSource(`/api/resources/${encodeURIComponent(name)}/logs`);
  source.onmessage = event => appendLine(JSON.parse(event.data));
}

list.addEventListener('click', ({ target }) => {
  const { resource, action, body } = target.closest('button')?.dataset ?? {};
  if (action === 'logs') follow(resource === chosen ? null : resource);
  else if (action) act(resource, action, body).catch(failure => tell(failure.message));
});
services.addEventListener('click', ({ target }) => {
  const { service: name, action, body } = target.closest('button')?.dataset ?? {};
  if (action) act(name, action, body, 'services').catch(failure => tell(failure.message));
});
filter.addEventListener('input', () => {
  for (const line of lines.children) line.hidden = !matches(line);
});
document.querySelector('#close').addEventListener('click', () => follow(null));
document.addEventListener('keydown', ({ key }) => { if (key === 'Escape') follow(null); });
document.addEventListener('visibilitychange', refresh);

setInterval(refresh, 1000);
// The address of a log can be kept: it names the resource.
follow(decodeURIComponent(location.hash.slice(1)) || null);
