// What the layers of the map hold, made from the data and the state.

import { zoomShown, flowWidth, cropColour } from './scale.js';
import { num } from './i18n.js';
import { ask } from './data.js';
import { waysOfTrip } from './trip.js';
import { places } from './places.js';

const collection = (features) => ({ type: 'FeatureCollection', features });
const point = (at, properties) => ({ type: 'Feature', properties, geometry: { type: 'Point', coordinates: at } });

/** Which steps the state's months are. */
export const stepsOf = (data, state) => [data.stepOf(state.from), data.stepOf(state.to)];

let measured = { key: '' };

/** The figures of every municipality for the state, made once per state. */
export function figures(data, state) {
  const [from, to] = stepsOf(data, state);
  const series = data.shown(state);
  const key = `${series} ${from} ${to}`;
  if (measured.key !== key) measured = { key, each: series ? data.each(series, from, to) : [] };
  return measured.each;
}

/**
 * One circle per municipality with a count, or per metropolitan area: area by the
 * count a year, colour by the rate.
 */
export function circlesOf(data, state) {
  const each = figures(data, state);
  const features = [];
  data.regions.forEach((r, i) => {
    if (!r.seat) return;
    const metro = state.metro && r.metro ? data.metros.get(r.metro) : null;
    const main = !metro || metro.main === i;
    const f = metro && main ? data.total(data.shown(state), metro.places, ...stepsOf(data, state)) : each[i];
    const yearly = main && f?.yearly > 0 ? f.yearly : 0;
    features.push(point(r.seat, {
      i, name: metro && main ? r.metro : r.name, root: Math.sqrt(yearly), rate: Number.isNaN(f?.rate ?? NaN) ? -1 : f.rate,
      label: yearly ? num(f.events) : '', zoom: yearly ? zoomShown(yearly) : 30, nameZoom: nameZoom(r), metro: Boolean(metro && main),
    }));
  });
  return collection(features);
}

function nameZoom(r) {
  const people = r.population ?? 0;
  return people > 1e6 ? 4 : people > 4e5 ? 5 : people > 1.2e5 ? 6 : people > 4e4 ? 7 : people > 1e4 ? 8 : 9;
}

/** The origins of the crops that are shown. */
export function originsOf(data, shown, routes) {
  return collection(routes.filter((r) => shown.includes(r.layer)).map((r) =>
    point(r.at, { number: r.number, layer: data.study.layers.findIndex((l) => l.name === r.layer) })));
}

/** The ports, with the routes of the crops that are shown. */
export function portsOf(data, shown, ports, sel) {
  return collection(ports.map((p) => point(p.at, {
    id: p.id, name: p.name, routes: shown.reduce((sum, l) => sum + (p.routes[l] ?? 0), 0), picked: sel?.kind === 'port' && sel.id === p.id,
  })));
}

/** Width and place of every crop's band on every segment. Bands of routes that are not selected fade. */
export function flowStates(data, shown, { flows, routes }, sel) {
  const only = selectedSegments(routes, sel);
  const states = new Map();
  flows.segments.forEach((id, i) => {
    const widths = data.study.layers.map((l) => (shown.includes(l.name) ? flowWidth(flows.layers[l.name].routes[i]) : 0));
    const whole = widths.reduce((a, b) => a + b, 0);
    if (!whole) return;
    const state = { shown: !only || only.has(id) ? 1 : 0.25 };
    let at = -whole / 2;
    widths.forEach((w, k) => {
      state[`w${k}`] = w;
      state[`o${k}`] = at + w / 2;
      at += w;
    });
    states.set(id, state);
  });
  return states;
}

/** An arrow on every segment with routes that are shown, the way that most of them go. */
export function arrowsOf(shown, { flows, routes }, sel) {
  const only = selectedSegments(routes, sel);
  return collection(flows.segments.flatMap((id, i) => {
    const sum = (what) => shown.reduce((n, l) => n + (flows.layers[l]?.[what][i] ?? 0), 0);
    const count = sum('routes');
    if (!count || (only && !only.has(id))) return [];
    const turn = flows.bearing[i] - 90 + (2 * sum('against') > count ? 180 : 0);
    return [point(flows.at[i], { turn, routes: count })];
  }));
}

/** The segments of the routes of a selection; null when it is not one of routes. */
function selectedSegments(routes, sel) {
  const chosen = {
    port: (r) => r.port === sel.id,
    segment: (r) => r.segments?.includes(sel.number),
    route: (r) => r.number === sel.number,
    trip: () => false,
  }[sel?.kind];
  if (!chosen || !routes.some((r) => r.segments)) return null;
  const ids = new Set();
  for (const r of routes) if (chosen(r)) r.segments?.forEach((s) => ids.add(s));
  return ids;
}

/** Which municipalities are outlined, closed, or origins of a crop. */
export function picksOf(data, state) {
  const states = new Map();
  const mark = (i, patch) => states.set(i, { ...states.get(i), ...patch });
  const { sel } = state;
  if (sel && ['place', 'metro', 'state', 'polygon'].includes(sel.kind)) {
    const list = places(data, sel);
    for (const i of list) mark(i, { picked: list.length > 40 ? 0.5 : 1 });
  }
  for (const code of state.close) if (data.index.has(code)) mark(data.index.get(code), { shut: 0.55 });
  data.study.layers.forEach((l, k) => {
    if (!state.layers.includes(l.name)) return;
    for (const r of data.routes) if (r.layer === l.name && data.index.has(r.code)) mark(data.index.get(r.code), { [`area${k}`]: 0.16 });
  });
  return states;
}

/** The route or trip that is selected, as lines; the best of a trip is on top. */
export async function waysOf(data, state, dark) {
  const { sel } = state;
  const line = (colour, width, rank, coordinates) => ({ type: 'Feature', properties: { colour, width, rank }, geometry: { type: 'LineString', coordinates } });
  if (sel?.kind === 'trip') {
    const { ways: found } = await waysOfTrip(sel).catch(() => ({ ways: [] }));
    return collection(found.map((w, i) => line(tripColours[dark ? 'dark' : 'light'][Math.min(i, 1)], i ? 2.5 : 4.5, -i, w.line)).reverse());
  }
  if (sel?.kind !== 'route' || !data.routes[sel.number]?.port) return collection([]);
  const way = await routeOf(data, sel.number);
  const k = data.study.layers.findIndex((l) => l.name === way.layer);
  return collection([line(cropColour(k, dark), 4, 1, way.line)]);
}

const tripColours = { light: ['#31356e', '#8a8fc7'], dark: ['#c3c9ff', '#7079c9'] };

const ways = new Map();

/** A route with its line and the municipalities on the way, asked for once. */
export function routeOf(data, number) {
  const path = `${data.api}routes/${number}`;
  if (!ways.has(path)) ways.set(path, ask(path));
  return ways.get(path);
}
