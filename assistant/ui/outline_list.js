// The outline: a click selects a section and brings it into sight, a click on a length sets how long it should be.
// value: {draft, sections: [...], length, target, rule, warnings}
const { el, say, button } = gaigao;
server = gaigao.safely(server);
let value = {};
const order = new Map();

gaigao.sectionName = (id) => order.get(id)?.name || "";
// The ids a name may mean: long headings are shortened where they are told.
gaigao.sectionsNamed = (name) => {
  const begun = name.toLowerCase().replace(/(…|\.\.\.)$/, "");
  return [...order.values()].filter((one) => (begun.length < name.length ? one.name.toLowerCase().startsWith(begun) : one.name.toLowerCase() === begun)).map((one) => one.id);
};
gaigao.sections = () => [...order.values()].filter((section) => !["title", "residue"].includes(section.kind)).map(({ id, name }) => ({ section: id, name }));
const choose = (section) => {
  gaigao.setTab({ section: section.id });
  gaigao.emit("go", section.id);
  gaigao.emit("close-side");
};

// ---- lengths and targets ----------------------------------------------------------------------------------------------
const stand = (one) => one.length > one.target ? "over" : "under";
const told = (one) => say(`length.${stand(one)}`, { n: gaigao.number(one.length), target: gaigao.number(one.target), off: gaigao.number(Math.abs(one.target - one.length)) });
const set = (section) => {
  const one = section || { name: say("outline.whole"), length: value.length, target: value.target };
  const number = el("input", { id: "target-count", type: "number", min: "1", max: "1000000", step: "10", inputmode: "numeric", "aria-label": say("length.target"), placeholder: say("length.hint") });
  number.value = one.target || "";
  const { box, close } = gaigao.dialog({ title: say("length.head", { name: one.name }), id: "target-dialog", kind: "small" },
    el("p", {}, say("length.now", { n: gaigao.number(one.length) })), number, el("p.hint", { id: "count-rule" }, say("length.rule", { rule: value.rule || "" })));
  const save = async (count) => {
    close();
    if (!(await gaigao.flush(), !gaigao.unsaved())) { gaigao.note(say("header.save_first"), "error"); return; }
    const from = gaigao.tab.seen;
    const answer = await server.set_target(gaigao.here({ section: section ? section.id : null, count }));
    if (answer.error) { gaigao.note(answer.error, "error"); return; }
    gaigao.emit("revision", { from, to: answer.seen });
    gaigao.emit("saved", answer);
  };
  const go = () => { const count = parseInt(number.value, 10); if (count > 0) save(count); else if (!number.value) save(null); else number.focus(); };
  number.addEventListener("keydown", (event) => { if (event.key === "Enter" && !gaigao.composing(event)) { event.preventDefault(); go(); } });
  box.append(el("div.dialog-foot", {}, one.target ? button(say("length.clear"), () => save(null), { id: "target-clear" }) : null, button(say("common.cancel"), () => close()), button(say("common.save"), go, { kind: "primary", id: "target-save" })));
  number.select();
};
const key = (section) => section.id.replaceAll(".", "-");
const row = (section) => el("div.toc-line", { class: `l${section.level}` },
  el("button.toc-row", { type: "button", id: `section-${key(section)}`, class: `l${section.level}`, data: { section: section.id, kind: section.kind }, title: section.name, on: { click: () => choose(section) } },
    el("span.toc-name", {}, section.label ? el("span.toc-label", {}, section.label) : null, section.title), section.open ? el("span.toc-open", { title: say("outline.open_suggestion") }) : null),
  section.length || section.target ? el("button.toc-count", { type: "button", id: `count-${key(section)}`, title: `${section.target ? told(section) : say("length.none", { n: gaigao.number(section.length) })}\n${say("length.set")}\n${value.rule || ""}`,
    "aria-label": `${section.name} ${section.target ? told(section) : say("length.none", { n: gaigao.number(section.length) })} ${say("length.set")}`, on: { click: () => set(section) } }, gaigao.number(section.length)) : null,
  section.target ? el("button.toc-target", { type: "button", id: `target-${key(section)}`, class: stand(section), tabindex: "-1", "aria-hidden": "true", on: { click: () => set(section) } },
    el("span", {}, told(section)), el("progress", { max: section.target, value: Math.min(section.length, section.target) })) : null);

const mark = () => {
  for (const one of element.querySelectorAll(".toc-row")) {
    const on = one.dataset.section === gaigao.tab.section;
    one.classList.toggle("on", on);
    one.setAttribute("aria-current", String(on));
    if (on && element.offsetParent) one.scrollIntoView({ block: "nearest" });
  }
};
gaigao.part("outline", { element, props, trigger, watch, server }, (now, box) => {
  value = now;
  order.clear();
  for (const section of value.sections || []) order.set(section.id, section);
  if (gaigao.tab.section && value.draft === gaigao.tab.draft && !order.has(gaigao.tab.section)) gaigao.setTab({ section: null });
  gaigao.fill(box, el("h2.side-head", {}, say("outline.head")),
    (value.sections || []).length ? el("nav.toc", { "aria-label": say("outline.head") }, value.sections.map(row)) : el("p.hint", {}, say(value.draft ? "outline.none" : "outline.empty")),
    value.draft ? el("button.meter", { type: "button", id: "draft-length", class: value.target ? stand(value) : "", title: `${say("length.set")}\n${value.rule}`, on: { click: () => set(null) } },
      el("span", {}, value.target ? say("length.whole", { told: told(value) }) : say("outline.length", { n: gaigao.number(value.length) })), value.target ? el("progress", { max: value.target, value: Math.min(value.length, value.target), "aria-hidden": "true" }) : el("span.meter-set", {}, say("length.set"))) : null,
    (value.warnings || []).length ? el("details.warnings", {}, el("summary", {}, say("outline.warnings", { n: value.warnings.length })), el("ul", {}, value.warnings.map((text) => el("li", {}, text)))) : null);
  mark();
  gaigao.emit("outline", value);
});
gaigao.on("tab", mark);
gaigao.on("set-target", set);
gaigao.on("saved", (answer) => { if (answer.outline) { props.value = answer.outline; gaigao.parts.outline.redraw(); } });

// In a narrow window the column slides in over the page.
const side = (open) => {
  if (open) document.documentElement.dataset.side = "open"; else delete document.documentElement.dataset.side;
  if (open) document.querySelector("#side .toc-row.on, #side .toc-row")?.focus();
};
gaigao.on("open-side", () => side(true));
gaigao.on("close-side", () => side(false));
gaigao.on("view", () => side(false));
document.addEventListener("click", (event) => { if (document.documentElement.dataset.side && !event.target.closest("#side, #open-side, dialog")) side(false); });
document.addEventListener("keydown", (event) => { if (event.key === "Escape" && !document.querySelector("dialog[open]")) side(false); });
