/** One episode on the screen: its picture, words, buttons and states. It knows nothing of requests. */

import { Captions } from "./captions.js";
import { clockOf, countOf, say } from "./words.js";

const CALM_AFTER_MS = 4000;
const isCalmWished = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** Fill a copy of the page's slide template with `card`. */
export function slideFrom(template, card) {
  const element = template.content.firstElementChild.cloneNode(true);
  const slide = new Slide(element, card);
  slide.fill();
  return slide;
}

/** Wraps the element of one slide; `card` is what the theatre says of its episode. */
export class Slide {
  #calmTimer = 0;
  #isDragged = false;

  constructor(element, card) {
    this.element = element;
    this.card = card;
    this.captions = new Captions(this.part("captions"));
    this.film = null;
    this.source = null;
    this.progress = null;
    this.purse = null;
    this.likes = 0;
  }

  part(name) {
    return this.element.querySelector(`[data-part="${name}"]`);
  }

  /** Call `handler` when the button called `name` is pressed. */
  on(name, handler) {
    this.part(name)?.addEventListener("click", (event) => handler(event));
  }

  fill() {
    const { card, element } = this;
    element.dataset.episode = card.episode;
    element.setAttribute("aria-label", this.name);
    const poster = this.part("poster");
    if (card.poster) poster.src = card.poster;
    this.part("series").textContent = card.series_title;
    this.part("series").href = card.series_url;
    this.part("number").textContent = say("episode_of", { number: card.number, count: card.episode_count });
    this.part("title").textContent = card.title;
    this.part("logline").textContent = card.logline;
    this.part("ai").textContent = card.ai_label;
    this.part("ai").hidden = !card.ai_label;
    this.like(card.liked, card.likes);
  }

  /** What a screen reader says of the slide. */
  get name() {
    const { card } = this;
    return say("slide_name", { series: card.series_title, number: card.number, count: card.episode_count, title: card.title });
  }

  /** Give the slide the video it shows itself with. */
  mount(video) {
    video.setAttribute("aria-label", this.name);
    this.part("film").replaceChildren(video);
  }

  /** "loading", "playing", "paused", "locked" or "failed". */
  set state(state) {
    this.element.dataset.state = state;
    this.part("surface").setAttribute("aria-label", say(state === "playing" ? "pause" : "play"));
    this.part("trouble").hidden = state !== "failed";
    clearTimeout(this.#calmTimer);
    this.element.classList.remove("calm");
    if (state === "playing") this.#calmTimer = setTimeout(() => this.element.classList.add("calm"), CALM_AFTER_MS);
  }

  get state() {
    return this.element.dataset.state ?? "";
  }

  /** The first frame is there: the poster gives way. */
  reveal() {
    this.element.classList.add("revealed");
  }

  conceal() {
    this.element.classList.remove("revealed");
  }

  like(isLiked, count) {
    this.likes = count ?? 0;
    const button = this.part("like");
    button.setAttribute("aria-pressed", String(Boolean(isLiked)));
    button.querySelector(".count").textContent = count ? countOf(count) : say("like");
  }

  /** A heart where the finger was. */
  heart(x, y) {
    if (isCalmWished()) return;
    const box = this.element.getBoundingClientRect();
    const heart = this.part("heart").content.firstElementChild.cloneNode(true);
    heart.style.setProperty("--x", `${x - box.left}px`);
    heart.style.setProperty("--y", `${y - box.top}px`);
    heart.style.setProperty("--lean", `${Math.round(Math.random() * 40 - 20)}deg`);
    heart.addEventListener("animationend", () => heart.remove());
    this.element.append(heart);
  }

  /** A short remark over the picture: "1.5×", "Captions off". */
  remark(text) {
    const note = this.part("remark");
    note.textContent = text;
    note.classList.remove("spoken");
    void note.offsetWidth; // restarts the animation
    note.classList.add("spoken");
  }

  /** Show where the film stands. */
  place(seconds, duration) {
    const range = this.part("range");
    range.max = String(Math.max(duration, 0.1));
    range.setAttribute("aria-valuetext", say("time_of", { time: clockOf(seconds), whole: clockOf(duration) }));
    if (!this.#isDragged) range.value = String(seconds);
    range.style.setProperty("--part", `${duration ? (100 * (this.#isDragged ? Number(range.value) : seconds)) / duration : 0}%`);
    this.part("time").textContent = `${clockOf(this.#isDragged ? Number(range.value) : seconds)} / ${clockOf(duration)}`;
  }

  /** `seek(seconds)` when the viewer moves the bar. */
  listenToBar(seek) {
    const range = this.part("range");
    const bar = range.parentElement;
    range.addEventListener("input", () => {
      this.#isDragged = true;
      bar.classList.add("dragged");
      this.place(Number(range.value), Number(range.max));
    });
    range.addEventListener("change", () => {
      this.#isDragged = false;
      bar.classList.remove("dragged");
      seek(Number(range.value));
    });
  }

  /** What went wrong, in words, and the way on. */
  fail(text) {
    this.part("trouble_text").textContent = text;
    this.state = "failed";
  }
}
