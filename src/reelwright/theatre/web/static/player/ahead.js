/** How many bytes may be fetched of films that nobody has asked for yet. */

/** What lies fetched and unwatched may never be more than `total` bytes, `perEpisode` for one of them.
 *  `report({unwatched, fetched})` hears of every change: the bytes that wait, and all that were ever fetched
 *  ahead on this page. */
export class Budget {
  #unwatched = 0;
  #fetched = 0;

  constructor(total, perEpisode, report) {
    this.total = total;
    this.perEpisode = perEpisode;
    this.#report = report;
  }

  #report;

  get unwatched() {
    return this.#unwatched;
  }

  get fetched() {
    return this.#fetched;
  }

  /** A purse for one episode's first segments; null when nothing is left to put in. */
  purse() {
    const left = Math.min(this.perEpisode, this.total - this.#unwatched);
    return left > 0 ? new Purse(left, (bytes) => this.#pay(bytes)) : null;
  }

  /** The viewer has arrived at what was fetched ahead, or it was dropped. */
  settle(purse) {
    this.#unwatched -= purse.spent;
    purse.spent = 0;
    this.#report(this);
  }

  #pay(bytes) {
    this.#unwatched += bytes;
    this.#fetched += bytes;
    this.#report(this);
  }
}

class Purse {
  #pay;
  #left;
  spent = 0;

  constructor(left, pay) {
    this.#left = left;
    this.#pay = pay;
  }

  get isEmpty() {
    return this.spent >= this.#left;
  }

  pay(bytes) {
    this.spent += bytes;
    this.#pay(bytes);
  }
}
