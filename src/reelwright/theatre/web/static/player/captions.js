/** WebVTT → captions drawn over the clean picture, in the viewer's language and style. */

/** Cues of a WebVTT file: `{id, start, end, speaker, text}`, times in seconds, in the order of the file. */
export function parseVtt(text) {
  const cues = [];
  for (const block of text.replace(/\r\n?/g, "\n").split(/\n{2,}/)) {
    const lines = block.split("\n").filter((line) => line !== "");
    const place = lines.findIndex((line) => line.includes("-->"));
    if (place < 0) continue;
    const [from, to] = lines[place].split("-->").map((part) => secondsOf(part.trim().split(/\s+/)[0]));
    if (!(to > from)) continue;
    const spoken = lines.slice(place + 1).join("\n");
    const speaker = spoken.match(/<v(?:\.[^\s>]*)?\s+([^>]*)>/)?.[1] ?? "";
    cues.push({ id: place ? lines[0] : "", start: from, end: to, speaker, text: plain(spoken) });
  }
  return cues;
}

function secondsOf(stamp) {
  const parts = stamp.split(":").map(Number);
  return parts.reduce((sum, part) => sum * 60 + part, 0);
}

function plain(marked) {
  const names = { amp: "&", lt: "<", gt: ">", nbsp: "\u00a0", lrm: "\u200e", rlm: "\u200f" };
  return marked.replace(/<[^>]*>/g, "").replace(/&(\w+);/g, (whole, name) => names[name] ?? whole);
}

/** The cues heard at `seconds`. */
export function cuesAt(cues, seconds) {
  return cues.filter((cue) => cue.start <= seconds && seconds < cue.end);
}

/** The permanent id of the line that is spoken at `seconds`, or that was spoken last; "" before the first. */
export function lineAt(cues, seconds) {
  let line = "";
  for (const cue of cues) if (cue.start <= seconds) line = cue.id.split(".")[0] || line;
  return line;
}

/** Of `offered` languages the one to show: what the viewer chose, that of the interface, that of the series. */
export function languageFor(offered, wishes) {
  for (const wish of wishes) {
    const base = wish?.toLowerCase().split("-")[0];
    const found = wish && (offered.find((one) => one.toLowerCase() === wish.toLowerCase()) ??
      offered.find((one) => one.toLowerCase().split("-")[0] === base));
    if (found) return found;
  }
  return offered[0] ?? "";
}

/** Captions of one slide, drawn into `element` as time passes. */
export class Captions {
  #element;
  #cues = [];
  #shown = null;
  #loads = 0;
  language = "";

  constructor(element) {
    this.#element = element;
  }

  get cues() {
    return this.#cues;
  }

  /** Show the file at `url`; without one nothing is shown. A file that cannot be had leaves the film alone. */
  async load(url, language) {
    const turn = ++this.#loads;
    this.language = language;
    this.#element.lang = language;
    let cues = [];
    if (url) {
      try {
        const response = await fetch(url, { credentials: "same-origin" });
        if (response.ok) cues = parseVtt(await response.text());
      } catch {
        cues = [];
      }
    }
    if (turn !== this.#loads) return; // another language was chosen meanwhile
    this.#cues = cues;
    this.#shown = null;
  }

  /** Draw what is heard at `seconds`. */
  draw(seconds, { isOn = true } = {}) {
    const cues = isOn ? cuesAt(this.#cues, seconds) : [];
    const now = cues.map((cue) => cue.text).join("\n");
    if (now === this.#shown) return;
    this.#shown = now;
    const lines = now ? now.split("\n") : [];
    this.#element.replaceChildren(...lines.map((line) => {
      const span = document.createElement("span");
      span.dir = "auto";
      span.textContent = line;
      return span;
    }));
    this.#element.hidden = lines.length === 0;
  }
}
