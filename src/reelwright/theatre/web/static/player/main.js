/** The player of a page: cards in, films out. `config` stands in the page as JSON. */

import { Budget } from "./ahead.js";
import { ask, Refused } from "./api.js";
import { languageFor, lineAt } from "./captions.js";
import { Deck } from "./deck.js";
import { chooseEngine, Film } from "./film.js";
import { listenToFingers, listenToKeys } from "./gestures.js";
import { fillPanel, fillUpcoming } from "./panel.js";
import { Progress } from "./progress.js";
import { openSheet, share, showEpisodes, showSettings } from "./sheets.js";
import { Slide, slideFrom } from "./slide.js";
import { SPEEDS, taste } from "./taste.js";
import { Wall } from "./wall.js";
import { learn, say } from "./words.js";

const SEEK_S = 5;
const config = JSON.parse(document.getElementById("player-config").textContent);
learn(config.words);

const root = document.querySelector("[data-deck]");
const announcer = document.querySelector("[data-announcer]");
const template = document.getElementById("slide-template");
const forced = new URLSearchParams(location.search).get("engine") ?? "";
const lists = new Map();
let engine = null;
let isSilenced = false;

const budget = new Budget(config.ahead_bytes, config.ahead_bytes_each, ({ unwatched, fetched }) => {
  root.dataset.aheadUnwatched = String(unwatched);
  root.dataset.aheadFetched = String(fetched);
});
root.dataset.aheadBudget = String(config.ahead_bytes);

const deck = new Deck(root, { make: makeSlide, more: moreCards, arrive });

/** Address of `name` with its places filled. */
function link(name, values = {}) {
  return Object.entries(values).reduce(
    (url, [place, value]) => url.replace(`{${place}}`, encodeURIComponent(value)),
    config.links[name],
  );
}

function announce(text) {
  announcer.textContent = "";
  requestAnimationFrame(() => (announcer.textContent = text));
}

// ---- slides -----------------------------------------------------------------------------------------------

function makeSlide(card) {
  return wire(slideFrom(template, card));
}

function wire(slide) {
  const { card } = slide;
  slide.film = null;
  slide.wall = new Wall(slide.part("wall"), config.links, card, () => opened(slide));
  slide.listenToBar((seconds) => seek(slide, seconds));
  listenToFingers(slide.part("surface"), {
    tap: () => toggle(slide),
    doubleTap: (x, y) => like(slide, true, x, y),
    hold: (isHeld) => hold(slide, isHeld),
  });
  slide.on("like", () => like(slide, slide.part("like").getAttribute("aria-pressed") !== "true"));
  slide.on("episodes", () => openEpisodes(slide));
  slide.on("captions_button", () => toggleCaptions(slide));
  slide.on("share", () => share(card));
  slide.on("settings", () => showSettings(languagesOf(slide), slide.captions.language));
  slide.on("again", () => enter(slide));
  slide.on("sound", () => unmute(slide));
  slide.on("all", (event) => {
    event.preventDefault();
    openEpisodes(slide);
  });
  return slide;
}

async function moreCards(last) {
  const url = config.kind === "series" && last
    ? link("after", { episode: last.card.episode })
    : link("feed", { seen: deck.slides.map((slide) => slide.card.episode).join(",") });
  return (await ask(url)).cards;
}

/** A video for `slide`: its own, that of a slide far away, or a new one. At most three are alive. */
function videoFor(slide) {
  if (slide.film) return slide.film.video;
  const place = deck.slides.indexOf(slide);
  const far = deck.slides.find((other, otherPlace) => other.film && Math.abs(otherPlace - place) > 1 && other !== deck.active);
  let video;
  if (far) {
    video = far.film.video;
    drop(far);
  } else {
    video = document.createElement("video");
    video.playsInline = true;
    video.setAttribute("webkit-playsinline", "");
    video.disableRemotePlayback = false;
  }
  video.muted = isMuted();
  slide.film = new Film(video, engine, (event, detail) => heard(slide, event, detail));
  slide.mount(video);
  slide.stop = listenToVideo(slide, video);
  return video;
}

function drop(slide) {
  slide.stop?.();
  slide.film?.close();
  slide.film = null;
  slide.conceal();
  if (slide.purse) budget.settle(slide.purse);
  slide.purse = null;
}

