// The timeline: each version by what made it, two of them compared, one restored. Events: "restore" {number}.
const { el, say, icon, button } = gaigao;
server = gaigao.safely(server);
let versions = [], body = null, list = null, pane = null, dialog = null, compared = null;
const beside = matchMedia("(min-width: 900px)");      // room for both texts side by side

const call = async (name, more = {}) => {
  const answer = await server[name](gaigao.here(more));
  if (answer.error) gaigao.note(answer.error, "error");
  return answer.error ? null : answer;
};
const label = (one) => say(one.current ? "versions.number_current" : "versions.number", { n: one.number });
const one_of = (number) => versions.find((one) => one.number === Number(number));
const before_of = (one) => one.parent ?? versions.find((other) => other.number < one.number)?.number ?? null;
const restore = (number) => async () => { if (!(await gaigao.settle())) return; trigger("restore", gaigao.here({ number })); dialog.close(); gaigao.show("draft"); };
const show_pane = (shown) => { body.dataset.shown = shown ? "pane" : "list"; for (const row of list.children) row.classList.toggle("on", !!shown && row.dataset.version === String(shown)); };

// ---- two versions ---------------------------------------------------------------------------------------------------
const NODES = { delete: "del", insert: "ins" };
const marked = (line, without) => line.m.filter(([kind]) => kind !== without).map(([kind, text]) => NODES[kind] ? el(NODES[kind], {}, text) : text);
const sign = (text, about) => el("span.sign", { role: "img", "aria-label": about }, text);
const GONE = () => sign("−", say("versions.line_removed")), NEW = () => sign("+", say("versions.line_added")), CHANGED = () => sign("±", say("versions.line_changed"));
const cell = (line, side) => {
  const there = side === "before" ? line.b !== null : line.a !== null;
  if (!there) return el("td.none");
  const mark = line.k === "equal" ? null : side === "before" ? GONE() : NEW();
  return el("td", { class: `cmp-${line.k}` }, mark, el("span.line-text", {}, marked(line, side === "before" ? "insert" : "delete")));
};
const inline = (line) => el("td", { class: `cmp-${line.k}` }, { removed: GONE, added: NEW, changed: CHANGED }[line.k]?.(), el("span.line-text", {}, marked(line)));
const skipped = (n, wide) => n ? el("tr.skipped", {}, el("td", { colspan: wide ? "2" : "1" }, say("versions.skipped", { n }))) : null;
const rows = (wide) => [compared.parts.map((part) => [skipped(part.skipped, wide), part.lines.map((line) => el("tr", {}, wide ? [cell(line, "before"), cell(line, "after")] : inline(line)))]), skipped(compared.skipped, wide)];
const drawn = () => {
  const wide = beside.matches;
  const [one, other] = [one_of(compared.before), one_of(compared.after)];
  if (!compared.changed) return el("p.hint", { id: "compare-same" }, say("versions.same"));
  return [el("p.soft", { id: "compare-sum", role: "status" }, say("versions.sum", { changed: compared.changed, inserted: compared.inserted, deleted: compared.deleted })),
    el("table.compare-table", { class: wide ? "wide" : "inline", "aria-label": say("versions.compare") },
      wide ? el("thead", {}, el("tr", {}, [one, other].map((version) => el("th", { scope: "col" }, label(version), el("span.soft", {}, ` ${version.name}`))))) : null,
      el("tbody", {}, rows(wide)))];
};
// What is wanted now: an answer about anything else came too late.
let wanted = {};
const compare = async (change) => {
  const asked = wanted = { ...wanted, ...change };
  const { before, after } = asked;
  const answer = await call("compare_versions", { before, after });
  if (!answer || !dialog || asked !== wanted) return;
  compared = answer;
  const pick = (id, now, then) => {
    const node = el("select", { id, "aria-label": say(`versions.${id.replace("-", "_")}`), on: { change: () => then(Number(node.value)) } }, versions.map((one) => el("option", { value: String(one.number) }, `${label(one)} · ${one.name}`)));
    node.value = String(now);
    return node;
  };
  gaigao.fill(pane, el("div.compare-head", {}, back(), pick("compare-before", before, (now) => compare({ before: now })), el("span", { "aria-hidden": "true" }, "→"), pick("compare-after", after, (now) => compare({ after: now })),
    one_of(after).current ? null : button(say("versions.restore"), restore(after), { kind: "small", id: "compare-restore", "aria-label": `${say("versions.restore")} ${label(one_of(after))}` })), el("div.compare-body", { tabindex: "0" }, drawn()));
  show_pane(after);
};
beside.addEventListener("change", () => { if (dialog && compared && pane.querySelector(".compare-body")) gaigao.fill(pane.querySelector(".compare-body"), drawn()); });

