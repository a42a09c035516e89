// The outline: a click selects a section and brings it into sight. value: {draft, sections: [...], length, warnings}
const { el, say } = gaigao;
let value = {};
const order = new Map();

gaigao.sectionName = (id) => order.get(id)?.name || "";
gaigao.sections = () => [...order.values()].filter((section) => !["title", "residue"].includes(section.kind)).map(({ id, name }) => ({ section: id, name }));
const choose = (section) => {
  gaigao.setTab({ section: section.id });
  gaigao.emit("go", section.id);
  gaigao.emit("close-side");
};
const row = (section) => el("button.toc-row", { type: "button", id: `section-${section.id.replaceAll(".", "-")}`, class: `l${section.level}`, data: { section: section.id, kind: section.kind }, title: section.name, on: { click: () => choose(section) } },
  el("span.toc-name", {}, section.label ? el("span.toc-label", {}, section.label) : null, section.title), section.open ? el("span.toc-open", { title: say("outline.open_suggestion") }) : null,
  section.length ? el("em", {}, gaigao.number(section.length)) : null);

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
    value.draft ? el("p.meter", { id: "draft-length" }, say("outline.length", { n: gaigao.number(value.length) })) : null,
    (value.warnings || []).length ? el("details.warnings", {}, el("summary", {}, say("outline.warnings", { n: value.warnings.length })), el("ul", {}, value.warnings.map((text) => el("li", {}, text)))) : null);
  mark();
  gaigao.emit("outline", value);
});
gaigao.on("tab", mark);
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
