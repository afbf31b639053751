/** What the viewer does with a slide: by finger, button or key, always the same acts. */

import { ask } from "./api.js";
import { announce, link } from "./links.js";
import { openSheet, share, showEpisodes, showSettings } from "./sheets.js";
import { SPEEDS, taste } from "./taste.js";
import { say } from "./words.js";

const SEEK_S = 5;

/** Acts by name; each takes the slide. `listOf(slide)` resolves to the series' episodes, `goTo(episode)` goes there. */
export function actsOf(deck, projector, listOf, goTo) {
  const now = (slide) => slide.film?.video.currentTime ?? 0;
  const acts = {
    toggle(slide) {
      const { video } = slide.film ?? {};
      if (!video || slide.state === "locked") return;
      if (projector.isSilenced) projector.unmute(slide);
      else if (video.paused) projector.begin(slide);
      else video.pause();
    },
    next: () => deck.move(1),
    previous: () => deck.move(-1),
    back: (slide) => projector.seek(slide, now(slide) - SEEK_S),
    forth: (slide) => projector.seek(slide, now(slide) + SEEK_S),
    unmute: (slide) => projector.unmute(slide),
    mute(slide) {
      if (projector.isSilenced) projector.unmute(slide);
      else taste.set("muted", !taste.get("muted"));
      slide.remark(say(projector.isMuted ? "sound_off" : "sound_on"));
    },
    captions(slide) {
      const isOn = !taste.get("captions");
      taste.set("captions", isOn);
      const text = say(isOn ? "captions_on" : "captions_off");
      slide.remark(text);
      announce(text);
    },
    like: (slide) => like(slide, !isLiked(slide)),
    love: (slide, x, y) => like(slide, true, x, y),
    hold(slide, isHeld) {
      const { video } = slide.film ?? {};
      if (!video || video.paused) return;
      video.playbackRate = isHeld ? 2 : taste.get("speed");
      slide.element.classList.toggle("held", isHeld);
      if (isHeld) slide.remark("2×");
    },
    async episodes(slide) {
      try {
        showEpisodes(await listOf(slide), slide.card, goTo);
      } catch {
        slide.remark(say("no_connection"));
      }
    },
    share: (slide) => share(slide.card),
    settings: (slide) => showSettings(projector.languagesOf(slide), slide.captions.language),
    slower: (slide) => changeSpeed(slide, -1),
    faster: (slide) => changeSpeed(slide, 1),
    keys: () => openSheet("keys"),
  };
  return acts;
}

function isLiked(slide) {
  return slide.part("like").getAttribute("aria-pressed") === "true";
}

/** The heart is drawn at once; when the theatre does not take it, it goes back. */
async function like(slide, wants, x, y) {
  const box = slide.element.getBoundingClientRect();
  if (wants) slide.heart(x ?? box.left + box.width / 2, y ?? box.top + box.height / 2);
  if (isLiked(slide) === wants) return;
  const before = slide.likes;
  slide.like(wants, Math.max(0, before + (wants ? 1 : -1)));
  try {
    await ask(link("like", { episode: slide.card.episode }), { method: wants ? "PUT" : "DELETE" });
  } catch {
    slide.like(!wants, before);
  }
}

function changeSpeed(slide, step) {
  const place = Math.min(Math.max(SPEEDS.indexOf(taste.get("speed")) + step, 0), SPEEDS.length - 1);
  taste.set("speed", SPEEDS[place]);
  slide.remark(`${SPEEDS[place]}×`);
}
