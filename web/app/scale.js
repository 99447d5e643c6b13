// Colours and sizes. Rates have the colours of viridis (van der Walt and Smith,
// 2015), which grow evenly brighter and are told apart by colour-blind eyes; the three
// crops have colours after Okabe and Ito (2008).

/** Rates above this have one colour, as on the map of 2012. */
export const rateCap = 130;

const viridis = ['#440154', '#472d7b', '#3b528b', '#2c728e', '#21918c', '#28ae80', '#5ec962', '#addc30', '#fde725'];

/** The colours of rates from 0 to the cap: on a light map the highest is darkest. */
export const rateColours = (dark) => (dark ? viridis : viridis.toReversed());

/** The stops of a MapLibre interpolation over the rate. */
export function rateStops(dark) {
  const colours = rateColours(dark);
  return colours.flatMap((colour, i) => [(rateCap * i) / (colours.length - 1), colour]);
}

/** Circles and their colours in the legend let this much of the ground through. */
export const circleOpacity = 0.88;

/** Area is in proportion to the count a year: pixels of radius = this x root of it. */
export const radiusAt = [[3, 0.28], [5, 0.5], [7, 1.1], [10, 2.6]];

/** The pixels of radius of a circle per root of the count, at a zoom. */
export const radiusFactor = (zoom) => valueAt(radiusAt, zoom);

/** Places with fewer events a year are not shown at a zoom. */
export const leastShown = (zoom) => (zoom < 5 ? 10 : zoom < 6 ? 4 : zoom < 7 ? 1 : 0);

/** The zoom from which a place with so many events a year is shown. */
export const zoomShown = (yearly) => (yearly >= 10 ? 0 : yearly >= 4 ? 5 : yearly >= 1 ? 6 : 7);

const crops = [
  { light: '#0b8a66', dark: '#2fc79a' },
  { light: '#b3316f', dark: '#f07fb5' },
  { light: '#c97800', dark: '#ffb84d' },
  { light: '#3566c9', dark: '#82aaff' },
  { light: '#7a5230', dark: '#c9a07a' },
];

/** The colour of layer k of the origins. */
export const cropColour = (k, dark) => crops[k % crops.length][dark ? 'dark' : 'light'];

/** Width of a flow, before the zoom: it grows with the root of the routes, so that one is seen beside two hundred. */
export const flowWidth = (routes) => (routes > 0 ? 0.8 + 0.75 * Math.sqrt(routes) : 0);

/** Pixels per width, by zoom. */
export const flowAt = [[3, 0.5], [5.5, 1], [10, 1.6]];

/** The value of a list of stops at a zoom. */
export function valueAt(stops, zoom) {
  const [first, last] = [stops[0], stops.at(-1)];
  if (zoom <= first[0]) return first[1];
  if (zoom >= last[0]) return last[1];
  const i = stops.findIndex(([z]) => z > zoom);
  const [[z0, a], [z1, b]] = [stops[i - 1], stops[i]];
  return a + ((zoom - z0) / (z1 - z0)) * (b - a);
}
