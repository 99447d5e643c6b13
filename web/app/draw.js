// Drawing an area: each click adds a corner, a click on the first closes it.

import { crosses } from './selection.js';
import { notice } from './dom.js';
import { polygon } from './map.js';
import { t } from './i18n.js';

const mostCorners = 1000;
const closePixels = 12;

/** Makes the tool that draws an area and selects what lies in it. */
export function drawTool(store, view) {
  let corners = [];
  const { map } = view;
  const sketch = (next) => {
    const points = next ? [...corners, next] : corners;
    map.getSource('drawing').setData({
      type: 'FeatureCollection',
      features: [
        ...corners.map((c) => ({ type: 'Feature', properties: {}, geometry: { type: 'Point', coordinates: c } })),
        ...(points.length > 1 ? [{ type: 'Feature', properties: {}, geometry: { type: 'LineString', coordinates: points } }] : []),
        ...(points.length > 2 ? [polygon(points)] : []),
      ],
    });
  };
  const finish = () => {
    if (corners.length < 3) return;
    if (crosses(corners)) {
      notice(t('draw.crosses'));
      corners = [];
      return sketch();
    }
    const done = corners;
    tool.stop();
    store.set({ sel: { kind: 'polygon', corners: done.map(([x, y]) => [+x.toFixed(4), +y.toFixed(4)]) } });
  };
  const tool = {
    name: 'draw',
    icon: '⬠',
    active: false,
    begin() { corners = []; store.set({ sel: undefined }); },
    end() { corners = []; view.drawPicks(); },
    click({ lngLat, point }) {
      if (corners.length > 2) {
        const first = map.project(corners[0]);
        if (Math.hypot(first.x - point.x, first.y - point.y) < closePixels) return finish();
      }
      if (corners.length < mostCorners) corners.push([lngLat.lng, lngLat.lat]);
      sketch();
    },
    move({ lngLat }) { if (corners.length) sketch([lngLat.lng, lngLat.lat]); },
    enter: finish,
  };
  return tool;
}
