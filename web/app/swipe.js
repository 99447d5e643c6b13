// Two maps under one another with a divider: on its left the study as it is, on
// its right the scenario.

import { byId, el } from './dom.js';
import { t } from './i18n.js';
import { MapView } from './map.js';

/** Shows the second map while the state asks for it and there is a scenario. */
export function swipe(data, store, view) {
  const frame = byId('map');
  let second = null;
  let divider = null;
  let share = 0.6;

  const place = () => {
    if (!divider) return;
    const x = innerWidth * share;
    divider.style.left = `${x}px`;
    divider.setAttribute('aria-valuenow', String(Math.round(share * 100)));
    byId('map-before').style.clipPath = `inset(0 ${innerWidth - x}px 0 0)`;
  };
  const follow = () => second?.map?.jumpTo({ center: view.map.getCenter(), zoom: view.map.getZoom() });

  const open = async () => {
    const box = el('div', { id: 'map-before', 'aria-hidden': 'true' });
    divider = el('div.divider', { role: 'separator', tabIndex: 0, 'aria-label': t('swipe'), 'aria-valuemin': '0', 'aria-valuemax': '100' }, el('span', {}, t('swipe.before')), el('span', {}, t('swipe.after')));
    frame.after(box, divider);
    divider.addEventListener('pointerdown', (e) => divider.setPointerCapture(e.pointerId));
    divider.addEventListener('pointermove', (e) => { if (divider.hasPointerCapture(e.pointerId)) move(e.clientX / innerWidth); });
    divider.addEventListener('keydown', (e) => {
      if (e.key === 'ArrowLeft') move(share - 0.02);
      if (e.key === 'ArrowRight') move(share + 0.02);
    });
    place();
    second = new MapView(data, store, view.dark);
    await second.start('map-before', false);
    if (!second) return;
    follow();
    view.map.on('move', follow);
  };
  const move = (to) => { share = Math.min(Math.max(to, 0.02), 0.98); place(); };
  const close = () => {
    view.map.off('move', follow);
    second?.stop();
    byId('map-before')?.remove();
    divider?.remove();
    second = divider = null;
  };
  addEventListener('resize', place);
  view.onOverlay(() => update());
  store.on(['swipe'], () => update());
  store.on(['theme'], () => second?.setDark(view.dark));

  function update() {
    const wanted = store.get('swipe') && Boolean(view.overlay);
    if (wanted && !divider) open();
    if (!wanted && divider) close();
  }
}
