// 我的稿子: every draft, found, opened, renamed, copied, deleted, had back. Answers of `server.list_drafts`, `server.change_draft`.
const { el, say, icon, button } = gaigao;
server = gaigao.safely(server);
let dialog = null, now = { drafts: [], deleted: [] }, waiting = null, unfolded = false;

const query = el("input", { id: "shelf-query", type: "search", "aria-label": say("drafts.search"), placeholder: say("drafts.search") });
const list = el("ul.shelf", { id: "shelf-list" });
const gone = el("details.shelf-gone", { id: "shelf-deleted", on: { toggle: () => { unfolded = gone.open; } } });
const draw = (answer) => {
  if (answer.error) { gaigao.note(answer.error, "error"); return false; }
  now = answer;
  const wanted = query.value.trim();
  gaigao.fill(list, now.drafts.length ? now.drafts.map(row) : el("li.shelf-none", {}, wanted ? say("drafts.none_found", { query: wanted }) : say("drafts.empty"),
    wanted ? null : button(say("drafts.open_file"), leave, { kind: "primary small", icon: "plus", id: "shelf-first" })));
  gone.hidden = !now.deleted.length;
  gone.open = unfolded;
  gaigao.fill(gone, el("summary", {}, say("drafts.recently_deleted", { n: now.deleted.length })), el("ul.shelf", {}, now.deleted.map(gone_row)));
  return true;
};
// An answer to an earlier word that comes after the answer to a later one is not drawn.
let turn = 0;
const load = async () => { const mine = ++turn; const answer = await server.list_drafts({ query: query.value.trim() }); return mine === turn && draw(answer); };
query.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(load, 200); });

const change = async (draft, step, more = {}) => {
  const answer = await server.change_draft({ draft, step, query: query.value.trim(), ...more });
  turn += 1;
  if (!draw(answer)) return null;
  gaigao.emit("drafts-changed");
  return answer;
};
const back = async (draft, was_open) => {
  const answer = await change(draft, "bring_back");
  if (answer && was_open && !gaigao.tab.draft) pick(draft);
  else if (answer) gaigao.note(answer.said);
};
const away = async (draft) => {
  const was_open = draft.id === gaigao.tab.draft;
  if (was_open && !(await gaigao.settle())) return;
  const answer = await change(draft.id, "delete");
  if (!answer) return;
  gaigao.note(answer.said, "info", { event: "shelf-undo", detail: { draft: draft.id, was_open }, label: say("header.undo") });
  if (was_open) { gaigao.setTab({ draft: null, section: null, reviewing: null }); gaigao.emit("leave"); }
  (list.querySelector("button") || query).focus();
};
const pick = async (draft) => {
  if (!(await gaigao.settle())) return;
  dialog?.close();
  gaigao.show("draft");
  if (draft !== gaigao.tab.draft) gaigao.emit("pick", draft);
};
const leave = () => { dialog?.close(); gaigao.emit("leave-draft"); };
const rename = (draft, place) => {
  const name = el("input", { type: "text", maxlength: "120", id: "shelf-title", "aria-label": say("header.rename_head") });
  name.value = draft.title;
  let done = false;
  const end = async (keep) => {
    if (done) return;
    done = true;
    const title = name.value.trim();
    if (!keep || !title || title === draft.title) { draw(now); return; }
    if (await change(draft.id, "rename", { title }) && draft.id === gaigao.tab.draft) gaigao.emit("renamed");
  };
  name.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !gaigao.composing(event)) { event.preventDefault(); end(true); }
    if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); end(false); }
  });
  name.addEventListener("blur", () => end(true));
  place.replaceWith(name);
  name.select();
  name.focus();
};
const act = (shape, key, draft, run) => el("button.plain", { type: "button", class: `shelf-${key}`, title: say(`drafts.${key}`), "aria-label": `${say(`drafts.${key}`)} ${draft.title}`, on: { click: run } }, icon(shape));
const row = (draft) => {
  const open = el("button.shelf-open", { type: "button", data: { draft: draft.id }, on: { click: () => pick(draft.id) } },
    el("span.shelf-title", {}, draft.title), el("span.soft", {}, say("drafts.about", { n: gaigao.number(draft.length), when: gaigao.time(draft.changed_at) })));
  return el("li.shelf-row", { class: draft.id === gaigao.tab.draft ? "on" : "" }, open, draft.id === gaigao.tab.draft ? el("span.tag.own", {}, say("drafts.open_now")) : null,
    act("pencil", "rename", draft, () => rename(draft, open)), act("copy", "copy", draft, async () => { const answer = await change(draft.id, "copy"); if (answer) gaigao.note(answer.said); }), act("trash", "delete", draft, () => away(draft)));
};
const days = (iso) => Math.max(0, Math.ceil((new Date(iso) - Date.now()) / 86400000));
const gone_row = (draft) => el("li.shelf-row", {}, el("span.shelf-open", {}, el("span.shelf-title", {}, draft.title), el("span.soft", {}, say("drafts.gone_in", { when: gaigao.time(draft.deleted_at), n: days(draft.gone_at) }))),
  button(say("header.bring_back"), () => back(draft.id, false), { kind: "small", icon: "undo", data: { back: draft.id }, "aria-label": `${say("header.bring_back")} ${draft.title}` }));

const open = async () => {
  if (dialog) return;
  await gaigao.flush();
  query.value = "";
  if (!(await load()) || dialog) return;
  dialog = gaigao.dialog({ title: say("drafts.head"), id: "shelf-dialog", kind: "shelf-dialog", closed: () => { dialog = null; } },
    el("div.shelf-bar", {}, query, button(say("header.open_another"), leave, { kind: "small", icon: "plus", id: "shelf-new" })), list, gone);
  list.querySelector("button")?.focus();
};
gaigao.part("shelf", { element, props, trigger, watch, server }, () => {});
gaigao.on("open-shelf", open);
gaigao.on("shelf-undo", ({ draft, was_open }) => back(draft, was_open));
