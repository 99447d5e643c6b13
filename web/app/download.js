// Saving what is selected or shown: the series as CSV, the selection as GeoJSON,
// the map as a picture (PNG) or a drawing (SVG).

import { el, notice, save } from './dom.js';
import { figures, stepsOf } from './layers.js';
import { places, titleOf } from './places.js';
import { named, period, t } from './i18n.js';
import { cropColour, circleOpacity, flowAt, flowWidth, radiusFactor, rateCap, rateColours, valueAt } from './scale.js';
import { palette } from './style.js';
import { waysOfTrip } from './trip.js';
import { polygon } from './map.js';

/** The buttons that save the selection, for the foot of a card. */
export function downloads(data, store, view) {
  const { sel } = store.all;
  const ofPlaces = !sel || ['place', 'metro', 'state', 'polygon'].includes(sel.kind);
  const button = (kind, call) => el('button.quiet', { type: 'button', value: kind, onclick: () => Promise.resolve(call()).catch((e) => notice(e.message)) }, kind);
  return el('p.actions.save', {}, el('span.under', {}, t('save')),
    ofPlaces && data.study.series.length ? button('CSV', () => saveCSV(data, store)) : button('CSV', () => fetchFile(address(sel, 'csv'))),
    button('GeoJSON', () => (ofPlaces || sel.kind === 'trip' ? saveGeoJSON(data, store) : fetchFile(address(sel, 'geojson')))),
    button('PNG', () => savePNG(data, store, view)),
    button('SVG', () => saveSVG(data, store, view)));
}

// Routes, ports and roads are files of the server.
function address(sel, format) {
  if (sel.kind === 'route' && format === 'geojson') return `/api/v1/routes/${sel.number}?format=geojson`;
  const filter = { port: `port=${sel.id}`, segment: `segment=${sel.number}` }[sel.kind] ?? '';
  return `/api/v1/routes?format=${format}&${filter}`;
}

function fetchFile(path) { el('a', { href: path, download: '' }).click(); }

/** The name of a file, from the place and the months. */
function fileName(data, store, kind) {
  const { sel, from, to } = store.all;
  const title = !sel ? 'country' : ['place', 'metro', 'state', 'polygon'].includes(sel.kind) ? titleOf(data, sel).title : sel.kind;
  const plain = title.normalize('NFD').replace(/\p{M}/gu, '').replace(/[^A-Za-z0-9]+/g, '-').replace(/^-|-$/g, '').toLowerCase();
  return `corredor-${plain}-${from}-${to}.${kind}`;
}

function saveCSV(data, store) {
  const list = places(data, store.get('sel'));
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
  save(fileName(data, store, 'csv'), 'text/csv', rows.map((r) => r.join(',')).join('\n') + '\n');
}

async function saveGeoJSON(data, store) {
  const { sel } = store.all;
  const series = data.shown(store.all);
  const features = [];
  if (sel?.kind === 'trip') {
    const { ways } = await waysOfTrip(sel);
    ways.forEach((w, i) => features.push({ type: 'Feature', properties: { rank: i + 1, length_km: w.length_km, cost: w.cost, cost_unit: w.cost_unit, roads: w.roads.join(' > ') }, geometry: { type: 'LineString', coordinates: w.line } }));
  } else {
    const known = (x) => (x === undefined || Number.isNaN(x) ? null : x);
    const each = figures(data, store.all);
    for (const i of places(data, sel)) {
      const { code, name, state, seat, population } = data.regions[i];
      const f = each[i];
      features.push({ type: 'Feature', properties: { code, name, state, population, [series]: known(f?.events), [`${series}_rate`]: known(f?.rate), months: f?.months ?? 0 }, geometry: seat && { type: 'Point', coordinates: seat } });
    }
    if (sel?.kind === 'polygon') features.push(polygon(sel.corners));
  }
  save(fileName(data, store, 'geojson'), 'application/geo+json', JSON.stringify({ type: 'FeatureCollection', features }));
}

/** What stands under a picture: what it shows and from where. */
const caption = (data, state) => [data.study.title, state.series && `${named('series', data.shown(state))}, ${period(state.from, state.to)}`, `corredor ${data.study.version}`].filter(Boolean).join(' · ');

