// What every page shares: asking the server, and saying what came of it.

/** The session's word against requests from other sites; empty before there is a session. */
export let csrf = document.querySelector('meta[name="csrf"]')?.content ?? "";

/** Say something in a corner, to eyes and to screen readers. */
export function say(text) {
  const place = document.getElementById("said");
  if (!place || !text) return;
  const line = document.createElement("p");
  line.textContent = text;
  place.replaceChildren(line);
  setTimeout(() => line.remove(), 6000);
}

/** What a refused request says, as an Error whose `status` and `problem` tell more. */
export class Refused extends Error {
  constructor(problem) {
    super([problem.what, problem.next_step].filter(Boolean).join(". ").replaceAll("..", "."));
    this.status = problem.status;
    this.problem = problem;
  }
}

/** Ask the API. `body` is sent as JSON; `key` makes a request that moves money safe to send twice. */
export async function ask(path, { method = "GET", body, key, ...more } = {}) {
  const headers = { accept: "application/json" };
  if (body !== undefined) headers["content-type"] = "application/json";
  if (method !== "GET") headers["x-csrf-token"] = csrf;
  if (key) headers["idempotency-key"] = key;
  const answer = await fetch(path, {
    method, headers, credentials: "same-origin", body: body === undefined ? undefined : JSON.stringify(body), ...more,
  });
  if (answer.status === 204) return null;
  const told = await answer.json().catch(() => ({ status: answer.status, what: answer.statusText }));
  if (!answer.ok) throw new Refused(told);
  if (answer.headers.has("x-csrf-token")) csrf = answer.headers.get("x-csrf-token");
  return told;
}

document.addEventListener("htmx:responseError", (event) => {
  try {
    const told = JSON.parse(event.detail.xhr.responseText);
    say(new Refused(told).message);
  } catch {
    say(event.detail.xhr.statusText);
  }
});
