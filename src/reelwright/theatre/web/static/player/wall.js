/** A locked episode: what it costs, the ways past, and the film that plays on as soon as one is taken. */

import { runAd } from "./ad.js";
import { ask, newKey, Refused } from "./api.js";
import { say } from "./words.js";

/** The wall of one slide. `opened()` is called when the episode may be watched. */
export class Wall {
  #place;
  #links;
  #card;
  #opened;
  #keys = new Map();

  constructor(place, links, card, opened) {
    this.#place = place;
    this.#links = links;
    this.#card = card;
    this.#opened = opened;
  }

  /** Fetch the offers and show them. */
  async show() {
    this.#place.hidden = false;
    this.#place.setAttribute("aria-busy", "true");
    this.#part("heading").textContent = say("wall_heading", { number: this.#card.number });
    try {
      this.#draw(await ask(this.#links.offers.replace("{episode}", this.#card.episode)));
    } catch (problem) {
      this.#tell(problem);
    }
    this.#place.removeAttribute("aria-busy");
  }

  hide() {
    this.#place.hidden = true;
  }

  #part(name) {
    return this.#place.querySelector(`[data-wall="${name}"]`);
  }

  #draw(offers) {
    this.#part("trouble").hidden = true;
    this.#part("balance").textContent = say("wall_balance", { coins: offers.balance });
    this.#part("offers").replaceChildren(...offers.ways.map((way) => this.#button(way, offers)));
    this.#part("offers").querySelector("button:enabled")?.classList.add("first");
  }

  #button(way, offers) {
    const button = document.createElement("button");
    button.type = "button";
    button.dataset.way = way.kind;
    const name = document.createElement("strong");
    name.textContent = say(`way_${way.kind}`, way);
    const detail = document.createElement("span");
    detail.textContent = detailOf(way, offers);
    const price = document.createElement("b");
    price.textContent = way.coins ? say("coins", way) : (way.price || say("no_charge"));
    button.append(name, price, detail);
    button.disabled = way.kind === "ad" && way.left === 0;
    button.addEventListener("click", () => this.#take(way, offers, button));
    return button;
  }

  async #take(way, offers, button) {
    if (way.kind === "subscription" || way.coins > offers.balance) {
      const page = new URL(way.kind === "subscription" ? offers.subscribe_url : offers.coins_url, location.href);
      page.searchParams.set("back", this.#card.url);
      location.assign(page);
      return;
    }
    for (const other of this.#place.querySelectorAll("button")) other.disabled = true;
    button.setAttribute("aria-busy", "true");
    try {
      if (way.kind === "ad") await runAd(this.#place, this.#links, this.#card.episode);
      else await this.#pay(way);
      this.hide();
      this.#opened();
    } catch (problem) {
      await this.show();
      if (problem) this.#tell(problem);
    }
  }

  /** One key for one way: a press after a lost answer is the same request, and is charged once. */
  async #pay(way) {
    const key = this.#keys.get(way.kind) ?? newKey();
    this.#keys.set(way.kind, key);
    try {
      await ask(this.#links.unlock, { method: "POST", key, body: { episodes: way.episodes, most_coins: way.coins } });
    } catch (problem) {
      if (problem instanceof Refused) this.#keys.delete(way.kind);
      throw problem;
    }
  }

  #tell(problem) {
    const place = this.#part("trouble");
    place.textContent = problem instanceof Refused ? problem.message : say("no_connection");
    place.hidden = false;
  }
}

function detailOf(way, offers) {
  if (!way.coins) return say(`way_${way.kind}_detail`, way);
  const short = way.coins - offers.balance;
  if (short > 0) return say(way.price ? "coins_short" : "coins_short_only", { coins: short, price: way.price });
  return way.price ? say("about_money", way) : "";
}
