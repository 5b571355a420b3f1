// The page behind a link, where the browser can keep things: what is typed and
// photographed stays in the phone at once, «Gửi» puts it into the outbox, and only
// the server's answer says «Đã gửi». Where the browser cannot, the form is a plain form.
"use strict";

(async () => {
	const held = document.getElementById("held");
	if (!held || !outbox.possible()) return;
	try {
		await outbox.sweep();
	} catch {
		return; // a browser that may keep nothing, as in a private window
	}

	const form = document.querySelector("form");
	const chosen = document.getElementById("chosen");
	const saved = document.getElementById("saved");
	const signal = document.getElementById("signal");
	const { link, through, maker } = held.dataset;
	const widest = 1600, thumb = 96, mostFiles = 10, mostBytes = 20 << 20;
	const progress = new Map(); // of the notes that are being sent, by number
	const arrived = []; // the notes that arrived while this page is open

	const make = (tag, text, more) => Object.assign(document.createElement(tag), { textContent: text ?? "" }, more);
	const clock = () => new Date().toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit" });
	const today = () => { const d = new Date(); return `${d.getDate()}/${d.getMonth() + 1}/${d.getFullYear()}`; };
	const size = n => n < 1 << 20 ? `${Math.ceil(n / 1024)} kB` : `${(n / (1 << 20)).toFixed(1).replace(".", ",")} MB`;
	const newDraft = () => ({ once: crypto.randomUUID(), link, through, state: "draft", at: Date.now(), fields: {} });

	// The form.

	const fields = () => [...form.elements].filter(e => e.name && e.name !== "once" && e.type !== "file");
	const typed = () => Object.fromEntries(fields().filter(e => e.type !== "checkbox" || e.checked).map(e => [e.name, e.value]));

	function fill(values) {
		for (const e of fields()) {
			if (e.type === "checkbox") e.checked = e.name in values;
			else e.value = values[e.name] ?? "";
		}
		for (const d of form.querySelectorAll("details")) d.open ||= [...d.querySelectorAll("input, textarea")].some(e => e.value);
	}

	// keep puts the draft on the disk, one write after the other.
	let keeping = Promise.resolve();
	const keep = () => keeping = keeping.then(async () => {
		draft.fields = typed();
		draft.at = Date.now();
		await outbox.save(draft);
		saved.textContent = `Đã giữ trong máy lúc ${clock()}. Tắt máy, mất mạng vẫn còn.`;
	}).catch(() => { saved.textContent = "Máy không giữ được những gì vừa ghi, có thể do hết chỗ. Hãy gửi ngay khi có mạng."; });

	function complain(name, say) {
		const e = form.elements[name] instanceof RadioNodeList ? form.querySelector(`#f-${name}`) : form.elements[name];
		const field = e.closest(".field");
		const id = `${e.id}-error`;
		const p = document.getElementById(id) ?? make("p", "", { id, className: "error" });
		p.textContent = say;
		field.classList.add("bad");
		field.insertBefore(p, e.closest(".choice") ?? e);
		e.setAttribute("aria-invalid", "true");
		e.setAttribute("aria-describedby", id);
		for (let d = e.closest("details"); d; d = null) d.open = true;
		return e;
	}

	function forgive() {
		for (const e of form.querySelectorAll(".bad")) e.classList.remove("bad");
		for (const p of form.querySelectorAll(".error")) p.remove();
		for (const e of form.querySelectorAll("[aria-invalid]")) e.removeAttribute("aria-invalid");
	}

	// wrong is what the server would refuse at first sight; the rest it says itself when there is signal.
	function wrong(v, count) {
		if (!count && !v.note?.trim() && !v.link?.trim() && !v.figure_of?.trim() && !v.people?.trim()) {
			return ["files", "Chưa có gì để gửi. Hãy chụp ảnh, chọn tệp, hoặc ghi đường dẫn, con số, danh sách hay ghi chú."];
		}
		if (v.sender.trim().split(/\s+/).length < 2) return ["sender", "Hãy ghi đủ họ và tên người gửi."];
		if (!/^\s*\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4}\s*$/.test(v.done_on)) return ["done_on", "Hãy ghi ngày đã làm, ví dụ: 16/7/2025."];
		if (v.figure.trim() && !/^[\d.\s]+$/.test(v.figure)) return ["figure", "Con số chưa đúng. Hãy chỉ ghi chữ số, ví dụ: 120."];
		if (v.figure.trim() && !v.figure_of.trim()) return ["figure_of", "Hãy ghi con số đếm gì, ví dụ: lượt người tham dự."];
		if (!v.figure.trim() && v.figure_of.trim()) return ["figure", "Hãy ghi con số, ví dụ: 120."];
		if (v.link.trim() && !/^https?:\/\/\S+\.\S+$/.test(v.link.trim())) return ["link", "Đường dẫn chưa đúng. Hãy chép cả địa chỉ, bắt đầu bằng https://."];
	}

	// Photos and files.

	function drawn(picture, longest) {
		const scale = Math.min(1, longest / Math.max(picture.width, picture.height));
		const canvas = make("canvas", "", { width: Math.max(1, picture.width * scale), height: Math.max(1, picture.height * scale) });
		const pen = canvas.getContext("2d");
		pen.fillStyle = "#fff";
		pen.fillRect(0, 0, canvas.width, canvas.height);
		pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
		return canvas;
	}

	// prepared is a file as it is kept: a photo is drawn smaller, which leaves out where it was taken, unless the sender wants that sent.
	async function prepared(f) {
		const out = { name: f.name || "anh.jpg", type: f.type, thumb: "", body: f };
		const picture = f.type.startsWith("image/") && await createImageBitmap(f, { imageOrientation: "from-image" }).catch(() => null);
		if (picture) {
			out.thumb = drawn(picture, thumb).toDataURL("image/jpeg", .6);
			const small = !form.elements.has_spots.checked && await new Promise(done => drawn(picture, widest).toBlob(done, "image/jpeg", .85));
			if (small) Object.assign(out, { body: small, type: small.type, name: out.name.replace(/\.\w+$/, "") + ".jpg" });
			picture.close();
		}
		out.body = await out.body.arrayBuffer();
		out.size = out.body.byteLength;
		out.hash = await outbox.hashOf(out.body);
		return out;
	}

	async function choose(input) {
		forgive();
		const picked = [...input.files];
		input.disabled = true;
		for (const f of picked) {
			const have = await outbox.files(draft.once);
			const say = have.length >= mostFiles ? "Mỗi lần gửi nhiều nhất 10 ảnh và tệp. Hãy gửi làm nhiều lần."
				: f.size === 0 ? `Tệp «${f.name}» rỗng. Hãy chọn tệp khác.`
				: f.size > mostBytes && !f.type.startsWith("image/") ? `Tệp «${f.name}» lớn quá 20 MB. Hãy chọn tệp nhỏ hơn hoặc ghi đường dẫn.` : "";
			if (say) { complain("files", say); break; }
			try {
				const file = await prepared(f);
				if (have.some(h => h.hash === file.hash)) continue;
				draft.fields = typed();
				await outbox.addFile(draft, { once: draft.once, n: (have.at(-1)?.n ?? 0) + 1, ...file });
			} catch {
				complain("files", `Máy không giữ được «${f.name}», có thể do hết chỗ. Hãy xóa bớt ảnh trong máy rồi chọn lại.`);
				break;
			}
		}
		input.disabled = false;
		input.value = "";
		await keep();
		await showChosen();
	}

	async function showChosen() {
		const all = await outbox.files(draft.once);
		chosen.hidden = all.length === 0;
		chosen.replaceChildren(...all.map(f => {
			const li = make("li");
			if (f.thumb) li.append(make("img", "", { src: f.thumb, alt: "" }));
			const off = make("button", "Bỏ", { type: "button", className: "quiet", ariaLabel: `Bỏ ${f.name}` });
			off.onclick = async () => { await outbox.dropFile(draft.once, f.n); await showChosen(); };
			li.append(make("span", `${f.name}, ${size(f.size)}`), off);
			return li;
		}));
	}

	// What is on its way.

	const what = (v, all, photos = all.filter(f => f.type.startsWith("image/")).length) => [
		photos && `${photos} ảnh`, all.length > photos && `${all.length - photos} tệp`, v.link && "đường dẫn", v.figure && `${v.figure} ${v.figure_of}`, v.people?.trim() && "danh sách", v.note?.trim() && "ghi chú",
	].filter(Boolean).join(", ");

	const states = {
		waiting: note => {
			const p = progress.get(note.once);
			if (p) return `Đang gửi ${Math.min(p.done + 1, p.of)}/${p.of}.`;
			return note.say ? `Đang giữ trong máy. ${note.say}` : "Đang giữ trong máy. Có mạng sẽ tự gửi.";
		},
		refused: note => `Chưa nhận được. ${note.say}`,
		ended: note => `Chưa gửi được. ${note.say} Hãy gọi ${maker}, người đã lập đường dẫn. Ảnh vẫn còn trong máy này.`,
	};

	async function showHeld() {
		const all = (await outbox.notes(link)).filter(n => n.state !== "draft");
		held.hidden = all.length + arrived.length === 0;
		const items = await Promise.all(all.map(async note => {
			const li = make("li", "", { className: note.state });
			const files = await outbox.files(note.once);
			li.append(make("p", what(note.fields, files)), make("p", states[note.state](note), { className: "state" }));
			if (note.state === "ended") li.append(...rescue(files), button("Thử gửi lại", () => resend(note)));
			if (note.state === "refused") li.append(button("Sửa lại", () => takeUp(note)));
			if (note.state !== "waiting") li.append(button("Xóa khỏi máy", async () => { if (confirm("Xóa những gì chưa gửi này khỏi máy?")) { await outbox.drop(note.once); await showHeld(); } }));
			return li;
		}));
		held.querySelector("ul").replaceChildren(...items, ...arrived.map(a => {
			const li = make("li", "", { className: "arrived" });
			li.append(make("p", a.what), make("p", `Đã gửi lúc ${a.at}. Minh chứng số ${a.evidence}, chờ thẩm tra.`, { className: "state" }));
			return li;
		}));
		showSignal(all.some(n => n.state === "waiting"));
	}

	const button = (text, onclick) => make("button", text, { type: "button", className: "quiet", onclick });

	// rescue is how photos leave this phone when their link takes them no more.
	function rescue(files) {
		const out = files.map(f => {
			const a = make("a", `Lưu ${f.name}`, { download: f.name, className: "save" });
			a.href = URL.createObjectURL(new Blob([f.body], { type: f.type }));
			return a;
		});
		const shared = { files: files.map(f => new File([f.body], f.name, { type: f.type })) };
		if (files.length && navigator.canShare?.(shared)) out.push(button("Chia sẻ ảnh", () => navigator.share(shared).catch(() => {})));
		return out;
	}

	async function resend(note) {
		await outbox.save({ ...note, state: "waiting", say: undefined, endedAt: undefined });
		await showHeld();
		await outbox.send();
	}

	async function takeUp(note) {
		await keeping;
		if ((await outbox.files(draft.once)).length || draft.fields.note?.trim()) {
			alert("Hãy gửi những gì đang ghi trước, rồi sửa.");
			return;
		}
		await outbox.drop(draft.once);
		draft = { ...note, state: "draft", endedAt: undefined };
		await outbox.save(draft);
		fill(draft.fields);
		await Promise.all([showChosen(), showHeld()]);
		if (form.elements[note.field]) complain(note.field, note.say).focus();
	}

	function showSignal(waits) {
		signal.textContent = navigator.onLine ? "" : `Không có mạng. Cứ ghi và chụp: mọi thứ được giữ trong máy${waits ? ", có mạng sẽ tự gửi" : ""}.`;
	}

	async function submit() {
		await keeping;
		forgive();
		const files = await outbox.files(draft.once);
		draft.fields = typed();
		const no = wrong(draft.fields, files.length);
		if (no) { complain(...no).focus(); return; }
		try {
			await outbox.queue({ ...draft, state: "waiting", at: Date.now(), what: what(draft.fields, files) });
		} catch {
			saved.textContent = "Máy không giữ được những gì vừa ghi, có thể do hết chỗ. Hãy gửi ngay khi có mạng.";
			return;
		}
		const { sender } = draft.fields;
		draft = newDraft();
		fill({ sender, done_on: today() });
		saved.textContent = "";
		await Promise.all([showChosen(), showHeld()]);
		document.getElementById("held-title").focus();
		navigator.storage?.persist?.();
		navigator.serviceWorker.ready.then(w => w.sync?.register("gui")).catch(() => {}); // the page itself sends too
		await outbox.send();
	}

	// linkEnded asks the server whether the link still opens, when something of it is kept here.
	async function linkEnded() {
		if (!held.hidden || !navigator.onLine || !draft.fields.note && chosen.hidden) return;
		const res = await fetch(link, { method: "HEAD" }).catch(() => null);
		if (res?.status === 404) {
			signal.textContent = `Đường dẫn này không dùng được nữa. Những gì đã ghi vẫn còn trong máy. Hãy gọi ${maker}, người đã lập đường dẫn.`;
		}
	}

	// keepPage puts the page and what it is made of where the worker finds it.
	async function keepPage() {
		await navigator.serviceWorker.register("/gui/worker.js", { scope: "/gui/" });
		const shelf = await caches.open("gui");
		const parts = [...document.querySelectorAll("link[href], script[src]")].map(e => e.href || e.src);
		for (const part of [location.origin + link, ...parts]) {
			if (!await shelf.match(part)) await shelf.add(part);
		}
	}

	let draft = (await outbox.notes(link)).find(n => n.state === "draft");
	if (draft) {
		fill(draft.fields);
	} else {
		draft = newDraft();
		if (!form.elements.done_on.value || !form.querySelector(".error")) form.elements.done_on.value = today();
	}

	form.addEventListener("input", e => { if (e.target.type !== "file") keep(); });
	for (const input of form.querySelectorAll("input[type=file]")) input.addEventListener("change", () => choose(input));
	form.noValidate = true;
	form.addEventListener("submit", e => { e.preventDefault(); submit(); });
	new BroadcastChannel("gui").onmessage = ({ data }) => {
		if (data.link !== link) return;
		if (data.of) progress.set(data.once, data); else progress.delete(data.once);
		if (data.once === draft.once) draft = newDraft(); // it was sent from another window
		if (data.state === "sent") arrived.push({ ...data, at: clock() });
		showHeld();
	};
	const send = () => outbox.send();
	addEventListener("online", () => { showHeld(); send(); });
	addEventListener("offline", () => showHeld());
	document.addEventListener("visibilitychange", () => { if (!document.hidden) send(); });
	setInterval(send, 30_000);

	await Promise.all([showChosen(), showHeld()]);
	held.dataset.ready = "true";
	await keepPage().catch(() => {}); // without signal it is kept already
	held.dataset.kept = "true";
	await linkEnded();
	await send();
})();
