/** What the page says of itself, and the theatre's addresses. */

export const config = JSON.parse(document.getElementById("player-config").textContent);

/** The address called `name`, its `{places}` filled with `values`. */
export function link(name, values = {}) {
  return Object.entries(values).reduce(
    (url, [place, value]) => url.replace(`{${place}}`, encodeURIComponent(value)),
    config.links[name],
  );
}

const announcer = document.querySelector("[data-announcer]");

/** Tell a screen reader. */
export function announce(text) {
  announcer.textContent = "";
  requestAnimationFrame(() => (announcer.textContent = text));
}
