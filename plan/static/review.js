// The review by keys alone. Everything here can be done without it: each key presses a button or follows a link of the page.
(() => {
	const page = document.querySelector("[data-review]");
	if (!page) return;

	const quietly = fn => { try { return fn(); } catch { return undefined; } }; // storage may be full or forbidden: the forms work without it
	const typing = e => e.target.closest("input, textarea, select, [contenteditable]");
	const keyed = key => page.querySelector(`[data-key="${key}"]`);
	const press = el => el.tagName === "FORM" ? el.requestSubmit() : el.click();

	// The word that the digits speak of: the one with the focus, or the first.
	const words = () => [...page.querySelectorAll("[data-word]")];
	const chosen = () => document.activeElement.closest("[data-word]");
	const at = () => chosen() ?? words()[0];
	const choose = n => at()?.querySelector(`[data-choice="${n}"]`)?.click();

	const keys = {
		j: () => keyed("j")?.click(),
		k: () => keyed("k")?.click(),
		m: () => { const f = keyed("m"); if (f) press(f); },
		x: () => { const f = keyed("x"); if (f) press(f); },
		u: () => { const f = keyed("u"); if (f) press(f); },
		e: () => { const o = page.querySelector(".word-card .other"); if (o) o.closest("details").open = true; const f = page.querySelector(".word-card .other input[type=text], .stop-edit input:not([type=hidden]), .stop-edit textarea, .stop-edit select"); f?.focus(); f?.select?.(); },
		s: () => { const d = keyed("s"); if (d) { d.open = true; d.querySelector("textarea")?.focus(); } },
		w: () => { const w = words(), i = w.indexOf(document.activeElement.closest("[data-word]")); w[(i + 1) % w.length]?.focus(); },
		Enter: () => { if (at() && (chosen() || !keyed("accept"))) choose(0); else { const f = keyed("accept"); if (f) press(f); } },
		"?": () => { hint?.scrollIntoView({ block: "center" }); hint?.focus(); },
	};

	// Keys of one letter can be turned off (WCAG 2.1.4); the choice stays with this browser.
	const hint = page.querySelector(".keys");
	const off = () => quietly(() => localStorage.getItem("loa keys")) === "off";
	if (hint) {
		const b = document.createElement("button");
		b.type = "button";
		b.className = "link";
		const show = () => {
			page.classList.toggle("has-keys", !off());
			b.textContent = off() ? "Bật phím tắt" : "Tắt phím tắt";
		};
		b.onclick = () => { quietly(() => localStorage.setItem("loa keys", off() ? "on" : "off")); show(); };
		hint.after(b);
		show();
	}

	if (location.hash === "#words") words()[0]?.focus(); // the last word was chosen: on to the next

	document.addEventListener("keydown", e => {
		if (off()) return;
		if (e.ctrlKey || e.metaKey || e.altKey || e.isComposing) return;
		if (typing(e)) {
			if (e.key === "Escape") e.target.blur();
			return;
		}
		if (e.key === "Enter" && e.target.closest("a, button, summary")) return; // Enter belongs to what has the focus
		const act = keys[e.key] ?? (/^[0-5]$/.test(e.key) && at() ? () => choose(e.key) : undefined);
		if (act) { e.preventDefault(); act(); }
	});

	// What is typed and not sent is kept in this browser, and offered back. What
	// was sent is forgotten when the server has answered with a page of the review.
	const name = (form, field) => `loa ${page.dataset.review} ${form.dataset.keep} ${field.name}`;
	quietly(() => {
		for (const key of JSON.parse(sessionStorage.getItem("loa sent") ?? "[]")) localStorage.removeItem(key);
		sessionStorage.removeItem("loa sent");
	});
	const fields = form => [...form.elements].filter(f => f.name && f.type !== "hidden" && f.type !== "submit");
	for (const form of page.querySelectorAll("form[data-keep]")) {
		const kept = fields(form).filter(f => quietly(() => {
			const v = localStorage.getItem(name(form, f));
			return v !== null && v !== f.value;
		}));
		if (kept.length) {
			const offer = document.createElement("p");
			offer.className = "doubt";
			offer.setAttribute("role", "status");
			offer.append("Có chữ anh/chị gõ lần trước chưa gửi. ");
			for (const [text, restore] of [["Lấy lại", true], ["Bỏ đi", false]]) {
				const b = document.createElement("button");
				b.type = "button";
				b.className = "link";
				b.textContent = text;
				b.onclick = () => {
					for (const f of kept) {
						if (restore) f.value = localStorage.getItem(name(form, f));
						else localStorage.removeItem(name(form, f));
					}
					if (restore) { form.closest("details")?.setAttribute("open", ""); kept[0].focus(); }
					offer.remove();
				};
				offer.append(b);
			}
			form.prepend(offer);
		}
		form.addEventListener("input", e => quietly(() => localStorage.setItem(name(form, e.target), e.target.value)));
		form.addEventListener("submit", () => quietly(() =>
			sessionStorage.setItem("loa sent", JSON.stringify(fields(form).map(f => name(form, f))))));
	}
})();
