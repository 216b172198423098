// Single-letter shortcuts of the staff. They do nothing while somebody is typing, and nothing at
// all for whoever turned them off. Every page works without this file.
(() => {
  if (document.body.dataset.shortcuts === 'off') return;
  const $ = (selector, root = document) => root.querySelector(selector);
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
  const FIELD = 'select,textarea,[contenteditable],dialog[open],input:not([type=checkbox],[type=radio])';

  // The complaints of the list last seen, in their order, and which of them was opened: on its own
  // page j and k lead to its neighbours, and back on the list they go on from where it stood.
  const remembered = () => JSON.parse(sessionStorage.getItem('file-de-travail') || '{"links":[],"at":-1}');
  const remember = (links, at) =>
    sessionStorage.setItem('file-de-travail', JSON.stringify({ page: location.href, links, at }));
  const pathOf = href => new URL(href, location.href).pathname;

  const links = $$('.s-table tbody .subj a');
  const hrefs = links.map(link => link.href);
  let at = -1;
  const mark = n => {
    at = n;
    $$('.s-table .is-cur').forEach(row => row.classList.remove('is-cur'));
    links[n].closest('tr').classList.add('is-cur');
    remember(hrefs, n);
  };
  const goTo = n => {
    if (!links[n]) return;
    mark(n);
    links[n].focus();
  };
  const open = n => {
    const { links: listed } = remembered();
    const here = listed.findIndex(href => pathOf(href) === location.pathname);
    if (here >= 0 && listed[here + n]) location.href = listed[here + n];
  };
  const step = n => (links.length ? goTo(Math.max(0, at + n)) : open(n));
  // Whoever moves by Tab moves the current row along.
  document.addEventListener('focusin', event => {
    const row = event.target.closest('.s-table tbody tr');
    const link = row && $('.subj a', row);
    if (link) mark(links.indexOf(link));
  });
  const before = remembered();
  if (links.length && before.page === location.href) {
    const still = hrefs.findIndex(href => href === before.links[before.at]);
    if (still >= 0) mark(still);
    // What was answered left the list: the next complaint has its place.
    else at = Math.min(before.at, links.length) - 1;
  }

  // A text that can be written here, else the button or the link that leads to it.
  const write = what => {
    const field = $(`textarea[${what}]`);
    if (field) { field.focus(); return; }
    const way = $(`button[${what}]`) || $(`a[${what}]`);
    if (way) way.click();
  };
  const focus = selector => { const field = $(selector); if (field) field.focus(); };
  const click = selector => { const target = $(selector); if (target) target.click(); };
  // The list as it was left, with its view, filters and page.
  const toList = () => {
    const list = $('[data-worklist]'), { page } = remembered();
    if (list && page && pathOf(page) === pathOf(list.href)) location.href = page;
    else if (list) list.click();
  };
  const shortcuts = {
    j: () => step(1),
    k: () => step(-1),
    x: () => click('.s-table .is-cur input[type=checkbox]'),
    a: () => focus('[data-together]'),
    '/': () => focus('[data-search]'),
    r: () => write('data-reply'),
    n: () => write('data-note'),
    gf: toList,
    '?': () => { const help = $('#raccourcis'); if (help) help.showModal(); },
  };
  // Only this script makes them work: so only here are they told to screen readers.
  const told = { 'data-together': 'a', 'data-search': '/', 'data-reply': 'r', 'data-note': 'n' };
  Object.entries(told).forEach(([what, key]) =>
    $$(`[${what}]`).forEach(one => one.setAttribute('aria-keyshortcuts', key)));

  let first = '';
  document.addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest(FIELD)) return;
    const act = shortcuts[first + event.key];
    first = event.key === 'g' ? 'g' : '';
    if (act) { event.preventDefault(); act(); }
  });
})();
