// A list under review by keyboard: Enter mends a row and goes on to the next that asks, arrows move between rows.
// @ts-check

/** The field that waits for a hand in the next row after one place of the list. @param {Element | null} row */
function goOn(row) {
  let next = row?.nextElementSibling ?? null;
  while (next && !next.matches("tbody[data-asks]")) next = next.nextElementSibling;
  focusIn(next ?? document.querySelector("tbody[data-asks]"));
}

/** @param {Element | null} row */
function focusIn(row) {
  const field = /** @type {HTMLInputElement | null} */ (row?.querySelector("input[data-hand]") ?? row?.querySelector("button:not([type=button])") ?? null);
  field?.focus();
  if (field instanceof HTMLInputElement) field.select();
}

/** @param {HTMLElement} from @param {number} step */
function walk(from, step) {
  const rows = Array.from(document.querySelectorAll("tbody[data-asks]"));
  const at = rows.indexOf(/** @type {Element} */ (from.closest("tbody")));
  focusIn(rows[at + step] ?? null);
}

function watchRows() {
  document.addEventListener("keydown", (event) => {
    const field = /** @type {HTMLElement} */ (event.target);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || event.ctrlKey || event.metaKey || event.altKey || !field.matches("tbody[data-row] input")) return;
    event.preventDefault();
    walk(field, step);
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    const detail = /** @type {CustomEvent} */ (event).detail;
    const form = /** @type {HTMLElement | undefined} */ (detail.requestConfig?.elt);
    if (form?.id === "nhap") {
      /** @type {HTMLInputElement | null} */ (document.querySelector("#nhap [data-begin]"))?.focus();
      return;
    }
    const id = /** @type {HTMLElement} */ (detail.target).id;
    const row = document.getElementById(id);
    if (!row?.matches("tbody[data-row]")) return;
    if (row.matches("[data-asks]")) focusIn(row);
    else goOn(row);
  });
}

/** The pages of a scan: larger, smaller, turned, one after another. @param {HTMLElement} scan */
function watchScan(scan) {
  let size = 2;
  let turn = 0;
  const pages = Array.from(scan.querySelectorAll("img"));
  const says = scan.querySelector("[data-scan-page]");
  const box = scan.querySelector(".scan-pages");
  let at = 0;
  const show = () => {
    scan.dataset.size = String(size);
    scan.dataset.turn = String(turn);
    if (says) says.textContent = `${at + 1}/${pages.length}`;
  };
  const go = () => {
    if (box && pages[at]) box.scrollTo({ top: pages[at].offsetTop - pages[0].offsetTop });
  };
  scan.addEventListener("click", (event) => {
    const what = /** @type {HTMLElement} */ (event.target).closest("[data-scan-do]")?.getAttribute("data-scan-do");
    if (what === "larger") size = Math.min(4, size + 1);
    if (what === "smaller") size = Math.max(1, size - 1);
    if (what === "turn") turn = (turn + 1) % 4;
    if (what === "on") at = Math.min(pages.length - 1, at + 1);
    if (what === "back") at = Math.max(0, at - 1);
    show();
    if (what === "on" || what === "back") go();
  });
}

watchRows();
for (const scan of document.querySelectorAll("[data-scan]")) watchScan(/** @type {HTMLElement} */ (scan));
