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

  // Choose all rows.
  const all = $('[data-all]');
  if (all) all.addEventListener('change', () =>
    $$('tbody input[type=checkbox]').forEach(box => { box.checked = all.checked; }));
})();
