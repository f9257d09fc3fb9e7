// Sending files: refused before they leave when they are too large, then a bar that says how far they are.
// Without JavaScript the form is sent as any other.
// @ts-check

/** Shows the page that came back, where the form stood. @param {XMLHttpRequest} answer */
function show(answer) {
  const page = new DOMParser().parseFromString(answer.responseText, "text/html");
  const [old, fresh] = [document.querySelector("main"), page.querySelector("main")];
  if (!old || !fresh) {
    location.assign(answer.responseURL);
    return;
  }
  document.title = page.title;
  old.replaceWith(fresh);
  history.replaceState(null, "", answer.responseURL);
  fresh.querySelectorAll("form[data-upload]").forEach((form) => watch(/** @type {HTMLFormElement} */ (form)));
  const notice = /** @type {HTMLElement | null} */ (fresh.querySelector(".notices"));
  notice?.setAttribute("tabindex", "-1");
  notice?.focus();
}

/** @param {HTMLFormElement} form */
function watch(form) {
  const field = /** @type {HTMLInputElement | null} */ (form.querySelector("input[type=file]"));
  const line = /** @type {HTMLElement | null} */ (form.querySelector("[data-progress]"));
  const bar = line?.querySelector("progress");
  const says = line?.querySelector("[data-percent]");
  const button = form.querySelector("button");
  if (!field || !line || !bar || !says || !button) return;

  /** @param {string} words */
  const trouble = (words) => {
    line.hidden = false;
    bar.hidden = true;
    says.textContent = words;
    button.disabled = false;
  };

  form.addEventListener("submit", (event) => {
    const size = Array.from(field.files ?? []).reduce((sum, file) => sum + file.size, 0);
    if (!size) return;
    event.preventDefault();
    if (size > Number(form.dataset.limit)) {
      trouble(form.dataset.tooLarge ?? "");
      return;
    }
    const request = new XMLHttpRequest();
    request.upload.addEventListener("progress", (step) => {
      if (!step.lengthComputable) return;
      bar.value = Math.floor((100 * step.loaded) / step.total);
      says.textContent = `${bar.value} %`;
    });
    request.addEventListener("load", () => (request.status < 500 ? show(request) : trouble(form.dataset.failed ?? "")));
    request.addEventListener("error", () => trouble(form.dataset.failed ?? ""));
    request.open("POST", form.action);
    bar.value = 0;
    bar.hidden = line.hidden = false;
    button.disabled = true;
    request.send(new FormData(form));
  });
}

for (const form of document.querySelectorAll("form[data-upload]")) watch(/** @type {HTMLFormElement} */ (form));
