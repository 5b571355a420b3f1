// The service worker of the pages behind links: it opens them without signal, and
// sends what waits when the signal is back and no page is open.
"use strict";

importScripts("/static/work/outbox.js");

const shelf = "gui";
const patience = 10_000; // milliseconds before the page that is kept stands in for a weak signal

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", e => e.waitUntil(self.clients.claim().then(outbox.sweep)));

self.addEventListener("fetch", e => {
	const url = new URL(e.request.url);
	if (e.request.method !== "GET" || url.origin !== self.location.origin) return;
	if (e.request.mode === "navigate" && /^\/gui\/[^/.]+$/.test(url.pathname)) e.respondWith(page(e.request, url.pathname));
	if (url.pathname.startsWith("/static/")) e.respondWith(asset(e.request));
});

self.addEventListener("sync", e => e.waitUntil(outbox.send().then(left => {
	if (left) throw new Error("no signal yet"); // the browser asks again later
})));

// page is the page behind a link as the server draws it now. What is kept of it stands in while there is no
// signal, and when the link has ended while something of it is still in this phone.
async function page(request, link) {
	const kept = await caches.match(link);
	let now;
	try {
		now = await (kept ? soon(fetch(request)) : fetch(request));
	} catch (none) {
		return kept ?? Response.error();
	}
	const store = await caches.open(shelf);
	if (now.ok && !now.redirected) {
		await store.put(link, now.clone());
	} else if (kept && now.status >= 500) {
		return kept;
	} else if (kept && now.status === 404) {
		if ((await outbox.notes(link)).length > 0) return kept;
		await store.delete(link);
	}
	return now;
}

const soon = answer => Promise.race([answer, new Promise((_, late) => setTimeout(late, patience))]);

// asset is a file whose address changes when it does, so what is kept is as good as what is there.
const asset = async request => (await caches.match(request)) ?? fetch(request);
