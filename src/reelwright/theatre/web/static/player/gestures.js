/** Fingers, mouse and keys → what the viewer means. */

const DOUBLE_MS = 280;
const HOLD_MS = 450;
const STILL_PX = 12;

/** On `surface`: `tap()`, `doubleTap(x, y)`, `hold(isHeld)`. A moving finger is a swipe and means nothing here. */
export function listenToFingers(surface, { tap, doubleTap, hold }) {
  let start = null;
  let lastTap = 0;
  let tapTimer = 0;
  let holdTimer = 0;
  let isHeld = false;

  const release = () => {
    clearTimeout(holdTimer);
    if (isHeld) hold(false);
    isHeld = false;
    start = null;
  };

  surface.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    start = { x: event.clientX, y: event.clientY };
    holdTimer = setTimeout(() => {
      isHeld = true;
      hold(true);
    }, HOLD_MS);
  });
  surface.addEventListener("pointermove", (event) => {
    if (start && Math.hypot(event.clientX - start.x, event.clientY - start.y) > STILL_PX) release();
  });
  surface.addEventListener("pointercancel", release);
  surface.addEventListener("pointerleave", release);
  surface.addEventListener("contextmenu", (event) => event.preventDefault());
  surface.addEventListener("pointerup", (event) => {
    const wasTap = start !== null && !isHeld;
    release();
    if (!wasTap) return;
    const now = event.timeStamp;
    clearTimeout(tapTimer);
    if (now - lastTap < DOUBLE_MS) {
      doubleTap(event.clientX, event.clientY);
      return; // a third tap in time is one more heart
    }
    tapTimer = setTimeout(tap, DOUBLE_MS);
    lastTap = now;
  });
  // Enter and Space of a keyboard or a screen reader arrive as a click without a pointer.
  surface.addEventListener("click", (event) => {
    if (event.detail === 0) tap();
  });
}

const KEYS = {
  " ": "toggle",
  k: "toggle",
  ArrowDown: "next",
  PageDown: "next",
  j: "next",
  ArrowUp: "previous",
  PageUp: "previous",
  m: "mute",
  c: "captions",
  l: "like",
  e: "episodes",
  s: "settings",
  "<": "slower",
  ">": "faster",
  "?": "keys",
};

/** Keys of the whole page → `act(name)`, but not while somebody writes or a sheet is open. */
export function listenToKeys(act) {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (document.querySelector("dialog[open]")) return;
    const target = event.target;
    const writes = target.closest?.("input, textarea, select, [contenteditable]");
    const isRange = target.matches?.('input[type="range"]');
    if (writes && !isRange) return;
    if (event.key === " " && target.closest?.("button, a, summary")) return; // it presses what has the focus
    const isBack = document.dir === "rtl" ? "ArrowRight" : "ArrowLeft";
    let name = KEYS[event.key] ?? KEYS[event.key.toLowerCase()];
    if (event.key === "ArrowLeft" || event.key === "ArrowRight") name = event.key === isBack ? "back" : "forth";
    if (!name || (isRange && (name === "back" || name === "forth"))) return;
    event.preventDefault();
    act(name);
  });
}
