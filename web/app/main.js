// Begins: loads the data, makes the parts of the page, and ties them to the state.

import { load } from './data.js';
import { Store } from './state.js';
import { exists } from './places.js';
import { preferred, speak, t } from './i18n.js';
import { MapView } from './map.js';
import { Pointer } from './pointer.js';
import { controls } from './controls.js';
import { selectionCard } from './card.js';
import { legend } from './legend.js';
import { header, footer } from './frame.js';
import { tables } from './table.js';
import { tools } from './tools.js';
import { drawTool } from './draw.js';
import { tripTool } from './trip.js';
import { closeTool, scenario } from './scenario.js';
import { swipe } from './swipe.js';
import { notice } from './dom.js';

const darkSystem = matchMedia('(prefers-color-scheme: dark)');

/** What is shown when the address does not say. */
function defaultsOf(study) {
  return {
    lang: preferred(),
    series: study.series[0],
    from: study.period?.from,
    to: study.period?.to,
    layers: study.layers.map((l) => l.name),
  };
}

/** Makes a state that the data can show out of one that was only well-formed. */
function checker(data, defaults) {
  const known = new Set(data.study.layers.map((l) => l.name));
  return (state) => {
    const next = { ...state };
    if (!data.kinds.includes(next.series)) next.series = defaults.series;
    next.layers = (next.layers ?? defaults.layers).filter((l) => known.has(l));
    next.congestion &&= data.study.can.congestion;
    next.adjusted ||= !Object.keys(data.study.recorded).length;
    if (!data.study.vintages.some((v) => v.name === next.vintage)) next.vintage = undefined;
    next.surface &&= data.study.can.densities;
    next.close = next.close.filter((c) => data.index.has(c));
    if (next.sel && !exists(data, next.sel)) next.sel = undefined;
    if (data.steps) {
      const [from, to] = [next.from ?? defaults.from, next.to ?? defaults.to].map((m) => data.stepOf(m));
      next.from = data.monthOf(Math.min(from, to));
      next.to = data.endOf(Math.max(from, to));
    }
    return next;
  };
}

/** Waits until what stands on the page has been painted, if anyone sees it. */
const painted = () => new Promise((done) => {
  requestAnimationFrame(() => setTimeout(done));
  setTimeout(done, 200); // a hidden page has no frames
});

async function main() {
  speak(preferred());
  const data = await load();
  const defaults = defaultsOf(data.study);
  const store = new Store(defaults, checker(data, defaults));
  const dark = () => (store.get('theme') ? store.get('theme') === 'dark' : darkSystem.matches);
  const view = new MapView(data, store, dark());

  store.on(['lang'], ({ lang }) => speak(lang));
  const paint = () => {
    document.documentElement.dataset.theme = dark() ? 'dark' : 'light';
    view.setDark(dark());
  };
  store.on(['theme'], paint);
  darkSystem.addEventListener('change', paint);

  header(data, store, view, dark);
  controls(data, store, dark);
  selectionCard(data, store, view, dark);
  legend(data, store, view, dark);
  footer(data, store, view);
  tables(data, store);
  performance.mark('corredor-panel'); // for benchmarks/map
  await painted(); // the library of the map keeps the page busy for a while
  await view.start();
  view.map.once('idle', () => performance.mark('corredor-map'));
  const pointer = new Pointer(data, store, view);
  tools(store, view, pointer, [
    ...(data.study.series.length ? [drawTool(store, view)] : []),
    ...(data.study.can.route ? [tripTool(store, view, pointer)] : []),
    ...(data.study.can.whatif ? [closeTool(data, store, pointer)] : []),
  ]);
  if (data.study.can.whatif) scenario(data, store, view);
  const beside = swipe(data, store, view);
  // For tests and the console: read only, by convention.
  window.corredor = { data, store, view, pointer, beside, map: view.map };
  document.documentElement.dataset.ready = 'true';
}

main().catch((error) => {
  console.error(error);
  notice(`${t('failed')} ${error.message}`);
});
