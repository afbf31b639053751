/** What stands beside the stage of a wide screen: the series with its episodes, and what comes next. */

import { fillEpisodes } from "./sheets.js";
import { say } from "./words.js";

const UPCOMING = 3;
const isSeen = (element) => element !== null && getComputedStyle(element).display !== "none";

/** Show the series of `slide`; `listOf()` resolves to its episodes, `isStillThere()` says whether they matter. */
export async function fillPanel(slide, listOf, isStillThere, go) {
  const panel = document.querySelector("[data-panel]");
  if (!isSeen(panel)) return;
  panel.querySelector('[data-part="panel_logline"]').textContent = slide.card.logline;
  const cover = panel.querySelector("img");
  cover.src = slide.card.cover || slide.card.poster;
  cover.hidden = !cover.src;
  panel.querySelector('[data-part="panel_link"]').href = slide.card.series_url;
  try {
    const list = await listOf();
    if (isStillThere()) fillEpisodes(panel, list, slide.card, go);
  } catch {
    // the panel stays as it is: the film matters more
  }
}

/** Show the slides after the active one; `show(place)` when one is chosen. */
export function fillUpcoming(deck, show) {
  const list = document.querySelector("[data-upcoming]");
  if (!list || !isSeen(list.closest("aside"))) return;
  const from = deck.slides.indexOf(deck.active) + 1;
  list.replaceChildren(...deck.slides.slice(from, from + UPCOMING).map(({ card }, place) => {
    const button = document.createElement("button");
    button.type = "button";
    const poster = Object.assign(document.createElement("img"), { alt: "", src: card.poster, loading: "lazy" });
    const name = Object.assign(document.createElement("strong"), { textContent: card.series_title });
    const episode = document.createElement("span");
    episode.textContent = [say("episode_number", { number: card.number }), card.title].filter(Boolean).join(" · ");
    button.append(poster, name, episode);
    button.addEventListener("click", () => show(from + place));
    const item = document.createElement("li");
    item.append(button);
    return item;
  }));
}
