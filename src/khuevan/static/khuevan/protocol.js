// The protocol order by dragging, by buttons, and by typing a place.
// @ts-check

/** @param {HTMLOListElement} list */
function watch(list) {
  const says = document.querySelector("[data-says]");
  /** @type {HTMLElement | null} */
  let held = null;
  const rows = () => /** @type {HTMLElement[]} */ (Array.from(list.children));

  /** Writes the places anew and says where a row stands now. @param {HTMLElement} row */
  function number(row) {
    rows().forEach((one, place) => {
      const field = /** @type {HTMLInputElement} */ (one.querySelector("input[inputmode]"));
      field.value = String(place + 1);
    });
    if (says) {
      const words = list.dataset.moved ?? "";
      says.textContent = words.replace("{name}", row.dataset.name ?? "").replace("{place}", String(rows().indexOf(row) + 1));
    }
  }

  /** @param {HTMLElement} row @param {number} place from 0 */
  function put(row, place) {
    const others = rows().filter((one) => one !== row);
    list.insertBefore(row, others[Math.max(0, place)] ?? null);
    number(row);
  }

  const aim = (/** @type {HTMLElement | null} */ row) =>
    rows().forEach((one) => one.classList.toggle("is-aim", one === row && one !== held));

  for (const row of rows()) {
    row.draggable = true;
    const moves = /** @type {HTMLElement} */ (row.querySelector(".moves"));
    moves.hidden = false;
    moves.addEventListener("click", (event) => {
      const button = /** @type {HTMLElement} */ (event.target).closest("button");
      if (!button) return;
      put(row, rows().indexOf(row) + ("up" in button.dataset ? -1 : 1));
      button.focus();
    });
    const field = /** @type {HTMLInputElement} */ (row.querySelector("input[inputmode]"));
    field.addEventListener("change", () => {
      const place = Number.parseInt(field.value, 10);
      if (place > 0) put(row, place - 1);
      field.focus();
    });
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter") {
        event.preventDefault();
        field.dispatchEvent(new Event("change"));
      } else if (event.key === "ArrowUp" || event.key === "ArrowDown") {
        event.preventDefault();
        put(row, rows().indexOf(row) + (event.key === "ArrowUp" ? -1 : 1));
        field.focus();
      }
    });
    row.addEventListener("dragstart", (event) => {
      held = row;
      row.classList.add("is-held");
      event.dataTransfer?.setData("text/plain", row.dataset.name ?? "");
    });
    row.addEventListener("dragend", () => {
      row.classList.remove("is-held");
      held = null;
      aim(null);
    });
    row.addEventListener("dragover", (event) => {
      if (!held) return;
      event.preventDefault();
      aim(row);
    });
    row.addEventListener("drop", (event) => {
      event.preventDefault();
      if (held && held !== row) {
        const down = rows().indexOf(held) < rows().indexOf(row);
        const place = rows().filter((one) => one !== held).indexOf(row);
        put(held, down ? place + 1 : place);
      }
    });
  }
}

for (const list of document.querySelectorAll("[data-order]")) watch(/** @type {HTMLOListElement} */ (list));
