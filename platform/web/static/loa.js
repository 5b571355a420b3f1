// A page is whole without this file. With it, a button can open the printer.
for (const b of document.querySelectorAll("[data-print]")) {
	b.hidden = false;
	b.addEventListener("click", () => window.print());
}
