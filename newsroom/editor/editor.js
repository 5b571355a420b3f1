// The editor of stories: what stands in the textarea as light marks (kit/prose) is shown as it will look, and what is
// written goes back into the textarea with each key. Nothing is read or written but the textarea; without this file,
// or when its text has something the editor does not know, people write in the textarea itself.
import MarkdownIt from "markdown-it";
import { baseKeymap, chainCommands, exitCode, setBlockType, toggleMark, wrapIn, lift } from "prosemirror-commands";
import { history, redo, undo } from "prosemirror-history";
import { inputRules, textblockTypeInputRule, wrappingInputRule } from "prosemirror-inputrules";
import { keymap } from "prosemirror-keymap";
import { MarkdownParser, MarkdownSerializer } from "prosemirror-markdown";
import { Fragment, Schema } from "prosemirror-model";
import { liftListItem, sinkListItem, splitListItem, wrapInList } from "prosemirror-schema-list";
import { EditorState } from "prosemirror-state";
import { EditorView } from "prosemirror-view";

const schema = new Schema({
	nodes: {
		doc: { content: "block+" },
		paragraph: { content: "inline*", group: "block", parseDOM: [{ tag: "p" }], toDOM: () => ["p", 0] },
		heading: {
			attrs: { level: { default: 2 } }, content: "inline*", group: "block", defining: true,
			parseDOM: [{ tag: "h1", attrs: { level: 2 } }, { tag: "h2", attrs: { level: 2 } }, ...["h3", "h4", "h5", "h6"].map(tag => ({ tag, attrs: { level: 3 } }))],
			toDOM: node => ["h" + node.attrs.level, 0],
		},
		blockquote: { content: "block+", group: "block", defining: true, parseDOM: [{ tag: "blockquote" }], toDOM: () => ["blockquote", 0] },
		bullet_list: { content: "list_item+", group: "block", parseDOM: [{ tag: "ul" }], toDOM: () => ["ul", 0] },
		ordered_list: {
			attrs: { order: { default: 1 } }, content: "list_item+", group: "block",
			parseDOM: [{ tag: "ol", getAttrs: dom => ({ order: dom.start || 1 }) }], toDOM: node => ["ol", { start: node.attrs.order }, 0],
		},
		list_item: { content: "paragraph block*", defining: true, parseDOM: [{ tag: "li" }], toDOM: () => ["li", 0] },
		picture: {
			attrs: { line: {}, number: {}, alt: {} }, group: "block", atom: true, draggable: true,
			toDOM: node => ["figure", { "data-picture": node.attrs.number }, ["img", { src: pictures + node.attrs.number, alt: node.attrs.alt }], ["figcaption", node.attrs.alt]],
		},
		text: { group: "inline" },
		hard_break: { inline: true, group: "inline", selectable: false, parseDOM: [{ tag: "br" }], toDOM: () => ["br"] },
	},
	marks: {
		link: { attrs: { href: {} }, inclusive: false, parseDOM: [{ tag: "a[href]", getAttrs: dom => /^(https?:|mailto:|tel:|\/(?!\/))/.test(dom.getAttribute("href")) && { href: dom.getAttribute("href") } }], toDOM: mark => ["a", { href: mark.attrs.href }, 0] },
		strong: { parseDOM: [{ tag: "strong" }, { tag: "b", getAttrs: dom => dom.style.fontWeight !== "normal" && null }, { style: "font-weight=bold" }, { style: "font-weight=700" }], toDOM: () => ["strong", 0] },
		em: { parseDOM: [{ tag: "i" }, { tag: "em" }, { style: "font-style=italic" }], toDOM: () => ["em", 0] },
	},
});

let pictures = "";

const marks = new MarkdownIt("zero", { linkify: false, breaks: true }).enable(["heading", "list", "blockquote", "emphasis", "link", "newline", "escape"]);
const parser = new MarkdownParser(schema, marks, {
	blockquote: { block: "blockquote" }, paragraph: { block: "paragraph" }, list_item: { block: "list_item" }, bullet_list: { block: "bullet_list" },
	ordered_list: { block: "ordered_list", getAttrs: tok => ({ order: +tok.attrGet("start") || 1 }) },
	heading: { block: "heading", getAttrs: tok => ({ level: tok.tag === "h1" || tok.tag === "h2" ? 2 : 3 }) },
	softbreak: { node: "hard_break" }, hardbreak: { node: "hard_break" },
	em: { mark: "em" }, strong: { mark: "strong" }, link: { mark: "link", getAttrs: tok => ({ href: tok.attrGet("href") }) },
});

const aPicture = /^!\[((?:[^\]\\]|\\.)*)\]\(anh:(\d+)(?: "(?:[^"\\]|\\.)*")?\)$/;

