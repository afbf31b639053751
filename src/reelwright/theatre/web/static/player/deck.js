/** The column of slides that is swiped: native scroll-snap, so fingers, wheels and screen readers all move it. */

const MAKE_MORE_WITHIN = 3;

/** `root` scrolls; `make(card)` gives a slide's element; `more()` resolves to further cards, [] at the end.
 *  `arrive(slide, neighbours)` is called when a slide fills the screen. */
export class Deck {
  #root;
  #make;
  #more;
  #arrive;
  #slides = [];
  #active = -1;
  #isAsking = false;
  #isComplete = false;
  #aim = null;

  constructor(root, { make, more, arrive }) {
    this.#root = root;
    this.#make = make;
    this.#more = more;
    this.#arrive = arrive;
    let timer = 0;
    const settle = () => this.#settle();
    root.addEventListener("scroll", () => {
      clearTimeout(timer);
      timer = setTimeout(settle, 90); // for browsers without scrollend
      if (this.#place() !== this.#active && this.#isClose()) settle();
    }, { passive: true });
    root.addEventListener("scrollend", () => {
      this.#aim = null;
      settle();
    });
    new ResizeObserver(() => this.#keepPlace()).observe(root);
  }

  get active() {
    return this.#slides[this.#active] ?? null;
  }

  get slides() {
    return this.#slides;
  }

  /** Put further cards at the end. */
  add(cards) {
    for (const card of cards) this.#insert(this.#make(card), this.#slides.length);
    this.#number();
  }

  /** Put `card` behind the slide that fills the screen. */
  insertNext(card) {
    this.#insert(this.#make(card), this.#active + 1);
    this.#number();
  }

  /** Take over slides that the page came with. */
  adopt(slides) {
    this.#slides.push(...slides);
    this.#number();
  }

  /** Begin at the slide numbered `place`, without motion. */
  start(place = 0) {
    this.#root.scrollTo({ top: this.#top(place), behavior: "instant" });
    this.#settle();
  }

  /** Move `steps` slides down (negative: up). */
  move(steps) {
    const from = this.#aim ?? this.#active;
    const place = Math.min(Math.max(from + steps, 0), this.#slides.length - 1);
    if (place === from) return;
    this.show(place);
  }

  /** Bring the slide numbered `place` onto the screen. */
  show(place) {
    const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches || Math.abs(place - this.#active) > 1;
    this.#aim = isCalm ? null : place;
    this.#root.scrollTo({ top: this.#top(place), behavior: isCalm ? "instant" : "smooth" });
  }

  #insert(slide, place) {
    this.#root.insertBefore(slide.element, this.#slides[place]?.element ?? null);
    this.#slides.splice(place, 0, slide);
  }

  #number() {
    this.#slides.forEach((slide, place) => {
      slide.element.setAttribute("aria-posinset", String(place + 1));
      slide.element.setAttribute("aria-setsize", this.#isComplete ? String(this.#slides.length) : "-1");
    });
  }

  #top(place) {
    return this.#slides[place]?.element.offsetTop ?? 0;
  }

  #place() {
    const middle = this.#root.scrollTop + this.#root.clientHeight / 2;
    return this.#slides.findIndex(({ element }) => element.offsetTop <= middle && middle < element.offsetTop + element.offsetHeight);
  }

  #isClose() {
    const place = this.#place();
    return place >= 0 && Math.abs(this.#root.scrollTop - this.#top(place)) < this.#root.clientHeight * 0.12;
  }

  #settle() {
    const place = this.#place();
    if (place >= 0 && place !== this.#active) {
      this.#active = place;
      this.#arrive(this.#slides[place], [this.#slides[place - 1] ?? null, this.#slides[place + 1] ?? null]);
    }
    if (this.#slides.length - 1 - this.#active < MAKE_MORE_WITHIN) this.#askForMore();
  }

  #keepPlace() {
    if (this.#active >= 0) this.#root.scrollTo({ top: this.#top(this.#active), behavior: "instant" });
  }

  async #askForMore() {
    if (this.#isAsking || this.#isComplete) return;
    this.#isAsking = true;
    try {
      const cards = await this.#more(this.#slides[this.#slides.length - 1] ?? null);
      if (cards.length === 0) this.#isComplete = true;
      const hadNext = this.#active < this.#slides.length - 1;
      this.add(cards);
      if (!hadNext && cards.length) this.#arrive(this.active, [this.#slides[this.#active - 1] ?? null, this.#slides[this.#active + 1]]);
    } catch {
      // no connection: asked again at the next swipe
    } finally {
      this.#isAsking = false;
    }
  }
}
