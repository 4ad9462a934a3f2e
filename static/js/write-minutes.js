// Writing minutes: says all the time whether what was typed is saved, and lets none of it go.
import { onFailure } from "./saving.js";

const form = document.querySelector("#write");
if (form) start(form);

function start(form) {
  const seen = form.querySelector("[data-state]");
  const spoken = form.querySelector("[data-state-spoken]");
  const unsaved = new Set();
  let saving = 0;
  if ("savesItself" in seen.dataset) form.dataset.started = "";

  // What is spoken changes only with the words, not with the time beside them.
  function show(words, { time = "", failed = false, speak = true } = {}) {
    seen.textContent = [words, time].filter(Boolean).join(" ");
    seen.classList.toggle("app-write__state--failed", failed);
    if (speak && spoken.textContent !== words) spoken.textContent = words;
  }

  form.addEventListener("input", (event) => {
    unsaved.add(event.target.name);
    if (!("savesItself" in seen.dataset)) show("Not saved yet", { speak: false });
  });
  form.addEventListener("htmx:beforeRequest", (event) => {
    saving += 1;
    for (const name of namesOf(event.detail.requestConfig)) unsaved.delete(name);
    show("Saving", { speak: false });
  });
  form.addEventListener("htmx:afterRequest", () => {
    saving -= 1;
  });
  document.addEventListener("minutes:state", (event) => {
    const { words, time, ok } = event.detail;
    if (!ok) unsaved.add("what is shown");
    else if (saving <= 1) unsaved.delete("what is shown");
    show(words, { time, failed: !ok });
  });
  onFailure((element, sentence) => {
    unsaved.add(element.name);
    show(`Not saved: ${sentence}`, { failed: true });
    retryLater(element);
  });

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

function namesOf(request) {
  return [...request.formData.keys()];
}

function retryLater(element) {
  if (!element.matches("textarea")) return;
  setTimeout(() => saveNow(element), 15_000);
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
