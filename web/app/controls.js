// The choices at the top of the panel: which deaths, which months, which layers.

import { congestionChoice } from './congestion.js';
import { densityChoice } from './density.js';
import { byId, el } from './dom.js';
import { named, num, period, t } from './i18n.js';
import { cropColour } from './scale.js';

/** Builds the controls, anew when the language changes. */
export function controls(data, store, dark) {
  store.on(['lang'], () => {
    byId('controls').replaceChildren(
      ...(data.study.series.length ? [seriesChoice(data, store), periodChoice(data, store)] : []),
      layerChoice(data, store, dark),
      ...(data.study.vintages.length ? [vintageChoice(data, store)] : []),
    );
  });
}

function seriesChoice(data, store) {
  const group = el('fieldset.choice', {}, el('legend', {}, t('deaths')));
  const box = el('div.segments');
  group.append(box);
  for (const name of data.kinds) {
    const input = el('input', { type: 'radio', name: 'series', value: name, onchange: () => store.set({ series: name }) });
    box.append(el('label', {}, input, el('span', {}, named('series', name))));
  }
  if (Object.keys(data.study.recorded).length) group.append(adjustedChoice(data, store));
  follow(store, ['series'], group, ({ series }) => {
    for (const input of box.querySelectorAll('input')) input.checked = input.value === series;
  });
  return group;
}

/** The choice between counts as adjusted and as recorded, with what the adjustments are. */
function adjustedChoice(data, store) {
  const input = el('input', { type: 'checkbox', name: 'adjusted', onchange: (e) => store.set({ adjusted: e.target.checked }) });
  const box = el('label.check', { title: data.study.adjustments.map((a) => a.what).join('\n') }, input, el('span', {}, t('adjusted')));
  follow(store, ['adjusted'], box, ({ adjusted }) => { input.checked = adjusted; });
  return box;
}

// Listeners live as long as what they update stands on the page.
function follow(store, keys, node, call) {
  store.on(keys, (state) => { if (node.isConnected || !node.dataset.begun) call(state); node.dataset.begun = '1'; });
}

function periodChoice(data, store) {
  const group = el('fieldset.period', {}, el('legend', {}, t('period')));
  const label = el('output', { 'aria-live': 'polite' });
  const play = playButton(data, store);
  const years = el('div.years', {}, ...yearsOf(data).map(({ year, from, to }) =>
    el('button.chip', { type: 'button', onclick: () => store.set({ from: data.monthOf(from), to: data.endOf(to) }), value: String(year) }, String(year))));
  const ends = ['from', 'to'].map((end) => el('input', {
    type: 'range', min: '0', max: String(data.steps - 1), step: '1', 'aria-label': t(`period.${end}`),
    oninput: (e) => {
      const step = Number(e.target.value);
      const other = data.stepOf(store.get(end === 'from' ? 'to' : 'from'));
      const [a, b] = end === 'from' ? [step, Math.max(step, other)] : [Math.min(step, other), step];
      store.set({ from: data.monthOf(a), to: data.endOf(b) });
    },
  }));
  const span = el('div.span');
  group.append(el('div.row', {}, label, play), el('div.range', {}, span, ...ends), years);
  follow(store, ['from', 'to', 'series', 'adjusted'], group, (state) => {
    const [a, b] = [data.stepOf(state.from), data.stepOf(state.to)];
    ends[0].value = a;
    ends[1].value = b;
    ends[0].setAttribute('aria-valuetext', period(state.from, state.from));
    ends[1].setAttribute('aria-valuetext', period(state.to, state.to));
    const last = Math.max(1, data.steps - 1);
    span.style.left = `${(100 * a) / last}%`;
    span.style.width = `${(100 * (b - a)) / last}%`;
    const months = (b - a + 1) * data.stepMonths;
    const covered = data.covered(data.shown(state), a, b);
    label.textContent = period(state.from, state.to);
    label.append(el('small', {}, covered === months ? t('months', { n: months }) : covered ? t('months.of', { n: covered, of: months }) : t('no.data')));
    label.classList.toggle('bare', !covered);
    for (const chip of years.children) {
      const y = yearsOf(data).find((x) => String(x.year) === chip.value);
      chip.setAttribute('aria-pressed', String(y.from === a && y.to === b));
      chip.classList.toggle('empty', !data.covered(data.shown(state), y.from, y.to));
    }
  });
  return group;
}

