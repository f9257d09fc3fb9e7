// The timetable: half days moved by mouse or by keys.  Without a script they are moved by the form on their own page.
// @ts-check

const FRAME = "#thoi-khoa-bieu";
/** @type {AbortController | null} */
let asking = null;
let waiting = 0;

/** @typedef {{ card: HTMLElement, target: HTMLElement, from: HTMLElement }} Taken */

/** @returns {string} a name for one act of moving */
const nonce = () => Array.from(crypto.getRandomValues(new Uint8Array(18)), (byte) => (byte % 36).toString(36)).join("");

/** @param {Element} one @returns {HTMLElement} */
const cellOf = (one) => /** @type {HTMLElement} */ (one.closest(".tt-cell"));

class Timetable {
  /** @param {HTMLElement} grid @param {HTMLElement} frame */
  constructor(grid, frame) {
    this.grid = grid;
    this.frame = frame;
    this.says = /** @type {HTMLElement} */ (frame.querySelector("[data-says]"));
    /** @type {Taken | null} */
    this.taken = null;
    this.rows = this.laidOut();
    for (const stop of this.stops()) stop.tabIndex = -1;
    this.within(null);
    const first = this.stops()[0];
    if (first) this.current(first);
    for (const card of this.cards()) card.draggable = true;
    grid.addEventListener("keydown", (event) => this.key(event));
    grid.addEventListener("focusin", (event) => this.focused(event));
    grid.addEventListener("dragstart", (event) => this.dragged(event));
    grid.addEventListener("dragover", (event) => this.over(event));
    grid.addEventListener("drop", (event) => this.dropped(event));
    grid.addEventListener("dragend", () => this.leave(false));
    grid.addEventListener("focusout", (event) => {
      if (this.taken && !grid.contains(/** @type {Node | null} */ (event.relatedTarget))) this.leave(false);
    });
  }

  /** @returns {HTMLElement[]} */
  cards() {
    return Array.from(this.grid.querySelectorAll("[data-card]"));
  }

  /** What the arrow keys stop at: cards, and the plus of an empty cell. @returns {HTMLElement[]} */
  stops() {
    return Array.from(this.grid.querySelectorAll("[data-stop]"));
  }

  /** Cells as they stand on the screen: rows of columns. @returns {HTMLElement[][]} */
  laidOut() {
    const days = Array.from(this.grid.querySelectorAll(".tt-day"));
    /** @type {HTMLElement[][]} */
    const rows = [];
    if (!this.grid.classList.contains("tt-week")) {
      for (const half of this.grid.querySelectorAll(".tt-half")) rows.push(Array.from(half.querySelectorAll(".tt-cell")));
      return rows;
    }
    for (const week of this.grid.querySelectorAll(".tt-days")) {
      for (const part of [0, 1]) {
        rows.push(days.filter((day) => day.parentElement === week).map((day) => /** @type {HTMLElement} */ (day.querySelectorAll(".tt-cell")[part])));
      }
    }
    return rows;
  }

  /** Only one stop is in the order of Tab, with the links of its own card. @param {HTMLElement} stop */
  current(stop) {
    for (const one of this.stops()) one.tabIndex = one === stop ? 0 : -1;
    this.within(stop);
  }

  /** @param {HTMLElement | null} stop */
  within(stop) {
    for (const link of this.grid.querySelectorAll("[data-card] a")) {
      /** @type {HTMLElement} */ (link).tabIndex = stop?.contains(link) ? 0 : -1;
    }
  }

  /** @param {FocusEvent} event */
  focused(event) {
    const stop = /** @type {HTMLElement} */ (event.target).closest("[data-stop]");
    if (stop && !this.taken) this.current(/** @type {HTMLElement} */ (stop));
  }

