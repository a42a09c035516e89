// Editing on the same sheet: a text area set like the paper, saved within two seconds, never while a word is composed.
const { el, say } = gaigao;
server = gaigao.safely(server);
const IDLE = 700, LONGEST = 1500, RETRY = 3000;   // milliseconds: after a pause, at the latest, after a failure
const BECOMES_A_VERSION = 62000;                 // typing left alone for a minute is made a version by the server
const area = el("textarea.paper-text", { id: "editor-text", "aria-label": say("sheet.editing_label"), spellcheck: "false", wrap: "soft" });
const holder = el("div.sheet.editing", {}, area);
element.firstElementChild.append(holder);

let draft = null, seen = 0, saved = "", composing = false, timer = null, idle = null, since = 0, flying = null;
const own_size = CSS.supports("field-sizing", "content");
const scroller = () => element.closest("#paper");
const fit = () => {
  if (own_size) return;
  const box = scroller(), top = box.scrollTop;
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight}px`;
  box.scrollTop = top;
};
const dirty = () => draft !== null && area.value !== saved;

// What could not be saved outlives a reload of this tab (Gradio loads the page anew when the service is back).
const KEPT = "gaigao.unsaved";
const keep = () => { try { if (dirty()) sessionStorage.setItem(KEPT, JSON.stringify({ draft, text: area.value })); else sessionStorage.removeItem(KEPT); } catch { /* then the warning on leaving is all there is */ } };
const kept = () => { try { return JSON.parse(sessionStorage.getItem(KEPT)); } catch { return null; } };
const later = (wait) => { clearTimeout(timer); timer = setTimeout(save, wait); };
const typed = () => {
  fit();
  if (!dirty()) return;
  since ||= Date.now();
  gaigao.emit("saving", "typing");
  if (!composing) later(Math.max(0, Math.min(IDLE, LONGEST - (Date.now() - since))));
};
const save = () => {
  clearTimeout(timer);
  if (flying) return flying.then(() => (dirty() ? save() : undefined));
  if (!dirty()) return Promise.resolve();
  const text = area.value;
  since = 0;
  gaigao.emit("saving", "saving");
  flying = server.save_text({ draft, seen, text }).then((answer) => {
    if (answer.conflict) { clearTimeout(timer); gaigao.emit("saving", "failed"); gaigao.emit("conflict", { ...answer.conflict, mine: area.value }); return; }
    if (answer.lost) { gaigao.emit("saving", "failed"); keep(); later(RETRY); return; }
    if (answer.error) { gaigao.emit("saving", "failed"); keep(); gaigao.note(answer.error, "error"); return; }
    seen = answer.seen;
    saved = text;
    keep();
    gaigao.setTab({ seen });
    gaigao.emit("saved", answer);
    clearTimeout(idle);
    idle = setTimeout(() => { if (draft && !dirty()) trigger("finish", gaigao.here({ seen })); }, BECOMES_A_VERSION);
    if (dirty()) { gaigao.emit("saving", "typing"); later(IDLE); }
  }).finally(() => { flying = null; });
  return flying;
};

// Where a character of the text stands in the text area, in pixels: the same text measured in a copy.
const heightOf = (text) => {
  const mirror = el("div.sheet.editing.mirror", { "aria-hidden": "true" }, el("div.paper-text", {}, `${text}\u200b`));
  mirror.style.width = `${holder.clientWidth}px`;
  element.append(mirror);
  const height = mirror.firstElementChild.offsetHeight;
  mirror.remove();
  return height;
};
const start = async () => {
  if (element.dataset.mode === "edit" || !gaigao.tab.draft) return;
  const answer = await server.whole_text({ draft: gaigao.tab.draft, section: gaigao.tab.section });
  if (answer.error) { gaigao.note(answer.error, "error"); return; }
  const unsaved = kept();
  draft = gaigao.tab.draft;
  seen = answer.seen;
  saved = area.value = answer.text;
  if (unsaved && unsaved.draft === draft) area.value = unsaved.text;
  element.dataset.mode = "edit";
  document.documentElement.dataset.mode = "edit";
  gaigao.emit("mode", "edit");
  fit();
  area.setSelectionRange(answer.at, answer.at);
  const top = answer.at ? heightOf(answer.text.slice(0, answer.at)) : 0;
  area.focus({ preventScroll: true });
  scroller().scrollTop = Math.max(0, top - 80);
  if (dirty()) typed();
};
const leave = async () => {
  if (element.dataset.mode !== "edit") return;
  await save();
  if (dirty()) return;                      // a conflict or no connection: what was written stays in sight
  close();
  trigger("finish", gaigao.here({ seen }));
};
const close = () => {
  draft = null;
  delete element.dataset.mode;
  delete document.documentElement.dataset.mode;
  gaigao.emit("mode", "read");
};

area.addEventListener("compositionstart", () => { composing = true; clearTimeout(timer); });
area.addEventListener("compositionend", () => { composing = false; typed(); });
area.addEventListener("input", typed);
area.addEventListener("blur", () => { if (dirty() && !composing) save(); });
area.addEventListener("keydown", (event) => { if ((event.ctrlKey || event.metaKey) && event.key === "s") { event.preventDefault(); save(); } });
addEventListener("beforeunload", (event) => { if (dirty()) { keep(); save(); event.preventDefault(); } });
gaigao.part("editor", { element, props, trigger, watch, server }, () => {});
gaigao.flush = save;
gaigao.unsaved = dirty;
// What is shown here is saved, and was given another number by a version made of it.
gaigao.on("revision", ({ from, to }) => { if (!draft) { if (gaigao.tab.seen === from) gaigao.setTab({ seen: to }); return; } if (seen === from && !flying) { seen = to; gaigao.setTab({ seen }); } });
// Before an action on the saved text; false where the typing could not be saved, which then stays in sight.
gaigao.settle = async () => {
  if (!draft) return true;
  await save();
  if (dirty()) { gaigao.note(say("header.save_first"), "error"); return false; }
  close();
  return true;
};
gaigao.on("edit", start);
gaigao.on("read", leave);
// The draft was changed elsewhere while nothing was typed here: the new text is shown.
gaigao.on("sheet", async (value) => {
  if (!draft || value.draft !== draft || value.seen === seen || dirty() || flying || composing) return;
  const answer = await server.whole_text({ draft });
  if (answer.error || dirty()) return;
  const at = area.selectionStart;
  seen = answer.seen;
  saved = area.value = answer.text;
  area.setSelectionRange(at, at);
  fit();
});
gaigao.on("outline", () => { const unsaved = kept(); if (unsaved && !draft && unsaved.draft === gaigao.tab.draft) start(); });
gaigao.on("insist", async (mine) => {
  const answer = await server.whole_text({ draft });
  if (answer.error) { gaigao.note(answer.error, "error"); return; }
  seen = answer.seen;
  saved = answer.text;
  area.value = mine;
  typed();
});
gaigao.on("give-way", () => { saved = area.value; keep(); gaigao.emit("saving", "saved"); close(); trigger("finish", gaigao.here({ seen })); });
gaigao.on("tab", ({ before, now }) => { if (draft && before.draft !== now.draft) { save(); close(); } });
gaigao.on("go", async (id) => {
  if (element.dataset.mode !== "edit") return;
  await save();
  const answer = await server.whole_text({ draft, section: id });
  if (answer.error || answer.text !== area.value) return;
  area.setSelectionRange(answer.at, answer.at);
  area.focus({ preventScroll: true });
  scroller().scrollTop = Math.max(0, heightOf(answer.text.slice(0, answer.at)) - 80);
});
