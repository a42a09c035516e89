// A rewrite made elsewhere, for the chosen section; and the prepared one that comes with the sample draft.
// value: {draft, sections: [{id, name}], prepared: null | {section, name}}
const { el, say, icon, button } = gaigao;
let value = {};

const ask = () => {
  const choice = el("select", { id: "rewrite-section", "aria-label": say("rewrite.section") }, el("option", { value: "" }, say("rewrite.choose")), (value.sections || []).map((section) => el("option", { value: section.id }, `${"\u3000".repeat(Math.max(0, section.level - 1))}${section.name}`)));
  const area = el("textarea", { id: "rewrite-text", rows: 12, "aria-label": say("rewrite.text"), placeholder: say("rewrite.hint") });
  if (gaigao.tab.section && value.sections.some((one) => one.id === gaigao.tab.section)) choice.value = gaigao.tab.section;
  const { box, close } = gaigao.dialog({ title: say("rewrite.head"), id: "rewrite-dialog" }, el("p.hint", {}, say("rewrite.lead")), el("label.field", {}, el("span", {}, say("rewrite.section")), choice), area);
  const go = async () => {
    if (!choice.value) { choice.focus(); return; }
    if (!area.value.trim()) { area.focus(); return; }
    if (!(await gaigao.settle())) return;
    trigger("review", gaigao.here({ section: choice.value, text: area.value }));
    close();
    gaigao.show("draft");
  };
  box.append(el("div.dialog-foot", {}, button(say("common.cancel"), () => close()), button(say("rewrite.compare"), go, { kind: "primary", id: "rewrite-compare" })));
  (choice.value ? area : choice).focus();
};
gaigao.part("rewrite", { element, props, trigger, watch, server }, (now, box) => {
  value = now;
  gaigao.fill(box, value.prepared && value.draft === gaigao.tab.draft ? el("div.prepared", { role: "note" }, el("p", {}, say("rewrite.prepared", { name: value.prepared.name })),
    button(say("rewrite.use_prepared"), async () => { if (!(await gaigao.settle())) return; trigger("prepared", gaigao.here()); gaigao.show("draft"); }, { kind: "primary small", id: "use-prepared", icon: "paste" })) : null);
});
gaigao.on("paste-rewrite", ask);
gaigao.on("tab", () => gaigao.parts.rewrite.redraw());
