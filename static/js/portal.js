// The portal's own script: theme, shortcuts, list keys, openers, toasts. Every page works without it.
const root = document.documentElement;
const oneKey = document.body?.dataset.oneKey !== 'off';
const typing = (el) => el.matches('input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]');

// Theme: the choice is a cookie, so that the server renders the right theme at once.
document.addEventListener('submit', (e) => {
  if (!e.target.matches('[data-theme-form]')) return;
  e.preventDefault();
  const now = root.dataset.bsTheme || (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');
  const next = now === 'dark' ? 'light' : 'dark';
  const secure = location.protocol === 'https:' ? '; secure' : '';
  document.cookie = `theme=${next}; path=/; max-age=31536000; samesite=lax${secure}`;
  root.dataset.bsTheme = next;
});

// Openers: [data-dialog="id"] opens a <dialog>; a button [data-close] inside closes it; focus returns to the opener.
document.addEventListener('click', (e) => {
  const opener = e.target.closest('[data-dialog]');
  const dialog = opener && document.getElementById(opener.dataset.dialog);
  if (dialog?.showModal) {
    e.preventDefault();
    dialog.showModal();
    dialog.addEventListener('close', () => opener.focus(), { once: true });
  }
  if (e.target.closest('[data-close]')) e.target.closest('dialog')?.close();
  if (e.target.closest('[data-dismiss]')) e.target.closest('[data-toast]')?.remove();
  if (e.target.closest('[aria-disabled="true"]')) e.preventDefault();
});

// Toasts: short ones leave after ten seconds, or as many as they name, unless one is reading them (pointer or focus).
const leaveSoon = () => document.querySelectorAll('[data-toast-short]:not([data-timed])').forEach((toast) => {
  toast.dataset.timed = '';
  const leave = () => (toast.matches(':hover, :focus-within') ? setTimeout(leave, 3000) : toast.remove());
  setTimeout(leave, 1000 * (toast.dataset.toastShort || 10));
});
leaveSoon();

// Shortcuts of the whole portal. One-key ones can be turned off in the profile (WCAG 2.1.4).
let going = 0;
const go = (letter) => document.querySelector(`[data-go="${CSS.escape(letter)}"]`)?.click();
const search = () => (document.querySelector('main input[type=search]')?.focus(), document.querySelector('main input[type=search]'))
  || document.querySelector('[data-search]')?.click();
document.addEventListener('keydown', (e) => {
  if ((e.ctrlKey || e.metaKey) && e.key.toLowerCase() === 'k') {
    e.preventDefault();
    document.querySelector('[data-search]')?.click();
    return;
  }
  if (!oneKey || e.ctrlKey || e.metaKey || e.altKey || typing(e.target) || document.querySelector('dialog[open]')) return;
  if (Date.now() - going < 1500) {
    going = 0;
    go(e.key.toLowerCase());
    return;
  }
  if (e.key === 'g') going = Date.now();
  if (e.key === '?') document.getElementById('raccourcis')?.togglePopover();
  if (e.key === '/') { e.preventDefault(); search(); }
});

// Lists: keys work only while focus is inside [data-keys]; an action key goes to [data-key="a"]: of the list when lines
// are ticked, else of the opened panel. A button that [data-needs] a text leads to that text while it is empty.
const press = (key, place) => {
  const button = place.querySelector(`[data-key="${key}"]`) || document.querySelector(`.e-toast [data-key="${key}"]`);
  const text = document.getElementById(button?.dataset.needs);
  (text && !text.value.trim() ? text : button)?.focus();
};
document.addEventListener('keydown', (e) => {
  const zone = e.target.closest?.('[data-keys]');
  if (!zone || !oneKey || e.ctrlKey || e.metaKey || e.altKey || typing(e.target)) return;
  const list = [...zone.querySelectorAll('[data-item]')];
  const here = list.findIndex((item) => item.contains(document.activeElement));
  if (e.key === 'j' || e.key === 'k') {
    e.preventDefault();
    list[Math.min(list.length - 1, Math.max(0, here + (e.key === 'j' ? 1 : -1)))]?.querySelector('a')?.focus();
  } else if (e.key === 'x') {
    e.preventDefault();
    list[here]?.querySelector('input[type=checkbox]')?.click();
  } else if (/^[a-z]$/.test(e.key)) {
    press(e.key, zone.querySelector('[data-item] input:checked') ? zone : document.getElementById('detail') || document);
  }
});

// Stacked tables (narrow screens): cells say their column, and keep the roles that `display: block` takes away.
const label = (table) => {
  const heads = [...table.querySelectorAll('thead th')].map((th) => th.textContent.trim());
  table.querySelectorAll('thead, tbody').forEach((el) => el.role ||= 'rowgroup');
  table.querySelectorAll('tr').forEach((row) => {
    row.role ||= 'row';
    [...row.cells].forEach((cell, at) => {
      cell.role ||= cell.tagName === 'TD' ? 'cell' : cell.scope === 'col' ? 'columnheader' : 'rowheader';
      if (cell.tagName === 'TD') cell.dataset.label ??= heads[at] || '';
    });
  });
};
const labelAll = (place) => place.querySelectorAll('[data-labelled]').forEach(label);
labelAll(document);

// htmx: focus what has arrived, say what has failed, and do not poll a hidden tab.
document.addEventListener('htmx:afterSettle', (e) => {
  leaveSoon();
  labelAll(document);
  const target = e.target.matches?.('[data-focus], .e-errsum') ? e.target : e.target.querySelector?.('.e-errsum, [data-focus]');
  (target || (e.target.id === 'contenu' && e.target))?.focus?.();
});
['htmx:responseError', 'htmx:sendError'].forEach((name) => document.addEventListener(name, (e) => {
  if (e.detail.elt.matches('[hx-trigger*="load"], [hx-trigger*="every"]')) return; // nobody asked for it: the page lives on
  const failure = document.getElementById('failure');
  if (failure) document.getElementById('toasts').replaceChildren(failure.content.cloneNode(true));
}));
document.addEventListener('htmx:beforeRequest', (e) => {
  if (document.hidden && e.detail.elt.matches('[hx-trigger*="every"]')) e.preventDefault();
});
document.addEventListener('visibilitychange', () => document.hidden || document.body.dispatchEvent(new Event('counts')));

// Selects and choices marked [data-autosubmit] send their form at once; without script its button does.
document.addEventListener('change', (e) => {
  if (e.target.matches('[data-autosubmit]')) e.target.form?.requestSubmit();
});

// Copying: [data-copy="id"] copies that field and says so; where the browser refuses, the field is selected to copy by hand.
document.addEventListener('click', (e) => {
  const button = e.target.closest('[data-copy]');
  const field = button && document.getElementById(button.dataset.copy);
  if (!field) return;
  field.select();
  navigator.clipboard?.writeText(field.value).then(() => { button.querySelector('[data-said]').hidden = false; }, () => {});
});

// A button [data-print] opens the browser's print dialog.
document.addEventListener('click', (e) => { if (e.target.closest('[data-print]')) window.print(); });
