// The episode that plays → its bullets over the picture, and what is said of it in the sheet below.
import { ask } from "../player/api.js";
import { taste } from "../player/taste.js";
import { BulletLayer } from "./bullets.js";
import { Talk } from "./talk.js";

let scene = null;
const talk = new Talk({
  place: () => ({ card: scene?.card, video: scene?.video }),
  sent: (bullet) => scene?.layer?.add([bullet]),
  changed: () => scene?.layer?.reload(),
});

document.addEventListener("reelwright:episode", ({ detail }) => attend(detail.card, detail.element));
taste.onChange((name, value) => {
  if (name === "bullets" && scene?.layer) scene.layer.isOn = value;
});

function attend(card, element) {
  scene?.leave();
  const film = element.querySelector('[data-part="film"]');
  const button = element.querySelector('[data-part="talk"]');
  const watcher = new MutationObserver(() => mount());
  const here = {
    card,
    video: null,
    layer: null,
    leave() {
      watcher.disconnect();
      here.layer?.destroy();
      button.onclick = null;
    },
  };
  scene = here;

  function mount() {
    const video = film.querySelector("video");
    if (video === here.video) return;
    here.layer?.destroy();
    here.video = video;
    here.layer = video && new BulletLayer({
      canvas: element.querySelector('[data-part="bullets"]'),
      video,
      load: (from_ms, now_ms) => ask(`/api/episodes/${card.episode}/bullets?from_ms=${from_ms}&now_ms=${now_ms}`),
      isOn: taste.get("bullets"),
    });
  }

  button.hidden = false;
  button.onclick = () => talk.open();
  watcher.observe(film, { childList: true });
  mount();
}
