// One touch copies a text; a button for printing.  Without a script the text can be marked and copied by hand.
// @ts-check

/** @param {HTMLTextAreaElement} field */
async function copy(field) {
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    return copyMarked(field); // no leave to the clipboard, as on a plain http address of the office's own network
  }
  return true;
}

/** A folded text cannot be marked: it is unfolded for that moment. @param {HTMLTextAreaElement} field */
function copyMarked(field) {
  const fold = field.closest("details");
  const wasOpen = fold?.open ?? true;
  const before = /** @type {HTMLElement | null} */ (document.activeElement);
  if (fold) fold.open = true;
  field.focus({ preventScroll: true });
  field.select();
  const copied = document.execCommand("copy");
  if (fold) fold.open = wasOpen;
  before?.focus({ preventScroll: true });
  return copied;
}

for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (document.querySelectorAll("button[data-copy]"))) {
  const field = /** @type {HTMLTextAreaElement | null} */ (document.getElementById(button.dataset.copy ?? ""));
  if (!field) continue;
  const words = button.querySelector("span");
  button.hidden = false;
  button.addEventListener("click", async () => {
    if (!(await copy(field)) || !words) return;
    const before = words.textContent;
    words.textContent = button.dataset.copied ?? before;
    setTimeout(() => (words.textContent = before), 2500);
  });
}
for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (document.querySelectorAll("button[data-print]"))) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
