// What somebody did on the page behind the sample's link, without signal, before
// its picture is taken: one note waits in the phone, another is being written.
(async () => {
	const held = document.getElementById("held");
	const until = async is => { while (!is()) await new Promise(again => setTimeout(again, 20)); };
	const write = (name, value) => {
		const field = document.getElementById(`f-${name}`);
		field.value = value;
		field.dispatchEvent(new Event("input", { bubbles: true }));
	};
	await until(() => held.dataset.kept);
	await new Promise(got => navigator.locks.request("gui", () => { got(); return new Promise(() => {}); })); // nobody else sends while this page is open

	const canvas = Object.assign(document.createElement("canvas"), { width: 800, height: 600 });
	const pen = canvas.getContext("2d");
	for (const [i, colour] of ["#7a9cc6", "#e8d8b0", "#8fae7a", "#b5533c"].entries()) {
		pen.fillStyle = colour;
		pen.fillRect(0, i * 150, 800, 150);
	}
	const photo = await new Promise(done => canvas.toBlob(done, "image/jpeg"));
	const picked = new DataTransfer();
	picked.items.add(new File([photo], "lop-4a.jpg", { type: photo.type }));
	const camera = document.getElementById("f-camera");
	camera.files = picked.files;
	camera.dispatchEvent(new Event("change"));
	await until(() => document.querySelector("#chosen li"));
	write("note", "Buổi ngoại khóa kỹ năng số của lớp 4A.");
	write("sender", "Trần Thị Bình");
	document.querySelector("form > button").click();
	await until(() => held.querySelector("li"));
	write("note", "Lớp 4B học cùng buổi chiều.");
	await until(() => document.getElementById("saved").textContent);

	for (const note of await outbox.notes()) await outbox.drop(note.once); // the next picture begins anew
	return true;
})();
