// The library: files in, the list, what a search finds. value: {reports, kinds, origins, roles, formats, extensions, hits, search, n}
// Events: "search", "take_out", "edit"; files go through the hidden upload button "library-files" with the origin in `props`.
const { el, say, icon, button } = gaigao;
let value = {};
let filter = "", order = "added", asked = false;
const STEP = 100;
let shown = STEP;

// Files that come while the engines are still loading wait for them.
let coming = [];
const when_there = (run) => {
  if (gaigao.parts.header?.value().engines !== "loading") { run(); return; }
  coming.push(run);
  gaigao.note(say("library.loading_first"));
};
gaigao.on("engines-there", () => { const waited = coming; coming = []; for (const run of waited) run(); });

// ---- files in ----------------------------------------------------------------------------------------------------
const ask_origin = (chosen) => {
  const known = (value.extensions || "").split(",");
  const files = chosen.filter((file) => !file.name.startsWith(".") && !file.name.startsWith("~$") && known.some((end) => file.name.toLowerCase().endsWith(end)));
  const skipped = chosen.length - files.length;
  if (!files.length) { gaigao.note(say("library.none_readable", { formats: value.formats || "" }), "error"); return; }
  const choice = (origin, on) => el("label.origin", {}, el("input", { type: "radio", name: "origin", value: origin, id: `origin-${origin}`, checked: on }), el("span", {}, el("b", {}, say(`library.origin.${origin}`)), el("span.soft", {}, say(`library.origin_lead.${origin}`))));
  const form = el("div.origins", { role: "radiogroup", "aria-label": say("library.origin_question") }, choice("reference", true), choice("own", false));
  const { box, close } = gaigao.dialog({ title: say("library.origin_question"), id: "origin-dialog" },
    el("p", {}, say("library.chosen", { n: files.length }), skipped ? say("library.skipped", { n: skipped }) : ""), form);
  box.append(el("div.dialog-foot", {}, button(say("common.cancel"), () => close()), button(say("library.read_in"), () => {
    props.value = { ...JSON.parse(JSON.stringify(props.value || {})), origin: form.querySelector("input:checked").value };
    close();
    // One beat, so that the origin is known to the page before the files start the upload.
    setTimeout(() => when_there(() => gaigao.hand_to("library-files", files)), 30);
  }, { kind: "primary", id: "library-read-in" })));
};
const picker = gaigao.picker("library-picker", ask_origin, { multiple: true });
const folder = gaigao.picker("library-folder", ask_origin, { multiple: true, webkitdirectory: true });
const zone = el("div.zone.small", { id: "library-zone" }, icon("books"), el("p.zone-lead", {}, say("library.drop")),
  el("div.zone-buttons", {}, button(say("library.choose"), () => picker.click(), { kind: "primary", id: "library-choose" }), button(say("library.choose_folder"), () => folder.click(), { id: "library-choose-folder" })), picker, folder);
gaigao.dropping(zone, ask_origin);
gaigao.on("to-library", (files) => { gaigao.show("library"); ask_origin(files); });

// ---- search ---------------------------------------------------------------------------------------------------------
const query = el("input", { id: "library-query", type: "search", "aria-label": say("library.search"), placeholder: say("library.search_hint") });
const select = (name, options) => el("select", { id: `filter-${name}`, "aria-label": say(`library.filter.${name}`), on: { change: () => search() } }, el("option", { value: "" }, say(`library.any.${name}`)), options.map(([id, text]) => el("option", { value: id }, text)));
let role, kind, origin;
const search = () => {
  if (!query.value.trim()) { if (asked) { asked = false; props.value = { ...gaigao.parts.reports.value(), hits: null }; gaigao.parts.reports.redraw(); } return; }
  asked = true;
  found.setAttribute("aria-busy", "true");
  trigger("search", { query: query.value.trim(), role: role.value || null, kind: kind.value || null, origin: origin.value || null });
};
query.addEventListener("keydown", (event) => { if (event.key === "Enter" && !gaigao.composing(event)) { event.preventDefault(); search(); } });
query.addEventListener("search", () => { if (!query.value) search(); });
const found = el("div.found-list", { id: "library-hits" });

