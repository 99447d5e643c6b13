// What is selected: nothing (the country), a municipality, a metropolitan area, a
// state, a polygon, a route, a port, a piece of road, or a trip between two places chosen
// by hand. In the address it is a letter and a value.

const kinds = { place: 'm', metro: 'g', state: 's', polygon: 'p', route: 'r', port: 'o', segment: 'w', trip: 't' };
const letters = Object.fromEntries(Object.entries(kinds).map(([kind, letter]) => [letter, kind]));
const mostCorners = 1000;

/** Reads m:25006, p:-110,25,-100,25,-100,30 and so on; undefined refuses it. */
export function parseSelection(text) {
  const at = text.indexOf(':');
  const kind = letters[text.slice(0, at)];
  const value = text.slice(at + 1);
  if (at !== 1 || !kind) return undefined;
  switch (kind) {
    case 'place': return /^\d{5}$/.test(value) ? { kind, code: value } : undefined;
    case 'state': return /^\d{2}$/.test(value) ? { kind, code: value } : undefined;
    case 'metro': return value.length && value.length <= 60 ? { kind, name: value } : undefined;
    case 'port': return /^[\w-]{1,20}$/.test(value) ? { kind, id: value } : undefined;
    case 'route':
    case 'segment': return /^\d{1,8}$/.test(value) ? { kind, number: Number(value) } : undefined;
    case 'polygon': return parsePolygon(value);
    case 'trip': return parseTrip(value);
  }
  return undefined;
}

function parsePolygon(value) {
  const numbers = value.split(',').map((x) => (x.trim() === '' ? NaN : Number(x)));
  if (numbers.length < 6 || numbers.length % 2 || numbers.length > 2 * mostCorners) return undefined;
  const corners = [];
  for (let i = 0; i < numbers.length; i += 2) {
    if (!(Math.abs(numbers[i]) <= 180 && Math.abs(numbers[i + 1]) <= 90)) return undefined;
    corners.push([numbers[i], numbers[i + 1]]);
  }
  return crosses(corners) ? undefined : { kind: 'polygon', corners };
}

// t:lon,lat to lon,lat, or to the id of a port, or to nothing: the cheapest port.
function parseTrip(value) {
  const [from, to, more] = value.split('~');
  const place = (text) => {
    const [lon, lat, rest] = text.split(',').map((x) => (x === '' ? NaN : Number(x)));
    return rest === undefined && Math.abs(lon) <= 180 && Math.abs(lat) <= 90 ? [lon, lat] : undefined;
  };
  if (more !== undefined || !place(from)) return undefined;
  if (!to) return { kind: 'trip', from: place(from), to: '' };
  const end = to.includes(',') ? place(to) : /^[\w-]{1,20}$/.test(to) ? to : undefined;
  return end && { kind: 'trip', from: place(from), to: end };
}

const degrees = ([lon, lat]) => `${+lon.toFixed(4)},${+lat.toFixed(4)}`;

/** Writes a selection as parseSelection reads it. */
export function formatSelection(sel) {
  if (sel.kind === 'trip') return `t:${degrees(sel.from)}~${Array.isArray(sel.to) ? degrees(sel.to) : sel.to}`;
  const value = sel.code ?? sel.name ?? sel.id ?? sel.number ?? sel.corners.map(degrees).join(',');
  return `${kinds[sel.kind]}:${value}`;
}

/** Tells whether the sides of a polygon cross. */
export function crosses(corners) {
  const n = corners.length;
  const side = ([ax, ay], [bx, by], [px, py]) => Math.sign((bx - ax) * (py - ay) - (by - ay) * (px - ax));
  for (let i = 0; i < n; i++) {
    for (let j = i + 2; j < n; j++) {
      if (i === 0 && j === n - 1) continue;
      const [a, b, c, d] = [corners[i], corners[i + 1], corners[j], corners[(j + 1) % n]];
      if (side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0) return true;
    }
  }
  return false;
}

/** Tells whether a point lies in a polygon. */
export function contains(corners, [x, y]) {
  let inside = false;
  for (let i = 0, j = corners.length - 1; i < corners.length; j = i++) {
    const [xi, yi] = corners[i];
    const [xj, yj] = corners[j];
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
  }
  return inside;
}
