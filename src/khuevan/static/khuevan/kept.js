// A kept form waits in its tab until the reader has signed in elsewhere; its token is then an old one, so a new one
// is fetched when the reader comes back. Without a script the server offers the form once more.
// @ts-check

const form = /** @type {HTMLFormElement | null} */ (document.querySelector("form[data-token]"));

async function renew() {
  if (document.visibilityState !== "visible" || !form?.dataset.token) return;
  const answer = await fetch(form.dataset.token, { credentials: "same-origin" });
  const field = /** @type {HTMLInputElement | null} */ (form.elements.namedItem("csrfmiddlewaretoken"));
  if (answer.ok && field) field.value = await answer.text();
}

document.addEventListener("visibilitychange", renew);
window.addEventListener("focus", renew);
