// The style of the map: what is drawn, in which order, in which colours.

import { delayCap, delayColours } from './congestion.js';
import { regionOpacity } from './density.js';
import { rateStops, radiusAt, flowAt, circleOpacity, cropColour } from './scale.js';

const palettes = {
  light: { sea: '#eceff1', land: '#fbfaf7', border: '#c9c4b8', outer: '#aaa495', road: '#d9d4c8', text: '#3c3a36', halo: '#fbfaf7', grey: '#b9b6b0', pick: '#16150f', shut: '#c0392b', edge: '#ffffff' },
  dark: { sea: '#14181d', land: '#1b2026', border: '#363d46', outer: '#4b545f', road: '#2b323a', text: '#d8d6d0', halo: '#14181d', grey: '#565b62', pick: '#ffffff', shut: '#ff6b5e', edge: '#0d1014' },
};

/** The colours of a theme. */
export const palette = (dark) => palettes[dark ? 'dark' : 'light'];

const font = ['Public Sans'];
const state = (key, otherwise) => ['coalesce', ['feature-state', key], otherwise];
const zoomed = (factor) => ['interpolate', ['linear'], ['zoom'], ...radiusAt.flatMap(([z, f]) => [z, factor(f)])];
const flowing = (key) => ['interpolate', ['linear'], ['zoom'], ...flowAt.flatMap(([z, f]) => [z, ['*', f, state(key, 0)]])];
const empty = { type: 'FeatureCollection', features: [] };

/** Builds the style; origin and version are of the tiles, layers the crops. */
export function buildStyle({ dark, tiles, layers, cells }) {
  const c = palette(dark);
  return {
    version: 8,
    sources: {
      base: { type: 'vector', tiles: [tiles], minzoom: 0, maxzoom: 11, attribution: '' },
      places: { type: 'geojson', data: empty },
      densities: { type: 'geojson', data: empty },
      origins: { type: 'geojson', data: empty },
      arrows: { type: 'geojson', data: empty },
      ports: { type: 'geojson', data: empty },
      ways: { type: 'geojson', data: empty },
      drawing: { type: 'geojson', data: empty },
    },
    layers: [
      { id: 'sea', type: 'background', paint: { 'background-color': c.sea } },
      ...landLayers(c, cells),
      ...cropAreas(layers, dark),
      ...densityLayers(layers, dark),
      ...roadLayers(c),
      ...flowLayers(layers, dark),
      loadLayer(c, dark),
      ...arrowLayers(c),
      ...wayLayers(c),
      ...circleLayers(c, dark),
      ...markLayers(c, layers, dark),
      ...textLayers(c),
      ...drawingLayers(c),
    ],
  };
}

const base = (id, layer, rest) => ({ id, source: 'base', 'source-layer': layer, ...rest });

// The outer border of drawn cells is no border of anything: it is left out.
function landLayers(c, cells) {
  return [
    base('land', 'regions', { type: 'fill', paint: { 'fill-color': c.land, 'fill-antialias': false } }),
    base('land-seams', 'regions', { type: 'line', paint: { 'line-color': c.land, 'line-width': 1 } }), // neighbours are simplified apart
    base('closed', 'regions', { type: 'fill', paint: { 'fill-color': c.shut, 'fill-opacity': state('shut', 0) } }),
    base('states', 'borders', { type: 'line', filter: ['!', ['get', 'outer']], paint: { 'line-color': c.border, 'line-width': ['interpolate', ['linear'], ['zoom'], 4, 0.6, 8, 1.4] } }),
    base('coast', 'borders', { type: 'line', filter: ['get', 'outer'], paint: { 'line-color': c.outer, 'line-opacity': cells ? 0 : 1, 'line-width': ['interpolate', ['linear'], ['zoom'], 4, 0.5, 8, 1] } }),
    base('municipalities', 'regions', { type: 'line', minzoom: 6.5, paint: { 'line-color': c.border, 'line-width': 0.5, 'line-opacity': ['interpolate', ['linear'], ['zoom'], 6.5, 0, 8, 0.8] } }),
  ];
}

