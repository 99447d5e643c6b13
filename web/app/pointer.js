// What the pointer does on the map: it tells about what it is over, and selects
// what it clicks.

import { byId, el } from './dom.js';
import { loadLines, loadOf, loadOfPort } from './congestion.js';
import { figures, stepsOf } from './layers.js';
import { num, numOr, t, named, period } from './i18n.js';

const reach = 4; // pixels around the pointer

// What can be met, the nearest to the eye first.
const order = ['ports', 'origins', 'circles', 'flow', 'land'];

/** Pointer listens to the map. */
export class Pointer {
  constructor(data, store, view) {
    Object.assign(this, { data, store, view, map: view.map, tip: byId('tip') });
    this.modes = []; // other things that a click may mean, asked first
    this.map.on('mousemove', (e) => this.#move(e));
    this.map.on('mouseout', () => this.hide());
    this.map.on('click', (e) => this.#click(e));
    addEventListener('keydown', (e) => {
      if (e.key === 'Escape' && !document.querySelector('dialog[open]')) this.#escape();
    });
  }

  #escape() {
    const mode = this.modes.find((m) => m.active);
    if (mode) return mode.stop();
    this.store.set({ sel: undefined });
  }

  /** The nearest thing at a point, of some kinds: {kind, feature}. */
  at(point, kinds = order) {
    const box = [[point.x - reach, point.y - reach], [point.x + reach, point.y + reach]];
    const layers = ['ports', 'origins', 'circles', ...this.data.study.layers.map((_, k) => `flow-${k}`), 'load', 'land'].filter((id) => this.map.getLayer(id));
    const found = this.map.queryRenderedFeatures(box, { layers });
    for (const kind of kinds) {
      const of = found.filter((f) => (kind === 'flow' ? /^(flow-|load)/.test(f.layer.id) && f.state.shown : f.layer.id === kind));
      if (!of.length) continue;
      // A fill is met exactly, not in the box around.
      if (kind === 'land') {
        const exact = this.map.queryRenderedFeatures(point, { layers: ['land'] });
        return exact.length ? { kind, feature: exact[0] } : null;
      }
      return { kind, feature: of[0] };
    }
    return null;
  }

  #move(e) {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => {
      const mode = this.modes.find((m) => m.active);
      if (mode) {
        this.map.getCanvas().style.cursor = 'crosshair';
        mode.move?.(e);
        return this.hide();
      }
      const met = this.at(e.point);
      this.map.getCanvas().style.cursor = met && met.kind !== 'land' ? 'pointer' : '';
      if (!met) return this.hide();
      this.#show(e.point, this.#lines(met));
    });
  }

  #click(e) {
    const mode = this.modes.find((m) => m.active);
    if (mode) return mode.click(e);
    const met = this.at(e.point);
    this.store.set({ sel: met ? this.#selectionOf(met) : undefined });
  }

  #selectionOf({ kind, feature }) {
    const { properties, id } = feature;
    switch (kind) {
      case 'ports': return { kind: 'port', id: properties.id };
      case 'origins': return { kind: 'route', number: properties.number };
      case 'flow': return { kind: 'segment', number: id };
      case 'circles': return properties.metro ? { kind: 'metro', name: properties.name } : { kind: 'place', code: this.data.regions[properties.i].code };
    }
    return { kind: 'place', code: this.data.regions[id].code };
  }

  #lines({ kind, feature }) {
    const { data } = this;
    const { properties, id } = feature;
    switch (kind) {
      case 'ports': {
        const port = (this.view.overlay?.ports ?? data.ports).find((p) => p.id === properties.id);
        if (this.#congestion) return [port.name, ...loadLines(this.#congestion, loadOfPort(data, port.id))];
        return [port.name, ...data.study.layers.map((l) => `${named('layer', l.name)}: ${t('routes.n', { n: num(port.routes[l.name]) })}`)];
      }
      case 'origins': {
        const r = data.routes[properties.number];
        return [`${r.name}, ${r.state}`, `${named('layer', r.layer)} · ${t('rank', { n: r.rank })}`, r.port ? t('to.km', { port: r.port_name, km: num(r.length_km) }) : t('no.route')];
      }
      case 'flow': return this.#segmentLines(id, properties);
      case 'circles': return properties.metro ? this.#metroLines(properties.name) : this.#placeLines(properties.i);
    }
    return this.#placeLines(id);
  }

  get #congestion() { return this.store.get('congestion') && !this.view.overlay ? this.data.congestion : null; }

  #segmentLines(id, properties) {
    if (this.#congestion) return [properties.ref || t('road'), ...loadLines(this.#congestion, loadOf(this.#congestion, id))];
    const flows = this.view.overlay?.flows ?? this.data.flows;
    const at = flows.segments.indexOf(id);
    const lines = [properties.ref || t('road')];
    for (const l of this.data.study.layers) {
      const routes = flows.layers[l.name].routes[at] ?? 0;
      if (routes) lines.push(`${named('layer', l.name)}: ${t('routes.n', { n: num(routes) })}`);
    }
    return lines;
  }

  #placeLines(i) {
    const r = this.data.regions[i];
    const { from, to } = this.store.all;
    const series = this.data.shown(this.store.all);
    const lines = [`${r.name || r.code}${r.state ? `, ${r.state}` : ''}`];
    if (!series) return lines;
    const f = figures(this.data, this.store.all)[i];
    lines.push(`${named('series', series)}, ${period(from, to)}: ${numOr(f.events)}`);
    lines.push(`${t('rate')}: ${numOr(f.rate, 1)}`);
    return lines;
  }

  #metroLines(name) {
    const { from, to } = this.store.all;
    const series = this.data.shown(this.store.all);
    const f = this.data.total(series, this.data.metros.get(name).places, ...stepsOf(this.data, this.store.all));
    return [t('metro.of', { name }), `${named('series', series)}, ${period(from, to)}: ${numOr(f.events)}`, `${t('rate')}: ${numOr(f.rate, 1)}`];
  }

  #show(point, [first, ...rest]) {
    this.tip.replaceChildren(el('strong', {}, first), ...rest.map((line) => el('span', {}, line)));
    this.tip.hidden = false;
    const { width, height } = this.tip.getBoundingClientRect();
    const x = point.x + 16 + width > innerWidth ? point.x - width - 12 : point.x + 14;
    const y = point.y + 16 + height > innerHeight ? point.y - height - 12 : point.y + 14;
    this.tip.style.transform = `translate(${x}px, ${y}px)`;
  }

  hide() {
    cancelAnimationFrame(this.frame); // what the pointer has left is not told afterwards
    this.tip.hidden = true;
  }
}
