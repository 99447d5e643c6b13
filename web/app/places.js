// Which municipalities a selection means, and what it is called.

import { contains } from './selection.js';
import { t, num } from './i18n.js';

/** The municipalities of a selection, by position; all of them for the country. */
export function places(data, sel) {
  if (!sel) return data.everywhere;
  const where = (keep) => data.everywhere.filter((i) => keep(data.regions[i]));
  switch (sel.kind) {
    case 'place': return data.index.has(sel.code) ? [data.index.get(sel.code)] : [];
    case 'metro': return where((r) => r.metro === sel.name);
    case 'state': return where((r) => r.code.startsWith(sel.code));
    case 'polygon': return where((r) => r.seat && contains(sel.corners, r.seat));
  }
  return data.everywhere;
}

/** What a selection is called, and what stands under that. */
export function titleOf(data, sel) {
  if (!sel) return { title: t('country'), under: t('municipalities', { n: num(data.regions.length) }) };
  const list = places(data, sel);
  const count = t('municipalities', { n: num(list.length) });
  switch (sel.kind) {
    case 'place': {
      const r = data.regions[list[0]];
      return { title: r.name || r.code, under: [r.state, r.code].filter(Boolean).join(' · ') };
    }
    case 'metro': return { title: t('metro.of', { name: sel.name }), under: count };
    case 'state': return { title: data.regions[list[0]].state || sel.code, under: count };
    case 'polygon': return { title: t('polygon'), under: count };
  }
  return { title: '', under: '' };
}

/** Whether the study has what is selected. */
export function exists(data, sel) {
  switch (sel?.kind) {
    case undefined: return true;
    case 'route': return sel.number < data.routes.length;
    case 'port': return data.ports.some((p) => p.id === sel.id);
    case 'segment': return data.study.can.congestion || data.flows.segments.includes(sel.number);
    case 'polygon': return true;
    case 'trip': return data.study.can.route;
  }
  return places(data, sel).length > 0;
}
