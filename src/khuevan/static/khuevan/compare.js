// Deciding many pairs by keyboard: each key presses what carries it; without a script every page still works.
// @ts-check

document.addEventListener("keydown", (event) => {
  const at = /** @type {HTMLElement} */ (event.target);
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (at.closest('input:not([type="radio"]), textarea, select')) return;
  const pressed = /** @type {HTMLElement | null} */ (document.querySelector(`[data-press="${CSS.escape(event.key.toLowerCase())}"]`));
  if (!pressed) return;
  event.preventDefault();
  pressed.click();
});

/** Keeping the other entry proposes its values, where both have one. */
for (const kept of document.querySelectorAll('input[name="giu"]')) {
  kept.addEventListener("change", () => {
    const side = /** @type {HTMLInputElement} */ (kept).value;
    for (const field of document.querySelectorAll("[data-both]")) {
      const choice = /** @type {HTMLInputElement | null} */ (field.querySelector(`input[value="${side}"]`));
      if (choice) choice.checked = true;
    }
  });
}
