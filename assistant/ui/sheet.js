// The sheet of paper: reading, and a suggestion reviewed at its place. Editing is `sheet_editing.js`.
// value: {draft, seen, paras: [{k, s, r: [text | {b} | {h, m, end}]} | {k: "review", …}]}; m: [kind, text, [findings]?].
// Events: "decide", "decide_all", "look", "finding_missing", "finding_vouch".
const { el, say, icon, button } = gaigao;
server = gaigao.safely(server);
let value = {};
const sheet = el("article.sheet", { id: "sheet-text", "aria-label": say("sheet.label") });
const bar = el("div.sheet-bar", { id: "sheet-bar" });
const notice = el("div.conflict", { id: "conflict", role: "alert", hidden: true });
element.firstElementChild.append(bar, notice, el("div.sheet-holder", {}, sheet));

// ---- a change and its buttons --------------------------------------------------------------------------------------
const decide = (review, hunk, state, confirmed = false) => {
  trigger("decide", gaigao.here({ suggestion: review.id, hunk: Number(hunk), state, confirmed, reviewing: review.id }));
};
const describe = (review, hunk) => say("review.change_n", { n: hunk, m: Object.keys(review.hunks).length });
const accept = (review, hunk, errors) => button(say(errors ? "review.accept_asked" : "review.accept"), () => decide(review, hunk, "accepted"), { kind: errors ? "ok asked-first" : "ok", id: `accept-${review.short}-${hunk}`, title: errors ? say("review.accept_why", { n: errors }) : undefined,
  "aria-label": [say("review.accept"), describe(review, hunk), errors ? say("review.accept_why", { n: errors }) : ""].filter(Boolean).join(" ") });
const operations = (review, hunk, state) => el("span.ops", { role: "group", "aria-label": describe(review, hunk) },
  state === "pending"
    ? [accept(review, hunk, review.errors[hunk]),
      button(say("review.refuse"), () => decide(review, hunk, "rejected"), { kind: "no", id: `refuse-${review.short}-${hunk}`, "aria-label": `${say("review.refuse")} ${describe(review, hunk)}` })]
    : button(say(`review.was_${state}`), () => decide(review, hunk, "pending"), { kind: "decided", icon: "undo", id: `again-${review.short}-${hunk}`, "aria-label": `${say("review.reconsider")} ${describe(review, hunk)}` }));
const MARKS = { delete: "del", insert: "ins" };
const change = (review, run) => {
  const state = review.hunks[run.h];
  const node = el("span.hunk", { class: state, data: { hunk: String(run.h), review: review.id }, tabindex: run.end ? "0" : undefined });
  for (const [kind, text, found] of run.m) {
    const worst = found && review.findings.find((one) => found.includes(one.id));
    const shown = worst ? el("span.mk", { class: `${worst.severity} ${worst.kind}`, data: { f: found.join(" ") } }, text) : text;
    node.append(MARKS[kind] ? el(MARKS[kind], {}, shown) : shown);
  }
  if (run.end) node.append(operations(review, run.h, state));
  return node;
};
const piece = (run, review) => typeof run === "string" ? run : run.b !== undefined ? el("b.run-in", {}, run.b) : change(review, run);
const paragraph = (para, review) => el(para.k === "title" ? "h1" : /^h\d/.test(para.k) ? `h${Math.min(Number(para.k[1]) + 1, 6)}` : "p",
  { class: `line ${para.k}`, data: { section: para.s || "" } }, para.r.map((run) => piece(run, review)));

// ---- what the guard found --------------------------------------------------------------------------------------------
const recast = (review, finding) => {
  if (gaigao.parts.views.value().model === false) { gaigao.note(say("finding.needs_model"), "info", { label: say("chat.connect_model"), event: "open-view", detail: "connection" }); return; }
  gaigao.emit("send", { text: say("finding.recast_wish", { quote: finding.quote }), recast: { suggestion: review.id, finding: finding.id } });
};
const act = (review) => (action, finding, node) => {
  if (action === "source") { gaigao.openSource(finding.source); return; }
  if (action === "recast") { recast(review, finding); return; }
  node.disabled = true;      // until the review is drawn anew, or an order says why not
  hunks().find((one) => one.dataset.hunk === finding.hunk && one.dataset.review === review.id)?.focus({ preventScroll: true });
  trigger(`finding_${action}`, gaigao.here({ suggestion: review.id, finding: finding.id, reviewing: review.id }));
};
const foundIn = (review, hunk, head) => {
  const own = review.findings.filter((one) => one.hunk === hunk);
  return own.length ? gaigao.findingRows(own, act(review), head ? el("p.findings-head", {}, head) : null) : null;
};
const beside = (review, para) => para.r.filter((run) => run.h && run.end).map((run) => foundIn(review, run.h, Object.keys(review.hunks).length > 1 ? describe(review, run.h) : ""));

