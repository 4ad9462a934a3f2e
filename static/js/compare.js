// The matrix by keyboard: one tab stop, arrow keys from cell to cell, Escape back from the panel.
const matrix = document.querySelector("[data-matrix]");
const grid = [...matrix.tBodies[0].rows].map((row) => [...row.querySelectorAll("a")]);
const cells = grid.flat();
const moves = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

if (cells.length) stopAt(cells.find((cell) => cell.hasAttribute("aria-current")) ?? cells[0]);
matrix.addEventListener("focusin", (event) => {
  if (cells.includes(event.target)) stopAt(event.target);
});
matrix.addEventListener("keydown", move);
document.addEventListener("htmx:afterSettle", showOpened);
document.addEventListener("htmx:sendError", follow);
document.addEventListener("htmx:responseError", follow);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && document.querySelector(".app-evidence--open")) close(event);
});
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-close]")) close(event);
});

function stopAt(cell) {
  for (const other of cells) other.tabIndex = other === cell ? 0 : -1;
}

function move(event) {
  const step = moves[event.key];
  const row = grid.findIndex((line) => line.includes(event.target));
  if (!step || row < 0) return;
  const column = grid[row].indexOf(event.target);
  const next = grid[row + step[0]]?.[column + step[1]];
  event.preventDefault();
  next?.focus();
}

function showOpened(event) {
  if (event.target.id !== "evidence") return;
  const heading = document.getElementById("evidence-title");
  const opened = cells.find((cell) => tokenOf(cell) === heading?.dataset.cell);
  for (const cell of cells) cell.toggleAttribute("aria-current", cell === opened);
  opened?.setAttribute("aria-current", "true");
  heading?.focus();
}

function close(event) {
  event.preventDefault();
  const opened = cells.find((cell) => cell.hasAttribute("aria-current"));
  const panel = document.getElementById("evidence");
  history.pushState(null, "", panel.querySelector("[data-close]").href);
  panel.replaceChildren();
  panel.classList.remove("app-evidence--open");
  panel.removeAttribute("aria-labelledby");
  opened?.removeAttribute("aria-current");
  opened?.focus();
}

// What cannot be fetched into the page is opened as a page, which says what is wrong.
function follow(event) {
  if (event.target.href) location.assign(event.target.href);
}

function tokenOf(cell) {
  return new URL(cell.href).searchParams.get("cell");
}