function listenToVideo(slide, video) {
  const stops = new AbortController();
  const on = (name, handler) => video.addEventListener(name, handler, { signal: stops.signal });
  on("playing", () => {
    slide.state = "playing";
    slide.reveal();
  });
  on("waiting", () => slide === deck.active && (slide.state = "loading"));
  on("pause", () => {
    slide.progress?.flush();
    if (slide === deck.active && !video.ended) slide.state = "paused";
  });
  on("ended", () => ended(slide));
  on("timeupdate", () => {
    if (slide === deck.active && !video.paused && !video.seeking) slide.progress?.tick(video.currentTime);
  });
  on("durationchange", () => slide.place(video.currentTime, lengthOf(slide)));
  on("seeked", () => draw(slide));
  return () => stops.abort();
}

function heard(slide, event, detail) {
  if (event === "ready") slide.reveal();
  else if (event === "expired") enter(slide, { isAfresh: true });
  else slide.fail(say(detail === "no engine" ? "cannot_play" : "film_failed"));
}

function lengthOf(slide) {
  const { duration } = slide.film?.video ?? {};
  return Number.isFinite(duration) && duration > 0 ? duration : slide.card.duration_s;
}

// ---- coming and going ---------------------------------------------------------------------------------------

async function arrive(slide, neighbours) {
  for (const other of deck.slides) if (other !== slide) leave(other);
  announce(slide.name);
  if (config.kind === "series") {
    history.replaceState(null, "", slide.card.url + location.search);
    document.title = `${slide.card.series_title} · ${slide.card.title}`;
  }
  document.dispatchEvent(new CustomEvent("reelwright:episode", { detail: { card: slide.card, element: slide.element } }));
  slide.progress = new Progress(config.links.progress, slide.card, () => ({
    line: lineAt(slide.captions.cues, slide.film?.video.currentTime ?? 0),
    ahead_bytes: budget.fetched,
    rendition: slide.film?.rendition ?? "",
  }));
  slide.progress.shown();
  fillBeside(slide);
  await enter(slide);
  if (slide === deck.active) fetchAhead(neighbours[1]);
}

function fillBeside(slide) {
  fillPanel(slide, () => listOf(slide), () => slide === deck.active, goTo);
  fillUpcoming(deck, (place) => deck.show(place));
}

function leave(slide) {
  if (!slide.film) return;
  slide.film.video.pause();
  slide.progress?.flush();
  slide.progress = null;
  slide.state = "paused";
}

/** Play `slide`, or show what stands before it. */
async function enter(slide, { isAfresh = false } = {}) {
  engine ??= await chooseEngine(config, forced);
  root.dataset.engine = engine.kind;
  const at = isAfresh ? slide.film?.video.currentTime : undefined;
  if (!slide.source || isAfresh) {
    slide.state = "loading";
    if (!(await fetchSource(slide))) return;
  }
  if (slide !== deck.active) return;
  if (slide.source.state === "locked") {
    lock(slide);
    return;
  }
  const video = videoFor(slide);
  if (slide.purse) {
    budget.settle(slide.purse);
    slide.purse = null;
    slide.film.goOn();
  } else if (!slide.film.source || isAfresh) {
    slide.state = "loading";
    slide.film.open(slide.source, { at: at ?? slide.source.resume_s, light: taste.get("light") });
  }
  video.playbackRate = taste.get("speed");
  await loadCaptions(slide);
  await begin(slide);
}

async function fetchSource(slide) {
  try {
    slide.source = await ask(link("source", { episode: slide.card.episode }));
    if (slide.source.liked !== undefined) slide.like(slide.source.liked, slide.source.likes);
    return true;
  } catch (problem) {
    slide.fail(problem instanceof Refused ? problem.message : say("no_connection"));
    return false;
  }
}

async function begin(slide) {
  const { video } = slide.film ?? {};
  if (!video || slide !== deck.active) return;
  video.muted = isMuted();
  try {
    await slide.film.play();
  } catch (problem) {
    if (problem.name !== "NotAllowedError" || video.muted) {
      if (problem.name === "NotAllowedError") slide.state = "paused";
      return;
    }
    isSilenced = true; // the browser wants a touch before there is sound
    video.muted = true;
    await slide.film.play().catch(() => (slide.state = "paused"));
  }
  showSound();
}