function yearsOf(data) {
  const years = new Map();
  for (let step = 0; step < data.steps; step++) {
    const year = data.monthOf(step).slice(0, 4);
    if (!years.has(year)) years.set(year, { year, from: step, to: step });
    years.get(year).to = step;
  }
  return [...years.values()];
}

/** Plays the months: the chosen window moves on, and begins again at the end. */
function playButton(data, store) {
  let timer = 0;
  const button = el('button.quiet.play', { type: 'button', disabled: data.steps < 2 });
  const show = () => {
    button.textContent = timer ? '❚❚' : '▶';
    button.setAttribute('aria-label', t(timer ? 'pause' : 'play'));
    button.title = t(timer ? 'pause' : 'play');
  };
  const step = () => {
    if (!button.isConnected) return stop();
    const [a, b] = [data.stepOf(store.get('from')), data.stepOf(store.get('to'))];
    const width = b - a;
    const next = b + 1 < data.steps ? a + 1 : 0;
    store.set({ from: data.monthOf(next), to: data.endOf(next + width) });
  };
  const stop = () => { clearInterval(timer); timer = 0; show(); };
  button.addEventListener('click', () => {
    if (timer) return stop();
    timer = setInterval(step, 400);
    show();
    step();
  });
  show();
  return button;
}

function layerChoice(data, store, dark) {
  const group = el('fieldset.layers', {}, el('legend', {}, t('routes')));
  const boxes = data.study.layers.map((layer, k) => {
    const count = data.routes.filter((r) => r.layer === layer.name && r.port).length;
    const input = el('input', { type: 'checkbox', value: layer.name, onchange: () => toggle(store, layer.name) });
    const swatch = el('i.swatch');
    const box = el('label', { title: layer.unit }, input, swatch, el('span', {}, named('layer', layer.name)), el('small', {}, t('origins.n', { n: count })));
    return { layer, k, input, swatch, box };
  });
  const circles = el('input', { type: 'checkbox', onchange: (e) => store.set({ circles: e.target.checked }) });
  const names = el('input', { type: 'checkbox', onchange: (e) => store.set({ names: e.target.checked }) });
  const metro = el('input', { type: 'checkbox', onchange: (e) => store.set({ metro: e.target.checked }) });
  group.append(
    ...boxes.map((b) => b.box),
    data.study.can.densities ? densityChoice(store, follow) : '',
    data.study.can.congestion ? congestionChoice(data, store, follow) : '',
    el('label', {}, circles, el('i.swatch.round'), el('span', {}, t('circles'))),
    data.metros.size ? el('label', {}, metro, el('i.swatch.none', {}, '⊕'), el('span', {}, t('metros'))) : '',
    el('label', {}, names, el('i.swatch.none', {}, 'A'), el('span', {}, t('names'))),
  );
  follow(store, ['layers', 'circles', 'names', 'metro', 'theme'], group, (state) => {
    for (const b of boxes) {
      b.input.checked = state.layers.includes(b.layer.name);
      b.swatch.style.background = cropColour(b.k, dark());
    }
    circles.checked = state.circles;
    names.checked = state.names;
    metro.checked = state.metro;
  });
  return group;
}

/** The choice of other roads to compare with, and how far their routes agree. */
function vintageChoice(data, store) {
  const select = el('select', { name: 'vintage', onchange: (e) => store.set({ vintage: e.target.value || undefined }) },
    el('option', { value: '' }, t('vintage.none')), ...data.study.vintages.map((v) => el('option', { value: v.name }, named('vintage', v.name))));
  const sum = el('p.fine');
  const group = el('fieldset', {}, el('legend', {}, t('vintage')), el('label.row', {}, el('span', {}, t('vintage.with')), select), sum);
  follow(store, ['vintage'], group, ({ vintage }) => {
    select.value = vintage ?? '';
    const layers = data.study.vintages.find((v) => v.name === vintage)?.summary ?? [];
    const n = layers.reduce((sum, l) => sum + l.compared, 0);
    const mean = (key) => layers.reduce((sum, l) => sum + l.compared * l[key], 0) / n;
    sum.textContent = n ? t('vintage.sum', { routes: num(n), share: num(100 * mean('same_port_share')), here: num(mean('mean_km')), there: num(mean('mean_km_other')) }) : '';
  });
  return group;
}

function toggle(store, name) {
  const layers = store.get('layers');
  store.set({ layers: layers.includes(name) ? layers.filter((l) => l !== name) : [...layers, name] });
}
