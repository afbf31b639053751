/** A locked episode: what it costs, the ways past, and the film that plays on as soon as one is taken. */

import { ask, newKey, Refused } from "./api.js";
import { say } from "./words.js";

/** The wall of one slide. `opened()` is called when the episode may be watched. */
export class Wall {
  #place;
  #links;
  #card;
  #opened;
  #key = newKey();

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
    this.#part("heading").textContent = say("wall_heading", { number: this.#card.number });
    this.#part("trouble").hidden = true;
    this.#part("balance").textContent = say("wall_balance", { coins: offers.balance });
    const list = this.#part("offers");
    list.replaceChildren(...offers.ways.map((way) => this.#button(way, offers)));
    const first = list.querySelector("button");
    first?.classList.add("first");
  }

  #button(way, offers) {
    const button = document.createElement("button");
    button.type = "button";
    button.dataset.way = way.kind;
    const name = document.createElement("strong");
    name.textContent = say(`way_${way.kind}`, way);
    const detail = document.createElement("span");
    detail.textContent = this.#detail(way, offers);
    const price = document.createElement("b");
    price.textContent = this.#price(way);
    button.append(name, price, detail);
    button.disabled = way.is_spent === true;
    button.addEventListener("click", () => this.#take(way, offers, button));
    return button;
  }

  #price(way) {
    if (way.coins) return say("coins", { coins: way.coins });
    return way.price ?? say("no_charge");
  }

  #detail(way, offers) {
    if (way.coins) {
      const short = way.coins - offers.balance;
      return short > 0 ? say("coins_short", { coins: short, price: way.price }) : say("about_money", { price: way.price });
    }
    return say(`way_${way.kind}_detail`, way);
  }

  async #take(way, offers, button) {
    if (way.url) {
      location.assign(way.url);
      return;
    }
    if (way.coins > offers.balance) {
      location.assign(`${offers.wallet_url}?back=${encodeURIComponent(this.#card.url)}`);
      return;
    }
    for (const other of this.#place.querySelectorAll("button")) other.disabled = true;
    button.setAttribute("aria-busy", "true");
    try {
      const { episode } = this.#card;
      await ask(this.#links.unlock, { method: "POST", key: this.#key, body: { episode, way: way.kind } });
      this.#key = newKey();
      this.hide();
      this.#opened();
    } catch (problem) {
      if (problem instanceof Refused) this.#key = newKey(); // an answer came: the next press is another request
      await this.show();
      this.#tell(problem);
    }
  }

  #tell(problem) {
    const place = this.#part("trouble");
    place.textContent = problem instanceof Refused ? problem.message : say("no_connection");
    place.hidden = false;
  }
}
