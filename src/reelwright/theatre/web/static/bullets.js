// A film that plays and its bullets → bullets flying over the picture, on a canvas.
import { at, plan } from "./lanes.js";

export const WINDOW_MS = 30000;
export const COLOURS = {
  white: "#ffffff", red: "#ff6b6b", amber: "#ffb454", yellow: "#ffe66d",
  green: "#7ee787", cyan: "#6fe3ff", blue: "#8ab4ff", pink: "#ff9ce6",
};
export const SIZES = { small: 0.8, medium: 1, large: 1.3 };
const STANDARD = { on: true, opacity: 0.9, size: "medium", density: "some", colour: "white" };
const KEPT_AS = "reelwright.bullets";
const FETCH_AHEAD_MS = 8000;

/** What this viewer has chosen, on this device. */
export function preferences() {
  let kept = {};
  try {
    kept = JSON.parse(localStorage.getItem(KEPT_AS) ?? "{}");
  } catch {
    // A broken or forbidden store: the standard holds.
  }
  const chosen = { ...STANDARD, ...kept };
  return {
    on: Boolean(chosen.on),
    opacity: Math.min(1, Math.max(0.2, Number(chosen.opacity) || STANDARD.opacity)),
    size: chosen.size in SIZES ? chosen.size : STANDARD.size,
    density: ["few", "some", "many"].includes(chosen.density) ? chosen.density : STANDARD.density,
    colour: chosen.colour in COLOURS ? chosen.colour : STANDARD.colour,
  };
}

export function prefer(changes) {
  const chosen = { ...preferences(), ...changes };
  try {
    localStorage.setItem(KEPT_AS, JSON.stringify(chosen));
  } catch {
    // Private windows may keep nothing; the choice holds until the page is left.
  }
  dispatchEvent(new CustomEvent("bullets:preferences", { detail: chosen }));
  return chosen;
}

/**
 * The layer of one episode over its `video`. `load(from_ms, to_ms)` gives the bullets of a window; it is asked for one
 * window at a time, a little before the film gets there. `destroy` takes the layer away.
 */
export class BulletLayer {
  /** @param {{video: HTMLVideoElement, load: (from_ms: number, to_ms: number) => Promise<object[]>}} parts */
  constructor({ video, load }) {
    this.video = video;
    this.load = load;
    this.bullets = new Map();
    this.sprites = new Map();
    this.windows = new Set();
    this.chosen = preferences();
    this.stillness = matchMedia("(prefers-reduced-motion: reduce)");
    this.canvas = document.createElement("canvas");
    this.canvas.className = "bullets";
    this.canvas.setAttribute("aria-hidden", "true");
    video.after(this.canvas);
    this.leaving = new AbortController();
    const until = { signal: this.leaving.signal };
    this.stillness.addEventListener("change", () => this.replan(), until);
    addEventListener("bullets:preferences", (event) => this.prefer(event.detail), until);
    for (const name of ["play", "seeked", "playing"]) video.addEventListener(name, () => this.run(), until);
    this.sizes = new ResizeObserver(() => this.replan());
    this.sizes.observe(video);
    this.replan();
    this.run();
  }

  destroy() {
    this.leaving.abort();
    this.sizes.disconnect();
    cancelAnimationFrame(this.frame);
    this.canvas.remove();
  }

  /** Show these from now on, beside those that are there: the viewer's own, as soon as it is sent. */
  add(bullets) {
    for (const bullet of bullets) this.bullets.set(bullet.id, bullet);
    this.replan();
    this.run();
  }

  remove(id) {
    this.bullets.delete(id);
    this.replan();
    this.run();
  }

  /** Forget everything and ask again: what may be seen has changed. */
  reload() {
    this.bullets.clear();
    this.windows.clear();
    this.replan();
    this.run();
  }

  prefer(chosen) {
    this.chosen = chosen;
    this.replan();
    this.run();
  }

  get now_ms() {
    return this.video.currentTime * 1000;
  }

  /** Those that are on the picture now. */
  seen() {
    return this.chosen.on ? at(this.placed, this.now_ms, this.stage) : [];
  }

  replan() {
    const box = this.video.getBoundingClientRect();
    const ratio = Math.min(devicePixelRatio || 1, 2);
    const [width, height] = [Math.round(box.width * ratio), Math.round(box.height * ratio)];
    if (this.canvas.width !== width || this.canvas.height !== height) {
      Object.assign(this.canvas, { width, height });
    }
    const type_px = Math.round(Math.min(30, Math.max(15, box.width * 0.042)) * SIZES[this.chosen.size] * ratio);
    if (type_px !== this.stage?.type_px) this.sprites.clear();
    this.stage = { width, height, type_px, density: this.chosen.density, still: this.stillness.matches };
    const measured = [...this.bullets.values()].map((bullet) => ({
      id: bullet.id, time_ms: bullet.time_ms, own: bullet.is_own, width: this.sprite(bullet).width,
    }));
    this.placed = width && height ? plan(measured, this.stage) : [];
  }

  run() {
    cancelAnimationFrame(this.frame);
    const draw = () => {
      this.draw();
      this.fetchAround(this.now_ms);
      if (!this.video.paused && !this.video.ended) this.frame = requestAnimationFrame(draw);
    };
    this.frame = requestAnimationFrame(draw);
  }

  draw() {
    const context = this.canvas.getContext("2d");
    context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    context.globalAlpha = this.chosen.opacity;
    for (const { id, x, y } of this.seen()) context.drawImage(this.sprite(this.bullets.get(id)), x, y);
  }

  async fetchAround(now_ms) {
    if (!this.chosen.on) return;
    for (const time_ms of [now_ms, now_ms + FETCH_AHEAD_MS]) {
      const first = Math.floor(time_ms / WINDOW_MS) * WINDOW_MS;
      if (this.windows.has(first)) continue;
      this.windows.add(first);
      try {
        this.add(await this.load(first, first + WINDOW_MS));
      } catch {
        // The film matters more: ask again when the window has nearly passed.
        setTimeout(() => this.windows.delete(first), 5000);
      }
    }
  }

  /** The text, drawn once: dark edges keep it legible on any picture, a frame marks one's own. */
  sprite(bullet) {
    const there = this.sprites.get(bullet.id);
    if (there) return there;
    const made = document.createElement("canvas");
    const type_px = this.stage.type_px;
    const edge = Math.max(2, Math.round(type_px * 0.16));
    let context = made.getContext("2d");
    const face = `600 ${type_px}px system-ui, "Noto Sans SC", "Noto Sans CJK SC", "PingFang SC", sans-serif`;
    context.font = face;
    made.width = Math.ceil(context.measureText(bullet.text).width) + 4 * edge;
    made.height = Math.ceil(type_px * 1.4);
    context = made.getContext("2d");
    context.font = face;
    context.textBaseline = "middle";
    context.lineJoin = "round";
    context.lineWidth = edge;
    context.strokeStyle = "rgba(0, 0, 0, 0.78)";
    context.fillStyle = COLOURS[bullet.colour] ?? COLOURS.white;
    const middle = made.height / 2;
    context.strokeText(bullet.text, 2 * edge, middle);
    context.fillText(bullet.text, 2 * edge, middle);
    if (bullet.is_own) {
      context.lineWidth = Math.max(1, edge / 2);
      context.strokeStyle = context.fillStyle;
      context.strokeRect(edge / 2, edge / 2, made.width - edge, made.height - edge);
    }
    this.sprites.set(bullet.id, made);
    return made;
  }
}
