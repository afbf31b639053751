/** How this viewer likes to watch: kept in the browser, told to whoever listens. */

const PLACE = "reelwright.taste";

export const SPEEDS = [0.75, 1, 1.25, 1.5, 2];
export const SIZES = ["small", "medium", "large", "huge"];
export const GROUNDS = ["none", "shade", "box"];

const usual = {
  speed: 1,
  captions: true,
  language: "",
  size: "medium",
  ground: "shade",
  light: navigator.connection?.saveData === true,
  muted: false,
  bullets: true,
};

const listeners = new Set();
let kept = { ...usual, ...read() };

function read() {
  try {
    return JSON.parse(localStorage.getItem(PLACE) ?? "{}");
  } catch {
    return {};
  }
}

export const taste = {
  get: (name) => kept[name],

  /** Change `name` and tell everybody. Private windows that keep nothing still play. */
  set(name, value) {
    if (kept[name] === value) return;
    kept = { ...kept, [name]: value };
    try {
      localStorage.setItem(PLACE, JSON.stringify(kept));
    } catch {
      // nothing is kept in this window
    }
    for (const listener of listeners) listener(name, value);
  },

  /** Call `listener(name, value)` at every change. */
  onChange: (listener) => listeners.add(listener),
};
