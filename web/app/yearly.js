// The table of years: counts and rates of a selection, for screen readers what the
// chart shows. It can be limited to the chosen months of every year, so that a year that
// is not over compares with the same part of the others.

import { el } from './dom.js';
import { month, named, num, t } from './i18n.js';
import { stepsOf } from './layers.js';

/** Builds the table of the years of some municipalities. */
export function yearly(data, store, places) {
  const names = data.allShown(store.all);
  const part = partOfYear(data, store.all);
  const keep = part && store.get('months') ? part.keep : null;
  const full = keep ? part.count : 12;
  const head = el('thead', {},
    el('tr', {}, el('th', { scope: 'col', rowSpan: 2 }, t('year')), ...names.map((n) => el('th', { scope: 'colgroup', colSpan: 2 }, named('series', n)))),
    el('tr', {}, ...names.flatMap(() => [el('th', { scope: 'col' }, t('count')), el('th', { scope: 'col' }, t('rate.short'))])));
  const body = el('tbody');
  for (const [year, from, to] of years(data)) {
    const row = el('tr', {}, el('th', { scope: 'row' }, year));
    for (const name of names) {
      const f = data.total(name, places, from, to, keep);
      const some = f.months && f.months < full;
      row.append(
        el('td', { title: some ? t('months.of', { n: f.months, of: full }) : '' }, f.months ? num(f.events) + (some ? '*' : '') : ''),
        el('td', {}, f.months ? num(f.rate, 1) : ''));
    }
    body.append(row);
  }
  return el('details', { open: store.yearsOpen ?? data.steps === 1, ontoggle: (e) => { store.yearsOpen = e.target.open; } },
    el('summary', {}, t('years')),
    part ? el('label.check', {}, el('input', { type: 'checkbox', name: 'months', checked: store.get('months'), onchange: (e) => store.set({ months: e.target.checked }) }), el('span', {}, t('months.only', { from: part.from, to: part.to }))) : null,
    el('table', {}, head, body),
    el('p.fine', {}, t('years.note')));
}

/** The months of the year that the chosen period takes in, when they are not all. */
function partOfYear(data, state) {
  if (data.stepMonths !== 1) return null;
  const [from, to] = stepsOf(data, state);
  if (to - from >= 11) return null;
  const of = (step) => Number(data.monthOf(step).slice(5));
  const kept = new Set(Array.from({ length: to - from + 1 }, (_, i) => of(from + i)));
  const name = (step) => month(data.monthOf(step)).replace(/\s*\d+/, '');
  return { keep: (step) => kept.has(of(step)), count: kept.size, from: name(from), to: name(to) };
}

function years(data) {
  const found = new Map();
  for (let step = 0; step < data.steps; step++) {
    const year = data.monthOf(step).slice(0, 4);
    found.set(year, [found.get(year)?.[0] ?? step, step]);
  }
  return [...found].map(([year, [from, to]]) => [year, from, to]);
}
