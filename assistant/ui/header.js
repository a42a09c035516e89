// The top line: name, draft and its menu, saved state and version, undo, where text goes, language.
// value: {draft, title, version, undo, undo_what, redo, redo_what, drafts, where: {local, text, explained}, engines, failure}
const { el, say, icon, button } = gaigao;
server = gaigao.safely(server);
let value = {};
let state = "saved";            // saved | typing | saving | failed: what the sheet's editing says between two answers

const menu = el("div.menu", { id: "draft-menu", role: "menu", hidden: true });
const closeMenu = () => { menu.hidden = true; title.setAttribute("aria-expanded", "false"); };
const title = el("button.draft-title", { type: "button", id: "draft-title", "aria-haspopup": "menu", "aria-expanded": "false", "aria-label": say("header.my_drafts"), on: { click: () => {
  menu.hidden = !menu.hidden;
  title.setAttribute("aria-expanded", String(!menu.hidden));
  if (!menu.hidden) menu.querySelector("button")?.focus();
} } });
document.addEventListener("click", (event) => { if (!event.target.closest("#draft-menu, #draft-title")) closeMenu(); });
menu.addEventListener("keydown", (event) => {
  if (event.key === "Escape") { closeMenu(); title.focus(); }
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  event.preventDefault();
  const items = [...menu.querySelectorAll("button")];
  items[(items.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : items.length - 1)) % items.length]?.focus();
});

const leave = async () => { closeMenu(); if (!(await gaigao.settle())) return; gaigao.setTab({ draft: null, section: null, reviewing: null, view: "draft" }); trigger("leave", {}); };
const rename = () => {
  closeMenu();
  const name = el("input", { id: "rename-title", type: "text", maxlength: "120", "aria-label": say("header.rename_head") });
  name.value = value.title;
  const { box, close } = gaigao.dialog({ title: say("header.rename_head"), id: "rename-dialog", kind: "small" }, name);
  const save = () => { if (name.value.trim()) trigger("rename", gaigao.here({ title: name.value.trim() })); close(); };
  name.addEventListener("keydown", (event) => { if (event.key === "Enter" && !gaigao.composing(event)) { event.preventDefault(); save(); } });
  box.append(el("div.dialog-foot", {}, button(say("common.cancel"), () => close()), button(say("common.save"), save, { kind: "primary", id: "rename-save" })));
  name.select();
};
const versions = async () => {
  closeMenu();
  await gaigao.flush();
  const here = { draft: gaigao.tab.draft };
  const answer = await server.list_versions(here);
  if (answer.error) { gaigao.note(answer.error, "error"); return; }
  const body = el("div.versions");
  const { close } = gaigao.dialog({ title: say("versions.head"), id: "versions-dialog" }, body);
  const back = (number) => async () => { if (!(await gaigao.settle())) return; trigger("restore", gaigao.here({ number })); close(); gaigao.show("draft"); };
  const list = () => gaigao.fill(body, el("p.hint", {}, say("versions.lead")), el("ol.version-list", {}, answer.versions.map((one) => el("li.version", { class: one.current ? "on" : "", data: { version: String(one.number) } },
    el("b", {}, say("versions.number", { n: one.number })), el("span.version-name", {}, one.name), el("span.soft", {}, gaigao.time(one.at)),
    button(say("versions.look"), () => look(one), { kind: "small", id: `version-look-${one.number}` }),
    one.current ? el("span.tag", {}, say("versions.current")) : button(say("versions.restore"), back(one.number), { kind: "small", id: `version-restore-${one.number}` })))));
  const look = async (one) => {
    const text = await server.list_versions({ ...here, number: one.number });
    if (text.error) { gaigao.note(text.error, "error"); return; }
    gaigao.fill(body, el("div.version-head", {}, button(say("versions.back"), list, { kind: "small", icon: "up", id: "versions-back" }), el("b", {}, say("versions.number", { n: one.number })), el("span.grow"),
      button(say("sheet.copy"), () => gaigao.copy(text.text), { kind: "small", icon: "copy" }), one.current ? null : button(say("versions.restore"), back(one.number), { kind: "primary small" })),
    el("div.reading.paper-face", {}, text.text.split("\n").map((line) => el("p", {}, line.replace(/^[\s\u3000]+/, "")))));
  };
  list();
};

