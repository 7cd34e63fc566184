// A chosen or dropped file is read here and put into the text: the file itself is never sent.
const chooser = document.querySelector("[data-fills]");
const text = document.getElementById(chooser?.dataset.fills);

async function fill(file) {
  if (file) text.value = await file.text();
  chooser.value = "";
}

chooser?.addEventListener("change", () => fill(chooser.files[0]));
text?.addEventListener("dragover", (event) => event.preventDefault());
text?.addEventListener("drop", (event) => {
  if (!event.dataTransfer.files.length) return;
  event.preventDefault();
  fill(event.dataTransfer.files[0]);
});

// A long text takes seconds: past 300 ms the button spins and says so, and a second press sends nothing.
const form = document.querySelector("form[data-busy]");
const button = form?.querySelector(".btn-primary");
const said = form?.querySelector("[data-busy-said]");
let waiting;

form?.addEventListener("submit", (event) => {
  if (waiting) return event.preventDefault();
  waiting = setTimeout(() => {
    const spin = document.createElement("span");
    spin.className = "e-spin";
    button.prepend(spin);
    button.setAttribute("aria-busy", "true");
    said.textContent = form.dataset.busy;
  }, 300);
});

// Back on this page, the button is as it was.
addEventListener("pageshow", () => {
  clearTimeout(waiting);
  waiting = undefined;
  button?.removeAttribute("aria-busy");
  button?.querySelector(".e-spin")?.remove();
  if (said) said.textContent = "";
});
