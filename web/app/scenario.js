// What if a municipality were closed: its roads are, and the server routes the
// study again. The map then shows the flows of the scenario, or both side by side.

import { byId, el, notice } from './dom.js';
import { post } from './data.js';
import { num, t } from './i18n.js';

/** Makes the tool that closes municipalities and opens them again. */
export function closeTool(data, store, pointer) {
  return {
    name: 'close',
    icon: '⊘',
    active: false,
    click({ point }) {
      const met = pointer.at(point, ['circles', 'land']);
      if (!met) return;
      const { code } = data.regions[met.kind === 'circles' ? met.feature.properties.i : met.feature.id];
      const close = store.get('close');
      store.set({ close: close.includes(code) ? close.filter((c) => c !== code) : [...close, code] });
    },
  };
}

/** Keeps the scenario of the state: asks the server, and shows what it changes. */
export function scenario(data, store, view) {
  const box = byId('scenario');
  let round = 0;
  store.on(['close'], async ({ close }) => {
    const mine = ++round;
    if (!close.length) {
      show(null);
      return;
    }
    try {
      const answer = await post('whatif', { regions: close });
      if (mine === round) show(answer);
    } catch (error) {
      notice(error.message);
    }
  });
  store.on(['lang', 'swipe'], () => fill());

  function show(answer) {
    view.setOverlay(answer && overlayOf(data, answer));
    fill();
  }

  function fill() {
    const answer = view.overlay?.answer;
    box.hidden = !answer;
    if (!answer) return box.replaceChildren();
    const { summary } = answer;
    const swipe = el('input', { type: 'checkbox', checked: store.get('swipe'), onchange: (e) => store.set({ swipe: e.target.checked }) });
    box.replaceChildren(
      el('h3', {}, t('scenario')),
      el('p', {}, t('scenario.closed', { names: store.get('close').map((c) => data.regions[data.index.get(c)].name).join(', ') })),
      el('p.under', {}, t('scenario.changed', { n: num(summary.changed), ports: num(summary.ports), lost: num(summary.no_route) })),
      el('p.under', {}, t('scenario.km', { was: num(summary.was_mean_km), now: num(summary.mean_km), ms: num(answer.millis, 1) })),
      el('label.check', {}, swipe, el('span', {}, t('swipe'))),
      el('p.actions', {}, el('button.quiet', { type: 'button', onclick: () => store.set({ close: [], swipe: false }) }, t('scenario.open'))),
    );
  }
}

/** The flows, ports and routes of a scenario, in place of the study's own. */
function overlayOf(data, answer) {
  const names = new Map(data.ports.map((p) => [p.id, p.name]));
  const changed = new Map(answer.changed.map((c) => [c.number, c]));
  const routes = data.routes.map((r) => {
    const c = changed.get(r.number);
    return c ? { ...r, port: c.port, port_name: names.get(c.port), length_km: c.length_km, segments: c.segments, status: c.status, moved: true } : r;
  });
  return { answer, flows: answer.flows, ports: answer.ports, routes };
}
