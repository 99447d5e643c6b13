// The chart of rates: one line per series, month by month, with the chosen
// months shaded and dated events marked.

import uPlot from './vendor/uPlot.esm.js';
import { date, month, named, num, t } from './i18n.js';
import { stepsOf } from './layers.js';
import { el } from './dom.js';

const colours = { light: ['#3b528b', '#c2410c', '#15803d'], dark: ['#8fa8ff', '#ff9d6b', '#6ee7a0'] };

const ratesOf = (data, name, places) => data.series(name, places).map((f) => (Number.isNaN(f.rate) ? null : f.rate));

/** RateChart draws the series of some municipalities. */
export class RateChart {
  constructor(box, data, store, places, dark) {
    Object.assign(this, { box, data, store });
    const names = data.kinds;
    this.names = names;
    const ink = getComputedStyle(box).getPropertyValue('--soft');
    const line = getComputedStyle(box).getPropertyValue('--line');
    const palette = colours[dark() ? 'dark' : 'light'];
    this.shade = dark() ? 'rgba(255,255,255,.09)' : 'rgba(20,20,40,.07)';
    this.mark = ink;
    this.events = this.#eventsOf(places);
    const steps = Array.from({ length: data.steps }, (_, i) => i);
    this.rates = names.map((n) => ratesOf(data, n, places));
    const beside = store.get('compare') && places.length < data.regions.length ? [ratesOf(data, data.shown(store.all), data.everywhere)] : [];
    const recorded = names.map((n) => data.study.recorded[n]).filter(Boolean);
    this.read = el('p.read');
    const axis = { stroke: ink, font: '11px "Public Sans", system-ui, sans-serif', ticks: { show: false } };
    this.plot = new uPlot({
      width: box.clientWidth, height: 150,
      padding: [8, 16, 0, 0],
      cursor: { y: false, points: { size: 6 }, drag: { x: true, y: false, setScale: false } },
      legend: { show: false },
      select: { show: true },
      scales: { x: { time: false, range: [0, Math.max(1, data.steps - 1)] }, y: { range: (_, __, max) => [0, Math.max(1, max * 1.08)] } },
      axes: [
        { ...axis, size: 24, grid: { show: false }, splits: () => this.#yearSplits(), values: (_, splits) => splits.map((s) => data.monthOf(s).slice(0, 4)) },
        { ...axis, size: 38, grid: { stroke: line, width: 1 }, values: (_, splits) => splits.map((s) => num(s, splits.some((x) => x % 1) ? 1 : 0)) },
      ],
      series: [{}, ...names.map((name, k) => ({
        label: named('series', name), stroke: palette[k % palette.length], width: 1.6, spanGaps: false,
        points: { show: data.steps < 20, size: 5 },
      })), ...recorded.map((name, k) => ({ label: named('series', name), stroke: palette[k % palette.length], width: 1.2, dash: [2, 3], points: { show: false } })),
      ...beside.map(() => ({ label: t('country'), stroke: ink, width: 1.2, dash: [4, 3], points: { show: false } }))],
      hooks: {
        drawClear: [(u) => this.#shadeMonths(u)],
        draw: [(u) => this.#markEvents(u)],
        setCursor: [(u) => this.#readOut(u.cursor.idx)],
        setSelect: [(u) => this.#brush(u)],
      },
    }, [steps, ...this.rates, ...recorded.map((n) => ratesOf(data, n, places)), ...beside], box);
    box.append(el('p.keys', {}, ...names.map((name, k) => {
      const dash = el('i.dash');
      dash.style.background = palette[k % palette.length];
      return el('span', {}, dash, named('series', name));
    }), recorded.length ? el('span', {}, el('i.dash.fine'), t('recorded')) : '', ...beside.map(() => el('span', {}, el('i.dash.dotted'), t('compare.of', { series: named('series', data.shown(store.all)) }))), el('span.unit', {}, t('rate.unit'))), this.read);
    this.#readOut(null);
  }

  #yearSplits() {
    const splits = [];
    for (let s = 0; s < this.data.steps; s++) if (this.data.monthOf(s).endsWith('-01')) splits.push(s);
    return splits;
  }

  #shadeMonths(u) {
    const [from, to] = stepsOf(this.data, this.store.all);
    const half = this.data.steps > 1 ? 0.5 : 0;
    const [a, b] = [u.valToPos(Math.max(0, from - half), 'x', true), u.valToPos(Math.min(this.data.steps - 1, to + half), 'x', true)];
    u.ctx.fillStyle = this.shade;
    u.ctx.fillRect(a, u.bbox.top, b - a, u.bbox.height);
  }

  // An event belongs to a municipality, or by two digits to a state. The country shows all, each once.
  #eventsOf(places) {
    const all = places.length === this.data.regions.length;
    const codes = new Set(places.flatMap((i) => [this.data.regions[i].code, this.data.regions[i].code.slice(0, 2)]));
    const once = new Set();
    return this.data.events
      .filter((e) => all || !e.code || codes.has(e.code))
      .filter((e) => !once.has(e.date + e.text.en) && once.add(e.date + e.text.en))
      .filter((e) => e.date.slice(0, 7) >= this.data.monthOf(0) && e.date.slice(0, 7) <= this.data.endOf(this.data.steps - 1))
      .map((e) => ({ ...e, step: this.data.stepOf(e.date.slice(0, 7)) }));
  }

  #markEvents(u) {
    const size = devicePixelRatio;
    u.ctx.strokeStyle = u.ctx.fillStyle = this.mark;
    u.ctx.lineWidth = size;
    u.ctx.setLineDash([3 * size, 3 * size]);
    for (const e of this.events) {
      const x = Math.round(u.valToPos(e.step, 'x', true));
      u.ctx.beginPath();
      u.ctx.moveTo(x, u.bbox.top + 6 * size);
      u.ctx.lineTo(x, u.bbox.top + u.bbox.height);
      u.ctx.stroke();
      u.ctx.beginPath();
      u.ctx.arc(x, u.bbox.top + 3 * size, 3 * size, 0, 7);
      u.ctx.fill();
    }
    u.ctx.setLineDash([]);
  }

  #readOut(step) {
    if (step === null || step === undefined) {
      this.read.textContent = t(this.events.length ? 'chart.hint.events' : 'chart.hint');
      return;
    }
    const [from, to] = [this.data.monthOf(step), this.data.endOf(step)];
    const when = from === to ? month(from) : `${month(from)} – ${month(to)}`;
    const parts = this.names.map((n, k) => `${named('series', n)} ${this.rates[k][step] === null ? t('no.data') : num(this.rates[k][step], 1)}`);
    this.read.replaceChildren(el('strong', {}, when), ` ${parts.join(' · ')}`,
      ...this.events.filter((e) => e.step === step).map((e) => el('span.event', {}, `${date(e.date)}: ${e.text[document.documentElement.lang] ?? e.text.en}`)));
  }

  // Dragging over the chart chooses the months.
  #brush(u) {
    if (u.select.width < 4) return;
    const [a, b] = [u.posToVal(u.select.left, 'x'), u.posToVal(u.select.left + u.select.width, 'x')].map((x) => Math.min(Math.max(Math.round(x), 0), this.data.steps - 1));
    u.setSelect({ left: 0, width: 0, top: 0, height: 0 }, false);
    this.store.set({ from: this.data.monthOf(a), to: this.data.endOf(b) });
  }

  update() { this.plot.redraw(false); }
  resize() { if (this.box.clientWidth) this.plot.setSize({ width: this.box.clientWidth, height: 150 }); }
  destroy() { this.plot.destroy(); }
}
