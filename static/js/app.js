// Starts the components of the design systems and the few behaviours of our own.
import { initAll } from "../vendor/govuk-frontend.min.js";
import { initAll as initMoj } from "../vendor/moj-frontend.min.js";

initAll();
initMoj();
focusOnMessage();
foldMenu();
foldFilters(document);
openByChoice(document);
document.addEventListener("htmx:configRequest", addCsrfToken);
document.addEventListener("htmx:afterSettle", (event) => {
  initAll({ scope: event.target });
  initMoj({ scope: event.target });
  foldFilters(event.target);
  openByChoice(event.target);
});

// The error summary takes the focus by itself; otherwise the message about what was just done does.
function focusOnMessage() {
  if (!document.querySelector(".govuk-error-summary")) {
    document.querySelector("[data-focus]")?.focus();
  }
}

// On a phone menu and search fold into one button. Without JavaScript both stay open.
function foldMenu() {
  const toggle = document.querySelector("[data-menu-toggle]");
  if (!toggle) return;
  toggle.hidden = false;
  toggle.addEventListener("click", () => {
    const open = toggle.getAttribute("aria-expanded") === "true";
    toggle.setAttribute("aria-expanded", String(!open));
  });
}

// On a phone the filter of a list folds, unless something in it is wrong. Without JavaScript, and
// on a wide screen, it stands open.
function foldFilters(scope) {
  const wide = matchMedia("(min-width: 40.0625em)");
  for (const filter of scope.querySelectorAll("[data-folds='']")) {
    const wrong = filter.querySelector(".govuk-form-group--error") !== null;
    const fit = () => (filter.open = wide.matches || wrong);
    fit();
    filter.dataset.folds = "done";
    wide.addEventListener("change", fit);
  }
}

// Fields that belong to one choice show once it is chosen. GOV.UK's own way of doing it says
// aria-expanded on a radio, which is not allowed there.
function openByChoice(scope) {
  for (const choice of scope.querySelectorAll("[data-opens]")) {
    const opened = document.getElementById(choice.dataset.opens);
    const show = () => (opened.hidden = !choice.checked);
    show();
    choice.form.addEventListener("change", show);
  }
}

// The cookie's token stays right when somebody signs in again in another tab; the page's does not.
function addCsrfToken(event) {
  const cookie = /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie);
  const token = cookie?.[1] ?? document.querySelector("input[name=csrfmiddlewaretoken]")?.value;
  if (token) event.detail.headers["X-CSRFToken"] = token;
}
