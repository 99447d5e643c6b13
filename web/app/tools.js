// The tools beside the panel: drawing an area, a trip by hand, closing municipalities.
// A tool takes over what a click on the map means, until it is put away.

import { byId, el } from './dom.js';
import { t } from './i18n.js';

/**
 * A tool is {name, icon, active, begin, click(e), move(e), key(e), stop}. The bar
 * has a button for each; one is active at a time. While one is, Enter and Space put
 * a point at the middle of the map, so that it works without a pointer.
 */
export function tools(store, view, pointer, list) {
  const bar = byId('tools');
  const hint = byId('hint');
  pointer.modes = list;
  const show = () => {
    const active = list.find((tool) => tool.active);
    for (const button of bar.children) button.setAttribute('aria-pressed', String(active?.name === button.value));
    hint.hidden = !active;
    hint.textContent = active ? t(`tool.${active.name}.hint`) : '';
    document.body.classList.toggle('aiming', Boolean(active));
    view.map.doubleClickZoom[active ? 'disable' : 'enable']();
  };
  for (const tool of list) {
    tool.stop = () => { tool.active = false; tool.end?.(); show(); };
  }
  const choose = (tool) => {
    const was = tool.active;
    for (const other of list) if (other.active) other.stop();
    if (was) return;
    tool.active = true;
    tool.begin?.();
    show();
    view.map.getCanvas().focus();
  };
  store.on(['lang'], () => {
    bar.replaceChildren(...list.map((tool) => el('button', { type: 'button', value: tool.name, title: t(`tool.${tool.name}`), 'aria-label': t(`tool.${tool.name}`), onclick: () => choose(tool) }, tool.icon)));
    bar.setAttribute('aria-label', t('tools'));
    show();
  });
  view.map.getCanvas().addEventListener('keydown', (e) => {
    const active = list.find((tool) => tool.active);
    if (!active || (e.key !== 'Enter' && e.key !== ' ')) return;
    e.preventDefault();
    if (e.key === 'Enter' && active.enter) return active.enter();
    const lngLat = view.map.getCenter();
    active.click({ lngLat, point: view.map.project(lngLat) });
  });
}
