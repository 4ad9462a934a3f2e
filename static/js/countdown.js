// The clock of a held sending. At nought it opens the page anew, which then leads to Messages.
const clock = document.querySelector("[data-countdown]");
const face = clock?.querySelector("[data-until]");
const status = document.querySelector("[data-countdown-status]");

function left() {
  return Math.max(0, Math.round((new Date(face.dataset.until) - Date.now()) / 1000));
}

function tick() {
  const seconds = left();
  face.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  if (seconds === 60) status.textContent = "1 minute left";
  if (seconds === 0) {
    clearInterval(timer);
    setTimeout(() => window.location.reload(), 2000);
  }
}

let timer;
if (face) {
  clock.hidden = false;
  timer = setInterval(tick, 1000);
  tick();
}