function cropAreas(layers, dark) {
  return layers.map((_, k) => base(`area-${k}`, 'regions', { type: 'fill', paint: { 'fill-color': cropColour(k, dark), 'fill-opacity': state(`area${k}`, 0) } }));
}

// The regions lie over one another, so that the densest are the darkest.
function densityLayers(layers, dark) {
  return layers.map((_, k) => ({ id: `density-${k}`, source: 'densities', type: 'fill', filter: ['==', ['get', 'k'], k], paint: { 'fill-color': cropColour(k, dark), 'fill-opacity': regionOpacity } }));
}

function roadLayers(c) {
  return [base('roads', 'roads', { type: 'line', paint: { 'line-color': c.road, 'line-width': ['interpolate', ['linear'], ['zoom'], 4, 0.4, 7, 1, 10, 2.2] } })];
}

// The bands of the crops lie side by side on a road. Width and place of each
// are states of the segment, so that they can change without new tiles.
function flowLayers(layers, dark) {
  return layers.map((_, k) => base(`flow-${k}`, 'roads', {
    type: 'line',
    layout: { 'line-cap': 'round', 'line-join': 'round' },
    paint: { 'line-color': cropColour(k, dark), 'line-width': flowing(`w${k}`), 'line-offset': flowing(`o${k}`), 'line-opacity': state('shown', 0) },
  }));
}

// The equilibrium in place of the routes.
function loadLayer(c, dark) {
  const colours = delayColours(dark);
  const stops = colours.flatMap((colour, i) => [(delayCap * i) / (colours.length - 1), colour]);
  return base('load', 'roads', {
    type: 'line',
    layout: { 'line-cap': 'round', 'line-join': 'round', visibility: 'none' },
    paint: { 'line-color': ['case', ['<', state('delay', -1), 0], c.grey, ['interpolate', ['linear'], state('delay', 0), ...stops]], 'line-width': flowing('load'), 'line-opacity': state('shown', 0) },
  });
}

// Which way most of the routes go on a segment.
function arrowLayers(c) {
  return [{
    id: 'arrows', source: 'arrows', type: 'symbol', minzoom: 5.5,
    layout: { 'text-field': '›', 'text-font': font, 'text-size': 19, 'text-rotate': ['get', 'turn'], 'text-rotation-alignment': 'map', 'text-padding': 22, 'symbol-sort-key': ['-', ['get', 'routes']], 'text-offset': [0, -0.1] },
    paint: { 'text-color': c.edge, 'text-halo-color': c.text, 'text-halo-width': 1 },
  }];
}

function wayLayers(c) {
  return [
    { id: 'way-edge', source: 'ways', type: 'line', layout: { 'line-cap': 'round', 'line-join': 'round' }, paint: { 'line-color': c.edge, 'line-width': ['+', ['get', 'width'], 3] } },
    { id: 'way', source: 'ways', type: 'line', layout: { 'line-cap': 'round', 'line-join': 'round', 'line-sort-key': ['get', 'rank'] }, paint: { 'line-color': ['get', 'colour'], 'line-width': ['get', 'width'] } },
  ];
}

function circleLayers(c, dark) {
  return [
    {
      id: 'circles', source: 'places', type: 'circle',
      filter: ['>=', ['zoom'], ['get', 'zoom']],
      layout: { 'circle-sort-key': ['-', ['get', 'root']] },
      paint: {
        'circle-radius': zoomed((f) => ['max', 1.2, ['*', f, ['get', 'root']]]),
        'circle-color': ['case', ['<', ['get', 'rate'], 0], c.grey, ['interpolate', ['linear'], ['get', 'rate'], ...rateStops(dark)]],
        'circle-opacity': circleOpacity,
        'circle-stroke-color': c.edge,
        'circle-stroke-width': 0.6,
        'circle-stroke-opacity': 0.9,
      },
    },
    base('picked-fill', 'regions', { type: 'fill', paint: { 'fill-color': c.pick, 'fill-opacity': ['*', 0.08, state('picked', 0)] } }),
    base('picked', 'regions', { type: 'line', paint: { 'line-color': c.pick, 'line-width': 2, 'line-opacity': state('picked', 0) } }),
    {
      id: 'ring', source: 'places', type: 'circle', filter: ['==', ['get', 'i'], -1],
      paint: { 'circle-radius': zoomed((f) => ['+', 2.5, ['max', 1.2, ['*', f, ['get', 'root']]]]), 'circle-opacity': 0, 'circle-stroke-color': c.pick, 'circle-stroke-width': 2 },
    },
  ];
}

