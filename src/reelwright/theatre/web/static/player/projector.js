/** Slides that come and go → the film of the one that fills the screen; the next one's beginning is fetched ahead. */

import { Budget } from "./ahead.js";
import { ask, Refused } from "./api.js";
import { languageFor, lineAt } from "./captions.js";
import { chooseEngine, Film } from "./film.js";
import { announce, config, link } from "./links.js";
import { Progress } from "./progress.js";
import { taste } from "./taste.js";
import { say } from "./words.js";

/** `deck` holds the slides, `root` is its element; `ended(slide)` is called when a film is over. */
export class Projector {
  #deck;
  #root;
  #ended;
  #engine = null;
  #isSilenced = false;
  #budget;

  constructor(deck, root, ended) {
    this.#deck = deck;
    this.#root = root;
    this.#ended = ended;
    this.#budget = new Budget(config.ahead_bytes, config.ahead_bytes_each, ({ unwatched, fetched }) => {
      root.dataset.aheadUnwatched = String(unwatched);
      root.dataset.aheadFetched = String(fetched);
    });
    root.dataset.aheadBudget = String(config.ahead_bytes);
  }

  get isMuted() {
    return taste.get("muted") || this.#isSilenced;
  }

  /** Whether the browser wants a touch before it lets the film be heard. */
  get isSilenced() {
    return this.#isSilenced;
  }

  /** `slide` fills the screen, `next` is the one below it. */
  async arrive(slide, next) {
    for (const other of this.#deck.slides) if (other !== slide) this.#leave(other);
    announce(slide.name);
    slide.progress = new Progress(config.links.progress, slide.card, () => ({
      line: lineAt(slide.captions.cues, slide.film?.video.currentTime ?? 0),
      ahead_bytes: this.#budget.fetched,
      rendition: slide.film?.rendition ?? "",
    }));
    slide.progress.shown();
    await this.enter(slide);
    if (slide === this.#deck.active) await this.#fetchAhead(next);
  }

  #leave(slide) {
    if (!slide.film) return;
    this.tell(slide);
    slide.film.video.pause();
    slide.progress = null;
    slide.state = "paused";
  }

  /** Report where the film of `slide` stands: the viewer leaves it. */
  tell(slide) {
    if (slide?.film) slide.progress?.leave(slide.film.video.currentTime);
  }

  /** Play `slide`, or show what stands before it. `isAfresh`: its pass ran out, or it was unlocked. */
  async enter(slide, { isAfresh = false } = {}) {
    this.#engine ??= await chooseEngine(config, new URLSearchParams(location.search).get("engine") ?? "");
    this.#root.dataset.engine = this.#engine.kind;
    const at = isAfresh && slide.film?.source ? slide.film.video.currentTime : undefined;
    if (!slide.source || isAfresh) {
      slide.state = "loading";
      if (!(await this.#fetchSource(slide))) return;
    }
    if (slide !== this.#deck.active) return;
    if (slide.source.state === "locked") {
      slide.film?.video.pause();
      slide.state = "locked";
      slide.wall.show();
      return;
    }
    slide.wall.hide();
    this.#open(slide, at);
    document.dispatchEvent(new CustomEvent("reelwright:episode", { detail: { card: slide.card, element: slide.element, video: slide.film.video } }));
    await this.showCaptions(slide);
    await this.begin(slide);
  }

  #open(slide, at) {
    const video = this.#videoFor(slide);
    if (slide.purse) {
      this.#budget.settle(slide.purse);
      slide.purse = null;
      slide.film.goOn();
    } else if (!slide.film.source || at !== undefined) {
      slide.state = "loading";
      slide.film.open(slide.source, { at: at ?? slide.source.resume_s, light: taste.get("light") });
    }
    video.playbackRate = taste.get("speed");
  }

  /** Let the film of `slide` run; without sound where the browser wants a touch first. */
  async begin(slide) {
    const { video } = slide.film ?? {};
    if (!video || slide !== this.#deck.active) return;
    video.muted = this.isMuted;
    try {
      await slide.film.play();
    } catch (problem) {
      if (problem.name !== "NotAllowedError") return; // a swipe went on before it began
      if (video.muted) {
        slide.state = "paused";
      } else {
        this.#isSilenced = video.muted = true;
        await slide.film.play().catch(() => (slide.state = "paused"));
      }
    }
    this.#showSound();
  }

  /** The viewer has touched: there may be sound now. */
  unmute(slide) {
    this.#isSilenced = false;
    taste.set("muted", false);
    this.applyTaste("muted");
    this.#showSound();
    if (slide.film?.video.paused) this.begin(slide);
  }

  #showSound() {
    for (const slide of this.#deck.slides) slide.part("sound").hidden = !(this.#isSilenced && slide === this.#deck.active);
  }

  /** The taste called `name` has changed: tell the films. */
  applyTaste(name, value) {
    for (const slide of this.#deck.slides) {
      const { film } = slide;
      if (film && name === "speed") film.video.playbackRate = value;
      if (film && name === "muted") film.video.muted = this.isMuted;
      if (film && name === "light") film.light = value;
      if (slide.source && name === "language") this.showCaptions(slide);
    }
  }

  languagesOf(slide) {
    return (slide.source?.captions ?? []).map((caption) => caption.language);
  }

  /** Captions in the language that the viewer chose, that of the interface, or that of the series. */
  async showCaptions(slide) {
    const wishes = [taste.get("language"), document.documentElement.lang, slide.card.language];
    const language = languageFor(this.languagesOf(slide), wishes);
    if (slide.captions.language !== language || !slide.captions.cues.length) {
      const caption = slide.source.captions.find((one) => one.language === language);
      await slide.captions.load(caption?.url ?? "", language);
    }
    this.draw(slide);
  }

  seek(slide, seconds) {
    const { video } = slide.film ?? {};
    if (!video) return;
    slide.progress?.flush();
    video.currentTime = Math.min(Math.max(seconds, 0), this.#lengthOf(slide));
    this.draw(slide);
  }

  /** Draw captions and the bar for where the film stands. */
  draw(slide) {
    const { video } = slide.film ?? {};
    if (!video) return;
    slide.captions.draw(video.currentTime, { isOn: taste.get("captions") });
    slide.place(video.currentTime, this.#lengthOf(slide));
  }

  async #fetchSource(slide) {
    try {
      slide.source = await ask(link("source", { episode: slide.card.episode }));
      if (slide.source.liked !== undefined) slide.like(slide.source.liked, slide.source.likes);
      return true;
    } catch (problem) {
      slide.fail(problem instanceof Refused ? problem.message : say("no_connection"));
      return false;
    }
  }

  /** Fetch the first segments of the slide that comes next, within the budget. */
  async #fetchAhead(slide) {
    if (!slide || taste.get("light") || slide.film) return;
    if (!slide.source && !(await this.#fetchSource(slide))) return;
    if (slide.source.state === "locked" || slide.film || slide === this.#deck.active) return;
    const purse = this.#budget.purse();
    if (!purse) return;
    slide.purse = purse;
    this.#videoFor(slide);
    slide.film.open(slide.source, { at: slide.source.resume_s, purse });
  }

  /** A video for `slide`: its own, that of a slide far away, or a new one. Three are alive at most. */
  #videoFor(slide) {
    if (slide.film) return slide.film.video;
    const { slides, active } = this.#deck;
    const place = slides.indexOf(slide);
    const far = slides.find((other, at) => other.film && Math.abs(at - place) > 1 && other !== active);
    const video = far?.film.video ?? newVideo();
    if (far) this.#drop(far);
    video.muted = this.isMuted;
    slide.film = new Film(video, this.#engine, (event, detail) => this.#heard(slide, event, detail));
    slide.mount(video);
    slide.stop = this.#listen(slide, video);
    return video;
  }

  #drop(slide) {
    slide.stop?.();
    slide.film.close();
    slide.film = null;
    slide.conceal();
    if (slide.purse) this.#budget.settle(slide.purse);
    slide.purse = null;
  }

  #listen(slide, video) {
    const stops = new AbortController();
    const on = (name, handler) => video.addEventListener(name, handler, { signal: stops.signal });
    const isActive = () => slide === this.#deck.active;
    on("playing", () => {
      slide.state = "playing";
      slide.reveal();
    });
    on("waiting", () => isActive() && (slide.state = "loading"));
    on("pause", () => {
      slide.progress?.flush();
      if (isActive() && !video.ended && slide.state !== "locked") slide.state = "paused";
    });
    on("ended", () => {
      if (!isActive()) return;
      slide.progress?.over(video.duration);
      this.#ended(slide);
    });
    on("timeupdate", () => {
      if (isActive() && !video.paused && !video.seeking) slide.progress?.tick(video.currentTime);
    });
    on("durationchange", () => slide.place(video.currentTime, this.#lengthOf(slide)));
    on("seeked", () => this.draw(slide));
    return () => stops.abort();
  }

  #heard(slide, event, detail) {
    if (event === "ready") slide.reveal();
    else if (event === "expired" && slide === this.#deck.active) this.enter(slide, { isAfresh: true });
    else if (event === "expired") this.#drop(slide);
    else slide.fail(say(detail === "no engine" ? "cannot_play" : "film_failed"));
  }

  #lengthOf(slide) {
    const duration = slide.film?.video.duration;
    return Number.isFinite(duration) && duration > 0 ? duration : slide.card.duration_s;
  }
}

function newVideo() {
  const video = document.createElement("video");
  video.playsInline = true;
  video.setAttribute("webkit-playsinline", "");
  return video;
}
