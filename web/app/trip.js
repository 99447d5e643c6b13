// A trip by hand: the first click is where it begins, the second where it ends, a
// port or any place. The server finds the way and others that differ.

import { el } from './dom.js';
import { ask } from './data.js';
import { num, t } from './i18n.js';

export const alternatives = 3;

/** Makes the tool that chooses the ends of a trip. */
export function tripTool(store, view, pointer) {
  let from = null;
  return {
    name: 'trip',
    icon: '⇢',
    active: false,
    begin() { from = null; },
    end() { from = null; view.drawPicks(); },
    click({ lngLat, point }) {
      const here = [+lngLat.lng.toFixed(4), +lngLat.lat.toFixed(4)];
      if (!from) {
        from = here;
        store.set({ sel: { kind: 'trip', from, to: '' } });
        return;
      }
      const met = pointer.at(point);
      store.set({ sel: { kind: 'trip', from, to: met?.kind === 'ports' ? met.feature.properties.id : here } });
      this.stop();
    },
  };
}

const asked = new Map();

/** The ways of a trip, asked for once: {from, to, ways}. */
export function waysOfTrip(sel) {
  const to = Array.isArray(sel.to) ? sel.to.join(',') : sel.to;
  const query = new URLSearchParams({ from: sel.from.join(','), ...(to ? { to } : {}), alternatives });
  const key = String(query);
  if (!asked.has(key)) asked.set(key, ask(`route?${key}`));
  return asked.get(key);
}

/** The card of a trip: its ways, the best first. */
export function tripCard(data, store, closer) {
  const list = el('ol.ways');
  const under = el('p.under', {}, t('trip.asking'));
  waysOfTrip(store.get('sel')).then(({ to, ways }) => {
    under.textContent = to.port ? t('trip.to', { port: to.port_name }) : t('trip.to.place');
    list.replaceChildren(...ways.map((way, i) => el('li', {},
      el('strong', {}, `${num(way.length_km)} km`), way.cost_unit !== 'km' ? ` · ${num(way.cost, 2)} ${way.cost_unit}` : '',
      i ? el('small', {}, t('trip.more', { percent: num(100 * (way.cost / ways[0].cost - 1), 1) })) : el('small', {}, t('trip.best')),
      el('p.under', {}, way.roads.slice(0, 12).join(' › ') + (way.roads.length > 12 ? ' …' : '')))));
  }).catch((error) => { under.textContent = error.message; });
  return [el('div.head', {}, el('h2', {}, t('trip')), closer), under, list];
}