function savePNG(data, store, view) {
  return new Promise((done, failed) => {
    view.map.once('render', () => {
      const from = view.map.getCanvas();
      const scale = from.width / from.clientWidth;
      const foot = 26 * scale;
      const canvas = el('canvas', { width: from.width, height: from.height + foot });
      const ink = canvas.getContext('2d');
      const c = palette(view.dark);
      ink.fillStyle = c.land;
      ink.fillRect(0, 0, canvas.width, canvas.height);
      ink.drawImage(from, 0, 0);
      ink.fillStyle = c.text;
      ink.font = `${12 * scale}px "Public Sans", sans-serif`;
      ink.fillText(caption(data, store.all), 10 * scale, from.height + 17 * scale);
      canvas.toBlob((blob) => {
        if (!blob) return failed(new Error(t('failed.picture')));
        save(fileName(data, store, 'png'), 'image/png', blob);
        done();
      });
    });
    view.map.triggerRepaint();
  });
}

function saveSVG(data, store, view) {
  save(fileName(data, store, 'svg'), 'image/svg+xml', drawing(data, store, view));
}

/** The window of the map as SVG: borders, flows, circles, names of ports. */
export function drawing(data, store, view) {
  const { map, dark } = view;
  const c = palette(dark);
  const [width, height] = [map.getCanvas().clientWidth, map.getCanvas().clientHeight];
  const out = [];
  const at = (p) => map.project(p);
  const n = (x) => x.toFixed(1);
  const path = (line) => 'M' + line.map((p) => { const { x, y } = at(p); return `${n(x)} ${n(y)}`; }).join('L');
  const lines = (g) => (g.type === 'LineString' ? [g.coordinates] : g.type === 'MultiLineString' ? g.coordinates : g.type === 'Polygon' ? g.coordinates : g.type === 'MultiPolygon' ? g.coordinates.flat() : []);
  const tiles = (layer) => map.querySourceFeatures('base', { sourceLayer: layer });
  out.push(`<g fill="${c.land}">`, ...tiles('regions').map((f) => `<path d="${lines(f.geometry).map(path).join('Z')}Z"/>`), '</g>');
  out.push(`<g fill="none" stroke="${c.border}" stroke-width=".7">`, ...tiles('borders').map((f) => `<path d="${lines(f.geometry).map(path).join('')}"/>`), '</g>');
  const { flows } = view.overlay ?? data;
  const index = new Map(flows.segments.map((id, i) => [id, i]));
  const layers = store.get('layers');
  data.study.layers.forEach((l, k) => {
    if (!layers.includes(l.name)) return;
    out.push(`<g fill="none" stroke="${cropColour(k, dark)}" stroke-linecap="round">`);
    for (const f of tiles('roads')) {
      const w = valueAt(flowAt, view.zoom) * flowWidth(flows.layers[l.name].routes[index.get(f.id)] ?? 0);
      if (w) out.push(`<path stroke-width="${n(w)}" d="${lines(f.geometry).map(path).join('')}"/>`);
    }
    out.push('</g>');
  });
  if (store.get('circles')) out.push(circles(data, store, view));
  out.push(`<text x="10" y="${height - 8}" font-size="12" fill="${c.text}">${escape(caption(data, store.all))}</text>`);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="sans-serif"><rect width="${width}" height="${height}" fill="${c.sea}"/>${out.join('')}</svg>`;
}

function circles(data, store, view) {
  const factor = radiusFactor(view.zoom);
  const colours = rateColours(view.dark);
  const c = palette(view.dark);
  const each = figures(data, store.all);
  const order = data.everywhere.filter((i) => each[i]?.yearly > 0 && data.regions[i].seat).sort((a, b) => each[b].yearly - each[a].yearly);
  return `<g fill-opacity="${circleOpacity}" stroke="${c.edge}" stroke-width=".6">${order.map((i) => {
    const { x, y } = view.map.project(data.regions[i].seat);
    const colour = Number.isNaN(each[i].rate) ? c.grey : colours[Math.min(colours.length - 1, Math.round((each[i].rate / rateCap) * (colours.length - 1)))];
    return `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="${Math.max(1.2, factor * Math.sqrt(each[i].yearly)).toFixed(1)}" fill="${colour}"/>`;
  }).join('')}</g>`;
}

const escape = (text) => text.replace(/[&<>"]/g, (x) => `&#${x.charCodeAt(0)};`);
