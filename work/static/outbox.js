// What a phone keeps of the pages behind links, and how it goes out. The page
// (phone.js) and its service worker (worker.js) share this file.
//
// A note is one sending: what was typed, and its photos and files. It is
//
//	draft     while somebody fills in the form
//	waiting   from «Gửi» on; when there is signal it goes out, file by file, piece by piece
//	refused   the server says what is wrong with it; it can be taken up as a draft again
//	ended     its link takes nothing any more; its photos can be saved
//
// and is dropped once the server has answered with the hash of every file. The
// number "once" of a note is its key here and at the server: sent twice, it is one.
"use strict";

const outbox = (() => {
	const pieceBytes = 256 * 1024;
	const keptDays = 30; // after the end of a link
	const patience = 120_000; // milliseconds for one piece over a weak signal
	const news = new BroadcastChannel("gui");
	let opened;

	// possible says whether this browser can keep things and send them later.
	const possible = () => self.isSecureContext && "indexedDB" in self && "locks" in navigator && "caches" in self && "serviceWorker" in navigator;

	const database = () => opened ??= new Promise((open, fail) => {
		const r = indexedDB.open("gui", 1);
		r.onupgradeneeded = () => {
			r.result.createObjectStore("note", { keyPath: "once" });
			r.result.createObjectStore("file", { keyPath: ["once", "n"] });
		};
		r.onsuccess = () => open(r.result);
		r.onerror = () => fail(r.error);
	});

	// within runs fn over the notes and the files, all or nothing, and ends when it is on the disk. What fn asked for is the answer.
	async function within(mode, fn) {
		const t = (await database()).transaction(["note", "file"], mode, { durability: "strict" });
		return new Promise((done, fail) => {
			const asked = fn(t.objectStore("note"), t.objectStore("file"));
			t.oncomplete = () => done(asked?.result);
			t.onabort = () => fail(t.error ?? new Error("not kept"));
		});
	}

	const filesOfNote = once => IDBKeyRange.bound([once, 0], [once, Infinity]);

	const notes = async link => (await within("readonly", note => note.getAll())).filter(n => !link || n.link === link).sort((a, b) => a.at - b.at);
	const files = once => within("readonly", (_, file) => file.getAll(filesOfNote(once)));
	const save = note => within("readwrite", notes => notes.put(note));
	const queue = async note => { await save(note); tell(note, { state: note.state }); };
	const addFile = (note, f) => within("readwrite", (notes, file) => { notes.put(note); return file.put(f); });
	const dropFile = (once, n) => within("readwrite", (_, file) => file.delete([once, n]));
	const drop = once => within("readwrite", (note, file) => { note.delete(once); return file.delete(filesOfNote(once)); });

	async function hashOf(buffer) {
		const sum = new Uint8Array(await crypto.subtle.digest("SHA-256", buffer));
		return [...sum].map(b => b.toString(16).padStart(2, "0")).join("");
	}

	// A No is a refusal of the server, in a sentence, or no answer of it at all: then the note waits.
	class No extends Error {
		constructor(status, say, field) {
			super(say ?? "no answer");
			Object.assign(this, { status, say, field });
		}
		get isLater() { return !this.say || this.status === 409 || this.status === 429 || this.status >= 500; }
	}

	async function post(path, body) {
		const cut = new AbortController();
		const timer = setTimeout(() => cut.abort(), patience);
		try {
			const res = await fetch(path, { method: "POST", body, signal: cut.signal });
			const answer = await res.json().catch(() => null);
			if (res.ok && answer) return answer;
			throw new No(res.ok ? 0 : res.status, answer?.say, answer?.field);
		} catch (no) {
			throw no instanceof No ? no : new No(0);
		} finally {
			clearTimeout(timer);
		}
	}

	// sendFile asks how much of f has arrived and goes on from there.
	async function sendFile(link, f) {
		const path = `${link}/piece/${f.hash}?size=${f.size}`;
		let { have } = await post(`${path}&at=0`, "");
		while (have < f.size) {
			const at = have;
			const piece = f.body.slice(at, at + pieceBytes);
			({ have } = await post(`${path}&at=${at}&sum=${await hashOf(piece)}`, piece));
			if (have <= at) throw new No(0);
		}
	}

	async function sendNote(note) {
		const kept = await files(note.once);
		for (const [i, f] of kept.entries()) {
			tell(note, { done: i, of: kept.length });
			await sendFile(note.link, f);
		}
		const form = new URLSearchParams({ ...note.fields, once: note.once });
		for (const f of kept) form.append("file", `${f.hash} ${f.name}`);
		const answer = await post(`${note.link}/send`, form);
		if (!answer.evidence || answer.files.join() !== kept.map(f => f.hash).join()) throw new No(0);
		await drop(note.once);
		tell(note, { state: "sent", evidence: answer.evidence, what: note.what });
	}

	// attempt sends a note, and once more where the server found a file damaged on the way.
	async function attempt(note) {
		try {
			await sendNote(note);
		} catch (no) {
			if (no.status !== 409) throw no;
			await sendNote(note);
		}
	}

	const tell = (note, what) => news.postMessage({ once: note.once, link: note.link, ...what });

	let asked;

	// send sends what waits, the oldest first, and answers whether something is left. One hand at a time: a page or the worker, whichever holds the lock.
	const send = () => asked ??= navigator.locks.request("gui", async () => {
		asked = undefined; // what is asked from now on comes after this round
		let left = false;
		for (const { once } of (await notes()).filter(n => n.state === "waiting")) {
			const note = await within("readonly", all => all.get(once));
			if (!note) continue;
			try {
				await attempt(note);
			} catch (no) {
				if (!(no instanceof No)) throw no;
				left ||= no.isLater;
				await refuse(note, no);
				if (no.status === 0) break;
			}
		}
		return left;
	});

	async function refuse(note, no) {
		if (!no.isLater) Object.assign(note, { state: no.status === 404 ? "ended" : "refused", endedAt: Date.now(), field: no.field });
		note.say = no.say;
		await save(note);
		tell(note, { state: note.state });
	}

	// sweep forgets what is left of links that ended long ago.
	async function sweep() {
		const long = keptDays * 24 * 3600 * 1000;
		for (const note of await notes()) {
			const end = note.endedAt && note.state !== "refused" ? note.endedAt : Date.parse(`${note.through}T23:59:59+07:00`);
			if (Date.now() > end + long) await drop(note.once);
		}
	}

	return { possible, notes, files, save, queue, addFile, dropFile, drop, hashOf, send, sweep };
})();
