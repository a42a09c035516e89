// 本次素材: what the user gives as fact for this draft. value: {draft, materials: [{id, name, length, kind}]}
const { el, say, icon, button } = gaigao;
server = gaigao.safely(server);

const paste = (given = {}) => {
  const area = el("textarea", { id: "material-text", rows: 10, "aria-label": say("materials.text"), placeholder: say("materials.text_hint") });
  const name = el("input", { id: "material-name", type: "text", "aria-label": say("materials.name"), placeholder: say("materials.name_hint"), maxlength: "60" });
  const { box, close } = gaigao.dialog({ title: say("materials.paste"), id: "material-dialog" }, el("p.hint", {}, given.hint || say("materials.explained")), name, area);
  area.value = given.text || "";
  box.append(el("div.dialog-foot", {}, button(say("common.cancel"), () => close()),
    button(say("materials.add"), () => { if (area.value.trim()) { trigger("put_in", gaigao.here({ name: name.value.trim(), text: area.value })); close(); } else area.focus(); }, { kind: "primary", id: "material-save" })));
  area.focus();
};
gaigao.on("put-in", (given) => { if (gaigao.tab.draft) paste(given); });
const picker = gaigao.picker("material-picker", (files) => { if (files.length) gaigao.hand_to("material-files", files); }, { multiple: true });
const look = async (material) => {
  const answer = await server.read_material({ draft: gaigao.tab.draft, material: material.id });
  if (answer.error) { gaigao.note(answer.error, "error"); return; }
  gaigao.dialog({ title: material.name, id: "material-view" }, el("div.reading", {}, answer.text.split("\n").map((line) => el("p", {}, line))));
};
const row = (material) => el("div.material", { data: { material: material.id } },
  el("button.material-name", { type: "button", title: material.name, on: { click: () => look(material) } }, icon(material.kind === "file" ? "sheet" : "clip"), el("span", {}, material.name)),
  el("em", {}, gaigao.number(material.length)),
  el("button.plain", { type: "button", "aria-label": say("materials.remove", { name: material.name }), on: { click: () =>
    gaigao.confirm(say("materials.remove_sure", { name: material.name }), say("common.remove"), () => trigger("take_out", gaigao.here({ material: material.id }))) } }, icon("close")));

gaigao.dropping(element, (files) => { if (gaigao.tab.draft) gaigao.hand_to("material-files", files); });
gaigao.part("materials", { element, props, trigger, watch, server }, (value, box) => {
  const all = value.materials || [];
  gaigao.fill(box, el("h2.side-head", {}, say("materials.head"), all.length ? el("span.count", {}, all.length) : null),
    all.length ? all.map(row) : el("p.hint", {}, say("materials.empty")),
    el("div.side-actions", {}, button(say("materials.paste_short"), () => paste(), { id: "material-paste", kind: "small", icon: "paste" }),
      picker, button(say("materials.attach"), () => picker.click(), { id: "material-attach", kind: "small", icon: "clip" })));
});