// ---- the list -------------------------------------------------------------------------------------------------------
const edit = (report) => {
  const title = el("input", { id: "report-title", type: "text", maxlength: "200" }); title.value = report.title;
  const year = el("input", { id: "report-year", type: "number", min: "1949", max: "2100" }); year.value = report.year || "";
  const pick = (id, options, now) => { const node = el("select", { id }, options.map(([key, text]) => el("option", { value: key }, text))); node.value = now; return node; };
  const kinds = pick("report-kind", value.kinds, report.kind), origins = pick("report-origin", value.origins, report.origin);
  const field = (key, node) => el("label.field", {}, el("span", {}, say(`library.column.${key}`)), node);
  const { box, close } = gaigao.dialog({ title: say("library.edit"), id: "report-dialog" }, field("title", title), field("kind", kinds), field("year", year), field("origin", origins), el("p.hint", {}, report.filename));
  box.append(el("div.dialog-foot", {}, button(say("common.cancel"), () => close()), button(say("common.save"), () => {
    trigger("edit", { report: report.id, title: title.value.trim(), kind: kinds.value, year: year.value ? Number(year.value) : null, origin: origins.value });
    close();
  }, { kind: "primary", id: "report-save" })));
};
const stem = (name) => name.replace(/\.[^.]{1,5}$/, "");
const row = (report, versions) => el("li.report", { data: { report: report.id } },
  el("button.report-title", { type: "button", title: report.filename, on: { click: () => gaigao.openSource({ report, passage: { id: "", start: 0, end: 0, text: "" } }) } }, report.title, stem(report.filename) === report.title ? null : el("small", {}, report.filename)),
  versions > 1 ? el("span.tag.family", { title: say("library.family_why") }, say("library.family", { n: versions })) : null,
  el("span.report-kind", {}, report.kind_name), el("span.report-year", {}, report.year || "—"), el("span.report-origin.tag", { class: report.origin }, report.origin_name),
  el("span.report-passages", {}, say("library.passages", { n: report.passages })),
  el("span.report-ops", {}, el("button.plain", { type: "button", "aria-label": say("library.edit_one", { title: report.title }), on: { click: () => edit(report) } }, icon("pencil")),
    el("button.plain", { type: "button", "aria-label": say("library.remove_one", { title: report.title }), on: { click: () => gaigao.confirm(say("library.remove_sure", { title: report.title }), say("common.remove"), () => trigger("take_out", { report: report.id })) } }, icon("trash"))));
const BY = { added: (a, b) => (a.added_at < b.added_at ? 1 : -1), title: (a, b) => a.title.localeCompare(b.title, "zh-CN"), year: (a, b) => (b.year || 0) - (a.year || 0), kind: (a, b) => a.kind_name.localeCompare(b.kind_name, "zh-CN") };
const list = el("ul.reports", { id: "report-list" });
const drawList = () => {
  const families = {};
  for (const report of value.reports || []) families[report.family] = (families[report.family] || 0) + 1;
  const wanted = (value.reports || []).filter((report) => !filter || `${report.title} ${report.filename} ${report.kind_name} ${report.year || ""}`.toLowerCase().includes(filter)).sort(BY[order]);
  gaigao.fill(list, wanted.slice(0, shown).map((report) => row(report, families[report.family])));
  more.hidden = wanted.length <= shown;
  more.textContent = say("library.more", { n: Math.min(STEP, wanted.length - shown) });
  none.hidden = wanted.length > 0;
  none.textContent = say(value.loading ? "library.loading" : filter ? "library.none_match" : "library.empty");
};
const more = button("", () => { shown += STEP; drawList(); }, { id: "reports-more", kind: "quiet" });
const none = el("p.hint");
const narrow = el("input", { id: "report-filter", type: "search", "aria-label": say("library.narrow"), placeholder: say("library.narrow"), on: { input: () => { filter = narrow.value.trim().toLowerCase(); shown = STEP; drawList(); } } });
const sort = el("select", { id: "report-order", "aria-label": say("library.order"), on: { change: () => { order = sort.value; drawList(); } } }, Object.keys(BY).map((key) => el("option", { value: key }, say(`library.order_by.${key}`))));

gaigao.part("reports", { element, props, trigger, watch, server }, (now, box) => {
  value = now;
  if (!role && value.roles) { role = select("role", value.roles); kind = select("kind", value.kinds); origin = select("origin", value.origins); }
  picker.accept = value.extensions || "";
  const hits = asked ? value.hits : null;
  found.removeAttribute("aria-busy");
  const count = (value.reports || []).length;
  if (!box.firstElementChild && role) box.append(el("div.library", {}, el("div.library-in", {}, el("h1", {}, say("library.head")), el("p.lead", {}, say("library.lead")), zone, el("div", { id: "ingest-place" })),
    el("div.library-main", {}, el("form.search", { role: "search", on: { submit: (event) => { event.preventDefault(); search(); } } }, el("div.search-box", {}, query, button(say("library.search"), search, { kind: "primary", id: "library-search" })), el("div.filters", {}, role, kind, origin)),
      found, el("div.list-head", {}, el("h2", {}, el("span", { id: "report-count" })), narrow, sort), list, none, more)));
  gaigao.emit("library-drawn");
  const counted = box.querySelector("#report-count");
  if (counted) counted.textContent = say("library.count", { n: gaigao.number(count), passages: gaigao.number((value.reports || []).reduce((sum, one) => sum + one.passages, 0)) });
  gaigao.fill(found, hits ? [el("div.found-head", {}, el("p.soft", { role: "status" }, value.found_text || ""), button(say("library.clear"), () => { query.value = ""; search(); }, { kind: "small", id: "library-clear" })),
    hits.map((hit, i) => gaigao.sourceCard(hit, i + 1))] : null);
  element.dataset.searching = hits ? "yes" : "no";
  drawList();
});