function lock(slide) {
  slide.film?.video.pause();
  slide.state = "locked";
  slide.wall.show();
}

async function opened(slide) {
  slide.source = null;
  announce(say("unlocked_now"));
  lists.delete(slide.card.series);
  for (const other of deck.slides) if (other.card.series === slide.card.series && other.source?.state === "locked") other.source = null;
  await enter(slide);
  fillBeside(slide);
}

async function ended(slide) {
  if (slide !== deck.active) return;
  slide.progress?.over(slide.film.video.duration);
  if (config.kind === "feed" && slide.source?.next) {
    const { cards } = await ask(link("after", { episode: slide.card.episode })).catch(() => ({ cards: [] }));
    if (cards.length && deck.slides[deck.slides.indexOf(slide) + 1]?.card.episode !== cards[0].episode) deck.insertNext(cards[0]);
  }
  if (deck.slides.indexOf(slide) < deck.slides.length - 1) deck.move(1);
  else slide.state = "paused";
}

/** Fetch the first segments of the slide that comes next, within the budget. */
async function fetchAhead(slide) {
  if (!slide || taste.get("light") || slide.film) return;
  if (!slide.source && !(await fetchSource(slide))) return;
  if (slide.source.state === "locked" || slide.film || slide === deck.active) return;
  const purse = budget.purse();
  if (!purse) return;
  slide.purse = purse;
  videoFor(slide);
  slide.film.open(slide.source, { at: slide.source.resume_s, purse });
}

// ---- what the viewer does -----------------------------------------------------------------------------------

function isMuted() {
  return taste.get("muted") || isSilenced;
}

function showSound() {
  for (const slide of deck.slides) slide.part("sound").hidden = !(isSilenced && slide === deck.active);
}

function unmute(slide) {
  isSilenced = false;
  taste.set("muted", false);
  for (const other of deck.slides) if (other.film) other.film.video.muted = false;
  showSound();
  if (slide.film?.video.paused) begin(slide);
}

function toggle(slide) {
  if (slide.state === "locked") return;
  if (isSilenced) {
    unmute(slide);
    return;
  }
  const { video } = slide.film ?? {};
  if (!video) return;
  if (video.paused) begin(slide);
  else video.pause();
}

function hold(slide, isHeld) {
  const { video } = slide.film ?? {};
  if (!video || video.paused) return;
  video.playbackRate = isHeld ? 2 : taste.get("speed");
  slide.element.classList.toggle("held", isHeld);
  if (isHeld) slide.remark("2×");
}

function seek(slide, seconds) {
  const { video } = slide.film ?? {};
  if (!video) return;
  slide.progress?.flush();
  video.currentTime = Math.min(Math.max(seconds, 0), lengthOf(slide));
  draw(slide);
}

async function like(slide, isLiked, x, y) {
  const box = slide.element.getBoundingClientRect();
  if (isLiked) slide.heart(x ?? box.left + box.width / 2, y ?? box.top + box.height / 2);
  const wasLiked = slide.part("like").getAttribute("aria-pressed") === "true";
  if (wasLiked === isLiked) return;
  const { card } = slide;
  const count = Math.max(0, (card.likes ?? 0) + (isLiked ? 1 : -1));
  Object.assign(card, { liked: isLiked, likes: count });
  slide.like(isLiked, count);
  try {
    await ask(link("like", { episode: card.episode }), { method: isLiked ? "PUT" : "DELETE" });
  } catch {
    Object.assign(card, { liked: wasLiked, likes: count + (isLiked ? -1 : 1) });
    slide.like(wasLiked, card.likes);
  }
}

function languagesOf(slide) {
  return (slide.source?.captions ?? []).map((caption) => caption.language);
}

async function loadCaptions(slide) {
  const wishes = [taste.get("language"), document.documentElement.lang, slide.card.language];
  const language = languageFor(languagesOf(slide), wishes);
  if (slide.captions.language === language && slide.captions.cues.length) return;
  const caption = slide.source.captions.find((one) => one.language === language);
  await slide.captions.load(caption?.url ?? "", language);
  draw(slide);
}

function toggleCaptions(slide) {
  const isOn = !taste.get("captions");
  taste.set("captions", isOn);
  const text = say(isOn ? "captions_on" : "captions_off");
  slide.remark(text);
  announce(text);
}

