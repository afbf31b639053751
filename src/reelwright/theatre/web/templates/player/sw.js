{# The service worker: the shell is kept, nothing else; a page without a connection says so. #}
const SHELL = "reelwright-shell-{{ version }}";
const FILES = {{ files | tojson }};
const OFFLINE = "/offline";

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(SHELL).then((shell) => shell.addAll([...FILES, OFFLINE])).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) if (name.startsWith("reelwright-shell-") && name !== SHELL) await caches.delete(name);
    await self.clients.claim();
  })());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  // What a page says as it is left: passed on from here it arrives, left to a page that is gone it is lost.
  if (request.keepalive) event.respondWith(fetch(request));
  if (request.method !== "GET" || request.keepalive) return;
  if (request.mode === "navigate") {
    event.respondWith(fetch(request).catch(async () => (await caches.open(SHELL)).match(OFFLINE)));
  } else if (FILES.includes(url.pathname)) {
    event.respondWith(caches.open(SHELL).then(async (shell) => (await shell.match(request, { ignoreSearch: true })) ?? fetch(request)));
  }
});
