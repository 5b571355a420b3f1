// A page is whole without this file. With it, a button can open the printer, and the size of letters and the contrast
// that a reader chose stay on their device from page to page.
for (const b of document.querySelectorAll("[data-print]")) {
	b.hidden = false;
	b.addEventListener("click", () => window.print());
}
for (const choice of document.querySelectorAll(".reading input")) {
	try {
		if (localStorage.getItem(choice.name) === choice.id) choice.checked = true;
		choice.addEventListener("change", () => localStorage.setItem(choice.name, choice.id));
	} catch {
		break; // a browser that keeps nothing
	}
}
