// Files, a ZIP or a whole folder may be dropped anywhere on the form; where each file lay is told along with it.
// @ts-check

const MOST = 600;

/** @typedef {{file: File, path: string}} Found */

/** @param {FileSystemEntry} entry @param {Found[]} found */
async function walk(entry, found) {
  if (found.length >= MOST) return;
  if (entry.isFile) {
    const file = await new Promise((done, fail) => /** @type {FileSystemFileEntry} */ (entry).file(done, fail));
    found.push({ file, path: entry.fullPath.replace(/^\//, "") });
    return;
  }
  const reader = /** @type {FileSystemDirectoryEntry} */ (entry).createReader();
  for (;;) {
    /** @type {FileSystemEntry[]} */
    const some = await new Promise((done, fail) => reader.readEntries(done, fail));
    if (!some.length) return;
    for (const one of some) await walk(one, found);
  }
}

/** @param {DataTransfer} dropped @returns {Promise<Found[]>} */
async function filesOf(dropped) {
  const entries = [...dropped.items].map((item) => item.webkitGetAsEntry?.()).filter((entry) => entry != null);
  if (!entries.length) return [...dropped.files].map((file) => ({ file, path: file.name }));
  /** @type {Found[]} */
  const found = [];
  for (const entry of entries) await walk(/** @type {FileSystemEntry} */ (entry), found);
  return found;
}

/** @param {HTMLElement} place */
function watch(place) {
  const form = place.querySelector("form");
  const files = /** @type {HTMLInputElement | null} */ (place.querySelector("input[name=letters]"));
  const folder = /** @type {HTMLInputElement | null} */ (place.querySelector("input[name=folder]"));
  const paths = /** @type {HTMLInputElement | null} */ (place.querySelector("input[name=paths]"));
  if (!form || !files || !folder || !paths) return;
  const words = document.createElement("p");
  words.className = "sub";
  words.setAttribute("role", "status");
  words.textContent = place.dataset.dropWords ?? "";
  files.after(words);
  /** @type {string[]} */
  let dropped = [];

  const tell = () => {
    const count = (files.files?.length ?? 0) + (folder.files?.length ?? 0);
    const some = `${place.dataset.dropSome ?? ""} ${count}`;
    words.textContent = count ? some : (place.dataset.dropWords ?? "");
  };
  files.addEventListener("change", (event) => {
    if (event.isTrusted) dropped = [];
    tell();
  });
  folder.addEventListener("change", tell);
  for (const name of ["dragenter", "dragover"]) {
    place.addEventListener(name, (event) => {
      event.preventDefault();
      place.classList.add("is-over");
    });
  }
  place.addEventListener("dragleave", () => place.classList.remove("is-over"));
  place.addEventListener("drop", async (event) => {
    event.preventDefault();
    place.classList.remove("is-over");
    const transfer = event.dataTransfer;
    if (!transfer) return;
    const found = await filesOf(transfer);
    const kept = new DataTransfer();
    for (const one of found) kept.items.add(one.file);
    files.files = kept.files;
    dropped = found.map((one) => one.path);
    tell();
  });
  form.addEventListener("submit", () => {
    const chosen = [...(files.files ?? [])].map((file, at) => dropped[at] ?? file.name);
    const inFolder = [...(folder.files ?? [])].map((file) => file.webkitRelativePath || file.name);
    if (!chosen.length && !inFolder.length) return;
    paths.value = JSON.stringify({ letters: chosen, folder: inFolder });
    words.textContent = place.dataset.dropBusy ?? "";
    words.after(document.createElement("progress"));
  });
}

for (const place of document.querySelectorAll("[data-replies]")) watch(/** @type {HTMLElement} */ (place));