const reviewBlock = (review) => {
  const left = review.pending, total = Object.keys(review.hunks).length, clean = left - Object.keys(review.errors).length;
  const stand = left ? say("review.changes", { n: total }) : say("review.all_decided", { accepted: review.accepted, refused: review.rejected });
  const all = (state) => trigger("decide_all", gaigao.here({ suggestion: review.id, state, reviewing: review.id }));
  return el("section.review", { id: `review-${review.short}`, data: { review: review.id, section: review.section }, "aria-label": say("review.label") },
    el("header.review-bar", {}, el("b", {}, review.after_plan ? say("restructure.words") : say(review.pasted ? "review.pasted" : "review.head")), review.wish ? el("span.review-wish", { title: review.wish }, review.wish) : null, el("span.stand", {}, stand), el("span.grow"),
      left ? [button(say(left === total ? "review.refuse_all" : "review.refuse_rest"), () => all("rejected"), { id: `refuse-all-${review.short}`, kind: "small" }),
        clean ? button(clean === total ? say("review.accept_all") : say("review.accept_rest", { n: clean }), () => all("accepted"), { id: `accept-all-${review.short}`, kind: "primary small" }) : null]
        : button(say("review.fold"), () => trigger("look", gaigao.here({ reviewing: null, seen: -1 })), { id: `fold-${review.short}`, kind: "small", icon: "up" })),
    el("div.review-text", {}, review.paras.map((para) => [paragraph(para, review), beside(review, para)])),
    foundIn(review, null, say("finding.unchanged")),
    review.stale ? el("p.notice", {}, icon("warn"), el("span", {}, say("review.stale", { n: review.stale }))) : null,
    (review.notices || []).map((text) => el("p.notice", {}, icon("warn"), el("span", {}, text))),
    (review.citations || []).length ? el("p.review-sources", {}, say("review.sources"), review.citations.map((source) =>
      el("button.cite", { type: "button", title: source.report.title, on: { click: () => gaigao.openSource(source) } }, `[${source.n}] ${source.report.title}`))) : null,
    review.checked ? el("p.review-checked", {}, icon("check"), el("span", {}, review.checked)) : null,
    el("p.review-keys", {}, say("review.keys")));
};

// ---- the whole sheet, the place kept ----------------------------------------------------------------------------------
const scroller = () => element.closest("#paper");
const mark = () => {
  const chosen = gaigao.tab.section;
  for (const line of sheet.querySelectorAll("[data-section]")) {
    const own = line.dataset.section;
    line.classList.toggle("chosen", !!chosen && (own === chosen || own.startsWith(`${chosen}.`)));
    line.classList.toggle("being-rewritten", rewriting.some((one) => own === one || own.startsWith(`${one}.`)));
  }
};
let rewriting = [];
const status = el("div.sheet-status", { id: "sheet-status" });   // filled by the header
const drawBar = () => gaigao.fill(bar,
  button(say("outline.head"), () => gaigao.emit("open-side"), { id: "open-side", kind: "small", icon: "list" }),
  el("div.modes", { role: "group", "aria-label": say("sheet.mode") }, ["read", "edit"].map((mode) => {
    const on = (mode === "edit") === (element.dataset.mode === "edit");
    return el("button.mode", { type: "button", id: `mode-${mode}`, class: on ? "on" : "", "aria-pressed": String(on), on: { click: () => gaigao.emit(mode) } }, icon(mode === "edit" ? "pencil" : "sheet"), say(`sheet.${mode}`));
  })),
  el("span.grow"), button([el("span.long", {}, say("restructure.name")), el("span.short", {}, say("restructure.short"))], () => gaigao.emit("restructure"), { id: "restructure-open", kind: "small", icon: "moves", title: say("restructure.about"), "aria-label": say("restructure.name"), "aria-haspopup": "dialog" }),
  button([el("span.long", {}, say("inspection.name")), el("span.short", {}, say("inspection.short"))], () => gaigao.emit("inspect"), { id: "inspect", kind: "small", icon: "check", title: say("inspection.about"), "aria-label": say("inspection.name") }),
  button(say("sheet.copy"), async () => { const answer = await server.whole_text({ draft: gaigao.tab.draft }); if (answer.error) gaigao.note(answer.error, "error"); else gaigao.copy(answer.text); }, { id: "copy-all", "aria-label": say("sheet.copy"), kind: "small", icon: "copy" }), status);

const draw = (now) => {
  if (now.draft && now.draft !== gaigao.tab.draft) return;   // an answer about a draft this tab has left
  value = now;
  const box = scroller();
  const top = box ? box.scrollTop : 0;
  const focused = document.activeElement?.closest?.("#sheet .hunk")?.dataset;
  const kept = focused && { hunk: focused.hunk, review: focused.review };
  const moved = sheet.dataset.draft !== (value.draft || "");
  sheet.dataset.draft = value.draft || "";
  gaigao.fill(sheet, (value.paras || []).map((para) => para.k === "review" ? reviewBlock(para) : paragraph(para)));
  mark();
  if (box) box.scrollTop = moved ? 0 : top;
  if (kept) next(kept);
  gaigao.emit("sheet", value);
};
const hunks = () => [...sheet.querySelectorAll(".hunk[tabindex]")];
const next = (kept) => {
  const all = hunks();
  // A suggestion that was mended has another one in its place, with the same changes but for one.
  const place = all.findIndex((one) => one.dataset.hunk === kept.hunk && one.dataset.review === kept.review);
  const at = place >= 0 ? place : Math.max(0, all.findIndex((one) => one.dataset.hunk === kept.hunk));
  const target = all.slice(at).find((one) => one.classList.contains("pending")) || all.find((one) => one.classList.contains("pending")) || all[at];
  target?.focus({ preventScroll: true });
  target?.scrollIntoView({ block: "nearest" });
};
const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
const reveal = (node, block = "start") => node?.scrollIntoView({ block, behavior: calm() });

