// Files may be dropped anywhere on the form that takes them; how far the sending is, is shown.
// @ts-check

/** @param {HTMLElement} place */
function watchDrop(place) {
  const form = place.querySelector("form");
  const field = /** @type {HTMLInputElement | null} */ (place.querySelector("input[type=file]"));
  if (!form || !field) return;
  const words = document.createElement("p");
  words.className = "sub";
  words.textContent = place.dataset.dropWords ?? "";
  field.after(words);
  for (const name of ["dragenter", "dragover"]) {
    place.addEventListener(name, (event) => {
      event.preventDefault();
      place.classList.add("is-over");
    });
  }
  place.addEventListener("dragleave", () => place.classList.remove("is-over"));
  place.addEventListener("drop", (event) => {
    event.preventDefault();
    place.classList.remove("is-over");
    const files = /** @type {DragEvent} */ (event).dataTransfer?.files;
    if (files?.length) field.files = files;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  });
  form.addEventListener("submit", () => {
    if (!field.files?.length) return;
    const bar = document.createElement("progress");
    words.textContent = place.dataset.dropBusy ?? "";
    words.setAttribute("role", "status");
    words.after(bar);
  });
}

for (const place of document.querySelectorAll("[data-drop]")) watchDrop(/** @type {HTMLElement} */ (place));
