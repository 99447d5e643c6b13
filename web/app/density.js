// Where the origins that come from a density, as of laboratories, are densest: for each
// share the smallest area that holds it, laid over one another.

import { el } from './dom.js';
import { ask } from './data.js';
import { named, num, t } from './i18n.js';
import { cropColour } from './scale.js';

/** How much of the ground one region covers; within several regions it is more. */
export const regionOpacity = 0.2;

const covered = (regions) => 1 - (1 - regionOpacity) ** regions;

/** The regions of the crops that are shown, or of none; asked for once. */
export async function densitiesOf(data, store) {
  if (!store.get('surface')) return [];
  data.densities ??= ask(`${data.api}densities`);
  const { features } = await data.densities;
  const { surface, layers } = store.all; // it may have changed meanwhile
  if (!surface) return [];
  const index = (f) => data.study.layers.findIndex((l) => l.name === f.properties.layer);
  return features.filter((f) => layers.includes(f.properties.layer)).map((f) => ({ ...f, properties: { ...f.properties, k: index(f) } }));
}

/** The choice to show the regions. */
export function densityChoice(store, follow) {
  const input = el('input', { type: 'checkbox', name: 'surface', onchange: (e) => store.set({ surface: e.target.checked }) });
  const box = el('label', {}, input, el('i.swatch.none', {}, '◎'), el('span', {}, t('surface')));
  follow(store, ['surface'], box, ({ surface }) => { input.checked = surface; });
  return box;
}

/** What the regions mean, for the legend. */
export function densityLegend(data, features, dark) {
  return data.study.layers.flatMap((layer, k) => {
    const shares = features.filter((f) => f.properties.k === k).map((f) => f.properties.share);
    if (!shares.length) return [];
    return [el('section', {}, el('h2', {}, t('legend.surface', { layer: named('layer', layer.name) })), el('p.crops', {}, ...shares.map((share, i) => {
      const swatch = el('i.swatch.area');
      swatch.style.background = cropColour(k, dark);
      swatch.style.opacity = String(covered(i + 1));
      return el('span', {}, swatch, `${num(100 * share)} %`);
    })))];
  });
}
