// « À décider »: what the list needs beyond portal.js. The page works without it.
const list = document.querySelector('.e-inbox-list');

// How many are ticked: the style sheet shows the bar as soon as one is.
const count = () => {
  const said = list.querySelector('[data-picked]');
  const number = list.querySelectorAll('.e-check:checked').length;
  if (said) said.textContent = `${number} ${number > 1 ? said.dataset.more : said.dataset.one}`;
};
list?.addEventListener('change', count);
document.getElementById('bulk')?.addEventListener('reset', () => setTimeout(count));

// A request opened beside the list: its line is marked.
document.addEventListener('htmx:afterSettle', () => {
  const line = document.getElementById(`line-${document.getElementById('detail')?.dataset.reference}`);
  if (!line) return;
  list.querySelectorAll('[data-item][aria-current]').forEach((item) => item.removeAttribute('aria-current'));
  line.closest('[data-item]').setAttribute('aria-current', 'true');
});

// Escape leads back from the panel to the line of its request.
document.addEventListener('keydown', (e) => {
  if (e.key !== 'Escape' || !e.target.closest?.('#detail')) return;
  (list.querySelector('[aria-current] a') || document.getElementById('inbox-h')).focus();
});
