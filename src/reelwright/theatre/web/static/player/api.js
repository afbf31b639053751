/** Requests to the theatre: JSON in, JSON out, with the token that proves they come from its own pages. */

/** A request that the theatre refused: `status`, and `problem` as the server put it into words. */
export class Refused extends Error {
  constructor(status, problem) {
    super(problem?.what ?? problem?.detail ?? `HTTP ${status}`);
    this.status = status;
    this.problem = problem ?? {};
  }
}

/** The proof that a change was asked for by our own page: it stands in a cookie and in the page. */
export function token() {
  const cookie = document.cookie.match(/(?:^|;\s*)(?:__Host-)?csrf=([^;]+)/);
  return cookie ? decodeURIComponent(cookie[1]) : (document.querySelector('meta[name="csrf"]')?.content ?? "");
}

/** The answer of `url` as JSON. Raises `Refused`, or TypeError when there is no connection. */
export async function ask(url, { method = "GET", body, keepalive = false, key } = {}) {
  const headers = { Accept: "application/json" };
  if (method !== "GET") headers["X-CSRF-Token"] = token();
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (key) headers["Idempotency-Key"] = key;
  const response = await fetch(url, {
    method,
    headers,
    keepalive,
    credentials: "same-origin",
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const isJson = (response.headers.get("Content-Type") ?? "").includes("json");
  const answer = isJson ? await response.json() : null;
  if (!response.ok) throw new Refused(response.status, answer);
  return answer;
}

/** A key for one request that must not be done twice, however often it is sent. */
export function newKey() {
  return crypto.randomUUID?.() ?? Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16)).join("");
}
