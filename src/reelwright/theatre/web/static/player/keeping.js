/** The buttons that put a series on the viewer's list and follow its creator, and undo it. */

import { ask } from "./api.js";

for (const [kind, tie] of [["keep", "favourite"], ["follow", "follow"]]) {
  for (const button of document.querySelectorAll(`[data-${kind}]`)) {
    button.addEventListener("click", async () => {
      const wants = button.getAttribute("aria-pressed") !== "true";
      button.setAttribute("aria-pressed", String(wants));
      try {
        await ask(`/api/series/${encodeURIComponent(button.dataset[kind])}/${tie}`, { method: wants ? "PUT" : "DELETE" });
      } catch {
        button.setAttribute("aria-pressed", String(!wants));
      }
    });
  }
}
