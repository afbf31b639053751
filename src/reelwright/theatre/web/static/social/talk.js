// The sheet of comments and bullets: what is said, and the words of who writes.
import { ask, Refused } from "../player/api.js";
import { openSheet } from "../player/sheets.js";
import { clockOf } from "../player/words.js";
import { look } from "./look.js";

export class Talk {
  #dialog;
  #form;
  #text;
  #list;
  #note;
  /** What is talked about: the film may go on to the next episode meanwhile. */
  #scene = null;
  #answering = null;
  #isBeyond = false;
  #time_ms = 0;

  /** The sheet as the theatre makes it for this viewer. */
  static async fetched() {
    const answer = await fetch("/talk", { credentials: "same-origin" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const dialog = document.importNode(page.getElementById("sheet-talk"), true);
    document.querySelector("main").append(dialog);
    return new Talk(dialog);
  }

  /** @param {HTMLDialogElement} dialog */
  constructor(dialog) {
    this.#dialog = dialog;
    this.#form = dialog.querySelector("form[data-part=composer]");
    this.#text = this.#form.elements.namedItem("text");
    this.#list = dialog.querySelector("[data-part=list]");
    this.#note = dialog.querySelector("[data-part=note]");
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#send();
    });
    this.#text.addEventListener("input", () => this.#measure());
    this.#text.addEventListener("focus", () => this.#stamp());
    this.#text.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (this.#tab === "bullets" || event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        this.#form.requestSubmit();
      }
    });
    for (const radio of this.#dialog.querySelectorAll("input[name=tab]")) {
      radio.addEventListener("change", () => this.#show());
    }
    this.#dialog.addEventListener("click", (event) => this.#pressed(event.target.closest("[data-act]")));
    this.#dialog.addEventListener("submit", (event) => this.#submitted(event));
    this.#bindLook();
  }

  open(scene) {
    this.#scene = scene;
    this.#isBeyond = false;
    this.#answer(null);
    openSheet("talk");
    this.#stamp();
    this.#show();
  }

  get #tab() {
    return this.#dialog.querySelector("input[name=tab]:checked").value;
  }

  /** What is written now is about this moment of the film, however long the writing takes. */
  #stamp() {
    if (this.#text.value) return;
    this.#time_ms = Math.round(this.#scene.video.currentTime * 1000);
    this.#dialog.querySelector("[data-part=moment]").textContent = clockOf(this.#time_ms / 1000);
  }

  #show() {
    this.#dialog.dataset.tab = this.#tab;
    this.#text.maxLength = Number(this.#form.dataset[`${this.#tab}Length`]);
    this.#text.placeholder = this.#form.dataset[`${this.#tab}Words`];
    if (this.#tab === "bullets") this.#answer(null);
    this.#measure();
    this.#say("");
    return this.#load();
  }

  async #load() {
    const { card, video } = this.#scene;
    const now_ms = Math.round(video.currentTime * 1000);
    const url = `/talk/${card.episode}?tab=${this.#tab}&now_ms=${now_ms}${this.#isBeyond ? "&beyond=1" : ""}`;
    try {
      await window.htmx.ajax("GET", url, { target: this.#list, swap: "innerHTML" });
    } catch (problem) {
      this.#fail(problem);
    }
  }

  #measure() {
    const left = this.#text.maxLength - [...this.#text.value].length;
    const count = this.#dialog.querySelector("[data-part=left]");
    count.textContent = left < 60 ? String(left) : "";
    this.#form.querySelector("[type=submit]").disabled = !this.#text.value.trim();
  }

  async #send() {
    const { card, layer } = this.#scene;
    const isBullet = this.#tab === "bullets";
    const body = { text: this.#text.value, time_ms: this.#time_ms };
    if (isBullet) body.colour = look.get().colour;
    else if (this.#answering) body.parent = this.#answering;
    try {
      const kept = await ask(`/api/episodes/${card.episode}/${this.#tab}`, { method: "POST", body });
      this.#text.value = "";
      this.#answer(null);
      this.#measure();
      if (isBullet) layer.add([kept]);
      if (isBullet && kept.state === "shown") {
        this.#dialog.close();
        return;
      }
      await this.#load();
      this.#say(kept.state === "held" ? this.#form.dataset.held : "");
    } catch (problem) {
      this.#fail(problem);
    }
  }

  /** Write an answer to the comment `id` by `name`; null writes a comment of its own again. */
  #answer(id, name = "") {
    this.#answering = id;
    const line = this.#dialog.querySelector("[data-part=answering]");
    line.hidden = !id;
    line.querySelector("b").textContent = name;
    if (id) this.#text.focus();
  }

  async #pressed(button) {
    if (!button) return;
    const item = button.closest("[data-id]");
    const { id, kind, author, name } = item?.dataset ?? {};
    const acts = {
      answer: () => this.#answer(id, name),
      "no-answer": () => this.#answer(null),
      beyond: () => this.#reload({ isBeyond: true }),
      delete: () => this.#do(`/api/${kind}s/${id}`, "DELETE"),
      pin: () => this.#do(`/api/comments/${id}/pin`, "PUT"),
      unpin: () => this.#do(`/api/comments/${id}/pin`, "DELETE"),
      block: () => this.#do(`/api/viewers/${author}/block`, "PUT"),
    };
    if (button.dataset.act === "edit" || button.dataset.act === "report") {
      const form = item.querySelector(`form[data-form="${button.dataset.act}"]`);
      form.hidden = !form.hidden;
      if (!form.hidden) form.querySelector("textarea, select").focus();
      return;
    }
    if (button.dataset.confirm && button.dataset.armed !== "yes") {
      button.dataset.armed = "yes";
      button.dataset.words = button.textContent;
      button.textContent = button.dataset.confirm;
      setTimeout(() => {
        button.dataset.armed = "";
        button.textContent = button.dataset.words;
      }, 4000);
      return;
    }
    await acts[button.dataset.act]?.();
  }

  async #submitted(event) {
    const form = event.target.closest("form[data-form]");
    if (!form) return;
    event.preventDefault();
    const { id, kind } = form.closest("[data-id]").dataset;
    const values = Object.fromEntries(new FormData(form));
    if (form.dataset.form === "edit") await this.#do(`/api/comments/${id}`, "PATCH", values);
    else await this.#do("/api/reports", "POST", { kind, id, ...values }, form.dataset.done);
  }

  async #do(url, method, body, done = "") {
    try {
      await ask(url, { method, body });
      this.#scene.layer.reload();
      await this.#load();
      this.#say(done);
    } catch (problem) {
      this.#fail(problem);
    }
  }

  #reload({ isBeyond }) {
    this.#isBeyond = isBeyond;
    return this.#load();
  }

  #say(text) {
    this.#note.textContent = text;
    this.#note.classList.remove("bad");
  }

  #fail(problem) {
    this.#note.textContent = problem instanceof Refused ? problem.message : this.#form.dataset.noConnection;
    this.#note.classList.add("bad");
  }

  #bindLook() {
    for (const input of this.#dialog.querySelectorAll("[data-look]")) {
      const name = input.dataset.look;
      if (input.type === "radio") input.checked = look.get()[name] === input.value;
      else input.value = String(look.get()[name]);
      input.addEventListener("input", () => look.set({ [name]: input.type === "range" ? Number(input.value) : input.value }));
    }
  }
}
