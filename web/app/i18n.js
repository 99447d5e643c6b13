// Words, numbers and months in the language of the page.

import en from './i18n/en.js';
import es from './i18n/es.js';

const languages = { en: { words: en, locale: 'en-US' }, es: { words: es, locale: 'es-MX' } };
let current = languages.en;

/** The language that a browser asks for, of those there are. */
export const preferred = () => (navigator.languages ?? []).map((l) => l.slice(0, 2)).find((l) => l in languages) ?? 'en';

/** Chooses the language, and puts it into the fixed text of the page. */
export function speak(lang) {
  current = languages[lang];
  document.documentElement.lang = lang;
  for (const el of document.querySelectorAll('[data-t]')) el.textContent = t(el.dataset.t);
  for (const el of document.querySelectorAll('[data-t-label]')) el.setAttribute('aria-label', t(el.dataset.tLabel));
}

/**
 * A text by key; {name} stands for a value. With an n of 1 it is the text of key.one
 * where there is one. A key without text shows itself.
 */
export function t(key, values = {}) {
  const text = (String(values.n) === '1' && current.words[`${key}.one`]) || current.words[key] || key;
  return text.replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ''));
}

/** Whether there is a text for a key. */
export const has = (key) => key in current.words;

/** A number with so many decimals; nothing when it is unknown. */
export function num(x, decimals = 0) {
  if (x === null || x === undefined || Number.isNaN(x)) return '';
  return formatter(decimals).format(x);
}

// A formatter costs a hundred times what it does: each is made once.
const formatters = new Map();
function formatter(decimals) {
  const key = `${current.locale} ${decimals}`;
  if (!formatters.has(key)) formatters.set(key, new Intl.NumberFormat(current.locale, { minimumFractionDigits: decimals, maximumFractionDigits: decimals }));
  return formatters.get(key);
}

/** A number, or the word for unknown. */
export const numOr = (x, decimals) => num(x, decimals) || t('unknown');

/** YYYY-MM as "Jan 2010". */
export function month(text, style = 'short') {
  const [year, m] = text.split('-').map(Number);
  return new Date(Date.UTC(year, m - 1, 15)).toLocaleDateString(current.locale, { month: style, year: 'numeric', timeZone: 'UTC' });
}

/** YYYY-MM-DD or YYYY-MM as a date. */
export function date(text) {
  const [year, m, day] = text.split('-').map(Number);
  if (!day) return month(text, 'long');
  return new Date(Date.UTC(year, m - 1, day)).toLocaleDateString(current.locale, { dateStyle: 'long', timeZone: 'UTC' });
}

/** A range of months. */
export const period = (from, to) => (from === to ? month(from) : `${month(from)} – ${month(to)}`);

/** The name of a series or layer of the study: translated where it is known. */
export function named(group, name) {
  if (group === 'series' && name.endsWith('_recorded')) return t('recorded.of', { series: named(group, name.slice(0, -'_recorded'.length)) });
  return has(`${group}.${name}`) ? t(`${group}.${name}`) : name.replaceAll('_', ' ');
}

/** Compares texts as the language sorts them. */
export const compare = (a, b) => (collators[current.locale] ??= new Intl.Collator(current.locale)).compare(a, b);
const collators = {};
