// The attendance grid by keyboard, and the sign sheet by typing names.
// @ts-check

/** Keys in Vietnamese and in English, without regard to case. @type {Record<string, string>} */
const KEYS = {
  " ": "present", c: "present", "✓": "present",
  m: "late", l: "late",
  s: "left_early", e: "left_early",
  p: "excused",
  v: "absent", a: "absent",
};

/** @returns {string} a name for one act of marking */
const nonce = () => Array.from(crypto.getRandomValues(new Uint8Array(18)), (byte) => (byte % 36).toString(36)).join("");

/** @param {HTMLTableElement} table */
function watchGrid(table) {
  // a half day for other groups has no link: null keeps its place in the row
  const rows = Array.from(table.tBodies[0].rows, (row) => Array.from(row.querySelectorAll(".half"), (td) => td.querySelector("a")));
  const says = document.querySelector("[data-grid-says]");
  rows.flat().filter((cell) => cell !== null).forEach((cell, place) => (cell.tabIndex = place === 0 ? 0 : -1));

  /** @param {HTMLAnchorElement} from @param {number} dx @param {number} dy */
  function go(from, dx, dy) {
    let y = rows.findIndex((row) => row.includes(from));
    let x = rows[y].indexOf(from);
    do {
      x += dx;
      y += dy;
    } while (rows[y]?.[x] === null);
    const next = rows[y]?.[x];
    if (!next) return;
    from.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  }

  /** @param {HTMLAnchorElement} cell @param {string} status */
  async function write(cell, status) {
    let reason = "";
    if (status === "excused") {
      reason = window.prompt(table.dataset.why ?? "", "") ?? "";
      if (!reason.trim()) return;
    }
    const token = /** @type {HTMLInputElement | null} */ (document.querySelector("[name=csrfmiddlewaretoken]"));
    const body = new URLSearchParams({ status, reason, seen: cell.dataset.mark ?? "", csrfmiddlewaretoken: token?.value ?? "" });
    body.set(table.dataset.once ?? "", nonce());
    cell.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(cell.href, { method: "POST", body, headers: { Accept: "application/json" } });
      if (!answer.headers.get("Content-Type")?.startsWith("application/json")) throw new Error(String(answer.status));
      const now = await answer.json();
      if ("mark" in now) show(cell, now);
      if (says) says.textContent = now.error ?? `${cell.getAttribute("aria-label")}`;
      if (now.error) window.alert(now.error);
    } catch {
      location.href = cell.href; // no network, or signed out: the small form says so
    } finally {
      cell.removeAttribute("aria-busy");
    }
  }

  /** @param {HTMLAnchorElement} cell @param {{mark: string, status: string, letter: string, words: string, attended: number, marked: number}} now */
  function show(cell, now) {
    cell.dataset.mark = String(now.mark);
    cell.textContent = now.letter;
    cell.title = now.words;
    const name = cell.getAttribute("aria-label")?.replace(/: .*$/s, "");
    cell.setAttribute("aria-label", `${name}: ${now.words}`);
    const td = /** @type {HTMLElement} */ (cell.parentElement);
    td.className = `half is-${now.status}`;
    const count = table.querySelector(`[data-count="${cell.dataset.session}"]`);
    if (count) count.textContent = `${now.attended.toLocaleString("vi")}/${count.textContent?.split("/")[1] ?? ""}`;
    const total = Number(count?.textContent?.split("/")[1]?.replace(/\./g, "") ?? 0);
    const unmarked = table.querySelector(`[data-unmarked="${cell.dataset.session}"]`);
    if (unmarked) unmarked.textContent = total > now.marked ? unmarked.textContent?.replace(/^[\d.]+/, (total - now.marked).toLocaleString("vi")) ?? "" : "";
  }

  table.addEventListener("keydown", (event) => {
    const cell = /** @type {HTMLElement} */ (event.target).closest(".half a");
    if (!(cell instanceof HTMLAnchorElement) || event.ctrlKey || event.metaKey || event.altKey) return;
    const step = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }[event.key];
    if (step) {
      event.preventDefault();
      go(cell, step[0], step[1]);
      return;
    }
    const status = KEYS[event.key.toLowerCase()];
    if (!status) return;
    event.preventDefault();
    event.stopPropagation();
    void write(cell, status).then(() => go(cell, 0, 1));
  });

  table.addEventListener("click", (event) => {
    const cell = /** @type {HTMLElement} */ (event.target).closest(".half a");
    if (!(cell instanceof HTMLAnchorElement) || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const there = cell.parentElement?.classList.contains("is-present");
    void write(cell, there ? "absent" : "present");
    cell.focus();
  });
}

/** @param {string} text without diacritics, small letters */
const plain = (text) => text.toLowerCase().replace(/đ/g, "d").normalize("NFD").replace(/[\u0300-\u036f]/g, "");

/** @param {HTMLFormElement} form */
function watchSheet(form) {
  const find = /** @type {HTMLInputElement} */ (form.querySelector("[data-sheet-find]"));
  const rows = /** @type {HTMLTableRowElement[]} */ (Array.from(form.querySelectorAll("tr[data-words]")));
  const count = form.querySelector("[data-sheet-count]");
  const words = count?.textContent ?? "";
  const tell = () => {
    const absent = form.querySelectorAll("[name=vang]:checked").length;
    const label = form.querySelector("thead th")?.textContent?.trim().toLowerCase() ?? "";
    if (count) count.textContent = absent ? `${words}, ${label} ${absent}` : words;
  };
  find.addEventListener("input", () => {
    const asked = plain(find.value).split(/\s+/).filter(Boolean);
    for (const row of rows) row.hidden = !asked.every((word) => ` ${row.dataset.words}`.includes(` ${word}`));
  });
  find.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    const first = rows.find((row) => !row.hidden);
    const box = /** @type {HTMLInputElement | null | undefined} */ (first?.querySelector("[name=vang]"));
    if (!box || !find.value.trim()) return;
    box.checked = !box.checked;
    find.value = "";
    for (const row of rows) row.hidden = false;
    first?.scrollIntoView({ block: "center" });
    tell();
  });
  // a reason typed means that this person is absent
  form.addEventListener("input", (event) => {
    const field = /** @type {HTMLInputElement} */ (event.target);
    if (field.name?.startsWith("ly-do-") && field.value.trim()) {
      const box = /** @type {HTMLInputElement | null} */ (field.closest("tr")?.querySelector("[name=vang]"));
      if (box) box.checked = true;
    }
    tell();
  });
  tell();
}

for (const table of document.querySelectorAll("table[data-grid]")) watchGrid(/** @type {HTMLTableElement} */ (table));
for (const form of document.querySelectorAll("form[data-sheet]")) watchSheet(/** @type {HTMLFormElement} */ (form));
