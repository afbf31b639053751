/** What of an episode was really watched → reports to the theatre, so that it goes on there on any device. */

import { ask, newKey } from "./api.js";

const EVERY_MS = 5000;
const JUMP_S = 1.5;
const STIR_S = 0.5;

/** One showing of one episode. `context()` adds what the report should say besides. */
export class Progress {
  #url;
  #card;
  #context;
  #play = newKey();
  #from = null;
  #last = null;
  #told = 0;
  #sentAt = 0;
  #isStarted = false;
  #isOver = false;

  constructor(url, card, context) {
    this.#url = url;
    this.#card = card;
    this.#context = context;
  }

  /** The slide was seen, whether or not it plays. */
  shown() {
    this.#send("shown", 0, 0);
  }

  /** The film stands at `seconds` while it plays. */
  tick(seconds) {
    if (!this.#isStarted) {
      this.#isStarted = true;
      this.#send("started", seconds, seconds);
    }
    if (this.#last !== null && Math.abs(seconds - this.#last) > JUMP_S) this.flush();
    this.#from ??= seconds;
    this.#last = seconds;
    if (performance.now() - this.#sentAt >= EVERY_MS) this.flush();
  }

  /** Report what was watched since the last report: at a pause, a jump. */
  flush() {
    if (this.#from === null || this.#last === null) return;
    const [from, to] = [this.#from, this.#last];
    this.#from = this.#last = null;
    if (to > from) this.#send("watched", from, to);
  }

  /** The viewer goes on elsewhere while the film stands at `seconds`: the last tick may be a quarter of a second
   *  ago, and a film that stands still may have been moved. */
  leave(seconds) {
    if (!this.#isStarted) return;
    if (this.#last !== null && Math.abs(seconds - this.#last) <= JUMP_S) this.#last = seconds;
    this.flush();
    if (Math.abs(seconds - this.#told) > STIR_S) this.#send("watched", seconds, seconds);
  }

  /** The end was reached. */
  over(seconds) {
    this.flush();
    if (this.#isOver) return;
    this.#isOver = true;
    this.#send("completed", seconds, seconds);
  }

  #send(kind, from, to) {
    this.#sentAt = performance.now();
    this.#told = to;
    const body = {
      kind,
      play: this.#play,
      episode: this.#card.episode,
      choice: this.#card.choice ?? null,
      from_ms: Math.round(from * 1000),
      to_ms: Math.round(to * 1000),
      ...this.#context(),
    };
    // A report that is lost is followed by the next one: nobody is disturbed.
    ask(this.#url, { method: "POST", body, keepalive: true }).catch(() => {});
  }
}
