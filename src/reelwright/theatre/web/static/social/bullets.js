// A film that plays and its bullets → bullets flying over the picture, on a canvas.
import { at, plan } from "./lanes.js";
import { COLOURS, SIZES, look } from "./look.js";

export const WINDOW_MS = 30000;
const FETCH_AHEAD_MS = 8000;
const ASK_AGAIN_MS = 5000;

/**
 * The layer of one episode. `load(from_ms, now_ms)` gives `{bullets, is_complete}` for the window from `from_ms`;
 * it is asked for one window at a time, a little before the film gets there, and again while it is not complete.
 * `destroy` leaves the canvas empty.
 */
export class BulletLayer {
  #leaving = new AbortController();
  #bullets = new Map();
  #sprites = new Map();
  #windows = new Set();
  #placed = [];
  #stage = null;
  #frame = 0;
  #isOn;
  #stillness = matchMedia("(prefers-reduced-motion: reduce)");

  /** @param {{canvas: HTMLCanvasElement, video: HTMLVideoElement, load: Function, isOn: boolean}} parts */
  constructor({ canvas, video, load, isOn }) {
    Object.assign(this, { canvas, video, load });
    this.#isOn = isOn;
    const until = { signal: this.#leaving.signal };
    this.#stillness.addEventListener("change", () => this.#replan(), until);
    for (const name of ["play", "playing", "seeked", "pause"]) video.addEventListener(name, () => this.#run(), until);
    const sizes = new ResizeObserver(() => this.#replan());
    sizes.observe(canvas);
    const stopLook = look.onChange(() => this.#replan());
    this.#leaving.signal.addEventListener("abort", () => {
      sizes.disconnect();
      stopLook();
    });
    this.#replan();
  }

  destroy() {
    this.#leaving.abort();
    cancelAnimationFrame(this.#frame);
    this.canvas.getContext("2d").clearRect(0, 0, this.canvas.width, this.canvas.height);
    delete this.canvas.dataset.flying;
  }

  set isOn(isOn) {
    this.#isOn = isOn;
    this.#run();
  }

  /** Show these from now on, beside those that are there. */
  add(bullets) {
    for (const bullet of bullets) this.#bullets.set(bullet.id, bullet);
    if (bullets.length) this.#replan();
  }

  /** Forget everything and ask again: what may be seen has changed. */
  reload() {
    this.#bullets.clear();
    this.#windows.clear();
    this.#replan();
  }

  get now_ms() {
    return this.video.currentTime * 1000;
  }

  #replan() {
    const box = this.canvas.getBoundingClientRect();
    const ratio = Math.min(devicePixelRatio || 1, 2);
    const [width, height] = [Math.round(box.width * ratio), Math.round(box.height * ratio)];
    if (this.canvas.width !== width || this.canvas.height !== height) Object.assign(this.canvas, { width, height });
    const { size, density } = look.get();
    const type_px = Math.round(Math.min(30, Math.max(15, box.width * 0.042)) * SIZES[size] * ratio);
    if (type_px !== this.#stage?.type_px) this.#sprites.clear();
    this.#stage = { width, height, type_px, density, still: this.#stillness.matches };
    const measured = [...this.#bullets.values()].map((bullet) => ({
      id: bullet.id, time_ms: bullet.time_ms, own: bullet.is_own, width: this.#sprite(bullet).width,
    }));
    this.#placed = width && height ? plan(measured, this.#stage) : [];
    this.#run();
  }

  #run() {
    if (this.#leaving.signal.aborted) return;
    cancelAnimationFrame(this.#frame);
    const draw = () => {
      this.#draw();
      if (this.#isOn) this.#fetchAround(this.now_ms);
      if (!this.video.paused && !this.video.ended) this.#frame = requestAnimationFrame(draw);
    };
    this.#frame = requestAnimationFrame(draw);
  }

  #draw() {
    const context = this.canvas.getContext("2d");
    context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    context.globalAlpha = look.get().opacity;
    const seen = this.#isOn ? at(this.#placed, this.now_ms, this.#stage) : [];
    for (const { id, x, y } of seen) context.drawImage(this.#sprite(this.#bullets.get(id)), x, y);
    this.canvas.dataset.flying = String(seen.length);
  }

  async #fetchAround(now_ms) {
    for (const time_ms of [now_ms, now_ms + FETCH_AHEAD_MS]) {
      const first = Math.floor(time_ms / WINDOW_MS) * WINDOW_MS;
      if (this.#windows.has(first)) continue;
      this.#windows.add(first);
      let isComplete = false;
      try {
        const answer = await this.load(first, Math.round(now_ms));
        isComplete = answer.is_complete;
        if (!this.#leaving.signal.aborted) this.add(answer.bullets);
      } catch {
        // The film matters more; the window is asked for again.
      }
      if (!isComplete) setTimeout(() => this.#windows.delete(first), ASK_AGAIN_MS);
    }
  }

  /** The text, drawn once: dark edges keep it legible on any picture, a frame marks one's own. */
  #sprite(bullet) {
    const there = this.#sprites.get(bullet.id);
    if (there) return there;
    const made = document.createElement("canvas");
    const { type_px } = this.#stage;
    const edge = Math.max(2, Math.round(type_px * 0.16));
    const face = `600 ${type_px}px system-ui, "Noto Sans SC", "Noto Sans CJK SC", "PingFang SC", sans-serif`;
    let context = made.getContext("2d");
    context.font = face;
    made.width = Math.ceil(context.measureText(bullet.text).width) + 4 * edge;
    made.height = Math.ceil(type_px * 1.4);
    context = made.getContext("2d");
    Object.assign(context, {
      font: face, textBaseline: "middle", lineJoin: "round", lineWidth: edge,
      strokeStyle: "rgba(0, 0, 0, 0.78)", fillStyle: COLOURS[bullet.colour] ?? COLOURS.white,
    });
    const middle = made.height / 2;
    context.strokeText(bullet.text, 2 * edge, middle);
    context.fillText(bullet.text, 2 * edge, middle);
    if (bullet.is_own) {
      Object.assign(context, { lineWidth: Math.max(1, edge / 2), strokeStyle: context.fillStyle });
      context.strokeRect(edge / 2, edge / 2, made.width - edge, made.height - edge);
    }
    this.#sprites.set(bullet.id, made);
    return made;
  }
}
