// Learners are dragged from one group to another, or moved by Alt and an arrow key; the form does the work either way.
// @ts-check

const form = /** @type {HTMLFormElement | null} */ (document.getElementById("xep"));
const board = document.querySelector("[data-groups]");

/** @param {Element} learner */
const boxOf = (learner) => /** @type {HTMLInputElement} */ (learner.querySelector("input[name=hv]"));

/** @returns {HTMLInputElement[]} */
const ticked = () => [...document.querySelectorAll("input[name=hv]:checked")].map((box) => /** @type {HTMLInputElement} */ (box));

/** Whoever is ticked goes along; somebody who is not ticked goes alone. @param {Element} learner */
function only(learner) {
  const box = boxOf(learner);
  if (box.checked) return;
  for (const other of ticked()) other.checked = false;
  box.checked = true;
}

/** @param {string} group */
function moveTo(group) {
  const target = /** @type {HTMLSelectElement | null} */ (form?.querySelector("select[name=to]"));
  const button = /** @type {HTMLButtonElement | null} */ (form?.querySelector("button[value=chuyen]"));
  if (!form || !target || !button) return;
  target.value = group;
  form.requestSubmit(button);
}

function tell() {
  const words = /** @type {HTMLElement | null} */ (form?.querySelector("[data-ticked]"));
  const count = ticked().length;
  for (const one of document.querySelectorAll("[data-learner]")) one.classList.toggle("is-ticked", boxOf(one).checked);
  if (!words) return;
  words.dataset.first ??= words.textContent ?? "";
  words.textContent = count ? `${count} ${words.dataset.words}` : words.dataset.first;
}

/** @param {KeyboardEvent} event */
function pressed(event) {
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  const learner = /** @type {Element} */ (event.target).closest("[data-learner]");
  if (!event.altKey || !step || !learner) return;
  const groups = [...document.querySelectorAll("[data-group]")];
  const here = groups.indexOf(/** @type {Element} */ (learner.closest("[data-group]")));
  const there = /** @type {HTMLElement | undefined} */ (groups[here + step]);
  event.preventDefault();
  if (!there) return;
  only(learner);
  moveTo(there.dataset.group ?? "");
}

/** @param {Event} event @returns {HTMLElement | null} */
const columnOf = (event) => /** @type {Element} */ (event.target).closest("[data-group]");

if (form && board) {
  board.addEventListener("change", tell);
  board.addEventListener("keydown", (event) => pressed(/** @type {KeyboardEvent} */ (event)));
  board.addEventListener("dragstart", (event) => {
    const learner = /** @type {Element} */ (event.target).closest?.("[data-learner]");
    if (!learner) return;
    only(learner);
    tell();
    /** @type {DragEvent} */ (event).dataTransfer?.setData("text/plain", boxOf(learner).value);
  });
  board.addEventListener("dragover", (event) => {
    const column = columnOf(event);
    if (!column) return;
    event.preventDefault();
    for (const one of board.children) one.classList.toggle("is-target", one === column);
  });
  board.addEventListener("dragend", () => {
    for (const one of board.children) one.classList.remove("is-target");
  });
  board.addEventListener("drop", (event) => {
    const column = columnOf(event);
    event.preventDefault();
    if (column && ticked().length) moveTo(column.dataset.group ?? "");
  });
  tell();
}