// read makes a document of light marks; null when there is something in them that it does not know.
function read(text) {
	const blocks = [];
	let lines = [];
	const settle = () => {
		const part = lines.join("\n");
		lines = [];
		if (part.trim()) parser.parse(part).forEach(node => blocks.push(node));
	};
	for (const line of text.replace(/\r\n?/g, "\n").split("\n")) {
		const found = aPicture.exec(line.trim());
		if (!found) { lines.push(/^[ \t\u00a0]+(?![ \t\u00a0]|[-*+] |\d+[.)] )/.test(line) ? line.trimStart() : line); continue; }
		settle();
		blocks.push(schema.nodes.picture.create({ line: line.trim(), number: found[2], alt: found[1].replace(/\\(.)/g, "$1") }));
	}
	settle();
	if (/!\[[^\]]*\]\(anh:/.test(blocks.filter(b => b.type.name !== "picture").map(b => b.textContent).join("\n"))) return null; // a picture within a line
	return schema.nodes.doc.create(null, blocks.length ? Fragment.from(blocks) : schema.nodes.paragraph.create());
}

const writer = new MarkdownSerializer({
	blockquote: (state, node) => state.wrapBlock("> ", null, node, () => state.renderContent(node)),
	heading: (state, node) => { state.write("#".repeat(node.attrs.level) + " "); state.renderInline(node, false); state.closeBlock(node); },
	bullet_list: (state, node) => state.renderList(node, "  ", () => "- "),
	ordered_list: (state, node) => state.renderList(node, "   ", i => node.attrs.order + i + ". "),
	list_item: (state, node) => state.renderContent(node),
	paragraph: (state, node) => { state.renderInline(node); state.closeBlock(node); },
	picture: (state, node) => { state.write(node.attrs.line); state.closeBlock(node); },
	hard_break: state => state.write("\n"),
	text: (state, node) => state.text(node.text),
}, {
	em: { open: "*", close: "*", mixable: true, expelEnclosingWhitespace: true },
	strong: { open: "**", close: "**", mixable: true, expelEnclosingWhitespace: true },
	link: { open: "[", close: (state, mark) => "](" + mark.attrs.href.replace(/[()<>\s]/g, c => encodeURIComponent(c)) + ")" },
}, { strict: false });

const write = doc => writer.serialize(doc, { tightLists: true });

// clean makes lists of what Word calls list paragraphs, and takes out what it adds to them.
function clean(html) {
	const page = new DOMParser().parseFromString(html, "text/html");
	page.querySelectorAll("style, script, meta, link, o\\:p").forEach(el => el.remove());
	page.querySelectorAll("[class^=MsoListParagraph]").forEach(p => {
		const mark = [...p.querySelectorAll("span")].find(s => /mso-list:\s*ignore/i.test(s.getAttribute("style") || ""));
		const ordered = mark && /\d|[a-zđ][.)]/i.test(mark.textContent);
		if (mark) mark.remove();
		const item = page.createElement("li");
		item.append(...p.childNodes);
		const before = p.previousElementSibling;
		const tag = ordered ? "OL" : "UL";
		if (before && before.tagName === tag && before.dataset.word) { before.append(item); p.remove(); return; }
		const list = page.createElement(tag);
		list.dataset.word = "1";
		list.append(item);
		p.replaceWith(list);
	});
	return page.body.innerHTML;
}

const { nodes, marks: m } = schema;

function ask(state, dispatch) {
	if (state.selection.empty) return false;
	if (!dispatch) return true;
	const { from, to } = state.selection;
	if (state.doc.rangeHasMark(from, to, m.link)) { toggleMark(m.link)(state, dispatch); return true; }
	const href = window.prompt("Đường dẫn (bắt đầu bằng https:// hoặc /):", "https://");
	if (href && /^(https?:\/\/\S+|mailto:\S+|tel:\S+|\/(?!\/)\S*)$/.test(href.trim())) toggleMark(m.link, { href: href.trim() })(state, dispatch);
	return true;
}

const tools = [
	["Đậm", "Ctrl+B", toggleMark(m.strong), s => marked(s, m.strong)],
	["Nghiêng", "Ctrl+I", toggleMark(m.em), s => marked(s, m.em)],
	["Đường dẫn", "Ctrl+K", ask, s => marked(s, m.link)],
	["Đầu đề", "Ctrl+Alt+2", (s, d) => block(s, 2) ? setBlockType(nodes.paragraph)(s, d) : setBlockType(nodes.heading, { level: 2 })(s, d), s => block(s, 2)],
	["Đầu đề nhỏ", "Ctrl+Alt+3", (s, d) => block(s, 3) ? setBlockType(nodes.paragraph)(s, d) : setBlockType(nodes.heading, { level: 3 })(s, d), s => block(s, 3)],
	["Gạch đầu dòng", "", (s, d) => inside(s, nodes.bullet_list) ? liftListItem(nodes.list_item)(s, d) : wrapInList(nodes.bullet_list)(s, d), s => inside(s, nodes.bullet_list)],
	["Đánh số", "", (s, d) => inside(s, nodes.ordered_list) ? liftListItem(nodes.list_item)(s, d) : wrapInList(nodes.ordered_list)(s, d), s => inside(s, nodes.ordered_list)],
	["Trích lời", "", (s, d) => inside(s, nodes.blockquote) ? lift(s, d) : wrapIn(nodes.blockquote)(s, d), s => inside(s, nodes.blockquote)],
	["Hoàn tác", "Ctrl+Z", undo], ["Làm lại", "Ctrl+Y", redo],
];

