/** What comes up from below: episodes, settings, sharing, keys. Each is a `<dialog>` of the page. */

import { GROUNDS, SIZES, SPEEDS, taste } from "./taste.js";
import { say } from "./words.js";

/** Open the dialog called `name`; a tap beside it or Escape closes it, and the focus goes back. */
export function openSheet(name) {
  const dialog = document.getElementById(`sheet-${name}`);
  if (!dialog.dataset.isWired) {
    dialog.dataset.isWired = "yes";
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog || event.target.closest("[data-close]")) dialog.close();
    });
  }
  if (!dialog.open) dialog.showModal();
  return dialog;
}

/** The list of episodes: `{number, title, url, state, coins, is_watched}`; `go(episode)` when one is chosen. */
export function showEpisodes(list, card, go) {
  const dialog = openSheet("episodes");
  fillEpisodes(dialog, list, card, (episode) => {
    dialog.close();
    go(episode);
  });
  dialog.querySelector('[aria-current="true"]')?.scrollIntoView({ block: "center" });
}

/** Draw the list into the `[data-part=grid]` of `place` (a sheet or the side panel). */
export function fillEpisodes(place, list, card, go) {
  place.querySelector('[data-part="heading"]').textContent = list.title;
  place.querySelector('[data-part="count"]').textContent = say("episodes_count", { count: list.episodes.length });
  const grid = place.querySelector('[data-part="grid"]');
  grid.replaceChildren(...list.episodes.map((episode) => {
    const link = document.createElement("a");
    link.href = episode.url;
    link.textContent = String(episode.number);
    link.dataset.state = episode.state;
    link.classList.toggle("watched", Boolean(episode.is_watched));
    link.setAttribute("aria-label", episodeName(episode));
    if (episode.number === card.number) link.setAttribute("aria-current", "true");
    link.addEventListener("click", (event) => {
      if (event.metaKey || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
      go(episode);
    });
    const item = document.createElement("li");
    item.append(link);
    return item;
  }));
}

function episodeName(episode) {
  const state = episode.state === "locked" ? say("locked_for", { coins: episode.coins }) : say(episode.state);
  return `${say("episode_number", { number: episode.number })}, ${episode.title}, ${state}`;
}

/** Settings: radio groups and switches bound to the viewer's taste. `languages` are those of this episode. */
export function showSettings(languages, current) {
  const dialog = openSheet("settings");
  choices(dialog, "speed", SPEEDS, (speed) => `${speed}×`);
  choices(dialog, "size", SIZES, (size) => say(`size_${size}`));
  choices(dialog, "ground", GROUNDS, (ground) => say(`ground_${ground}`));
  choices(dialog, "language", languages, languageName, current);
  dialog.querySelector('[data-group="language"]').hidden = languages.length === 0;
  for (const name of ["captions", "light", "bullets"]) {
    const box = dialog.querySelector(`input[name="${name}"]`);
    if (!box) continue;
    box.checked = taste.get(name);
    box.onchange = () => taste.set(name, box.checked);
  }
}

function choices(dialog, name, values, wordsOf, current = taste.get(name)) {
  const place = dialog.querySelector(`[data-group="${name}"] .choices`);
  place.replaceChildren(...values.map((value) => {
    const label = document.createElement("label");
    const radio = document.createElement("input");
    radio.type = "radio";
    radio.name = name;
    radio.value = String(value);
    radio.checked = value === current;
    radio.addEventListener("change", () => taste.set(name, value));
    const text = document.createElement("span");
    text.textContent = wordsOf(value);
    label.append(radio, text);
    return label;
  }));
}

/** A language by its own name: 简体中文, English. */
export function languageName(code) {
  try {
    const name = new Intl.DisplayNames([code], { type: "language" }).of(code);
    return name.charAt(0).toLocaleUpperCase(code) + name.slice(1);
  } catch {
    return code;
  }
}

/** Share `card` by what the device has, or by a link to copy. Resolves to a remark to show, or "". */
export async function share(card) {
  const url = new URL(card.url, location.href).href;
  if (navigator.share) {
    try {
      await navigator.share({ title: card.series_title, text: card.logline, url });
      return "";
    } catch (problem) {
      if (problem.name === "AbortError") return "";
    }
  }
  const dialog = openSheet("share");
  const field = dialog.querySelector("input");
  field.value = url;
  dialog.querySelector('[data-part="what"]').textContent = `${card.series_title} · ${card.title}`;
  const poster = dialog.querySelector("img");
  poster.src = card.poster;
  dialog.querySelector('[data-part="copy"]').onclick = async () => {
    try {
      await navigator.clipboard.writeText(url);
    } catch {
      field.select();
      document.execCommand("copy");
    }
    dialog.querySelector('[data-part="copied"]').textContent = say("copied");
  };
  dialog.querySelector('[data-part="copied"]').textContent = "";
  return "";
}
