// What is typed is saved as it is typed: a second and a half after the last key, and at the latest two seconds after
// the first that is not saved yet. The page works without this; then the buttons save.
(() => {
	const form = document.querySelector("form[data-write]");
	if (!form) return;
	const said = form.querySelector("[data-saved]");
	const say = (text, bad) => { said.textContent = text; said.classList.toggle("bad", !!bad); };
	const fields = () => new URLSearchParams([...new FormData(form)].filter(([name]) => !name.startsWith("photo")));
	const now = () => fields().toString().replace(/(^|&)saw=\d*/, "");

	let kept = now(), first = 0, timer = 0, sending = false, stopped = form.hasAttribute("data-held");

	const send = async () => {
		timer = 0;
		if (sending || stopped) return;
		const typed = now();
		first = 0;
		if (typed === kept) return;
		sending = true;
		let again = true;
		try {
			const res = await fetch(form.dataset.write, {
				method: "POST", headers: { Accept: "application/json" }, body: fields(), keepalive: typed.length < 60000,
			});
			const answer = await res.json();
			if (res.ok) {
				form.elements.saw.value = answer.saw;
				kept = typed;
				say("Đã lưu lúc " + answer.at + ".");
			} else {
				again = false; // what was typed cannot be kept as it is: the next key tries again
				stopped = res.status !== 422; // or somebody else has the pen
				say(answer.say, true);
			}
		} catch {
			say("Chưa lưu được: mất kết nối. Chữ vẫn ở đây, trang sẽ tự lưu khi có mạng.", true);
		}
		sending = false;
		if (again && !stopped && now() !== kept) plan(1500);
	};

	const plan = wait => {
		if (!first) first = Date.now();
		clearTimeout(timer);
		timer = setTimeout(send, Math.max(0, Math.min(wait, first + 1900 - Date.now())));
	};

	form.addEventListener("input", () => plan(1000));
	form.addEventListener("change", () => plan(200));
	form.addEventListener("submit", () => { stopped = true; });
	addEventListener("online", () => plan(0));
	document.addEventListener("visibilitychange", () => { if (document.hidden) send(); });
	addEventListener("beforeunload", e => { if (!stopped && now() !== kept) e.preventDefault(); });
})();
