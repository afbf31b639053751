/** The player of a page: cards in, films out. */

import { actsOf } from "./acts.js";
import { ask } from "./api.js";
import { lineAt } from "./captions.js";
import { Deck } from "./deck.js";
import { listenToFingers, listenToKeys } from "./gestures.js";
import { announce, config, link } from "./links.js";
import { fillPanel, fillUpcoming } from "./panel.js";
import { Projector } from "./projector.js";
import { Slide, slideFrom } from "./slide.js";
import { taste } from "./taste.js";
import { Wall } from "./wall.js";
import { learn, say } from "./words.js";

learn(config.words);

const root = document.querySelector("[data-deck]");
const template = document.getElementById("slide-template");
const lists = new Map();
const deck = new Deck(root, { make: (card) => wire(slideFrom(template, card)), more, arrive });
const projector = new Projector(deck, root, ended);
const acts = actsOf(deck, projector, listOf, goTo);

function wire(slide) {
  slide.wall = new Wall(slide.part("wall"), config.links, slide.card, () => opened(slide));
  slide.listenToBar((seconds) => projector.seek(slide, seconds));
  listenToFingers(slide.part("surface"), {
    tap: () => acts.toggle(slide),
    doubleTap: (x, y) => acts.love(slide, x, y),
    hold: (isHeld) => acts.hold(slide, isHeld),
  });
  const buttons = {
    like: acts.like, episodes: acts.episodes, all: acts.episodes, captions_button: acts.captions,
    share: acts.share, settings: acts.settings, sound: acts.unmute, again: (one) => projector.enter(one, { isAfresh: true }),
  };
  for (const [name, act] of Object.entries(buttons)) slide.on(name, () => act(slide));
  return slide;
}

async function more(last) {
  const url = config.kind === "series" && last
    ? link("after", { episode: last.card.episode })
    : link("feed", { shown: deck.slides.map((slide) => slide.card.episode).join(",") });
  return (await ask(url)).cards;
}

function arrive(slide, [, next]) {
  if (config.kind === "series") {
    history.replaceState(null, "", slide.card.url + location.search);
    document.title = `${slide.card.series_title} · ${slide.card.title}`;
  }
  fillBeside(slide);
  projector.arrive(slide, next);
}

/** On the page of all series the story goes on by itself unless the viewer swipes away before its end. */
async function ended(slide) {
  if (config.kind === "feed" && slide.source?.next) {
    const { cards } = await ask(link("after", { episode: slide.card.episode })).catch(() => ({ cards: [] }));
    const below = deck.slides[deck.slides.indexOf(slide) + 1];
    if (cards.length && below?.card.episode !== cards[0].episode) deck.insertNext(cards[0]);
  }
  if (slide !== deck.active) return;
  if (deck.slides.indexOf(slide) < deck.slides.length - 1) deck.move(1);
  else slide.state = "paused";
}

async function opened(slide) {
  announce(say("unlocked_now"));
  lists.delete(slide.card.series);
  for (const other of deck.slides) {
    if (other !== slide && other.card.series === slide.card.series && other.source?.state === "locked") other.source = null;
  }
  await projector.enter(slide, { isAfresh: true });
  fillBeside(slide);
}

async function listOf(slide) {
  const name = slide.card.series;
  if (!lists.has(name)) lists.set(name, await ask(link("episodes", { series: name })));
  return lists.get(name);
}

function goTo(episode) {
  const place = deck.slides.findIndex((slide) => slide.card.url === episode.url);
  if (place >= 0) deck.show(place);
  else location.assign(episode.url);
}

function fillBeside(slide) {
  fillPanel(slide, () => listOf(slide), () => slide === deck.active, goTo);
  fillUpcoming(deck, (place) => deck.show(place));
}

function showTaste() {
  root.dataset.captionSize = taste.get("size");
  root.dataset.captionGround = taste.get("ground");
  root.dataset.captions = String(taste.get("captions"));
  root.dataset.light = String(taste.get("light"));
  for (const slide of deck.slides) slide.part("captions_button").setAttribute("aria-pressed", String(taste.get("captions")));
}

function everyFrame() {
  const slide = deck.active;
  const { video } = slide?.film ?? {};
  if (video && !video.paused && !video.seeking && video.readyState >= 2) {
    projector.draw(slide);
    const detail = {
      episode: slide.card.episode, seconds: video.currentTime, rate: video.playbackRate,
      line: lineAt(slide.captions.cues, video.currentTime), canvas: slide.part("bullets"),
    };
    document.dispatchEvent(new CustomEvent("reelwright:time", { detail }));
  }
  requestAnimationFrame(everyFrame);
}

listenToKeys((name) => deck.active && acts[name](deck.active));
document.addEventListener("click", (event) => {
  const step = event.target.closest?.("[data-step]");
  if (step) deck.move(Number(step.dataset.step));
});
taste.onChange((name, value) => {
  showTaste();
  projector.applyTaste(name, value);
  if (deck.active) projector.draw(deck.active);
});
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") projector.tell(deck.active);
});
addEventListener("pagehide", () => projector.tell(deck.active));

const carried = [...root.querySelectorAll("[data-episode]")];
deck.adopt(carried.map((element, place) => {
  const slide = wire(new Slide(element, config.cards[place]));
  slide.fill();
  return slide;
}));
deck.add(config.cards.slice(carried.length));
showTaste();
root.dataset.isReady = "yes";
if (deck.slides.length) deck.start();
requestAnimationFrame(everyFrame);
if ("serviceWorker" in navigator && config.worker) {
  navigator.serviceWorker.register(config.worker, { scope: "/" }).catch(() => {});
}
