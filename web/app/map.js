// The map: it draws the state, and turns what a pointer does into the state.

import { buildStyle } from './style.js';
import { circlesOf, arrowsOf, originsOf, portsOf, flowStates, picksOf, waysOf } from './layers.js';
import { loadStates, portsInUse } from './congestion.js';
import { densitiesOf } from './density.js';
import { notice } from './dom.js';
import { formatView } from './state.js';
import { t } from './i18n.js';

const narrow = 720; // pixels of window below which the panel lies under the map

/**
 * MapView owns the MapLibre map. It exists before the map does, so that the
 * panel need not wait for the library: start loads it.
 */
export class MapView {
  #data;
  #store;
  #marked = new Map(); // feature -> state that was set last
  #onZoom = [];
  #onOverlay = [];
  #stops = [];
  #styled = false; // the map has its layers

  constructor(data, store, dark) {
    Object.assign(this, { map: null, overlay: null, dark });
    this.#data = data;
    this.#store = store;
  }

  get zoom() { return this.map?.getZoom() ?? this.#store.get('view')?.zoom ?? 4; }

  /** Calls whenever the zoom has changed. */
  onZoom(call) { this.#onZoom.push(call); }

  /** Shows the flows, ports and routes of a scenario instead of the study's; null ends it. */
  setOverlay(overlay) {
    this.overlay = overlay;
    if (this.map) this.drawFlows();
    this.#onOverlay.forEach((call) => call());
  }

  /** Calls whenever a scenario has come or gone. */
  onOverlay(call) { this.#onOverlay.push(call); }

  /** Room for the panel, in pixels. */
  #padding() {
    const folded = !this.#store.get('panel');
    return innerWidth < narrow
      ? { left: 12, right: 12, top: 60, bottom: folded ? 80 : innerHeight * 0.54 }
      : { left: folded ? 30 : 376, right: 24, top: 24, bottom: 24 };
  }

  get #bounds() {
    const [west, south, east, north] = this.#data.study.bounds;
    return [[west, south], [east, north]];
  }

  #style() {
    const { study } = this.#data;
    return buildStyle({ dark: this.dark, layers: study.layers, cells: study.drawn_cells, tiles: `${location.origin}/api/v1/${this.#data.api}tiles/{z}/{x}/{y}.mvt?v=${study.data}` });
  }

