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
