// The episode that plays → its bullets over the picture, and what is said of it in the sheet below.
import { ask } from "../player/api.js";
import { taste } from "../player/taste.js";
import { BulletLayer } from "./bullets.js";
import { Talk } from "./talk.js";

let scene = null;
let talk = null;

document.addEventListener("reelwright:episode", ({ detail }) => attend(detail));
taste.onChange((name, value) => {
  if (name === "bullets" && scene?.layer) scene.layer.isOn = value;
});

function attend({ card, element, video }) {
  if (scene?.video === video && scene.card === card) return;
  scene?.leave();
  const canvas = element.querySelector('[data-part="bullets"]');
  const button = element.querySelector('[data-part="talk"]');
  const layer = new BulletLayer({
    canvas,
    video,
    load: (from_ms, now_ms) => ask(`/api/episodes/${card.episode}/bullets?from_ms=${from_ms}&now_ms=${now_ms}`),
    isOn: taste.get("bullets"),
  });
  button.hidden = false;
  button.onclick = openTalk;
  scene = { card, video, layer, leave: () => layer.destroy() };
}

/** The sheet is fetched when it is first wanted. */
async function openTalk() {
  const here = scene;
  talk ??= await Talk.fetched();
  talk.open(here);
}
