// The cards of a route, a port, and a piece of road.

import { el, svg } from './dom.js';
import { loadLines, loadOf, loadOfPort } from './congestion.js';
import { named, num, numOr, t } from './i18n.js';
import { figures, routeOf } from './layers.js';
import { rateCap, rateColours } from './scale.js';

const mostRows = 12;

/** The button that takes a selection back. */
export const closer = (store) => el('button.quiet', { type: 'button', 'aria-label': t('deselect'), onclick: () => store.set({ sel: undefined }) }, '×');

/** The card of a route: where from, where to, and the rate along the way. */
export function routeCard(data, store, dark) {
  const r = data.routes[store.get('sel').number];
  const profile = el('div.profile');
  if (r.port && r.segments) {
    routeOf(data, r.number).then((way) => profile.replaceChildren(...profileOf(data, store, way, dark)));
    store.on(['series', 'adjusted', 'from', 'to'], () => {
      if (profile.isConnected) routeOf(data, r.number).then((way) => profile.replaceChildren(...profileOf(data, store, way, dark)));
    });
  }
  return [
    el('div.head', {}, el('h2', {}, r.port ? `${r.name} → ${r.port_name}` : r.name), closer(store)),
    el('p.under', {}, `${named('layer', r.layer)} · ${t('rank', { n: r.rank })} · ${r.state}`),
    el('dl.facts', {},
      ...fact(t('length'), r.port ? `${num(r.length_km)} km` : t('no.route')),
      ...(r.cost_unit && r.cost_unit !== 'km' ? fact(t('cost'), `${num(r.cost, 2)} ${r.cost_unit}`) : []),
      ...fact(t('access'), `${num(r.access_km, 1)} km`),
      ...fact(t('weight'), `${num(r.weight, 2)} (${num(100 * r.share, 1)} %)`)),
    profile,
  ];
}

const fact = (name, value) => [el('dt', {}, name), el('dd', {}, value)];

/** The rate of the municipalities along the kilometres, like a profile of heights. */
function profileOf(data, store, way, dark) {
  const each = figures(data, store.all);
  const km = way.length_km;
  if (!km || !each.length) return [];
  if (!way.stretches.length) return [el('p.under', {}, t('profile.none'))];
  const [width, height, foot] = [310, 96, 18];
  const rates = way.stretches.map((s) => each[data.index.get(s.code)]?.rate ?? NaN);
  const top = Math.max(20, ...rates.filter((x) => !Number.isNaN(x)));
  const colours = rateColours(dark());
  const colour = (rate) => colours[Math.min(colours.length - 1, Math.floor((rate / rateCap) * colours.length))];
  const read = el('p.read', {}, t('profile.hint'));
  const bars = way.stretches.map((s, i) => {
    const x = (width * s.from_km) / km;
    const h = Number.isNaN(rates[i]) ? 0 : (height * rates[i]) / top;
    const bar = svg('rect', { x, y: height - h, width: Math.max(0.7, (width * (s.to_km - s.from_km)) / km), height: h, fill: Number.isNaN(rates[i]) ? 'none' : colour(rates[i]) });
    const whole = svg('rect', { x, y: 0, width: Math.max(0.7, (width * (s.to_km - s.from_km)) / km), height, fill: 'transparent' });
    whole.addEventListener('pointerenter', () => {
      read.textContent = `km ${num(s.from_km)}–${num(s.to_km)} · ${s.name || s.code || t('outside')} · ${numOr(rates[i], 1)}`;
    });
    if (s.code) whole.addEventListener('click', () => store.set({ sel: { kind: 'place', code: s.code } }));
    return [bar, whole];
  });
  const label = (x, anchor, words) => {
    const text = svg('text', { x, y: height + 13, 'text-anchor': anchor });
    text.textContent = words;
    return text;
  };
  const scale = svg('text', { x: width, y: 9, 'text-anchor': 'end' });
  scale.textContent = num(top);
  const crossed = [...new Set(way.stretches.map((s) => s.code).filter(Boolean))];
  const events = crossed.reduce((sum, c) => sum + (each[data.index.get(c)]?.events || 0), 0);
  return [
    el('h3', {}, t('profile')),
    svg('svg', { viewBox: `0 0 ${width} ${height + foot}`, role: 'img', 'aria-label': t('profile.label', { n: crossed.length }) },
      svg('line', { x1: 0, x2: width, y1: height, y2: height, class: 'axis' }), ...bars.flat(), label(0, 'start', '0 km'), label(width, 'end', `${num(km)} km`), scale),
    read,
    el('p.under', {}, t('crossed', { n: num(crossed.length), events: num(events) })),
  ];
}

/** The card of a port: the routes that end there. */
export function portCard(data, store, view) {
  const { id } = store.get('sel');
  const port = (view.overlay?.ports ?? data.ports).find((p) => p.id === id);
  const routes = (view.overlay?.routes ?? data.routes).filter((r) => r.port === id);
  return [
    el('div.head', {}, el('h2', {}, port.name), closer(store)),
    el('p.under', {}, `${t('port')} ${port.id} · ${named('kind', port.kind)}`),
    el('table', {},
      el('thead', {}, el('tr', {}, el('th', { scope: 'col' }, t('crop')), el('th', { scope: 'col' }, t('routes')), el('th', { scope: 'col' }, t('share')))),
      el('tbody', {}, ...data.study.layers.map((l) => el('tr', {}, el('th', { scope: 'row' }, named('layer', l.name)), el('td', {}, num(port.routes[l.name])), el('td', {}, `${num(100 * port.share[l.name], 1)} %`))))),
    ...inEquilibrium(data, store, (c) => loadLines(c, loadOfPort(data, id))),
    el('p.under', {}, routes.length ? t('mean.km', { km: num(port.mean_km) }) : ''),
    routeList(store, routes),
  ];
}

/** The card of a piece of road: the routes over it. */
export function segmentCard(data, store, view) {
  const { number } = store.get('sel');
  const { flows, routes: all } = view.overlay ?? data;
  const routes = all.filter((r) => r.segments?.includes(number));
  const at = flows.segments.indexOf(number);
  return [
    el('div.head', {}, el('h2', {}, t('road')), closer(store)),
    el('p.under', {}, data.study.layers.map((l) => `${named('layer', l.name)}: ${num(flows.layers[l.name].routes[at] ?? 0)}`).join(' · ')),
    ...inEquilibrium(data, store, (c) => loadLines(c, loadOf(c, number))),
    routeList(store, routes),
  ];
}

/** What the equilibrium says of a port or road, while it is shown. */
function inEquilibrium(data, store, lines) {
  if (!store.get('congestion')) return [];
  const box = el('div');
  data.loadCongestion().then((c) => box.replaceChildren(el('h3', {}, t('congestion')), ...lines(c).map((line) => el('p.under', {}, line))));
  return [box];
}

function routeList(store, routes) {
  const sorted = routes.toSorted((a, b) => b.share - a.share);
  const item = (r) => el('li', {}, el('button.link', { type: 'button', onclick: () => store.set({ sel: { kind: 'route', number: r.number } }) },
    `${r.name} → ${r.port_name ?? ''}`), el('small', {}, `${named('layer', r.layer)} · ${num(r.length_km)} km`));
  const list = el('ul.routes', {}, ...sorted.slice(0, mostRows).map(item));
  if (sorted.length > mostRows) {
    const more = el('button.quiet', { type: 'button', onclick: () => { more.remove(); list.append(...sorted.slice(mostRows).map(item)); } }, t('more', { n: sorted.length - mostRows }));
    return el('div', {}, list, more);
  }
  return list;
}
