// Two maps under one another with a divider: on its left the study as it is, or on
// other roads; on its right the scenario, or the study.

import { byId, el, notice } from './dom.js';
import { named, t } from './i18n.js';
import { MapView } from './map.js';

const middle = 0.6; // of the window, with the panel on its left

/** Shows the second map while the state asks for it and there is a scenario; returns it as map. */
export function swipe(data, store, view) {
  const frame = byId('map');
  let second = null;
  let divider = null;
  let share = middle;
  let shown = ''; // what stands on both sides

  const place = () => {
    if (!divider) return;
    const x = innerWidth * share;
    divider.style.left = `${x}px`;
    divider.setAttribute('aria-valuenow', String(Math.round(share * 100)));
    byId('map-before').style.clipPath = `inset(0 ${innerWidth - x}px 0 0)`;
  };
  const follow = () => second?.map?.jumpTo({ center: view.map.getCenter(), zoom: view.map.getZoom() });

  const open = async () => {
    const { vintage } = store.all;
    shown = sides();
    const words = [vintage ? named('vintage', vintage) : t('swipe.before'), t(view.overlay ? 'swipe.after' : 'swipe.study')];
    const box = el('div', { id: 'map-before', 'aria-hidden': 'true' });
    divider = el('div.divider', { role: 'separator', tabIndex: 0, 'aria-label': t('swipe'), 'aria-valuemin': '0', 'aria-valuemax': '100' }, ...words.map((w) => el('span', {}, w)));
    frame.after(box, divider);
    divider.addEventListener('pointerdown', (e) => divider.setPointerCapture(e.pointerId));
    divider.addEventListener('pointermove', (e) => { if (divider.hasPointerCapture(e.pointerId)) move(e.clientX / innerWidth); });
    divider.addEventListener('keydown', (e) => {
      if (e.key === 'ArrowLeft') move(share - 0.02);
      if (e.key === 'ArrowRight') move(share + 0.02);
    });
    place();
    const mine = divider;
    const drawn = vintage ? await data.vintage(vintage) : data;
    if (divider !== mine) return; // closed meanwhile
    second = new MapView(drawn, store, view.dark);
    await second.start('map-before', false);
    if (!second) return;
    follow();
    view.map.on('move', follow);
  };
  const move = (to) => { share = Math.min(Math.max(to, 0.02), 0.98); place(); };
  const sides = () => `${store.get('vintage') ?? ''} ${Boolean(view.overlay)}`;
  const close = () => {
    view.map.off('move', follow);
    second?.stop();
    byId('map-before')?.remove();
    divider?.remove();
    second = divider = null;
  };
  addEventListener('resize', place);
  view.onOverlay(() => update());
  store.on(['swipe', 'vintage'], () => update());
  store.on(['theme'], () => second?.setDark(view.dark));

  function update() {
    const { vintage, swipe: wished } = store.all;
    const wanted = vintage || (wished && view.overlay);
    if (divider && (!wanted || shown !== sides())) close();
    if (!wanted) share = middle;
    if (wanted && !divider) open().catch((e) => { close(); notice(e.message); });
  }

  return { get map() { return second?.map; } };
}
