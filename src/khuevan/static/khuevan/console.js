// What the console does faster with a script; without one, every page still works.
// @ts-check

/**
 * Ticks of a list: the box in the head ticks the page, the bar says how many.
 * @param {ParentNode} part
 */
function watchTicks(part) {
  for (const form of part.querySelectorAll("form.chosen-form")) {
    const all = /** @type {HTMLInputElement | null} */ (form.querySelector("[data-tick-all]"));
    const count = form.querySelector("[data-chosen-count]");
    const words = count?.textContent ?? "";
    /** @returns {HTMLInputElement[]} */
    const boxes = () => Array.from(form.querySelectorAll('input[name="chon"]'));
    const tell = () => {
      const chosen = boxes().filter((box) => box.checked).length;
      if (count) count.textContent = chosen ? `${words}: ${chosen}` : words;
      if (all) {
        all.checked = chosen > 0 && chosen === boxes().length;
        all.indeterminate = chosen > 0 && !all.checked;
      }
    };
    all?.addEventListener("change", () => {
      for (const box of boxes()) box.checked = all.checked;
      tell();
    });
    form.addEventListener("change", tell);
    tell();
  }
}

/** A second click on a button that was sent does nothing; the server would not do it twice either. */
function sendOnce() {
  document.addEventListener("submit", (event) => {
    const form = /** @type {HTMLFormElement} */ (event.target);
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    const button = /** @type {SubmitEvent} */ (event).submitter;
    button?.setAttribute("aria-busy", "true");
    forget(form);
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) {
      delete (/** @type {HTMLFormElement} */ (form).dataset.sent);
      for (const button of form.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
    }
  });
}

/** "/" goes to the search field, as the sign in it says. */
function watchKeys() {
  document.addEventListener("keydown", (event) => {
    const at = /** @type {HTMLElement} */ (event.target);
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (at.closest("input, textarea, select, [contenteditable]")) return;
    const field = /** @type {HTMLInputElement | null} */ (document.querySelector("#tim-trong, #tim-chung"));
    if (field) {
      event.preventDefault();
      field.focus();
      field.select();
    }
  });
}

/** @param {HTMLFormElement} form */
const draftName = (form) => `khuevan:${location.pathname}${location.search}:${form.getAttribute("action") ?? ""}`;

/** @param {HTMLFormElement} form */
function forget(form) {
  if (form.hasAttribute("data-keep")) sessionStorage.removeItem(draftName(form));
}

/** @typedef {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} Field */

/** @param {HTMLFormElement} form @returns {Field[]} */
function typedFields(form) {
  const hidden = ["hidden", "file", "password", "submit"];
  return /** @type {Field[]} */ (Array.from(form.elements)).filter(
    (field) => field.name && field.tagName !== "BUTTON" && !hidden.includes(field.type),
  );
}

/** @param {Field} field */
const isTick = (field) => field.type === "checkbox" || field.type === "radio";

/** What is typed into a long form survives a closed page, a crash and an ended session: it is offered again. */
function keepDrafts() {
  for (const form of /** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll("form[data-keep]"))) {
    const kept = JSON.parse(sessionStorage.getItem(draftName(form)) ?? "null");
    if (kept && !form.querySelector(".problem")) offer(form, kept);
    form.addEventListener("input", () => {
      const values = typedFields(form).map((field) => [
        field.name,
        isTick(field) ? /** @type {HTMLInputElement} */ (field).checked : field.value,
      ]);
      sessionStorage.setItem(draftName(form), JSON.stringify(values));
    });
    form.querySelector("[data-cancel]")?.addEventListener("click", () => forget(form));
  }
}

/** @param {HTMLFormElement} form @param {[string, any][]} kept */
function offer(form, kept) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn";
  button.textContent = form.dataset.keep ?? "";
  button.addEventListener("click", () => {
    for (const [place, field] of typedFields(form).entries()) {
      const [name, value] = kept[place] ?? [];
      if (name !== field.name) continue;
      if (isTick(field)) /** @type {HTMLInputElement} */ (field).checked = value;
      else field.value = value;
    }
    button.remove();
  });
  form.prepend(button);
}

/** The first thing that is wrong is where the reader is led. */
function goToProblem() {
  const box = /** @type {HTMLElement | null} */ (document.querySelector(".problem-box"));
  box?.focus();
}

watchTicks(document);
document.addEventListener("htmx:afterSwap", (event) => watchTicks(/** @type {HTMLElement} */ (event.target)));
sendOnce();
watchKeys();
keepDrafts();
goToProblem();
