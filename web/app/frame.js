// The top and the foot of the panel: title, language, theme, fold; tables, link, sources.

import { byId, el, notice } from './dom.js';
import { num, t } from './i18n.js';

/** Builds the top of the panel. */
export function header(data, store, view, dark) {
  const { study } = data;
  const [lang, theme, fold] = ['lang', 'theme', 'fold'].map(byId);
  lang.addEventListener('click', () => store.set({ lang: store.get('lang') === 'en' ? 'es' : 'en' }));
  theme.addEventListener('click', () => store.set({ theme: dark() ? 'light' : 'dark' }));
  fold.addEventListener('click', () => store.set({ panel: !store.get('panel') }));
  store.on(['lang', 'theme', 'panel'], (state) => {
    document.title = `${study.title} · corredor`;
    byId('title').textContent = study.title;
    byId('subtitle').textContent = t('subtitle', { origins: num(study.counts.routed), ports: num(study.counts.ports), km: num(study.counts.network_km) });
    const from = study.study.startsWith('mexico:') ? '' : ` ${study.study}`;
    byId('written').hidden = !study.written;
    byId('written').replaceChildren(t('written'), el('code', {}, `corredor serve${from}`));
    lang.textContent = state.lang === 'en' ? 'Español' : 'English';
    lang.lang = state.lang === 'en' ? 'es' : 'en';
    theme.textContent = dark() ? '☀' : '☾';
    theme.setAttribute('aria-label', t(dark() ? 'theme.light' : 'theme.dark'));
    fold.textContent = state.panel ? '–' : '+';
    fold.setAttribute('aria-label', t(state.panel ? 'fold' : 'unfold'));
    fold.setAttribute('aria-expanded', String(state.panel));
    document.body.classList.toggle('folded', !state.panel);
  });
}

/** Builds the foot of the panel. */
export function footer(data, store, view) {
  store.on(['lang'], () => {
    byId('footer').replaceChildren(
      el('button.quiet', { type: 'button', onclick: () => store.set({ table: 'places' }) }, t('tables')),
      el('button.quiet', { type: 'button', onclick: () => copy(store) }, t('copy')),
      el('button.quiet', { type: 'button', onclick: () => { store.set({ sel: undefined }); view.home(); } }, t('home')),
      el('button.quiet', { type: 'button', onclick: () => about(data) }, t('about')),
    );
  });
}

async function copy(store) {
  try {
    await navigator.clipboard.writeText(store.link());
    notice(t('copied'));
  } catch {
    notice(store.link());
  }
}

function about(data) {
  const { study } = data;
  const box = byId('about');
  box.replaceChildren(
    el('header', {}, el('h2', {}, t('about')), el('button.quiet', { type: 'button', 'aria-label': t('close'), onclick: () => box.close() }, '×')),
    el('p', {}, t('about.what')),
    el('p', {}, t('about.works')),
    el('p', {}, t('about.caveat')),
    study.drawn_cells ? el('p', {}, t('about.cells')) : null,
    el('h3', {}, t('about.inputs')),
    el('table', {}, el('thead', {}, el('tr', {}, el('th', {}, t('file')), el('th', {}, 'SHA-256'))),
      el('tbody', {}, ...study.inputs.map((i) => el('tr', {}, el('td', {}, i.file), el('td.mono', {}, i.sha256.slice(0, 16) + '…'))))),
    study.adjustments.length ? el('h3', {}, t('about.adjustments')) : null,
    el('ul', {}, ...study.adjustments.map((a) => el('li', {}, `${a.what}: ${t('adjusted.by', { added: num(a.added, 1), moved: num(a.moved, 1) })}`))),
    study.warnings.length ? el('h3', {}, t('about.warnings')) : null,
    el('ul', {}, ...study.warnings.map((w) => el('li', {}, `${w.stage}: ${w.message}${w.count > 1 ? ` (${num(w.count)})` : ''}${w.first ? `, ${w.first}` : ''}`))),
    el('p.fine', {}, `corredor ${study.version} · ${study.study} · `, el('a', { href: '/api/v1/openapi.yaml' }, 'API')),
  );
  box.setAttribute('aria-label', t('about'));
  box.showModal();
}
