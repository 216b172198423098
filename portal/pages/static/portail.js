// Progressive enhancement only: every page works without this file.
(() => {
  const $ = (selector, root = document) => root.querySelector(selector);
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
  const language = document.documentElement.lang;
  const isFrench = language.startsWith('fr');
  const written = n => n.toLocaleString(language);

  // Focus the error summary or the confirmation panel.
  const focused = $('[data-focus]');
  if (focused) focused.focus();

  // Character count, announced politely and not at every key.
  const left = n => isFrench
    ? `Il reste ${written(n)} caractère${n > 1 ? 's' : ''}`
    : `${written(n)} character${n === 1 ? '' : 's'} left`;
  const tooMany = n => isFrench
    ? `${written(n)} caractère${n > 1 ? 's' : ''} de trop`
    : `${written(n)} character${n === 1 ? '' : 's'} too many`;
  $$('[data-count]').forEach(text => {
    const count = document.getElementById(text.id + '-c');
    if (!count) return;
    const live = document.createElement('p');
    live.className = 'u-hide';
    live.setAttribute('role', 'status');
    count.after(live);
    let timer;
    const update = () => {
      const n = Number(text.dataset.count) - text.value.length;
      const message = n >= 0 ? left(n) : tooMany(-n);
      count.textContent = message;
      clearTimeout(timer);
      timer = setTimeout(() => { live.textContent = message; }, 1200);
    };
    text.addEventListener('input', update);
    if (text.value) update();
  });

  // A second click while the first is under way sends nothing.
  $$('form[method="post"]').forEach(form => form.addEventListener('submit', event => {
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = 'yes';
    if (event.submitter) event.submitter.setAttribute('aria-disabled', 'true');
  }));
  // A page that Back brings from memory may be sent again.
  addEventListener('pageshow', () => $$('form[data-sent]').forEach(form => {
    delete form.dataset.sent;
    $$('[aria-disabled]', form).forEach(button => button.removeAttribute('aria-disabled'));
  }));

  // How far something is that takes minutes: looked at every five seconds, not for so long that it
  // keeps a session alive; said aloud at each tenth of the way, and at the end.
  const status = $('[data-watched]');
  const said = element => $$('h2, p', element)
    .map(part => part.textContent.replace(/\s+/g, ' ').trim()).join(' ');
  const inPlaceOf = (before, now) => {
    const hadFocus = before.contains(document.activeElement);
    before.replaceWith(now);
    if (hadFocus) now.focus();
  };
  let looks = 100;
  const look = async () => {
    const answer = await fetch(location.href).catch(() => null);
    if (!answer || !answer.ok || answer.redirected) return;
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const before = $('[data-watch]'), now = $('[data-watch]', page), end = $('[data-end]', page);
    document.title = page.title;
    if (!now || now.dataset.watch !== before.dataset.watch) status.textContent = said(now || end);
    if (!now) { inPlaceOf($('[data-end]'), end); return; }
    if (!before.contains(document.activeElement)) before.replaceWith(now);
    if (looks -= 1) setTimeout(look, 5000);
  };
  if (status && $('[data-watch]')) setTimeout(look, 5000);

  // Choose all rows.
  const all = $('[data-all]');
  if (all) all.addEventListener('change', () =>
    $$('tbody input[type=checkbox]').forEach(box => { box.checked = all.checked; }));
})();
