// The state of the map, which is also its address: everything that a person
// can choose stands in the fragment of the URL, and nothing else decides what is shown.

import { parseSelection, formatSelection } from './selection.js';

const month = /^(1[89]|20|21)\d\d-(0[1-9]|1[0-2])$/;
const code = /^\d{5}$/;
const name = /^[\w-]{1,40}$/;

const oneOf = (...choices) => (text) => (choices.includes(text) ? text : undefined);
const matching = (pattern) => (text) => (pattern.test(text) ? text : undefined);
const listOf = (pattern, most) => (text) => {
  if (text === '') return [];
  const items = text.split(',');
  return items.length <= most && items.every((x) => pattern.test(x)) ? [...new Set(items)] : undefined;
};
const yes = (text) => (text === '1' ? true : text === '0' ? false : undefined);
const same = (x) => String(x);
const flag = (x) => (x ? '1' : '0');
const joined = (x) => x.join(',');

function parseView(text) {
  const parts = text.split('/').map(Number);
  const [zoom, lat, lon] = parts;
  if (parts.length !== 3 || !parts.every(Number.isFinite)) return undefined;
  if (zoom < 0 || zoom > 20 || Math.abs(lat) > 85 || Math.abs(lon) > 180) return undefined;
  return { zoom, lat, lon };
}

/** Writes a view as it stands in the address. */
export const formatView = (v) => `${v.zoom.toFixed(2)}/${v.lat.toFixed(4)}/${v.lon.toFixed(4)}`;

// Every part of the state: how it is read from text (undefined refuses it), how
// it is written, and what it is when the address does not say. An unknown key or a
// refused value counts as absent: an address from outside can choose, not inject.
const parts = {
  lang: { parse: oneOf('en', 'es'), format: same },
  theme: { parse: oneOf('light', 'dark'), format: same },
  series: { parse: matching(name), format: same },
  from: { parse: matching(month), format: same },
  to: { parse: matching(month), format: same },
  layers: { parse: listOf(name, 20), format: joined },
  circles: { parse: yes, format: flag, initial: true },
  names: { parse: yes, format: flag, initial: true },
  sel: { parse: parseSelection, format: formatSelection },
  close: { parse: listOf(code, 500), format: joined, initial: [] },
  view: { parse: parseView, format: formatView },
  metro: { parse: yes, format: flag, initial: false },
  months: { parse: yes, format: flag, initial: false }, // the same months of every year
  congestion: { parse: yes, format: flag, initial: false }, // the equilibrium in place of the routes
  adjusted: { parse: yes, format: flag, initial: true }, // counts as the study adjusts them, or as recorded
  surface: { parse: yes, format: flag, initial: false }, // where origins are densest
  compare: { parse: yes, format: flag, initial: false }, // with the country, in the chart
  vintage: { parse: matching(name), format: same }, // other roads to compare with
  swipe: { parse: yes, format: flag, initial: false },
  panel: { parse: yes, format: flag, initial: true },
  table: { parse: oneOf('places', 'roads', 'routes', 'ports'), format: same },
};

/** Reads a fragment such as #series=drug_war&from=2008-01 into a state. */
export function parse(fragment) {
  const state = {};
  for (const [key, part] of Object.entries(parts)) state[key] = part.initial;
  for (const [key, text] of new URLSearchParams(fragment.replace(/^#/, ''))) {
    if (!Object.hasOwn(parts, key) || text.length > 40000) continue;
    const value = parts[key].parse(text);
    if (value !== undefined) state[key] = value;
  }
  return state;
}

/** Writes a state as a fragment, leaving out what is as it is anyway. */
export function format(state, defaults = {}) {
  const out = [];
  for (const [key, part] of Object.entries(parts)) {
    if (state[key] === undefined || state[key] === null) continue;
    const text = part.format(state[key]);
    const usual = defaults[key] ?? part.initial;
    if (usual !== undefined && part.format(usual) === text) continue;
    out.push(`${key}=${encodeURIComponent(text).replace(/%2C/g, ',').replace(/%2F/g, '/').replace(/%3A/g, ':')}`);
  }
  return out.length ? '#' + out.join('&') : '';
}

/** Store holds the state, tells listeners what changed, and keeps the address. */
export class Store {
  #state;
  #defaults;
  #listeners = [];
  #pending = 0;

  constructor(defaults, check) {
    this.#defaults = defaults;
    this.check = check;
    this.#state = this.#read();
    addEventListener('hashchange', () => {
      if (location.hash !== format(this.#state, this.#defaults)) this.#take(this.#read());
    });
  }

  #read() {
    const state = parse(location.hash);
    for (const key of Object.keys(this.#defaults)) state[key] ??= this.#defaults[key];
    return this.check(state);
  }

  get(key) { return this.#state[key]; }
  get all() { return this.#state; }

  /** Changes some parts and tells those who listen to any of them. */
  set(patch) { this.#take(this.check({ ...this.#state, ...patch })); }

  #take(next) {
    const changed = new Set();
    for (const key of Object.keys(parts)) {
      if (JSON.stringify(next[key]) !== JSON.stringify(this.#state[key])) changed.add(key);
    }
    if (!changed.size) return;
    this.#state = next;
    for (const { keys, call } of this.#listeners) {
      if (keys.some((key) => changed.has(key))) call(this.#state, changed);
    }
    // Browsers refuse many changes of the address in a row, as when playing.
    clearTimeout(this.#pending);
    this.#pending = setTimeout(() => {
      history.replaceState(null, '', location.pathname + location.search + format(this.#state, this.#defaults));
    }, 150);
  }

  /** Calls now, and whenever one of the keys has changed, until what it returns is called. */
  on(keys, call) {
    const listener = { keys, call };
    this.#listeners.push(listener);
    call(this.#state, new Set(keys));
    return () => {
      listener.keys = []; // a round of calls may be under way
      this.#listeners = this.#listeners.filter((l) => l !== listener);
    };
  }

  /** The whole address of what is shown. */
  link() { return location.origin + location.pathname + format(this.#state, this.#defaults); }
}
