// How this viewer likes bullets to look: kept on this device, told to whoever listens.
export const COLOURS = {
  white: "#ffffff", red: "#ff6b6b", amber: "#ffb454", yellow: "#ffe66d",
  green: "#7ee787", cyan: "#6fe3ff", blue: "#8ab4ff", pink: "#ff9ce6",
};
export const SIZES = { small: 0.8, medium: 1, large: 1.3 };
export const DENSITIES = ["few", "some", "many"];
const USUAL = { opacity: 0.9, size: "medium", density: "some", colour: "white" };
const PLACE = "reelwright.bullets";
const listeners = new Set();
let kept = valid(read());

function read() {
  try {
    return JSON.parse(localStorage.getItem(PLACE) ?? "{}");
  } catch {
    return {};
  }
}

/** What was kept may be old or broken: only what is known counts. */
function valid(found) {
  return {
    opacity: Math.min(1, Math.max(0.2, Number(found?.opacity) || USUAL.opacity)),
    size: found?.size in SIZES ? found.size : USUAL.size,
    density: DENSITIES.includes(found?.density) ? found.density : USUAL.density,
    colour: found?.colour in COLOURS ? found.colour : USUAL.colour,
  };
}

export const look = {
  get: () => kept,

  /** @param {object} changes some of opacity (0.2 to 1), size, density, colour */
  set(changes) {
    kept = valid({ ...kept, ...changes });
    try {
      localStorage.setItem(PLACE, JSON.stringify(kept));
    } catch {
      // Private windows may keep nothing: the choice holds until the page is left.
    }
    for (const listener of listeners) listener(kept);
  },

  /** Call `listener(look)` at every change; returns what stops it. */
  onChange(listener) {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};
