// What writing an article does faster with a script: marks at the press of a button, text pasted from Word with its
// headings and lists, photos sent one by one.  Without it the same signs are typed and the same form is sent.
// @ts-check

/** Puts `text` in place of what is chosen, so that Ctrl+Z takes it back.
 * @param {HTMLTextAreaElement} area @param {string} text */
function put(area, text) {
  area.focus();
  if (!document.execCommand("insertText", false, text)) {
    area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

/** @param {HTMLTextAreaElement} area */
const chosen = (area) => area.value.slice(area.selectionStart, area.selectionEnd);

/** Bold and italic: around what is chosen, or taken off where they are.
 * @param {HTMLTextAreaElement} area @param {string} mark */
function around(area, mark) {
  const { selectionStart: start, selectionEnd: end, value } = area;
  const words = chosen(area);
  const outside = value.slice(start - mark.length, start) === mark && value.slice(end, end + mark.length) === mark;
  const isOther = mark === "*" && value.slice(start - 2, start) === "**" && value.slice(start - 3, start) !== "***";
  if (outside && !isOther) {
    area.setSelectionRange(start - mark.length, end + mark.length);
    put(area, words);
    area.setSelectionRange(start - mark.length, end - mark.length);
    return;
  }
  put(area, mark + words + mark);
  area.setSelectionRange(start + mark.length, end + mark.length);
}

/** Headings, lists, quotations: a sign before every chosen line, or taken off where all have it.
 * @param {HTMLTextAreaElement} area @param {string} sign */
function before(area, sign) {
  const start = area.value.lastIndexOf("\n", area.selectionStart - 1) + 1;
  const next = area.value.indexOf("\n", area.selectionEnd);
  area.setSelectionRange(start, next < 0 ? area.value.length : next);
  const lines = chosen(area).split("\n");
  const full = lines.filter((line) => line.trim());
  const bare = /^(?:#{1,3}|[-+*•>]|\d{1,3}\.)[ \t]+/;
  const has = sign === "1. " ? /^\d{1,3}\. / : { test: (/** @type {string} */ line) => line.startsWith(sign) };
  const off = full.length > 0 && full.every((line) => has.test(line));
  let count = 0;
  const signed = lines.map((line) => {
    if (!line.trim() && lines.length > 1) return line;
    const words = line.replace(bare, "");
    count += 1;
    if (off) return words;
    return (sign === "1. " ? `${count}. ` : sign) + words;
  });
  put(area, signed.join("\n"));
}

/** A link: the address is chosen, ready to be pasted over.
 * @param {HTMLTextAreaElement} area */
function link(area) {
  const start = area.selectionStart;
  const words = chosen(area);
  const isAddress = /^https?:\/\/\S+$/.test(words);
  const label = isAddress ? "" : words;
  const href = isAddress ? words : "https://";
  put(area, `[${label}](${href})`);
  const at = label ? start + label.length + 3 : start + 1;
  area.setSelectionRange(at, label ? at + href.length : at);
}

/** Enter inside a list goes on with it; on an empty item it ends the list.
 * @param {HTMLTextAreaElement} area @param {KeyboardEvent} event */
function goOn(area, event) {
  if (area.selectionStart !== area.selectionEnd || event.isComposing) return;
  const start = area.value.lastIndexOf("\n", area.selectionStart - 1) + 1;
  const line = area.value.slice(start, area.selectionStart);
  const found = /^(\s*)([-+•]|\d{1,3}\.)[ \t]+(.*)$/.exec(line);
  if (!found) return;
  event.preventDefault();
  if (!found[3].trim()) {
    area.setSelectionRange(start, area.selectionStart);
    put(area, "\n");
    return;
  }
  const sign = /\d/.test(found[2]) ? `${parseInt(found[2], 10) + 1}.` : found[2];
  put(area, `\n${found[1]}${sign} `);
}

/** @param {HTMLFormElement} form */
const token = (form) => /** @type {HTMLInputElement} */ (form.elements.namedItem("csrfmiddlewaretoken")).value;

/** Text copied from Word or a page keeps paragraphs, headings, lists and links.
 * @param {HTMLTextAreaElement} area @param {ClipboardEvent} event @param {string} address */
async function paste(area, event, address) {
  const html = event.clipboardData?.getData("text/html") ?? "";
  const plain = event.clipboardData?.getData("text/plain") ?? "";
  if (!/<(p|h[1-6]|ul|ol|li|strong|b|em|i|a|blockquote)[\s>]/i.test(html) || html.length > 2_000_000 || !area.form) return;
  event.preventDefault();
  let text = plain;
  try {
    const body = new URLSearchParams({ html, csrfmiddlewaretoken: token(area.form) });
    const answer = await fetch(address, { method: "POST", body });
    if (answer.ok && !answer.redirected) text = (await answer.text()) || plain;
  } catch {
    // without the network the words come without their marks
  }
  put(area, text);
}

function dressTextareas() {
  const tools = /** @type {HTMLTemplateElement | null} */ (document.querySelector("#thanh-soan"));
  if (!tools) return;
  for (const area of /** @type {NodeListOf<HTMLTextAreaElement>} */ (document.querySelectorAll("[data-markup]"))) {
    const bar = /** @type {HTMLElement} */ (tools.content.firstElementChild?.cloneNode(true));
    area.before(bar);
    bar.addEventListener("click", (event) => {
      const button = /** @type {HTMLElement} */ (event.target).closest("button");
      if (button?.dataset.line) before(area, button.dataset.line);
      if (button?.dataset.around) around(area, button.dataset.around);
      if (button && "link" in button.dataset) link(area);
    });
    area.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.ctrlKey) goOn(area, event);
      if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
      const deed = { b: () => around(area, "**"), i: () => around(area, "*"), k: () => link(area) }[event.key];
      if (deed) {
        event.preventDefault();
        deed();
      }
    });
    area.addEventListener("paste", (event) => paste(area, event, tools.dataset.paste ?? ""));
  }
}

