// The register: each choice saves itself, a deputy once there is a name.
import { keepTokenFresh, onFailure } from "./saving.js";

const register = document.querySelector("#register");
if (register) keepTokenFresh(register);

// htmx listens on each row; this comes before it, on the way down.
register?.addEventListener(
  "change",
  (event) => {
    const row = event.target.closest("fieldset");
    const deputy = row?.querySelector("input[value=deputy]");
    const name = row?.querySelector("input[type=text]");
    if (deputy?.checked && !name.value.trim()) event.stopPropagation();
  },
  true,
);

onFailure((row, sentence) => {
  const kept = row.querySelector(".app-seat__kept");
  let message = kept.querySelector("p");
  if (!message) message = kept.appendChild(document.createElement("p"));
  message.className = "govuk-error-message";
  message.setAttribute("role", "alert");
  message.textContent = `Not saved: ${sentence}`;
});
