// The card of what is selected: its figures, its chart, its years; of a route its
// profile, of a port or a road the routes there.

import { byId, el, save } from './dom.js';
import { named, num, numOr, period, t } from './i18n.js';
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
  const build = () => {
    chart?.destroy();
    chart = null;
    const { sel } = store.all;
    if (sel?.kind === 'route') return box.replaceChildren(...routeCard(data, store, dark));
    if (sel?.kind === 'port') return box.replaceChildren(...portCard(data, store, view));
    if (sel?.kind === 'trip') return box.replaceChildren(...tripCard(data, store, closer(store)));
    if (sel?.kind === 'segment') return box.replaceChildren(...segmentCard(data, store, view));
    box.replaceChildren(...placeCard(data, store));
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
  store.on(['sel', 'lang', 'theme'], build);
  view.onOverlay(() => { if (['port', 'segment', 'route'].includes(store.get('sel')?.kind)) build(); });
  store.on(['series', 'from', 'to'], update);
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
      el('div.yearly'),
      el('p.actions', {},
        el('button.quiet', { type: 'button', onclick: () => saveSeries(data, store) }, t('csv'))),
    ] : []),
  ].filter(Boolean);
}

function figuresOf(data, state, list) {
  const [from, to] = stepsOf(data, state);
  return data.study.series.map((name) => {
    const f = data.total(name, list, from, to);
    return el('dl', { class: name === state.series ? 'chosen' : '' },
      el('dt', {}, named('series', name)),
      el('dd.big', {}, f.months ? num(f.events) : t('no.data')),
      el('dd', {}, f.months ? t('rate.n', { rate: numOr(f.rate, 1) }) : period(state.from, state.to)));
  });
}

/** Saves the series of the selection as CSV, as the page has it. */
function saveSeries(data, store) {
  const { sel, from, to } = store.all;
  const list = places(data, sel);
  const [a, b] = stepsOf(data, store.all);
  const names = data.study.series;
  const rows = [['from', 'to', ...names.flatMap((n) => [n, `${n}_months`, `${n}_population`, `${n}_rate`])]];
  for (let step = a; step <= b; step++) {
    const cells = names.flatMap((n) => {
      const f = data.total(n, list, step, step);
      return [f.events, f.months, f.population, f.rate].map((x) => (Number.isNaN(x) ? '' : String(+x.toFixed(3))));
    });
    rows.push([data.monthOf(step), data.endOf(step), ...cells]);
  }
  save(`corredor-${from}-${to}.csv`, 'text/csv', rows.map((r) => r.join(',')).join('\n') + '\n');
}