const drawMenu = () => gaigao.fill(menu,
  button(say("header.open_another"), leave, { icon: "plus", kind: "menu-item", role: "menuitem", id: "draft-new" }),
  value.draft ? [button(say("versions.show"), versions, { icon: "list", kind: "menu-item", role: "menuitem", id: "draft-versions" }),
    button(say("header.rename"), rename, { icon: "pencil", kind: "menu-item", role: "menuitem", id: "draft-rename" })] : null,
  (value.drafts || []).length ? el("p.menu-head", {}, say("header.my_drafts")) : null,
  (value.drafts || []).map((draft) => el("div.menu-row", {},
    el("button.menu-item", { type: "button", role: "menuitem", class: draft.id === value.draft ? "on" : "", data: { draft: draft.id }, on: { click: async () => { closeMenu(); if (!(await gaigao.settle())) return; gaigao.show("draft"); trigger("pick", { draft: draft.id }); } } },
      el("span.menu-title", {}, draft.title), el("span.soft", {}, gaigao.time(draft.changed_at))),
    el("button.plain", { type: "button", "aria-label": say("header.remove_draft", { title: draft.title }), on: { click: async () => {
      closeMenu();
      if (!(await gaigao.settle())) return;
      trigger("take_out", { draft: draft.id, open: gaigao.tab.draft });
    } } }, icon("trash")))));

const words = () => {
  if (state === "typing") return say("header.typing");
  if (state === "saving") return say("header.saving");
  if (state === "failed") return say("header.not_saved");
  return value.version ? say("header.saved", { version: value.version }) : "";
};
const drawSaved = () => { const line = document.getElementById("saved-state"); if (line) { line.textContent = words(); line.dataset.state = state; } };

gaigao.part("header", { element, props, trigger, watch, server }, (now, box) => {
  value = now;
  const where = value.where || {};
  drawMenu();
  gaigao.fill(title, el("span.title-text", {}, value.draft ? value.title : say("header.no_draft")), icon("down"));
  gaigao.fill(box, el("span.brand", {}, say("app.name")), el("span.title-box", {}, title, menu),
    value.draft ? el("button.saved", { type: "button", id: "saved-state", "aria-live": "polite", title: say("versions.show"), data: { state }, on: { click: versions } }, words()) : null,
    el("span.grow"),
    value.engines === "loading" ? el("span.engines", { id: "engines-state", role: "status", title: say("header.engines_loading") }, el("span.spinner"), say("header.engines_loading")) : null,
    value.engines === "failed" ? el("button.engines.failed", { type: "button", id: "engines-state", on: { click: () => gaigao.note(value.failure, "error") } }, icon("warn"), say("header.engines_failed")) : null,
    el("button.pill", { type: "button", id: "where-text-goes", class: where.local === false ? "remote" : "", title: where.explained || "", on: { click: () => gaigao.show("connection") } },
      icon(where.local === false ? "globe" : "lock"), el("span", {}, where.text || "")),
    value.draft ? button(el("span", {}, say("header.undo")), () => gaigao.emit("undo"), { id: "undo", icon: "undo", disabled: !value.undo, title: value.undo_what || "", "aria-label": `${say("header.undo")} ${value.undo_what || ""}`.trim() }) : null,
    value.draft && value.redo ? button("", () => gaigao.emit("redo"), { id: "redo", icon: "redo", title: `${say("header.redo")} ${value.redo_what || ""}`.trim(), "aria-label": `${say("header.redo")} ${value.redo_what || ""}`.trim() }) : null,
    el("button.language", { type: "button", id: "language", lang: gaigao.language === "zh" ? "en" : "zh-CN", on: { click: async () => {
      if (!(await gaigao.settle())) return;
      document.cookie = `gaigao_language=${gaigao.language === "zh" ? "en" : "zh"}; path=/; max-age=31536000; samesite=lax`;
      location.reload();
    } } }, say("header.other_language").replace(/[“”]/g, "")));
  document.title = value.draft ? `${value.title} · ${say("app.name")}` : say("app.title");
});
setInterval(() => { if (value.engines === "loading" && !document.hidden) trigger("engines", gaigao.here()); }, 1000);
gaigao.on("saving", (now) => { state = now; drawSaved(); });
gaigao.on("saved", (answer) => {
  state = "saved";
  // The part's value is what the server would send now, so that its next answer is seen as a change where it is one.
  const { version, typing, undo, undo_what, redo, redo_what } = answer;
  props.value = { ...gaigao.parts.header.value(), version, typing, undo, undo_what, redo, redo_what };
  gaigao.parts.header.redraw();
});
for (const step of ["undo", "redo"]) gaigao.on(step, async () => { if (await gaigao.settle()) trigger(step, gaigao.here()); });
gaigao.on("bring-back", (draft) => trigger("bring_back", { draft }));
document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z" || gaigao.typing()) return;
  if (event.shiftKey ? value.redo : value.undo) { event.preventDefault(); gaigao.emit(event.shiftKey ? "redo" : "undo"); }
});