drawBar();
gaigao.part("sheet", { element, props, trigger, watch, server }, draw);
gaigao.on("tab", ({ before, now }) => { if (before.draft !== now.draft) gaigao.parts.sheet.redraw(); mark(); });
gaigao.on("mode", (mode) => { element.dataset.mode = mode; drawBar(); });
gaigao.on("rewriting", (ids) => { rewriting = ids; mark(); });
gaigao.on("go", (id) => { if (element.dataset.mode !== "edit") reveal(sheet.querySelector(`[data-section="${CSS.escape(id)}"]`)); });
gaigao.on("see-review", (id) => requestAnimationFrame(() => {
  gaigao.emit("read");
  const block = sheet.querySelector(id ? `.review[data-review="${CSS.escape(id)}"]` : ".review");
  if (!block && id && id !== gaigao.tab.reviewing) { trigger("look", gaigao.here({ reviewing: id, seen: -1 })); return; }
  if (!block) { gaigao.note(say("review.gone")); return; }
  reveal(block);
  block.querySelector(".hunk.pending[tabindex]")?.focus({ preventScroll: true });
}));
// What was pasted before the library was open, or had any report, is checked once it is.
let opened = false;
gaigao.on("engines-there", () => {
  if (opened) return;
  opened = true;
  if ((value.paras || []).some((para) => para.unchecked)) trigger("look", gaigao.here({ seen: -1 }));
});
gaigao.on("confirm-accept", (asked) => gaigao.confirmAccept(asked, (state) => decide({ id: asked.suggestion }, asked.hunk, state, state === "accepted")));
gaigao.on("told", () => { for (const node of sheet.querySelectorAll(".finding-acts :disabled")) node.disabled = false; });
// A place told by its words: shown, and marked for a while.
gaigao.on("see-quote", ({ quote, section }) => {
  gaigao.emit("read");
  requestAnimationFrame(() => {
    let range = null;
    const ids = gaigao.sectionsNamed(section), all = [...sheet.querySelectorAll(".line")];
    const line = [...all.filter((one) => ids.includes(one.dataset.section)), ...all].find((one) => (range = gaigao.quoteIn(one, quote) || gaigao.quoteIn(one, quote.slice(0, 24))));
    if (!line) { gaigao.note(say("inspection.gone")); return; }
    reveal(line, "center");
    line.classList.add("pointed");
    if (range && CSS.highlights) CSS.highlights.set("pointed", new Highlight(range));
    setTimeout(() => { line.classList.remove("pointed"); CSS.highlights?.delete("pointed"); }, 6000);
  });
});
gaigao.on("conflict", (conflict) => {
  const done = () => { notice.hidden = true; };
  notice.hidden = false;
  gaigao.fill(notice, el("p", {}, conflict.text), conflict.mine ? el("div.conflict-ops", {},
    button(say("conflict.copy"), () => gaigao.copy(conflict.mine), { id: "conflict-copy", kind: "small" }),
    button(say("conflict.use_mine"), () => { done(); gaigao.emit("insist", conflict.mine); }, { id: "conflict-mine", kind: "small" }),
    button(say("conflict.use_theirs"), () => { done(); gaigao.emit("give-way"); }, { id: "conflict-theirs", kind: "primary small" })) : button(say("common.close"), done, { kind: "small" }));
  reveal(notice, "nearest");
});
gaigao.linkFindings(sheet);
sheet.addEventListener("click", (event) => {
  if (event.target.closest("button, a, .mk, .findings") || !getSelection().isCollapsed) return;
  const line = event.target.closest("[data-section]");
  if (line && line.dataset.section) gaigao.setTab({ section: line.dataset.section });
});
document.addEventListener("keydown", (event) => {
  if (gaigao.typing() || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]") || !sheet.offsetParent) return;
  const all = hunks();
  if (!all.length) return;
  const current = all.indexOf(document.activeElement?.closest?.(".hunk"));
  const step = { j: 1, k: -1 }[event.key];
  if (step) {
    const target = all[current < 0 ? (step > 0 ? 0 : all.length - 1) : (current + step + all.length) % all.length];
    target.focus({ preventScroll: true });
    reveal(target, "center");
    event.preventDefault();
  } else if (current >= 0 && (event.key === "a" || event.key === "r")) {
    document.activeElement.closest(".hunk").querySelector(event.key === "a" ? ".ok" : ".no")?.click();
  }
});
