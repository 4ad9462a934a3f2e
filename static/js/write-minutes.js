// Writing minutes: says all the time whether what was typed is saved, and lets none of it go.
import { keepTokenFresh, onFailure } from "./saving.js";

const RETRY_AFTER = 15_000;

const form = document.querySelector("#write");
if (form) start(form);

function start(form) {
  const seen = form.querySelector("[data-state]");
  const spoken = form.querySelector("[data-state-spoken]");
  const savesItself = "savesItself" in seen.dataset;
  const unsaved = new Set();
  let refused = false;
  if (savesItself) form.dataset.started = "";

  // What is spoken changes only with the words, not with the time beside them.
  function show(words, { time = "", failed = false, speak = true } = {}) {
    seen.textContent = [words, time].filter(Boolean).join(" ");
    seen.classList.toggle("app-write__state--failed", failed);
    if (speak && spoken.textContent !== words) spoken.textContent = words;
  }

  form.addEventListener("input", (event) => {
    unsaved.add(event.target.name);
    if (!savesItself) show("Not saved yet", { speak: false });
  });
  form.addEventListener("htmx:beforeRequest", (event) => {
    for (const name of namesIn(event)) unsaved.delete(name);
    refused = false;
    show("Saving", { speak: false });
  });
  form.addEventListener("minutes:state", (event) => {
    const { words, time, ok } = event.detail;
    refused = !ok;
    show(words, { time, failed: !ok });
  });
  onFailure((element, sentence) => {
    refused = true;
    show(`Not saved: ${sentence}`, { failed: true });
    if (element.matches("textarea")) setTimeout(() => saveNow(element), RETRY_AFTER);
  });
  form.addEventListener("htmx:afterRequest", (event) => {
    if (refused || !event.detail.successful) for (const name of namesIn(event)) unsaved.add(name);
  });
  form.addEventListener("htmx:afterSettle", (event) => {
    event.target.querySelector?.("[aria-invalid=true]")?.focus();
  });

  keepTokenFresh(form);
  form.addEventListener("submit", () => unsaved.clear());
  window.addEventListener("beforeunload", (event) => {
    if (unsaved.size) event.preventDefault();
  });
  window.addEventListener("online", () => {
    for (const area of form.querySelectorAll("textarea[hx-post]")) {
      if (unsaved.has(area.name)) saveNow(area);
    }
  });
  for (const area of form.querySelectorAll("[data-grows]")) grow(area);
}

function namesIn(event) {
  return [...event.detail.requestConfig.formData.keys()];
}

function saveNow(area) {
  window.htmx.trigger(area, "retry");
}

// Where the browser cannot do it by itself (field-sizing), the field grows with its text.
function grow(area) {
  if (CSS.supports("field-sizing", "content")) return;
  const fit = () => {
    area.style.height = "auto";
    area.style.height = `${area.scrollHeight + 4}px`;
  };
  area.addEventListener("input", fit);
  fit();
}
