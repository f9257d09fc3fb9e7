// Files of materials go one by one, each with its own progress and its own answer; the projector page gets darkness
// and the full screen.  Without this module all files go with one press of the button.
// @ts-check

/** @param {HTMLElement} list @param {File} file */
function rowOf(list, file) {
  const row = document.createElement("li");
  const name = document.createElement("b");
  const said = document.createElement("span");
  const bar = document.createElement("progress");
  name.textContent = file.name;
  bar.max = 100;
  bar.value = 0;
  bar.setAttribute("aria-label", file.name);
  row.append(name, " ", said, bar);
  list.append(row);
  return {
    /** @param {number} part @param {string} words */
    far(part, words) {
      bar.value = part;
      if (said.textContent !== words) said.textContent = words;
    },
    /** @param {boolean} kept @param {string} words */
    end(kept, words) {
      bar.remove();
      said.textContent = words;
      row.className = kept ? "is-kept" : "is-refused";
    },
  };
}

const token = () => globalThis.crypto?.randomUUID?.() ?? `${Date.now()}-${Math.random()}`.replace(".", "").padEnd(20, "0");

/** What came back for one file: whether it was kept, and the sentence if not.
 * @param {XMLHttpRequest} request @param {File} file @param {string} lost */
function answerOf(request, file, lost) {
  try {
    const told = JSON.parse(request.responseText);
    if (told.kept) return { kept: true, words: "" };
    const refused = told.error ? [told.error] : told.refused;
    return { kept: false, words: refused.map((/** @type {string} */ one) => one.replace(`${file.name}: `, "")).join(" ") };
  } catch {
    return { kept: false, words: lost };
  }
}

/** @param {HTMLFormElement} form @param {string} field @param {File} file @param {HTMLElement} list @returns {Promise<boolean>} */
function send(form, field, file, list) {
  const words = form.dataset;
  const row = rowOf(list, file);
  if (words.limit && file.size > Number(words.limit)) {
    row.end(false, words.tooLarge ?? "");
    return Promise.resolve(false);
  }
  const body = new FormData(form);
  body.delete(field);
  body.append(field, file);
  body.set("mot-lan", token());
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", (event) => {
      const part = event.lengthComputable ? (100 * event.loaded) / event.total : 0;
      row.far(part, (part < 100 ? words.sending : words.checking) ?? "");
    });
    request.addEventListener("loadend", () => {
      const { kept, words: refusal } = answerOf(request, file, words.lost ?? "");
      row.end(kept, kept ? words.kept ?? "" : refusal);
      resolve(kept);
    });
    row.far(0, words.sending ?? "");
    request.send(body);
  });
}

/** After some files were refused the page stays, so that their sentences can be read.
 * @param {HTMLFormElement} form @param {HTMLElement} list */
function leadOn(form, list) {
  form.querySelector(".lead-on")?.remove();
  const on = document.createElement("a");
  on.className = "btn lead-on";
  on.href = location.pathname;
  on.textContent = form.dataset.done ?? "";
  list.after(on);
}

/** @param {HTMLFormElement} form */
function watchSending(form) {
  const field = /** @type {HTMLInputElement | null} */ (form.querySelector('input[type="file"]'));
  const list = /** @type {HTMLElement | null} */ (form.querySelector(".sent"));
  const button = /** @type {HTMLButtonElement | null} */ (form.querySelector(".acts button"));
  if (!field || !list || !button) return;
  form.addEventListener("submit", async (event) => {
    const files = Array.from(field.files ?? []);
    if (!files.length) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    button.disabled = true;
    list.replaceChildren();
    let kept = 0;
    for (const file of files) kept += (await send(form, field.name, file, list)) ? 1 : 0;
    field.value = "";
    button.disabled = false;
    if (kept === files.length) location.reload();
    else if (kept) leadOn(form, list);
  });
}

/** Files may be dropped anywhere on the panel that takes them.
 * @param {HTMLElement} place */
function watchDrop(place) {
  const field = /** @type {HTMLInputElement | null} */ (place.querySelector('input[type="file"]'));
  if (!field) return;
  const words = document.createElement("p");
  words.className = "sub";
  words.textContent = place.dataset.materialsDrop ?? "";
  field.after(words);
  for (const name of ["dragenter", "dragover"]) {
    place.addEventListener(name, (event) => {
      event.preventDefault();
      place.classList.add("is-over");
    });
  }
  place.addEventListener("dragleave", () => place.classList.remove("is-over"));
  place.addEventListener("drop", (event) => {
    event.preventDefault();
    place.classList.remove("is-over");
    const files = /** @type {DragEvent} */ (event).dataTransfer?.files;
    if (!files?.length) return;
    field.files = files;
    field.form?.requestSubmit();
  });
}

/** The page for the projector: dark or light whatever the officer has chosen for the desk, and without the browser. */
function watchProjector() {
  const dark = /** @type {HTMLElement | null} */ (document.querySelector("[data-dark]"));
  const full = /** @type {HTMLElement | null} */ (document.querySelector("[data-full]"));
  if (dark) {
    dark.hidden = false;
    dark.addEventListener("click", () => {
      const isDark = document.body.classList.toggle("is-dark");
      document.body.classList.toggle("is-light", !isDark);
    });
  }
  if (full && document.fullscreenEnabled) {
    full.hidden = false;
    full.addEventListener("click", () => {
      if (document.fullscreenElement) document.exitFullscreen();
      else document.documentElement.requestFullscreen();
    });
  }
}

for (const form of /** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll("form[data-materials]"))) {
  watchSending(form);
}
for (const place of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-materials-drop]"))) {
  watchDrop(place);
}
watchProjector();
