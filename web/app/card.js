// The card of what is selected: its figures, its chart, its years; of a route its
// profile, of a port or a road the routes there.

import { byId, el } from './dom.js';
import { downloads } from './download.js';
import { named, num, period, t } from './i18n.js';
import { places, titleOf } from './places.js';
import { stepsOf } from './layers.js';
import { RateChart } from './chart.js';
import { yearly } from './yearly.js';
import { closer, routeCard, portCard, segmentCard } from './routes.js';
import { tripCard } from './trip.js';

/** Builds the card, anew when the selection or the language changes. */
export function selectionCard(data, store, view, dark) {
  const box = byId('selection');
  let chart = null;
  const saving = () => downloads(data, store, view);
  const build = () => {
    chart?.destroy();
    chart = null;
    const { sel } = store.all;
    if (sel?.kind === 'route') return box.replaceChildren(...routeCard(data, store, dark), saving());
    if (sel?.kind === 'port') return box.replaceChildren(...portCard(data, store, view), saving());
    if (sel?.kind === 'trip') return box.replaceChildren(...tripCard(data, store, closer(store)), saving());
    if (sel?.kind === 'segment') return box.replaceChildren(...segmentCard(data, store, view), saving());
    box.replaceChildren(...placeCard(data, store), saving());
    if (!data.study.series.length) return;
    const list = places(data, sel);
    if (data.steps > 1) chart = new RateChart(box.querySelector('.chart'), data, store, list, dark);
    update();
  };
  const update = () => {
    if (!box.querySelector('.figures')) return;
    const list = places(data, store.get('sel'));
    box.querySelector('.figures').replaceChildren(...figuresOf(data, store.all, list));
    box.querySelector('.yearly').replaceChildren(yearly(data, store, list));
    chart?.update();
  };
  store.on(['sel', 'lang', 'theme', 'compare', 'congestion', 'adjusted'], build);
  view.onOverlay(() => { if (['port', 'segment', 'route'].includes(store.get('sel')?.kind)) build(); });
  store.on(['series', 'from', 'to', 'months'], (state, changed) => (state.compare && changed.has('series') ? build() : update()));
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', build);
  const frame = new ResizeObserver(() => chart?.resize());
  frame.observe(box);
}

function placeCard(data, store) {
  const { sel } = store.all;
  const { title, under } = titleOf(data, sel);
  const around = sel?.kind === 'place' ? data.regions[places(data, sel)[0]] : null;
  return [
    el('div.head', {}, el('h2', {}, title), sel ? closer(store) : null),
    el('p.under', {}, under),
    around?.metro ? el('p.under', {}, el('button.link', { type: 'button', onclick: () => store.set({ sel: { kind: 'metro', name: around.metro } }) }, t('metro.of', { name: around.metro }))) : null,
    around ? el('p.under', {}, el('button.link', { type: 'button', onclick: () => store.set({ sel: { kind: 'state', code: around.code.slice(0, 2) } }) }, t('state.of', { name: around.state || around.code.slice(0, 2) }))) : null,
    ...(data.study.series.length ? [
      el('div.figures'),
      el('div.chart', { role: 'img', 'aria-label': t('chart.label') }),
      sel && data.steps > 1 ? compareBox(store) : null,
      el('div.yearly'),
    ] : []),
  ].filter(Boolean);
}

function figuresOf(data, state, list) {
  const [from, to] = stepsOf(data, state);
  return data.allShown(state).map((name) => {
    const f = data.total(name, list, from, to);
    return el('dl', { class: name === data.shown(state) ? 'chosen' : '' },
      el('dt', {}, named('series', name)),
      el('dd.big', {}, f.months ? num(f.events) : t('no.data')),
      el('dd', {}, f.months ? (Number.isNaN(f.rate) ? t('rate.unknown') : t('rate.n', { rate: num(f.rate, 1) })) : period(state.from, state.to)));
  });
}

/** The choice to draw the country beside the selection. */
function compareBox(store) {
  return el('label.check', {}, el('input', { type: 'checkbox', name: 'compare', checked: store.get('compare'), onchange: (e) => store.set({ compare: e.target.checked }) }), el('span', {}, t('compare')));
}
