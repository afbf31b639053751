/** The button that puts a series on the viewer's list, and takes it off. */

import { ask } from "./api.js";

for (const button of document.querySelectorAll("[data-keep]")) {
  button.addEventListener("click", async () => {
    const wants = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(wants));
    try {
      await ask(`/api/series/${encodeURIComponent(button.dataset.keep)}/favourite`, { method: wants ? "PUT" : "DELETE" });
    } catch {
      button.setAttribute("aria-pressed", String(!wants));
    }
  });
}
