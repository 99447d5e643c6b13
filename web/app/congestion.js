// The equilibrium of a study whose ports or roads grow dearer with use, in place of
// the routes: bands as wide as the units in equilibrium, coloured by the delay.

import { el } from './dom.js';
import { num, t } from './i18n.js';
import { flowWidth } from './scale.js';

/** Delays of this part of the free price and more have one colour. */
export const delayCap = 1;

// YlOrBr of ColorBrewer (Brewer, 2003): safe for colour-blind eyes, and unlike the rates.
const browns = ['#fee391', '#fec44f', '#fe9929', '#ec7014', '#cc4c02', '#8c2d04'];

/** The colours of delays from none to the cap; the greatest stands out most from the ground. */
export const delayColours = (dark) => (dark ? browns.toReversed() : browns);

/** The loads of segments by their number, made once. */
function loadsOf(congestion) {
  return (congestion.of ??= new Map(congestion.segments.numbers?.map((id, i) => [id, row(congestion.segments, i)])));
}

function row(columns, i) {
  const [shortest, units, capacity, free, cost] = ['shortest', 'equilibrium', 'capacity', 'free_cost', 'cost'].map((key) => columns[key][i] ?? NaN);
  return { shortest, units, capacity, free, cost, delay: capacity > 0 && free > 0 ? cost / free - 1 : NaN };
}

/** The use of a segment, or nothing. */
export const loadOf = (congestion, id) => loadsOf(congestion).get(id);

/** The use of a port. */
export const loadOfPort = (data, id) => row(data.congestion.ports, data.ports.findIndex((p) => p.id === id));

/** Width and delay of every segment that is used; -1 is a road whose price does not rise. */
export function loadStates(congestion) {
  const states = new Map();
  for (const [id, l] of loadsOf(congestion)) {
    if (l.units > 1e-6) states.set(id, { load: flowWidth(l.units), delay: Number.isNaN(l.delay) ? -1 : l.delay, shown: 1 });
  }
  return states;
}

/** Ports, sized by their units in place of their routes. */
export const portsInUse = (data) => data.ports.map((p, i) => ({ ...p, routes: { units: data.congestion.ports.equilibrium[i] ?? 0 } }));

/** What there is to say of a segment or port, for tooltip and card. */
export function loadLines(congestion, l) {
  if (!l) return [];
  return [
    t('units.of', { now: num(l.units, 2), was: num(l.shortest, 2) }),
    ...(l.capacity > 0 ? [t('capacity.of', { capacity: num(l.capacity, 1), ratio: num((100 * l.units) / l.capacity) })] : []),
    ...(l.capacity > 0 ? [t('delay.of', { delay: num(l.cost - l.free, 1), unit: congestion.cost_unit })] : []),
  ];
}

/** The choice to show the equilibrium, with its sum. */
export function congestionChoice(data, store, follow) {
  const input = el('input', { type: 'checkbox', name: 'congestion', onchange: (e) => store.set({ congestion: e.target.checked }) });
  const sum = el('p.fine');
  const box = el('div', {}, el('label', {}, input, el('i.swatch.none', {}, '≋'), el('span', {}, t('congestion'))), sum);
  follow(store, ['congestion'], box, async ({ congestion }) => {
    input.checked = congestion;
    sum.hidden = !congestion;
    if (!congestion) return;
    const { units, elsewhere, model } = await data.loadCongestion();
    sum.textContent = t('congestion.sum', { share: num((100 * elsewhere) / units), model: t(`model.${model}`) });
  });
  return box;
}