const marked = (state, mark) => { const { from, to, empty, $from } = state.selection; return empty ? !!mark.isInSet(state.storedMarks || $from.marks()) : state.doc.rangeHasMark(from, to, mark); };
const block = (state, level) => { const p = state.selection.$from.parent; return p.type === nodes.heading && p.attrs.level === level; };
const inside = (state, type) => { const at = state.selection.$from; for (let d = at.depth; d > 0; d--) if (at.node(d).type === type) return true; return false; };

const newline = (state, dispatch) => { if (dispatch) dispatch(state.tr.replaceSelectionWith(nodes.hard_break.create()).scrollIntoView()); return true; };

const plugins = () => [
	inputRules({ rules: [
		wrappingInputRule(/^\s*>\s$/, nodes.blockquote), wrappingInputRule(/^\s*([-+*])\s$/, nodes.bullet_list),
		wrappingInputRule(/^(\d+)\.\s$/, nodes.ordered_list, match => ({ order: +match[1] }), (match, node) => node.childCount + node.attrs.order === +match[1]),
		textblockTypeInputRule(/^(#{2,3})\s$/, nodes.heading, match => ({ level: match[1].length })),
	] }),
	keymap({
		"Mod-b": toggleMark(m.strong), "Mod-i": toggleMark(m.em), "Mod-k": ask, "Mod-z": undo, "Shift-Mod-z": redo, "Mod-y": redo,
		"Mod-Alt-2": setBlockType(nodes.heading, { level: 2 }), "Mod-Alt-3": setBlockType(nodes.heading, { level: 3 }), "Mod-Alt-0": setBlockType(nodes.paragraph),
		Enter: splitListItem(nodes.list_item), "Mod-]": sinkListItem(nodes.list_item), "Mod-[": liftListItem(nodes.list_item), "Shift-Enter": chainCommands(exitCode, newline),
	}),
	keymap(baseKeymap), history(),
];

function mount(area) {
	pictures = area.form.dataset.write.replace(/text$/, "picture/");
	const label = document.querySelector(`label[for="${area.id}"]`);
	if (label) label.id = label.id || area.id + "-label";
	const frame = document.createElement("div");
	frame.className = "editor";
	const bar = document.createElement("div");
	bar.className = "editor-bar";
	bar.setAttribute("role", "toolbar");
	bar.setAttribute("aria-label", "Định dạng");
	const paper = document.createElement("div");
	frame.append(bar, paper);
	area.before(frame);

	let view = null;
	const buttons = tools.map(([name, key, does, is]) => {
		const b = document.createElement("button");
		b.type = "button";
		b.className = "quiet";
		b.textContent = name;
		if (key) b.title = key;
		b.addEventListener("mousedown", e => e.preventDefault()); // the selection stays
		b.addEventListener("click", () => { does(view.state, view.dispatch, view); view.focus(); });
		bar.append(b);
		return { b, does, is };
	});
	const swap = document.createElement("button");
	swap.type = "button";
	swap.className = "link";
	bar.append(swap);

	const show = () => buttons.forEach(({ b, does, is }) => {
		if (is) b.setAttribute("aria-pressed", String(!!is(view.state)));
		b.setAttribute("aria-disabled", String(!does(view.state)));
	});

	const open = () => {
		const doc = read(area.value);
		if (!doc) { swap.textContent = "Bài có ảnh giữa dòng, nên viết bằng dấu"; return false; }
		view = new EditorView(paper, {
			state: EditorState.create({ doc, plugins: plugins() }),
			attributes: { class: "story", role: "textbox", "aria-multiline": "true", ...(label ? { "aria-labelledby": label.id } : {}), ...(area.getAttribute("aria-describedby") ? { "aria-describedby": area.getAttribute("aria-describedby") } : {}) },
			transformPastedHTML: clean,
			dispatchTransaction(tr) {
				view.updateState(view.state.apply(tr));
				if (tr.docChanged) {
					area.value = write(view.state.doc);
					area.dispatchEvent(new Event("input", { bubbles: true }));
				}
				show();
			},
		});
		area.hidden = true;
		buttons.forEach(({ b }) => { b.hidden = false; });
		swap.textContent = "Viết bằng dấu";
		show();
		return true;
	};
	const close = () => {
		view.destroy();
		view = null;
		area.hidden = false;
		buttons.forEach(({ b }) => { b.hidden = true; });
		swap.textContent = "Viết như trang in";
	};
	swap.addEventListener("click", () => { if (view) { close(); area.focus(); } else if (open()) view.focus(); });
	if (label) label.addEventListener("click", () => view && view.focus());
	open();
}

const area = document.querySelector("form[data-write] textarea[name=body]");
if (area && !area.form.hasAttribute("data-held")) mount(area);

// For the test that holds the editor against kit/prose.
window.loaEditor = { again: text => { const doc = read(text); return doc && write(doc); } };
