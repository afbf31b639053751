/** Times of a page, which the theatre says in UTC → the viewer's own zone and the page's language; what a field of
 *  date and time is given in that zone is sent as an instant. */

const WAYS = { day: { dateStyle: "medium" }, minute: { dateStyle: "medium", timeStyle: "short" } };
const spoken = document.documentElement.lang || "en";
/** The page's language as the viewer writes it: British English has its days before its months. */
const language = navigator.languages?.find((one) => one.split("-")[0] === spoken) ?? spoken;
const zone = new Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Everything in `root` that is still in UTC. */
export function localise(root = document) {
  for (const element of root.querySelectorAll("time[data-as]")) {
    const moment = new Date(element.dateTime);
    element.textContent = new Intl.DateTimeFormat(language, WAYS[element.dataset.as]).format(moment);
    element.title = new Intl.DateTimeFormat(language, { dateStyle: "full", timeStyle: "long" }).format(moment);
    delete element.dataset.as;
  }
  for (const field of root.querySelectorAll("input[data-utc]")) {
    delete field.dataset.utc;
    field.value = localValue(field.value);
    field.closest("label").querySelector("[data-zone]").textContent = zone;
    field.form.addEventListener("formdata", ({ formData }) => {
      if (field.value) formData.set(field.name, new Date(field.value).toISOString());
    });
  }
}

/** "2026-12-01T10:00" in UTC as such a field writes it here. */
function localValue(utc) {
  if (!utc) return "";
  const moment = new Date(`${utc}Z`);
  return new Date(moment - moment.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

localise();
document.addEventListener("htmx:load", ({ detail }) => localise(detail.elt.parentElement ?? document));
