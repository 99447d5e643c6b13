// What the server knows, loaded once, and the figures made from it. Unknown is
// NaN here and empty on the screen, never 0.

const api = '/api/v1/';

/** Fetches JSON; an answer that is not one is an Error with the server's line. */
export async function ask(path, options) {
  const answer = await fetch(api + path, options);
  const body = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(body.error ?? `${answer.status}`);
  return body;
}

/** Posts JSON and returns the answer. */
export const post = (path, body) =>
  ask(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });

async function numbers(path) {
  const answer = await fetch(api + path);
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return new Float32Array(await answer.arrayBuffer());
}

/** Loads what the first view needs. */
export async function load() {
  const [study, { regions }, counts, { routes }, flows, { ports }, { events }] = await Promise.all([
    ask('study'), ask('regions'), numbers('counts'), ask('routes'), ask('flows'), ask('ports'), ask('events'),
  ]);
  return new Data({ study, regions, counts, routes, flows, ports, events });
}

/** The metropolitan areas of more than one municipality: their places, and the most populous. */
function metrosOf(regions) {
  const metros = new Map();
  regions.forEach((r, i) => {
    if (!r.metro) return;
    if (!metros.has(r.metro)) metros.set(r.metro, { places: [], main: i });
    const m = metros.get(r.metro);
    m.places.push(i);
    if ((r.population ?? 0) > (regions[m.main].population ?? 0)) m.main = i;
  });
  for (const [name, m] of metros) if (m.places.length < 2) metros.delete(name);
  return metros;
}

/** Data is the study as the map shows it. Its arrays are by municipality, in the order of regions. */
export class Data {
  constructor({ study, regions, counts, routes, flows, ports, events }) {
    Object.assign(this, { api: '', study, regions, routes, flows, ports, events });
    this.steps = study.timeline.steps;
    this.stepMonths = study.timeline.step_months;
    this.index = new Map(regions.map((r, i) => [r.code, i]));
    const size = regions.length * this.steps;
    this.counts = Object.fromEntries(study.series.map((name, k) => [name, counts.subarray(k * size, (k + 1) * size)]));
    const recorded = new Set(Object.values(study.recorded));
    this.kinds = study.series.filter((name) => !recorded.has(name)); // what a person chooses from
    this.people = counts.subarray(study.series.length * size);
    this.metros = metrosOf(regions);
  }

  /** The equilibrium of a study with congestion, asked for once; then it is this.congestion. */
  loadCongestion() {
    return (this._congestion ??= ask(`${this.api}congestion`).then((c) => (this.congestion = c)));
  }

  /** The roads that are used, asked for once; then they are this.roads. */
  loadRoads() {
    return (this._roads ??= ask(`${this.api}roads`).then(({ roads }) => (this.roads = roads)));
  }

  /** The same study on another vintage of the roads, asked for once. */
  vintage(name) {
    this.vintages ??= new Map();
    const base = `vintages/${name}/`;
    const load = async () => {
      const [study, { routes }, flows, { ports }] = await Promise.all(['study', 'routes', 'flows', 'ports'].map((path) => ask(base + path)));
      return Object.assign(Object.create(this), { api: base, study, routes, flows, ports, congestion: undefined, _congestion: undefined, roads: undefined, _roads: undefined, densities: undefined });
    };
    if (!this.vintages.has(name)) this.vintages.set(name, load());
    return this.vintages.get(name);
  }

  /** The first month of a step, as YYYY-MM. */
  monthOf(step) {
    const [year, month] = this.study.timeline.first.split('-').map(Number);
    const n = year * 12 + month - 1 + step * this.stepMonths;
    return `${Math.floor(n / 12)}-${String((n % 12) + 1).padStart(2, '0')}`;
  }

  /** The last month of a step. */
  endOf(step) {
    const [year, month] = this.monthOf(step).split('-').map(Number);
    const n = year * 12 + month - 1 + this.stepMonths - 1;
    return `${Math.floor(n / 12)}-${String((n % 12) + 1).padStart(2, '0')}`;
  }

  /** The step that a month lies in, kept within the timeline. */
  stepOf(text) {
    const [y0, m0] = this.study.timeline.first.split('-').map(Number);
    const [y, m] = text.split('-').map(Number);
    const step = Math.floor(((y - y0) * 12 + (m - m0)) / this.stepMonths);
    return Math.min(Math.max(step, 0), this.steps - 1);
  }

  /** A series as the state wants it: as the study adjusts it, or as recorded. */
  as(name, { adjusted }) { return (!adjusted && this.study.recorded[name]) || name; }

  /** The series that is shown, and all that are shown beside it. */
  shown(state) { return state.series && this.as(state.series, state); }
  allShown(state) { return this.kinds.map((name) => this.as(name, state)); }

  /** The months with data of a series between two steps, both included. */
  covered(series, from, to) {
    let months = 0;
    for (let s = from; s <= to; s++) months += this.study.coverage[series][s];
    return months;
  }

  /**
   * Adds a series up over some municipalities and steps, as the server does:
   * events, months with data, mean population, rate per 100,000 a year. keep may
   * leave steps out.
   */
  total(series, places, from, to, keep = null) {
    const counts = this.counts[series];
    let events = 0, months = 0, people = 0;
    for (let step = from; step <= to; step++) {
      const covered = this.study.coverage[series][step];
      if (!covered || (keep && !keep(step))) continue;
      let known = false, sum = 0;
      for (const i of places) {
        const x = counts[i * this.steps + step];
        if (Number.isNaN(x)) continue;
        known = true;
        events += x;
        sum += this.people[i * this.steps + step];
      }
      if (known) {
        months += covered;
        people += sum * covered;
      }
    }
    if (!months) return { events: NaN, months: 0, population: NaN, rate: NaN, yearly: NaN };
    const yearly = (events * 12) / months;
    const population = people / months;
    return { events, months, population, yearly, rate: population > 0 ? (yearly / population) * 1e5 : NaN };
  }

  /** The same for every municipality by itself. */
  each(series, from, to) {
    const out = new Array(this.regions.length);
    const one = [0];
    for (let i = 0; i < out.length; i++) {
      one[0] = i;
      out[i] = this.total(series, one, from, to);
    }
    return out;
  }

  /** The series of some municipalities, step by step. */
  series(series, places) {
    return Array.from({ length: this.steps }, (_, step) => this.total(series, places, step, step));
  }

  get everywhere() { return (this._everywhere ??= this.regions.map((_, i) => i)); }
}