  /**
   * Makes the map in an element; done when it has drawn the state for the first
   * time. One that does not lead only shows: it has no controls, and its view is not the state's.
   */
  async start(container = 'map', leads = true) {
    const maplibre = await import('./vendor/maplibre-gl.mjs');
    maplibre.setWorkerUrl(new URL('./vendor/maplibre-gl-worker.mjs', import.meta.url).href);
    const begun = this.dark;
    const view = this.#store.get('view');
    this.map = new maplibre.Map({
      container,
      interactive: leads,
      style: this.#style(),
      validateStyle: false,
      ...(view ? { center: [view.lon, view.lat], zoom: view.zoom } : { bounds: this.#bounds, fitBoundsOptions: { padding: this.#padding() } }),
      minZoom: 2,
      maxZoom: 13,
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      fadeDuration: 120,
      localIdeographFontFamily: '"Public Sans", system-ui, sans-serif',
    });
    if (leads) this.#lead(maplibre);
    if (!this.map.isStyleLoaded()) await new Promise((done) => this.map.once('style.load', done));
    if (!this.map) return; // taken away meanwhile
    this.#styled = true;
    const wanted = this.dark; // it may have changed meanwhile
    this.dark = begun;
    this.setDark(wanted);
    const on = (keys, call) => this.#stops.push(this.#store.on(keys, call));
    on(['series', 'adjusted', 'from', 'to', 'circles', 'names', 'metro', 'lang'], () => this.drawCircles());
    on(['layers', 'congestion'], () => this.drawFlows());
    on(['sel', 'close'], () => this.drawPicks());
    on(['surface', 'layers'], () => this.drawDensities());
    this.#onZoom.forEach((call) => call());
  }

  /** Gives the map its controls, and the state its view. */
  #lead(maplibre) {
    this.map.touchZoomRotate.disableRotation();
    this.map.keyboard.disableRotation();
    this.map.addControl(new maplibre.NavigationControl({ showCompass: false }), 'bottom-right');
    this.map.addControl(new maplibre.ScaleControl({ maxWidth: 90 }), 'bottom-right');
    this.#store.on(['lang'], () => this.map.getCanvas().setAttribute('aria-label', t('map.label')));
    this.map.on('moveend', ({ whole }) => whole || this.#store.set({ view: this.#seen() }));
    this.#store.on(['view'], ({ view }) => {
      if (!view) this.map.fitBounds(this.#bounds, { padding: this.#padding(), linear: true, animate: false }, { whole: true });
      else if (formatView(view) !== formatView(this.#seen())) this.map.jumpTo({ center: [view.lon, view.lat], zoom: view.zoom });
    });
    this.map.on('zoomend', () => this.#onZoom.forEach((call) => call()));
  }

  #seen() {
    const { lng, lat } = this.map.getCenter();
    return { zoom: this.map.getZoom(), lat, lon: lng };
  }

  /** Takes the map away. */
  stop() {
    this.#stops.forEach((stop) => stop());
    this.map?.remove();
    this.map = null;
    this.#styled = false;
  }

  /** Changes between light and dark: only colours do. */
  setDark(dark) {
    if (dark === this.dark) return;
    const before = this.#style().layers;
    this.dark = dark;
    if (!this.#styled) return;
    this.#style().layers.forEach(({ id, paint }, i) => {
      for (const [name, value] of Object.entries(paint)) {
        if (JSON.stringify(value) !== JSON.stringify(before[i].paint[name])) this.map.setPaintProperty(id, name, value, { validate: false });
      }
    });
    this.drawPicks();
  }

  drawCircles() {
    const names = this.#store.get('names');
    this.map.getSource('places').setData(circlesOf(this.#data, this.#store.all));
    for (const id of ['circles', 'counts', 'ring']) this.map.setLayoutProperty(id, 'visibility', this.#store.get('circles') ? 'visible' : 'none');
    this.map.setLayoutProperty('names', 'visibility', names ? 'visible' : 'none');
  }

  async drawDensities() {
    const features = await densitiesOf(this.#data, this.#store);
    this.map?.getSource('densities').setData({ type: 'FeatureCollection', features });
  }

  /** The equilibrium that is drawn in place of the routes, if it is. */
  get #congestion() { return this.#store.get('congestion') && !this.overlay ? this.#data.congestion : null; }

  drawFlows() {
    if (this.#store.get('congestion') && !this.#data.congestion) {
      this.#data.loadCongestion().then(() => this.map && this.drawFlows(), (e) => notice(e.message));
    }
    const routes = this.overlay?.routes ?? this.#data.routes;
    this.map.getSource('origins').setData(originsOf(this.#data, this.#store.get('layers'), routes));
    const flows = ['arrows', ...this.#data.study.layers.map((_, k) => `flow-${k}`)];
    for (const id of flows) this.map.setLayoutProperty(id, 'visibility', this.#congestion ? 'none' : 'visible');
    this.map.setLayoutProperty('load', 'visibility', this.#congestion ? 'visible' : 'none');
    this.drawPicks();
  }

  #drawPorts(sel) {
    const ports = this.#congestion ? portsOf(this.#data, ['units'], portsInUse(this.#data), sel) : portsOf(this.#data, this.#store.get('layers'), this.overlay?.ports ?? this.#data.ports, sel);
    this.map.getSource('ports').setData(ports);
  }

  drawPicks() {
    let sel = this.#store.get('sel');
    if (sel?.kind === 'segment' && this.#data.api) sel = undefined; // it is one of other roads
    this.#mark('regions', picksOf(this.#data, this.#store.all));
    this.#mark('roads', this.#congestion ? loadStates(this.#congestion) : flowStates(this.#data, this.#store.get('layers'), this.overlay ?? this.#data, sel));
    this.#drawPorts(sel);
    this.map.getSource('arrows').setData(arrowsOf(this.#store.get('layers'), this.overlay ?? this.#data, sel));
    this.map.getSource('drawing').setData(sel?.kind === 'polygon' ? polygon(sel.corners) : nothing);
    this.map.setFilter('ring', ['==', ['get', 'i'], sel?.kind === 'place' ? (this.#data.index.get(sel.code) ?? -1) : -1]);
    const chosen = this.#store.get('sel');
    waysOf(this.#data, this.#store.all, this.dark).then((ways) => {
      if (this.map && this.#store.get('sel') === chosen) this.map.getSource('ways').setData(ways);
    });
  }

  /** Gives features of a tile layer their states, and takes away those of before. */
  #mark(layer, states) {
    const before = this.#marked.get(layer) ?? new Map();
    for (const id of before.keys()) {
      if (!states.has(id)) this.map.removeFeatureState({ source: 'base', sourceLayer: layer, id });
    }
    for (const [id, state] of states) {
      const text = JSON.stringify(state);
      if (before.get(id) === text) {
        states.set(id, text);
        continue;
      }
      if (before.has(id)) this.map.removeFeatureState({ source: 'base', sourceLayer: layer, id });
      this.map.setFeatureState({ source: 'base', sourceLayer: layer, id }, state);
      states.set(id, text);
    }
    this.#marked.set(layer, states);
  }

  /** Shows the whole study again. */
  home() {
    this.map?.fitBounds(this.#bounds, { padding: this.#padding() });
  }
}

const nothing = { type: 'FeatureCollection', features: [] };

/** A polygon as GeoJSON. */
export const polygon = (corners) => ({ type: 'Feature', properties: {}, geometry: { type: 'Polygon', coordinates: [[...corners, corners[0]]] } });