function markLayers(c, layers, dark) {
  const colour = layers.length ? ['match', ['get', 'layer'], ...layers.flatMap((_, k) => [k, cropColour(k, dark)]), c.grey] : c.grey;
  return [
    {
      id: 'origins', source: 'origins', type: 'circle', minzoom: 4.5,
      paint: { 'circle-radius': ['interpolate', ['linear'], ['zoom'], 4.5, 1.6, 8, 4], 'circle-color': colour, 'circle-stroke-color': c.edge, 'circle-stroke-width': 1 },
    },
    {
      id: 'ports', source: 'ports', type: 'circle',
      filter: ['any', ['>', ['get', 'routes'], 0], ['get', 'picked'], ['>=', ['zoom'], 6]], // a port without routes only from near
      paint: {
        'circle-radius': ['interpolate', ['linear'], ['zoom'], 3, ['+', 2, ['*', 0.35, ['sqrt', ['get', 'routes']]]], 7, ['+', 3.5, ['*', 0.8, ['sqrt', ['get', 'routes']]]]],
        'circle-color': ['case', ['get', 'picked'], c.pick, c.land],
        'circle-stroke-color': c.pick,
        'circle-stroke-width': ['case', ['>', ['get', 'routes'], 0], 2, 1],
      },
    },
  ];
}

function textLayers(c) {
  const paint = { 'text-color': c.text, 'text-halo-color': c.halo, 'text-halo-width': 1.4 };
  return [
    {
      id: 'counts', source: 'places', type: 'symbol', minzoom: 4.5,
      filter: ['all', ['>=', ['zoom'], ['get', 'zoom']], ['>', ['*', ['get', 'root'], ['interpolate', ['linear'], ['zoom'], ...radiusAt.flat()]], 9]],
      layout: { 'text-field': ['get', 'label'], 'text-font': font, 'text-size': 11, 'symbol-sort-key': ['-', ['get', 'root']], 'text-padding': 0 },
      paint: { ...paint, 'text-halo-width': 1.8 },
    },
    {
      id: 'port-names', source: 'ports', type: 'symbol', filter: ['>', ['get', 'routes'], 0],
      layout: { 'text-field': ['get', 'name'], 'text-font': font, 'text-size': 12, 'text-anchor': 'bottom-left', 'text-offset': [0.6, -0.3], 'symbol-sort-key': ['-', ['get', 'routes']], 'text-optional': true },
      paint,
    },
    {
      id: 'names', source: 'places', type: 'symbol',
      filter: ['>=', ['zoom'], ['get', 'nameZoom']],
      layout: {
        'text-field': ['get', 'name'], 'text-font': font, 'text-size': ['interpolate', ['linear'], ['zoom'], 4, 10, 9, 13], 'symbol-sort-key': ['get', 'nameZoom'],
        'text-variable-anchor': ['top', 'bottom', 'right', 'left'], 'text-radial-offset': 0.7, 'text-max-width': 8, 'text-padding': 3,
      },
      paint,
    },
  ];
}

function drawingLayers(c) {
  return [
    { id: 'drawing-fill', source: 'drawing', type: 'fill', filter: ['==', ['geometry-type'], 'Polygon'], paint: { 'fill-color': c.pick, 'fill-opacity': 0.08 } },
    { id: 'drawing-line', source: 'drawing', type: 'line', filter: ['!=', ['geometry-type'], 'Point'], paint: { 'line-color': c.pick, 'line-width': 2, 'line-dasharray': [2, 1.5] } },
    { id: 'drawing-point', source: 'drawing', type: 'circle', filter: ['==', ['geometry-type'], 'Point'], paint: { 'circle-radius': 4, 'circle-color': c.land, 'circle-stroke-color': c.pick, 'circle-stroke-width': 2 } },
  ];
}