/** Sends one file and says beside its name what came of it.
 * @param {HTMLFormElement} form @param {File} file @param {Element} list */
async function send(form, file, list) {
  const row = document.createElement("li");
  const name = document.createElement("span");
  const said = document.createElement("span");
  name.textContent = file.name;
  said.textContent = form.dataset.sending ?? "";
  row.append(name, said);
  list.append(row);
  const body = new FormData(form);
  body.delete("photos");
  body.append("photos", file);
  body.set("mot-lan", crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`.replace(".", "").padEnd(20, "0"));
  let kept = 0;
  let sentence = form.dataset.lost ?? "";
  try {
    const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
    const told = await answer.json();
    kept = told.kept;
    sentence = told.refused.map((/** @type {string} */ one) => one.replace(`${file.name}: `, "")).join(" ");
  } catch {
    // the sentence says that it was not sent
  }
  said.textContent = kept ? form.dataset.kept ?? "" : sentence;
  said.className = kept ? "is-kept" : "is-refused";
  return kept;
}

/** Photos go one by one as soon as they are chosen: a bad one stops none, and each is told of beside its name. */
function watchUploads() {
  for (const form of /** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll("form.photo-upload"))) {
    const files = /** @type {HTMLInputElement | null} */ (form.querySelector('input[type="file"]'));
    const list = form.querySelector(".sent");
    if (!files || !list) continue;
    form.addEventListener("submit", async (event) => {
      if (!files.files?.length) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const button = /** @type {HTMLButtonElement | null} */ (form.querySelector("button:not([type])"));
      button?.setAttribute("aria-busy", "true");
      if (button) button.disabled = true;
      let kept = 0;
      let lost = 0;
      for (const file of Array.from(files.files)) {
        const came = await send(form, file, list);
        kept += came;
        lost += came ? 0 : 1;
      }
      files.value = "";
      form.querySelector(".lead-on")?.remove();
      button?.removeAttribute("aria-busy");
      if (button) button.disabled = false;
      if (!kept) return;
      if (!lost) location.reload();
      else list.after(leadOn(form));
    });
  }
}

/** After some files were refused the page stays, so that their sentences can be read.
 * @param {HTMLFormElement} form */
function leadOn(form) {
  const on = document.createElement("a");
  on.className = "btn lead-on";
  on.href = location.pathname;
  on.textContent = form.dataset.done ?? "";
  return on;
}

dressTextareas();
watchUploads();