async function listOf(slide) {
  const name = slide.card.series;
  if (!lists.has(name)) lists.set(name, await ask(link("episodes", { series: name })));
  return lists.get(name);
}

async function openEpisodes(slide) {
  try {
    showEpisodes(await listOf(slide), slide.card, goTo);
  } catch {
    slide.remark(say("no_connection"));
  }
}

function goTo(episode) {
  const place = deck.slides.findIndex((slide) => slide.card.url === episode.url);
  if (place >= 0) deck.show(place);
  else location.assign(episode.url);
}

const ACTS = {
  toggle,
  next: () => deck.move(1),
  previous: () => deck.move(-1),
  back: (slide) => seek(slide, (slide.film?.video.currentTime ?? 0) - SEEK_S),
  forth: (slide) => seek(slide, (slide.film?.video.currentTime ?? 0) + SEEK_S),
  mute(slide) {
    if (isSilenced) unmute(slide);
    else taste.set("muted", !taste.get("muted"));
    slide.remark(say(isMuted() ? "sound_off" : "sound_on"));
  },
  captions: toggleCaptions,
  like: (slide) => like(slide, slide.part("like").getAttribute("aria-pressed") !== "true"),
  episodes: openEpisodes,
  settings: (slide) => showSettings(languagesOf(slide), slide.captions.language),
  slower: (slide) => changeSpeed(slide, -1),
  faster: (slide) => changeSpeed(slide, 1),
  keys: () => openSheet("keys"),
};

function changeSpeed(slide, step) {
  const place = Math.min(Math.max(SPEEDS.indexOf(taste.get("speed")) + step, 0), SPEEDS.length - 1);
  taste.set("speed", SPEEDS[place]);
  slide.remark(`${SPEEDS[place]}×`);
}

listenToKeys((name) => deck.active && ACTS[name](deck.active));
document.addEventListener("click", (event) => {
  const step = event.target.closest?.("[data-step]");
  if (step) deck.move(Number(step.dataset.step));
});

function showTaste() {
  root.dataset.captionSize = taste.get("size");
  root.dataset.captionGround = taste.get("ground");
  root.dataset.captions = String(taste.get("captions"));
  root.dataset.light = String(taste.get("light"));
  for (const slide of deck.slides) slide.part("captions_button").setAttribute("aria-pressed", String(taste.get("captions")));
}

taste.onChange((name, value) => {
  showTaste();
  const slide = deck.active;
  if (!slide) return;
  for (const { film } of deck.slides) {
    if (!film) continue;
    if (name === "speed") film.video.playbackRate = value;
    if (name === "muted") film.video.muted = isMuted();
    if (name === "light") film.light = value;
  }
  if (name === "language") for (const one of deck.slides) if (one.source) loadCaptions(one);
  draw(slide);
});

// ---- time ---------------------------------------------------------------------------------------------------

function draw(slide) {
  const { video } = slide.film ?? {};
  if (!video) return;
  slide.captions.draw(video.currentTime, { isOn: taste.get("captions") });
  slide.place(video.currentTime, lengthOf(slide));
}

function everyFrame() {
  const slide = deck.active;
  const { video } = slide?.film ?? {};
  if (video && !video.paused && !video.seeking && video.readyState >= 2) {
    draw(slide);
    const detail = { episode: slide.card.episode, seconds: video.currentTime, rate: video.playbackRate, line: lineAt(slide.captions.cues, video.currentTime), canvas: slide.part("bullets") };
    document.dispatchEvent(new CustomEvent("reelwright:time", { detail }));
  }
  requestAnimationFrame(everyFrame);
}

document.addEventListener("visibilitychange", () => {
  const slide = deck.active;
  if (document.visibilityState === "hidden") slide?.progress?.flush();
});
addEventListener("pagehide", () => deck.active?.progress?.flush());

// ---- begin --------------------------------------------------------------------------------------------------

const carried = [...root.querySelectorAll("[data-episode]")];
deck.adopt(carried.map((element, place) => wire(new Slide(element, config.cards[place]))));
deck.add(config.cards.slice(carried.length));
showTaste();
root.dataset.isReady = "yes";
if (deck.slides.length) deck.start(config.start ?? 0);
requestAnimationFrame(everyFrame);
if ("serviceWorker" in navigator && config.worker) navigator.serviceWorker.register(config.worker, { scope: "/" }).catch(() => {});
