// The legend, made from the same scales as the map.

import { densitiesOf, densityLegend } from './density.js';
import { byId, el, svg } from './dom.js';
import { num, t, named } from './i18n.js';
import { delayCap, delayColours } from './congestion.js';
import { circleOpacity, cropColour, flowAt, flowWidth, valueAt, leastShown, radiusFactor, rateCap, rateColours } from './scale.js';

/** Builds the legend, anew when what it explains changes. */
export function legend(data, store, view, dark) {
  const box = byId('legend');
  let dense = [];
  const draw = () => {
    const state = store.all;
    const zoom = view.zoom;
    box.replaceChildren(
      ...(state.circles && state.series ? [rateRamp(dark()), circleSizes(zoom), hiddenNote(zoom)] : []),
      ...(state.congestion && !view.overlay ? [ramp(t('legend.delay'), delayColours(dark()), [0, 0.5, delayCap], (v) => `${num(100 * v)} %`)] : []),
      ...densityLegend(data, dense, dark()),
      ...(state.layers.length ? [widths(data, state, zoom, dark(), view.overlay)] : []),
    );
  };
  store.on(['lang', 'theme', 'series', 'adjusted', 'layers', 'circles', 'congestion'], draw);
  store.on(['surface', 'layers'], async () => {
    dense = await densitiesOf(data, store);
    draw();
  });
  view.onOverlay(draw);
  view.onZoom(draw);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
}

const rateRamp = (dark) => ramp(t('legend.rate'), rateColours(dark), [0, 26, 52, 78, 104, rateCap], num, circleOpacity);

/** A band of colours with numbers under it; from the last on all have one colour. */
function ramp(title, colours, ticks, words, opacity = 1) {
  const id = `ramp-${colours[0].slice(1)}`;
  const cap = ticks.at(-1);
  const gradient = svg('linearGradient', { id }, ...colours.map((c, i) => svg('stop', { offset: i / (colours.length - 1), 'stop-color': c })));
  return el('section', {},
    el('h2', {}, title),
    svg('svg', { viewBox: '0 0 220 26', width: 220, height: 26, 'aria-hidden': 'true' }, gradient,
      svg('rect', { x: 6, y: 0, width: 208, height: 9, rx: 2, fill: `url(#${id})`, opacity }),
      ...ticks.map((v) => {
        const text = svg('text', { x: v === cap ? 220 : 6 + (208 * v) / cap, y: 22, 'text-anchor': v === cap ? 'end' : 'middle' });
        text.textContent = v === cap ? `${words(v)}+` : words(v);
        return text;
      })));
}

function circleSizes(zoom) {
  const factor = radiusFactor(zoom);
  const fits = [5000, 2000, 1000, 500, 200, 100, 50, 20, 10, 5, 2, 1].filter((n) => factor * Math.sqrt(n) <= 20 && factor * Math.sqrt(n) >= 2);
  const counts = [fits[0], fits[2], fits[4]].filter(Boolean);
  let x = 0;
  const marks = counts.map((n) => {
    const r = factor * Math.sqrt(n);
    x += r + 2;
    const mark = [svg('circle', { cx: x, cy: 22, r, class: 'size' }), svg('text', { x: x + r + 4, y: 26 })];
    mark[1].textContent = num(n);
    x += r + 8 + 7.5 * num(n).length;
    return mark;
  });
  return el('section', {}, el('h2', {}, t('legend.count')), svg('svg', { viewBox: '0 0 220 44', width: 220, height: 44, 'aria-hidden': 'true' }, ...marks.flat()));
}

function hiddenNote(zoom) {
  const least = leastShown(Math.floor(zoom));
  return least ? el('p.fine', {}, t('legend.hidden', { n: least })) : '';
}

function widths(data, state, zoom, dark, overlay) {
  const factor = valueAt(flowAt, zoom);
  const shown = data.study.layers.map((l, k) => ({ ...l, k })).filter((l) => state.layers.includes(l.name));
  const samples = [1, 10, 100];
  const lines = samples.map((n, i) => {
    const text = svg('text', { x: 44 + i * 72, y: 14 });
    text.textContent = num(n);
    return [svg('line', { x1: 8 + i * 72, x2: 34 + i * 72, y1: 10, y2: 10, 'stroke-width': factor * flowWidth(n), class: 'width' }), text];
  });
  const title = state.congestion && !overlay ? 'legend.units' : 'legend.routes';
  return el('section', {}, el('h2', {}, t(title)),
    svg('svg', { viewBox: '0 0 220 20', width: 220, height: 20, 'aria-hidden': 'true' }, ...lines.flat()),
    title === 'legend.units' ? '' : el('p.crops', {}, ...shown.map((l) => {
      const swatch = el('i.swatch');
      swatch.style.background = cropColour(l.k, dark);
      return el('span', {}, swatch, named('layer', l.name));
    })));
}
