// The table of years: counts and rates of a selection, for screen readers what the chart shows.

import { el } from './dom.js';
import { named, num, t } from './i18n.js';

/** Builds the table of the years of some municipalities. */
export function yearly(data, store, places) {
  const names = data.study.series;
  const head = el('thead', {},
    el('tr', {}, el('th', { scope: 'col', rowSpan: 2 }, t('year')), ...names.map((n) => el('th', { scope: 'colgroup', colSpan: 2 }, named('series', n)))),
    el('tr', {}, ...names.flatMap(() => [el('th', { scope: 'col' }, t('count')), el('th', { scope: 'col' }, t('rate.short'))])));
  const body = el('tbody');
  for (const [year, from, to] of years(data)) {
    const row = el('tr', {}, el('th', { scope: 'row' }, year));
    for (const name of names) {
      const f = data.total(name, places, from, to);
      const part = f.months && f.months < 12;
      row.append(
        el('td', { title: part ? t('months.of', { n: f.months, of: 12 }) : '' }, f.months ? num(f.events) + (part ? '*' : '') : ''),
        el('td', {}, f.months ? num(f.rate, 1) : ''));
    }
    body.append(row);
  }
  return el('details', { open: data.steps === 1 }, el('summary', {}, t('years')), el('table', {}, head, body), el('p.fine', {}, t('years.note')));
}

function years(data) {
  const found = new Map();
  for (let step = 0; step < data.steps; step++) {
    const year = data.monthOf(step).slice(0, 4);
    found.set(year, [found.get(year)?.[0] ?? step, step]);
  }
  return [...found].map(([year, [from, to]]) => [year, from, to]);
}
