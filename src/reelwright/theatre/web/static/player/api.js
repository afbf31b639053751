/** Requests to the theatre, as every page makes them, and keys for those that must not be done twice. */

export { ask, Refused } from "../theatre.js";

/** A key for one request, however often it is sent. */
export function newKey() {
  if (crypto.randomUUID) return crypto.randomUUID(); // not where a page comes without HTTPS from another machine
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
