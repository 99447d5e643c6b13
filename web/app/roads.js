// The table of roads: the pieces of road that the map draws bands on.

import { loadOf } from './congestion.js';

/** The columns of the table: [key of the head, decimals or 'text']. */
export const roadColumns = (data) => [['road', 'text'], ['class', 'text'], ['ends', 'text'], ['crossed.n', 0], ['length', 1],
  ...data.study.layers.map((l) => [`layer.${l.name}`, 0]), ['routes', 0],
  ...(data.congestion ? [['units', 2], ['capacity', 1], ['delay', 1]] : [])];

/** The rows of the table; the roads must have been loaded. */
export const roadRows = (data) => data.roads.map((r) => {
  const each = data.study.layers.map((l) => r.routes[l.name]);
  return {
    cells: [r.ref, r.class.replaceAll('_', ' '), endsOf(data, r.regions), r.regions.length, r.length_km ?? NaN,
      ...each, each.reduce((a, b) => a + b, 0), ...inEquilibrium(data, r.segment)],
    sel: { kind: 'segment', number: r.segment },
  };
});

/** The municipalities in which a road begins and ends. */
function endsOf(data, codes) {
  const names = codes.map((code) => data.regions[data.index.get(code)].name || code);
  return [...new Set([names[0], names.at(-1)])].filter(Boolean).join(' – ');
}

function inEquilibrium(data, segment) {
  if (!data.congestion) return [];
  const l = loadOf(data.congestion, segment);
  return l ? [l.units, l.capacity, l.cost - l.free] : [NaN, NaN, NaN];
}
