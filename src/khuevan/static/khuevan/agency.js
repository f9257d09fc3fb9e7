// Helps whoever answers for an agency: a card more without waiting, a list that narrows while one types, a button
// that works once. Everything works without it too.
// @ts-check

/** Lower case without diacritics, as the server folds names. @param {string} text */
function fold(text) {
  return text
    .normalize("NFD")
    .replace(/\p{Mn}/gu, "")
    .replace(/[đĐ]/g, "d")
    .toLowerCase();
}

/** @param {HTMLFormElement} form */
function growCards(form) {
  const list = form.querySelector("[data-list]");
  const model = form.querySelector("template");
  const add = form.querySelector("[data-add]");
  if (!list || !model || !add) return;
  add.addEventListener("click", (event) => {
    event.preventDefault();
    const used = [...list.querySelectorAll("[id^=moi]")].map((card) => Number.parseInt(card.id.slice(3), 10));
    const place = Math.max(-1, ...used.filter(Number.isInteger)) + 1;
    const holder = document.createElement("div");
    holder.append(model.content.cloneNode(true));
    holder.innerHTML = holder.innerHTML.replaceAll("moi__", `moi${place}`);
    const card = /** @type {HTMLElement} */ (holder.firstElementChild);
    const number = card.querySelector("[data-number]");
    if (number) number.textContent = String(list.querySelectorAll(".card").length + 1);
    list.append(card);
    /** @type {HTMLElement | null} */ (card.querySelector("input"))?.focus();
  });
}

/** @param {HTMLElement} place */
function narrow(place) {
  const field = /** @type {HTMLInputElement | null} */ (place.querySelector("input[type=search]"));
  if (!field) return;
  const rows = /** @type {HTMLElement[]} */ ([...place.querySelectorAll("[data-find]")]);
  const count = /** @type {HTMLElement | null} */ (place.querySelector("[data-count]"));
  const keys = rows.map((row) => fold(row.dataset.find ?? ""));
  field.addEventListener("input", () => {
    const words = fold(field.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    rows.forEach((row, index) => {
      row.hidden = !words.every((word) => keys[index].includes(word));
      if (!row.hidden) shown += 1;
    });
    if (count?.dataset.words) count.textContent = count.dataset.words.replace("{n}", String(shown));
  });
}

/** @param {HTMLFormElement} form */
function countChosen(form) {
  const status = form.querySelector("[data-chosen]");
  const send = form.querySelector("[data-send]");
  const [before, words] = [send?.textContent ?? "", form.dataset.choosing ?? ""];
  form.addEventListener("change", () => {
    const chosen = form.querySelectorAll("input:checked").length;
    if (status) status.textContent = words.replace("{n}", String(chosen));
    if (send) send.textContent = chosen ? (form.dataset.submit ?? "").replace("{n}", String(chosen)) : before;
  });
}

/** The second of two clicks does nothing; the page that comes back from the browser's memory works again.
 * @param {HTMLFormElement} form */
function sendOnce(form) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "1";
    event.submitter?.setAttribute("aria-busy", "true");
    if (form.dataset.busy) {
      const words = document.createElement("p");
      words.className = "said";
      words.setAttribute("role", "status");
      words.textContent = form.dataset.busy;
      form.append(words);
    }
  });
  window.addEventListener("pageshow", () => {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
  });
}

for (const form of document.querySelectorAll("form[method=post]")) sendOnce(/** @type {HTMLFormElement} */ (form));
for (const form of document.querySelectorAll("[data-cards]")) growCards(/** @type {HTMLFormElement} */ (form));
for (const place of document.querySelectorAll("[data-finder]")) narrow(/** @type {HTMLElement} */ (place));
for (const form of document.querySelectorAll("[data-choosing]")) countChosen(/** @type {HTMLFormElement} */ (form));
