// The top line: name, draft and its menu, saved state and version, undo, where text goes, language.
// value: {draft, title, version, undo, undo_what, redo, redo_what, where: {local, text, explained}, engines, failure}
const { el, say, icon, button } = gaigao;
server = gaigao.safely(server);
let value = {};
let state = "saved";            // saved | typing | saving | failed: what the sheet's editing says between two answers

const menu = el("div.menu", { id: "draft-menu", role: "menu", hidden: true });
const closeMenu = () => { menu.hidden = true; title.setAttribute("aria-expanded", "false"); };
const title = el("button.draft-title", { type: "button", id: "draft-title", "aria-haspopup": "menu", "aria-expanded": "false", "aria-label": say("header.my_drafts"), on: { click: () => {
  menu.hidden = !menu.hidden;
  title.setAttribute("aria-expanded", String(!menu.hidden));
  if (menu.hidden) return;
  drawMenu();
  menu.querySelector("button")?.focus();
  list_recent();
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
const versions = () => { closeMenu(); gaigao.emit("open-timeline"); };
const other_language = async () => {
  if (!(await gaigao.settle())) return;
  document.cookie = `gaigao_language=${gaigao.language === "zh" ? "en" : "zh"}; path=/; max-age=31536000; samesite=lax`;
  location.reload();
};
const pick = async (draft) => { closeMenu(); if (!(await gaigao.settle())) return; gaigao.show("draft"); trigger("pick", { draft }); };

// The last drafts are asked for when the menu opens, so that no other answer carries them.
const recent = el("div", { id: "draft-recent" });
const list_recent = async () => {
  const answer = await server.list_drafts({ recent: true });
  if (answer.error) return;
  const others = answer.drafts.filter((draft) => draft.id !== value.draft);
  gaigao.fill(recent, others.length ? el("p.menu-head", {}, say("header.recent")) : null, others.map((draft) => el("div.menu-row", {},
    el("button.menu-item", { type: "button", role: "menuitem", data: { draft: draft.id }, on: { click: () => pick(draft.id) } }, el("span.menu-title", {}, draft.title), el("span.soft", {}, gaigao.time(draft.changed_at))))));
};
const item = (id, shape, text, run, more = {}) => button(text, run, { icon: shape, kind: "menu-item", role: "menuitem", id, ...more });
const drawMenu = () => gaigao.fill(menu,
  item("draft-all", "books", say("header.my_drafts"), () => { closeMenu(); gaigao.emit("open-shelf"); }),
  item("draft-new", "plus", say("header.open_another"), leave),
  value.draft ? [item("draft-versions", "clock", say("versions.show"), versions), item("draft-rename", "pencil", say("header.rename"), rename)] : null,
  gaigao.narrow() ? item("draft-language", "globe", say("header.other_language").replace(/[“”]/g, ""), other_language, { lang: gaigao.language === "zh" ? "en" : "zh-CN" }) : null,
  recent);

const words = () => {
  if (state === "typing") return say("header.typing");
  if (state === "saving") return say("header.saving");
  if (state === "failed") return say("header.not_saved");
  return value.version ? say("header.saved", { version: value.version }) : "";
};
// Saved state and length: in the top line, and above the sheet and the chat where that has no room for them.
const length_words = (now) => now.target
  ? say(now.length > now.target ? "length.over" : "length.under", { n: gaigao.number(now.length), target: gaigao.number(now.target), off: gaigao.number(Math.abs(now.target - now.length)) })
  : say("length.none", { n: gaigao.number(now.length) });
const status = (small) => {
  const now = gaigao.parts.outline?.value() || {};
  const counted = value.draft && now.draft === value.draft;
  return [el("button.saved", { type: "button", id: `saved-state${small}`, "aria-live": "polite", title: say("versions.show"), data: { state }, on: { click: versions } }, words()),
    counted ? el("button.length", { type: "button", id: `length-state${small}`, class: now.target ? (now.length > now.target ? "over" : "under") : "", title: `${say("length.set")}\n${now.rule}`, on: { click: () => gaigao.emit("set-target", null) } },
      el("span", {}, length_words(now)), now.target ? el("progress", { max: now.target, value: Math.min(now.length, now.target), "aria-hidden": "true" }) : null) : null];
};
const drawStatus = () => {
  for (const [id, small] of [["header-status", ""], ["sheet-status", "-small"], ["chat-status", "-chat"]]) {
    const place = document.getElementById(id);
    if (!place) continue;
    const focused = document.activeElement?.id;
    gaigao.fill(place, value.draft ? status(small) : null);
    if (focused && place.querySelector(`#${CSS.escape(focused)}`)) document.getElementById(focused).focus();
  }
};
const drawSaved = () => { for (const id of ["saved-state", "saved-state-small", "saved-state-chat"]) { const line = document.getElementById(id); if (line) { line.textContent = words(); line.dataset.state = state; } } };

gaigao.part("header", { element, props, trigger, watch, server }, (now, box) => {
  value = now;
  const where = value.where || {};
  gaigao.fill(title, el("span.title-text", {}, value.draft ? value.title : say("header.no_draft")), icon("down"));
  gaigao.fill(box, el("span.brand", {}, say("app.name")), el("span.title-box", {}, title, menu),
    el("span.header-status", { id: "header-status" }),
    el("span.grow"),
    value.engines === "loading" ? el("span.engines", { id: "engines-state", role: "status", title: say("header.engines_loading") }, el("span.spinner"), say("header.engines_loading")) : null,
    value.engines === "failed" ? el("button.engines.failed", { type: "button", id: "engines-state", on: { click: () => gaigao.note(value.failure, "error") } }, icon("warn"), say("header.engines_failed")) : null,
    el("button.pill", { type: "button", id: "where-text-goes", class: where.local === false ? "remote" : "", title: where.explained || "", on: { click: () => gaigao.show("connection") } },
      icon(where.local === false ? "globe" : "lock"), el("span", {}, where.text || "")),
    value.draft ? button(el("span", {}, say("header.undo")), () => gaigao.emit("undo"), { id: "undo", icon: "undo", disabled: !value.undo, title: value.undo_what || "", "aria-label": `${say("header.undo")} ${value.undo_what || ""}`.trim() }) : null,
    value.draft && value.redo ? button("", () => gaigao.emit("redo"), { id: "redo", icon: "redo", title: `${say("header.redo")} ${value.redo_what || ""}`.trim(), "aria-label": `${say("header.redo")} ${value.redo_what || ""}`.trim() }) : null,
    value.draft ? el("button.btn.primary", { type: "button", id: "export", "aria-haspopup": "dialog", "aria-expanded": "false", "aria-label": say("export.head"), on: { click: () => gaigao.emit("open-export") } }, el("span", {}, say("export.button")), icon("down")) : null,
    el("button.language", { type: "button", id: "language", lang: gaigao.language === "zh" ? "en" : "zh-CN", on: { click: other_language } }, say("header.other_language").replace(/[“”]/g, "")));
  drawStatus();
  if (value.engines && value.engines !== "loading") gaigao.emit("engines-there");
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
gaigao.on("outline", drawStatus);
gaigao.on("pick", (draft) => trigger("pick", { draft }));
gaigao.on("leave", () => trigger("leave", {}));
gaigao.on("leave-draft", leave);
gaigao.on("renamed", () => trigger("engines", gaigao.here()));
document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z" || gaigao.typing()) return;
  if (event.shiftKey ? value.redo : value.undo) { event.preventDefault(); gaigao.emit(event.shiftKey ? "redo" : "undo"); }
});
