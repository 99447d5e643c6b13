// The tables: everything that the map shows, for reading, sorting and screen readers.

import { byId, el } from './dom.js';
import { loadOfPort } from './congestion.js';
import { compare, named, num, period, t } from './i18n.js';
import { figures } from './layers.js';
import { roadColumns, roadRows } from './roads.js';

const kinds = ['places', 'roads', 'routes', 'ports'];
const mostRows = 5000; // a page with more is slow

/** Shows the table that the state names, in a dialog. */
export function tables(data, store) {
  const box = byId('table');
  box.addEventListener('close', () => store.set({ table: undefined }));
  store.on(['table', 'lang', 'series', 'from', 'to', 'congestion', 'adjusted'], async ({ table, congestion }) => {
    if (!table) return box.open && box.close();
    if (congestion) await data.loadCongestion();
    if (table === 'roads') await data.loadRoads();
    if (store.get('table') !== table) return; // closed meanwhile
    box.replaceChildren(heading(data, store, box), tabs(store, table), build(data, store, table, box));
    box.setAttribute('aria-label', t('tables'));
    if (!box.open) box.showModal();
  });
}

function heading(data, store, box) {
  const { from, to } = store.all;
  const series = data.shown(store.all);
  return el('header', {}, el('div', {}, el('h2', {}, t('tables')), series ? el('p.under', {}, `${named('series', series)}, ${period(from, to)}`) : null),
    el('button.quiet', { type: 'button', 'aria-label': t('close'), onclick: () => box.close() }, '×'));
}

const tabs = (store, chosen) => el('div.segments', { role: 'group' }, ...kinds.map((k) =>
  el('button', { type: 'button', 'aria-pressed': String(k === chosen), onclick: () => store.set({ table: k }) }, t(`table.${k}`))));

const columns = {
  places: () => [['place', 'text'], ['state', 'text'], ['code', 'text'], ['count', 0], ['rate.short', 1], ['population', 0]],
  routes: () => [['crop', 'text'], ['rank.head', 0], ['place', 'text'], ['state', 'text'], ['port', 'text'], ['length', 0], ['share', 1]],
  roads: roadColumns,
  ports: (data) => [['port', 'text'], ['code', 'text'], ['kind', 'text'], ...data.study.layers.map((l) => [`layer.${l.name}`, 0]), ['mean', 0],
    ...(data.congestion ? [['units', 2], ['capacity', 1], ['delay', 1]] : [])],
};

function rowsOf(data, store, kind) {
  if (kind === 'places') {
    const each = figures(data, store.all);
    return data.regions.map((r, i) => ({
      cells: [r.name, r.state, r.code, each[i]?.events ?? NaN, each[i]?.rate ?? NaN, each[i]?.population ?? r.population ?? NaN],
      sel: { kind: 'place', code: r.code },
    }));
  }
  if (kind === 'roads') return roadRows(data);
  if (kind === 'routes') {
    return data.routes.map((r) => ({
      cells: [named('layer', r.layer), r.rank, r.name, r.state, r.port_name ?? t('no.route'), r.length_km ?? NaN, 100 * r.share], sel: { kind: 'route', number: r.number },
    }));
  }
  return data.ports.map((p) => ({ cells: [p.name, p.id, named('kind', p.kind), ...data.study.layers.map((l) => p.routes[l.name]), p.mean_km ?? NaN, ...inEquilibrium(data, p.id)], sel: { kind: 'port', id: p.id } }));
}

function inEquilibrium(data, id) {
  if (!data.congestion) return [];
  const l = loadOfPort(data, id);
  return [l.units, l.capacity, l.cost - l.free];
}

function build(data, store, kind, box) {
  const heads = columns[kind](data);
  const rows = rowsOf(data, store, kind);
  let [by, down] = { places: [3, true], roads: [heads.findIndex(([key]) => key === 'routes'), true], routes: [-1, false], ports: [0, false] }[kind];
  const body = el('tbody');
  const fill = () => {
    const sign = down ? -1 : 1;
    const order = by < 0 ? rows : rows.toSorted((a, b) => {
      const [x, y] = [a.cells[by], b.cells[by]];
      if (typeof x === 'string') return sign * compare(x, y);
      if (Number.isNaN(x) || Number.isNaN(y)) return Number.isNaN(x) - Number.isNaN(y);
      return sign * (x - y);
    });
    body.replaceChildren(...order.slice(0, mostRows).map((row) => el('tr', {}, ...row.cells.map((c, i) => {
      const words = typeof c === 'string' ? c : num(c, heads[i][1]);
      const first = heads[i][0] === 'place' || (i === 0 && ['ports', 'roads'].includes(kind));
      return first
        ? el('th', { scope: 'row' }, el('button.link', { type: 'button', onclick: () => { box.close(); store.set({ sel: row.sel }); } }, words || row.cells[2]))
        : el('td', { class: heads[i][1] === 'text' ? 'text' : '' }, words);
    }))));
  };
  const head = el('tr', {}, ...heads.map(([key, type], i) => {
    const th = el('th', { scope: 'col', class: type === 'text' ? 'text' : '' }, el('button.link', {
      type: 'button',
      onclick: () => {
        down = by === i ? !down : type !== 'text';
        by = i;
        for (const other of head.children) other.removeAttribute('aria-sort');
        th.setAttribute('aria-sort', down ? 'descending' : 'ascending');
        fill();
      },
    }, key.startsWith('layer.') ? named('layer', key.slice(6)) : t(key)));
    if (i === by) th.setAttribute('aria-sort', down ? 'descending' : 'ascending');
    return th;
  }));
  fill();
  return el('div.scroll', { tabIndex: 0, role: 'region', 'aria-label': t(`table.${kind}`) }, el('table', {}, el('thead', {}, head), body),
    rows.length > mostRows ? el('p.under', {}, t('table.first', { shown: num(mostRows), of: num(rows.length) })) : null);
}