// ---- one version ----------------------------------------------------------------------------------------------------
const back = () => button(say("versions.back"), () => { show_pane(null); list.querySelector("button")?.focus(); }, { kind: "small on-small", icon: "list", id: "versions-back" });
const look = async (one) => {
  const asked = wanted = { ...wanted };
  const answer = await call("list_versions", { number: one.number });
  if (!answer || !dialog || asked !== wanted) return;
  compared = null;
  gaigao.fill(pane, el("div.compare-head", {}, back(), el("b", {}, label(one)), el("span.soft", {}, one.name), el("span.grow"), button(say("sheet.copy"), () => gaigao.copy(answer.text), { kind: "small", icon: "copy", id: "version-copy" }),
    one.current ? null : button(say("versions.restore"), restore(one.number), { kind: "primary small", id: "version-restore" })),
  el("div.reading.paper-face", { tabindex: "0" }, answer.text.split("\n").map((line) => el("p", {}, line.replace(/^[\s\u3000]+/, "")))));
  show_pane(one.number);
};
const row = (one) => el("li.version", { data: { version: String(one.number) }, "aria-current": one.current ? "true" : undefined },
  el("div.version-main", {}, el("b", {}, say("versions.number", { n: one.number })), one.current ? el("span.tag.own", {}, say("versions.current")) : null, el("span.grow"), el("time.soft", { datetime: one.at }, gaigao.time(one.at))),
  el("p.version-name", { title: one.name }, one.name),
  el("div.version-ops", {}, before_of(one) === null ? null : button(say("versions.changes"), () => compare({ before: before_of(one), after: one.number }), { kind: "small", id: `version-compare-${one.number}` }),
    button(say("versions.look"), () => look(one), { kind: "small", id: `version-look-${one.number}` }),
    one.current ? null : button(say("versions.restore"), restore(one.number), { kind: "small", id: `version-restore-${one.number}` })));

const open = async () => {
  if (!gaigao.tab.draft || dialog) return;
  await gaigao.flush();
  const seen = gaigao.tab.seen;
  const answer = await call("list_versions");
  if (!answer || dialog) return;
  if (answer.seen && !gaigao.unsaved()) { gaigao.emit("revision", { from: seen, to: answer.seen }); gaigao.emit("saved", answer); }
  versions = answer.versions;
  list = el("ol.version-list", { "aria-label": say("versions.head") }, versions.map(row));
  pane = el("div.compare-pane", { id: "compare" }, el("p.hint", {}, say("versions.choose")));
  body = el("div.timeline", { data: { shown: "list" } }, el("div.timeline-list", {}, el("p.hint", {}, say("versions.lead")), list), pane);
  dialog = gaigao.dialog({ title: say("versions.head"), id: "versions-dialog", kind: "wide", closed: () => { dialog = null; } }, body);
  const current = versions.find((one) => one.current);
  if (beside.matches && current && before_of(current) !== null) compare({ before: before_of(current), after: current.number });
};
gaigao.part("timeline", { element, props, trigger, watch, server }, () => {});
gaigao.on("open-timeline", open);