  /** The cell one step away, in the place the eye expects it. @param {HTMLElement} cell @param {number} dx @param {number} dy */
  next(cell, dx, dy) {
    const y = this.rows.findIndex((row) => row.includes(cell));
    const x = this.rows[y].indexOf(cell);
    if (dx) return this.rows[y][x + dx] ?? cell;
    const row = this.rows[y + dy];
    if (!row) return cell;
    const column = cell.closest(".tt-day")?.className.match(/tt-d\d/)?.[0] ?? "";
    const below = this.grid.classList.contains("tt-aligned") ? row.find((one) => one.closest(".tt-day")?.classList.contains(column)) : undefined;
    return below ?? row[Math.min(x, row.length - 1)];
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const at = /** @type {HTMLElement} */ (event.target);
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }[event.key];
    if (this.taken) {
      event.preventDefault();
      if (event.key === "Escape") this.leave(true);
      else if (event.key === "Enter" || event.key === " ") void this.drop();
      else if (step) this.carry(this.next(this.taken.target, step[0], step[1]));
      return;
    }
    if (!at.matches("[data-stop]")) return;
    if (step) {
      event.preventDefault();
      this.go(at, step);
    } else if (at.matches("[data-card]") && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
      this.take(at);
      this.tell(`${at.ariaLabel}. ${this.grid.dataset.taken}`);
    }
  }

  /** From stop to stop; cards of one cell come one after another. @param {HTMLElement} at @param {number[]} step */
  go(at, step) {
    const own = Array.from(cellOf(at).querySelectorAll("[data-stop]"));
    const beside = step[1] ? own[own.indexOf(at) + step[1]] : undefined;
    let cell = this.next(cellOf(at), step[0], step[1]);
    while (!cell.querySelector("[data-stop]") && this.next(cell, step[0], step[1]) !== cell) cell = this.next(cell, step[0], step[1]);
    const to = beside ?? (cell === cellOf(at) ? null : cell.querySelector("[data-stop]"));
    if (to) /** @type {HTMLElement} */ (to).focus();
  }

  /** @param {HTMLElement} card */
  take(card) {
    this.taken = { card, target: cellOf(card), from: cellOf(card) };
    card.classList.add("is-taken");
    this.grid.dataset.moving = "yes";
  }

  /** @param {boolean} aloud */
  leave(aloud) {
    if (!this.taken) return;
    const { card, target } = this.taken;
    asking?.abort();
    window.clearTimeout(waiting);
    card.classList.remove("is-taken");
    target.classList.remove("is-target");
    delete this.grid.dataset.moving;
    this.taken = null;
    if (aloud) this.tell(`${card.ariaLabel}. ${this.grid.dataset.left}`);
    else this.says.hidden = true;
  }

  /** Shows where the half day would go, and asks what it would clash with. @param {HTMLElement} cell @param {number} pause */
  aim(cell, pause) {
    if (!this.taken || this.taken.target === cell) return;
    this.taken.target.classList.remove("is-target");
    this.taken.target = cell;
    cell.classList.add("is-target");
    this.tell(cell.dataset.label ?? "");
    asking?.abort();
    window.clearTimeout(waiting);
    waiting = window.setTimeout(() => void this.foretell(cell), pause);
  }

  /** By keys the page follows; under a mouse it must lie still. @param {HTMLElement} cell */
  carry(cell) {
    this.aim(cell, 150);
    cell.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  /** @param {HTMLElement} cell */
  async foretell(cell) {
    if (!this.taken) return;
    asking = new AbortController();
    const asked = new URLSearchParams({ session: this.taken.card.dataset.card ?? "", ...this.place(cell) });
    try {
      const answer = await fetch(`${this.grid.dataset.preview}?${asked}`, { signal: asking.signal, headers: { "HX-Request": "true" } });
      if (!answer.ok || answer.redirected) return;
      const words = await answer.text();
      if (this.taken?.target === cell) this.says.innerHTML = words;
    } catch {
      // another cell was chosen, or there is no network: the server judges when it is dropped
    }
  }

  /** @param {HTMLElement} cell @returns {{date: string, part: string, venue: string}} */
  place(cell) {
    return { date: cell.dataset.date ?? "", part: cell.dataset.part ?? "", venue: cell.dataset.venue ?? "" };
  }

  /** @param {string} words */
  tell(words) {
    this.says.hidden = false;
    this.says.textContent = words;
  }

  async drop() {
    if (!this.taken) return;
    const { card, target, from } = this.taken;
    if (target === from) {
      this.leave(true);
      return;
    }
    this.leave(false);
    this.tell(this.grid.dataset.sending ?? "");
    this.grid.dataset.busy = "yes";
    const token = /** @type {HTMLInputElement | null} */ (document.querySelector("[name=csrfmiddlewaretoken]"));
    const body = new URLSearchParams({
      session: card.dataset.card ?? "", seen: card.dataset.seen ?? "", order: this.grid.dataset.order ?? "",
      ...this.place(target), csrfmiddlewaretoken: token?.value ?? "", "mot-lan": nonce(),
    });
    try {
      const answer = await fetch(this.grid.dataset.move ?? "", { method: "POST", body, headers: { "HX-Request": "true" } });
      const words = await answer.text();
      if (answer.redirected || !words.includes("data-timetable")) throw new Error(String(answer.status));
      this.frame.innerHTML = words;
      begin();
      const there = document.getElementById(card.id);
      there?.focus();
      there?.scrollIntoView({ block: "nearest" });
    } catch {
      delete this.grid.dataset.busy;
      this.tell(this.grid.dataset.lost ?? "");
    }
  }

  /** @param {DragEvent} event */
  dragged(event) {
    const card = /** @type {HTMLElement} */ (event.target);
    if (!card.matches?.("[data-card]") || !event.dataTransfer) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", card.ariaLabel ?? "");
    this.take(card);
  }

  /** @param {DragEvent} event */
  over(event) {
    const cell = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest(".tt-cell"));
    if (!this.taken || !cell) return;
    event.preventDefault();
    this.aim(cell, 250);
  }

  /** @param {DragEvent} event */
  dropped(event) {
    if (!this.taken) return;
    event.preventDefault();
    void this.drop();
  }
}

function begin() {
  const frame = /** @type {HTMLElement | null} */ (document.querySelector(FRAME));
  const grid = /** @type {HTMLElement | null} */ (frame?.querySelector("[data-timetable]"));
  if (frame && grid) new Timetable(grid, frame);
}

begin();
