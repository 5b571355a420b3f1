// Who else has this story open is said above it: asked every fifteen seconds, at once when one comes back to the page.
// Whoever leaves it, or puts another page before it, is there no longer.
(() => {
	const line = document.querySelector("[data-here]");
	if (!line) return;
	const to = line.dataset.here;
	const body = word => new URLSearchParams(word);
	const ask = async () => {
		if (document.hidden) return;
		try {
			const res = await fetch(to, { method: "POST", headers: { Accept: "application/json" }, body: body(line.hasAttribute("data-writing") ? { writing: 1 } : {}) });
			if (!res.ok || res.redirected) return;
			const { say } = await res.json();
			if (line.textContent !== say) line.textContent = say;
		} catch {
			line.textContent = ""; // nobody can be asked
		}
	};
	const leave = () => navigator.sendBeacon(to, body({ gone: 1 }));
	document.addEventListener("visibilitychange", () => document.hidden ? leave() : ask());
	addEventListener("pagehide", leave);
	addEventListener("pageshow", e => { if (e.persisted) ask(); });
	setInterval(ask, 15000);
	ask();
})();
