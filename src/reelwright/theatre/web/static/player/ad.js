/** A rewarded ad of the house: a card that is shown for its time, then the theatre opens the episode. */

import { ask } from "./api.js";
import { say } from "./words.js";

/** Show an ad in `wall` and claim `episode` for it. Rejects with null when the viewer leaves before the end. */
export async function runAd(wall, links, episode) {
  const offset = -new Date().getTimezoneOffset();
  const ticket = await ask(links.ad_begin, { method: "POST", body: { episode, utc_offset_minutes: offset } });
  const card = wall.querySelector('[data-wall="ad"]');
  card.querySelector('[data-ad="headline"]').textContent = ticket.ad.headline;
  card.querySelector('[data-ad="words"]').textContent = ticket.ad.words;
  card.hidden = false;
  wall.classList.add("shows-ad");
  try {
    await shownFor(card, ticket.ad.least_ms);
    await ask(links.ad_finish, { method: "POST", body: { nonce: ticket.nonce, utc_offset_minutes: offset } });
  } finally {
    card.hidden = true;
    wall.classList.remove("shows-ad");
  }
}

/** Resolves when the card was on the screen for so long: a hidden page stops the clock. */
function shownFor(card, wholeMs) {
  const left = card.querySelector('[data-ad="left"]');
  const leave = card.querySelector('[data-ad="leave"]');
  leave.disabled = false;
  leave.focus();
  let passedMs = 0;
  let last = performance.now();
  return new Promise((resolve, reject) => {
    const timer = setInterval(() => {
      const now = performance.now();
      if (document.visibilityState === "visible") passedMs += now - last;
      last = now;
      card.style.setProperty("--part", String(Math.min(1, passedMs / wholeMs)));
      left.textContent = say("ad_left", { seconds: Math.max(0, Math.ceil((wholeMs - passedMs) / 1000)) });
      if (passedMs >= wholeMs + 100) {
        clearInterval(timer);
        resolve();
      }
    }, 200);
    leave.onclick = () => {
      clearInterval(timer);
      reject(null);
    };
  });
}
