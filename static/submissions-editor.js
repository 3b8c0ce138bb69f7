// The editor over the plain textarea: same words, plus the dress in the hidden field `rich`.
const form = document.querySelector("form[data-editor]");
const kit = form && await import(form.dataset.editor);
if (form && !typedAlready()) mount();

// Words typed before this script came are in the textarea: where a dress could be lost they stay there.
function typedAlready() {
  const { body, rich } = form.elements;
  return body.value !== body.defaultValue && !rich.value && /<(?!\/?p>)/.test(rich.dataset.start);
}

function mount() {
  const body = form.elements.body;
  const rich = form.elements.rich;
  const label = form.querySelector(`label[for="${body.id}"]`);
  const frame = document.createElement("div");
  const says = document.createElement("p");
  let own = false; // the change comes from this editor
  label.id ||= "label-body";
  frame.className = "editor";
  says.className = "editor-says";
  says.setAttribute("role", "status");
  body.before(frame);

  const editor = new kit.Editor({
    element: frame,
    injectCSS: false, // a style element would break the content policy
    extensions: extensions(),
    content: start(),
    editorProps: {
      attributes: { role: "textbox", "aria-multiline": "true", "aria-labelledby": label.id, class: "reading writing" },
      transformPastedHTML: pasted,
      handlePaste: (view, event) => takeFiles(event.clipboardData),
      handleDrop: (view, event) => takeFiles(event.dataTransfer),
    },
    onUpdate: tell,
  });
  frame.prepend(toolbar());
  frame.append(says);
  if (document.activeElement === body) editor.commands.focus("end");
  body.hidden = true;
  label.removeAttribute("for");
  label.addEventListener("click", () => editor.commands.focus());
  body.addEventListener("input", () => { if (!own) editor.commands.setContent(start(), { emitUpdate: false }); });
  form.dataset.editing = "ready";

  // What is typed stays as typed: “王**” is a name withheld and “1. ” a number, no signal to the editor.
  function extensions() {
    const { Document, Paragraph, Text, History, Dropcursor, Gapcursor, TableRow } = kit;
    const literal = { addInputRules: () => [], addPasteRules: () => [] };
    const cell = { content: "paragraph+" };
    return [
      Document, Paragraph, Text, History, Dropcursor, Gapcursor, TableRow, Numbered(),
      kit.Bold.extend(literal), kit.BulletList.extend(literal), kit.OrderedList.extend(literal),
      kit.Heading.configure({ levels: [1, 2, 3] }).extend({ ...literal, addKeyboardShortcuts: () => ({}) }),
      kit.ListItem.extend({ content: "paragraph" }),
      kit.Table.extend({ renderHTML: () => ["table", ["tbody", 0]], addNodeView: null }).configure({ resizable: false }),
      kit.TableCell.extend(cell), kit.TableHeader.extend(cell),
      kit.Image.extend({ ...literal, group: "" }).configure({ allowBase64: true }),
      kit.Caption.extend({ marks: "" }),
      kit.Figure.extend({
        content: "image caption",
        addAttributes: () => ({}),
        addNodeView: null,
        addCommands: () => ({}),
      }),
    ];
  }

  // What a script or the browser put into the fields counts before what the page came with.
  function start() {
    if (rich.value) return rich.value;
    return body.value === body.defaultValue ? rich.dataset.start : linesAsHtml(body.value);
  }

  function linesAsHtml(text) {
    const page = document.createElement("div");
    text.split("\n").filter((line) => line.trim()).forEach((line) => {
      page.append(Object.assign(document.createElement("p"), { textContent: line.trim() }));
    });
    return page.innerHTML;
  }

  function tell() {
    const page = document.createElement("div");
    page.append(kit.pm.model.DOMSerializer.fromSchema(editor.schema).serializeFragment(editor.state.doc.content));
    page.querySelectorAll('img[src^="data:"]').forEach((image) => image.closest("figure").remove());
    rich.value = page.innerHTML;
    body.value = linesOf(editor.state.doc).join("\n");
    own = true;
    body.dispatchEvent(new Event("input", { bubbles: true }));
    own = false;
  }

  // The plain lines, as submissions/rich.py writes them.
  function linesOf(doc) {
    const lines = [];
    doc.forEach((block) => {
      const name = block.type.name;
      if (name === "table") {
        block.forEach((row) => {
          const cells = [];
          row.forEach((cell) => cells.push(cell.textBetween(0, cell.content.size, " ").trim()));
          lines.push(cells.join("\t").trimEnd());
        });
      } else if (name === "bulletList" || name === "orderedList") {
        let number = block.attrs.start ?? 1;
        block.forEach((item) => lines.push((name === "bulletList" ? "• " : `${number++}. `) + item.textContent.trim()));
      } else if (name === "figure") {
        lines.push(block.textContent.trim() ? `［图：${block.textContent.trim()}］` : "［图］");
      } else lines.push(block.textContent.trim());
    });
    return lines.filter((line) => line.trim());
  }

  // Numbered paragraphs look like the headings they are.
  function Numbered() {
    const { Decoration, DecorationSet } = kit.pm.view;
    const dress = (doc) => {
      const found = [];
      doc.forEach((node, place) => {
        const kind = node.type.name === "paragraph" ? Levels.of(node.textContent) : "p";
        if (kind === "p") return;
        found.push(Decoration.node(place, place + node.nodeSize, { class: kind }));
        const head = Levels.headOf(kind, node.textContent);
        if (head) found.push(Decoration.inline(place + 1, place + 1 + head, { class: "head" }));
      });
      return DecorationSet.create(doc, found);
    };
    return kit.Extension.create({
      name: "numbered",
      addKeyboardShortcuts: () => ({
        "Mod-Alt-1": () => level(1), "Mod-Alt-2": () => level(2), "Mod-Alt-3": () => level(3), "Mod-Alt-0": () => level(0),
        "Alt-F10": () => { frame.querySelector("[role=toolbar] [tabindex='0']").focus(); return true; },
      }),
      addProseMirrorPlugins: () => [new kit.Plugin({
        state: { init: (config, state) => dress(state.doc), apply: (change, old) => (change.docChanged ? dress(change.doc) : old) },
        props: { decorations(state) { return this.getState(state); } },
      })],
    });
  }

  function here() {
    const { $from } = editor.state.selection;
    const node = $from.depth ? $from.node(1) : null;
    const plain = node && ["paragraph", "heading"].includes(node.type.name);
    return plain ? { node, place: $from.before(1), index: $from.index(0) } : null;
  }

  function levelOf(node) {
    return node.type.name === "heading" ? "h" + node.attrs.level : Levels.of(node.textContent);
  }

  // Give the paragraph the next number of a level, or take its number away: said twice, or level 0.
  function level(wanted) {
    const at = here();
    if (!at) return true;
    const kind = Levels.of(at.node.textContent);
    const off = !wanted || levelOf(at.node) === "h" + wanted;
    const number = off ? "" : Levels.written(wanted, countBefore(at.index, wanted) + 1);
    const { tr, schema } = editor.state;
    tr.setNodeMarkup(at.place, schema.nodes.paragraph);
    tr.delete(at.place + 1, at.place + 1 + Levels.numberOf(kind, at.node.textContent).length);
    if (number) tr.insertText(number, at.place + 1);
    editor.view.dispatch(tr);
    return true;
  }

  function countBefore(index, wanted) {
    let count = 0;
    for (let place = 0; place < index; place += 1) {
      const kind = levelOf(editor.state.doc.child(place));
      if (kind === "h" + wanted) count += 1;
      else if (kind !== "p" && kind < "h" + wanted) count = 0;
    }
    return count;
  }

  function toolbar() {
    const run = (name, ...given) => () => editor.chain()[name](...given).run();
    const kind = (n) => () => here() && levelOf(here().node) === "h" + n;
    const inTable = () => editor.isActive("table");
    return Tools.bar(editor, frame, [
      { text: "一、", hint: "一级标题（Ctrl＋Alt＋1）", does: () => level(1), on: kind(1) },
      { text: "（一）", hint: "二级标题（Ctrl＋Alt＋2）", does: () => level(2), on: kind(2) },
      { text: "1.", hint: "三级标题（Ctrl＋Alt＋3）", does: () => level(3), on: kind(3) },
      { icon: "type-bold", hint: "加粗（Ctrl＋B）", does: run("toggleBold"), on: () => editor.isActive("bold") },
      { icon: "list-ul", hint: "项目符号列表", does: run("toggleBulletList"), on: () => editor.isActive("bulletList") },
      { icon: "list-ol", hint: "编号列表", does: run("toggleOrderedList"), on: () => editor.isActive("orderedList") },
      { icon: "table", hint: "插入表格", does: run("insertTable", { rows: 3, cols: 3, withHeaderRow: true }), off: inTable },
      ...(form.dataset.pictures === "none" ? [] : [{ icon: "image", hint: "插入图片（jpg、png）", does: choosePictures }]),
      { icon: "arrow-counterclockwise", hint: "撤销（Ctrl＋Z）", does: run("undo"), off: () => !editor.can().undo() },
      { icon: "arrow-clockwise", hint: "重做（Ctrl＋Y）", does: run("redo"), off: () => !editor.can().redo() },
      ...[["加一行", "addRowAfter"], ["加一列", "addColumnAfter"], ["删本行", "deleteRow"], ["删本列", "deleteColumn"],
        ["合并格", "mergeCells"], ["拆分格", "splitCell"], ["表头", "toggleHeaderRow"], ["删表格", "deleteTable"]]
        .map(([text, name]) => ({ text, hint: text, does: run(name), shown: inTable, off: () => !editor.can()[name]() })),
    ]);
  }

  function pasted(html) {
    const { html: clean, lost } = Pasting.clean(html);
    if (lost) say(`有 ${lost} 幅图片不能随文字粘贴，请用“插入图片”逐幅补上，或用“从 Word 导入”。`);
    setTimeout(uploadPasted);
    return clean;
  }

  function takeFiles(data) {
    const words = data?.getData("text/html") || data?.getData("text/plain");
    const files = words ? [] : [...(data?.files || [])];
    if (!files.length) return false;
    insertPictures(files);
    return true;
  }

  function choosePictures() {
    const input = Object.assign(document.createElement("input"), { type: "file", accept: ".jpg,.jpeg,.png", multiple: true });
    input.addEventListener("change", () => insertPictures([...input.files]));
    input.click();
  }

  async function insertPictures(files) {
    for (const file of files) {
      const address = await Uploads.send(form, file, say);
      if (!address) return;
      const figure = { type: "figure", content: [{ type: "image", attrs: { src: address } }, { type: "caption" }] };
      const { $to, to } = editor.state.selection;
      const end = $to.depth ? $to.after(1) : to;
      editor.chain().insertContentAt(end, figure).focus(end + 3).run(); // the caption is what is typed next
      say("图片已插入，请在图下写一句说明。");
    }
  }

  // Pictures that came inside pasted text hold their bytes in the text: upload them, then point to them.
  async function uploadPasted() {
    for (let found = inlined(); found; found = inlined()) {
      const address = await Uploads.send(form, Uploads.fileOf(found.node.attrs.src), say);
      const now = inlined();
      if (!now) return;
      const { tr } = editor.state;
      if (address) tr.setNodeAttribute(now.place, "src", address);
      else tr.delete(now.place - 1, now.place - 1 + editor.state.doc.nodeAt(now.place - 1).nodeSize);
      editor.view.dispatch(tr);
    }
  }

  function inlined() {
    let found = null;
    editor.state.doc.descendants((node, place) => {
      if (!found && node.type.name === "image" && node.attrs.src?.startsWith("data:")) found = { node, place };
    });
    return found;
  }

  function say(text) {
    says.textContent = text;
  }
}
