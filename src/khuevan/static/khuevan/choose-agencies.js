// A tick on the heading of a branch ticks its agencies, as far as they are shown; words typed above hide the others.
// Without a script the heading alone is sent and stands for all of them, and the words are looked for by the server.
// @ts-check

/** @param {string} text letters without marks, as the server folds them */
const fold = (text) =>
  text
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .replace(/[đĐ]/g, "d")
    .toLowerCase()
    .trim();

/** @param {Element} branch @returns {HTMLInputElement[]} */
const boxes = (branch) => Array.from(branch.querySelectorAll('li:not([hidden]) input[name="chon"]'));

/** @param {Element} branch */
function tell(branch) {
  const whole = /** @type {HTMLInputElement | null} */ (branch.querySelector("[data-whole]"));
  if (!whole) return;
  const all = boxes(branch);
  const chosen = all.filter((box) => box.checked).length;
  whole.checked = all.length > 0 && chosen === all.length;
  whole.indeterminate = chosen > 0 && !whole.checked;
}

for (const form of document.querySelectorAll("form[data-choose]")) {
  const branches = Array.from(form.querySelectorAll("[data-branch]"));
  for (const branch of branches) {
    // the agencies themselves are sent, so that one whose tick was taken off again is not invited
    const whole = /** @type {HTMLInputElement | null} */ (branch.querySelector("[data-whole]"));
    whole?.removeAttribute("name");
    whole?.addEventListener("change", () => {
      for (const box of boxes(branch)) box.checked = whole.checked;
      form.dispatchEvent(new Event("change"));
    });
    branch.addEventListener("change", () => tell(branch));
    tell(branch);
  }
  const field = /** @type {HTMLInputElement | null} */ (document.querySelector("#tim-trong"));
  field?.addEventListener("input", () => {
    const words = fold(field.value).split(/\s+/).filter(Boolean);
    for (const branch of branches) {
      const rows = /** @type {HTMLElement[]} */ (Array.from(branch.querySelectorAll("li")));
      for (const row of rows) {
        const key = ` ${row.dataset.key ?? ""}`;
        row.hidden = !words.every((word) => key.includes(` ${word}`));
      }
      /** @type {HTMLElement} */ (branch).hidden = rows.every((row) => row.hidden);
      tell(branch);
    }
  });
}
