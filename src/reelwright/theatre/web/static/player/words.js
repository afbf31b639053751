/** The interface's words, in the viewer's language: the page carries them, `say` fills them in. */

let words = {};

/** Take over what the page carries: `{name: "text with {places}"}`. */
export function learn(carried) {
  words = carried;
}

/** The words called `name`, with `{place}` replaced by `values.place`; one coin has words of its own. */
export function say(name, values = {}) {
  const text = (values.coins === 1 && words[`${name}.one`]) || (words[name] ?? name);
  return text.replace(/\{(\w+)\}/g, (whole, place) => (place in values ? String(values[place]) : whole));
}

/** Seconds as a clock says them: 1:05, 1:02:03. */
export function clockOf(seconds) {
  const whole = Math.max(0, Math.floor(seconds || 0));
  const parts = [Math.floor(whole / 60) % 60, whole % 60];
  if (whole >= 3600) parts.unshift(Math.floor(whole / 3600));
  return parts.map((part, place) => (place ? String(part).padStart(2, "0") : String(part))).join(":");
}

/** A count as short as it can be said: 950, 1.2K, 3.4万. */
export function countOf(number) {
  const language = document.documentElement.lang || "en";
  return new Intl.NumberFormat(language, { notation: "compact", maximumFractionDigits: 1 }).format(number || 0);
}
