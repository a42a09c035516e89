// Before there is a draft: open a file, paste a text, try the sample, or go on with an earlier one.
// value: {drafts, count, formats, extensions, material_extensions, limit_mb, sample, where}
const { el, say, icon, button } = gaigao;
server = gaigao.safely(server);
let value = {};

const hand_over = (files) => {
  const file = files[0];
  if (!file) return;
  if (files.length > 1) { gaigao.ask_place(files); return; }
  if (!gaigao.hand_to("open-file", [file])) return;
  zone.dataset.state = "opening";
  status.textContent = say("welcome.opening", { name: file.name });
};
const picker = gaigao.picker("open-picker", hand_over, { multiple: true });
const status = el("p.zone-status", { role: "status" });
const zone = el("div.zone", { id: "drop-zone" });
gaigao.dropping(zone, hand_over);

const paste = () => {
  const area = el("textarea", { id: "paste-text", rows: 14, "aria-label": say("welcome.paste"), placeholder: say("welcome.paste_hint") });
  const name = el("input", { id: "paste-name", type: "text", maxlength: "80", "aria-label": say("welcome.paste_name"), placeholder: say("welcome.paste_name") });
  const { box, close } = gaigao.dialog({ title: say("welcome.paste"), id: "paste-dialog" }, area, name);
  box.append(el("div.dialog-foot", {}, button(say("common.cancel"), () => close()),
    button(say("welcome.paste_open"), () => { if (!area.value.trim()) { area.focus(); return; } trigger("paste", { text: area.value, name: name.value.trim() }); close(); }, { kind: "primary", id: "paste-open" })));
  area.focus();
};

gaigao.part("welcome", { element, props, trigger, watch, server }, (now, box) => {
  value = now;
  gaigao.limit_mb = value.limit_mb || gaigao.limit_mb;
  picker.accept = value.extensions || "";
  delete zone.dataset.state;
  status.textContent = "";
  gaigao.fill(zone, icon("sheet"), el("p.zone-lead", {}, say("welcome.drop")), button(say("welcome.choose"), () => picker.click(), { kind: "primary", id: "open-choose" }),
    el("p.hint", {}, say("welcome.formats", { formats: value.formats || "", limit: value.limit_mb || 20 })), status, picker);
  gaigao.fill(box, el("div.welcome", {}, el("h1", {}, say("welcome.head")), el("p.lead", {}, say("welcome.lead")), zone,
    el("div.ways", {}, el("button.way", { type: "button", id: "start-paste", on: { click: paste } }, icon("paste"), el("b", {}, say("welcome.paste")), el("span", {}, say("welcome.paste_lead"))),
      value.sample ? el("button.way", { type: "button", id: "start-sample", on: { click: () => trigger("sample", {}) } }, icon("spark"), el("b", {}, say("welcome.sample")), el("span", {}, say("welcome.sample_lead"))) : null),
    (value.drafts || []).length ? el("section.recent", {}, el("h2.side-head", {}, say("welcome.recent")), value.drafts.map((draft) =>
      el("button.recent-row", { type: "button", data: { draft: draft.id }, on: { click: () => trigger("pick", { draft: draft.id }) } }, el("span.menu-title", {}, draft.title), el("span.soft", {}, gaigao.time(draft.changed_at)))),
      button(value.count > value.drafts.length ? say("welcome.all_drafts", { n: value.count }) : say("header.my_drafts"), () => gaigao.emit("open-shelf"), { id: "all-drafts", kind: "quiet small", icon: "books" })) : button(say("header.my_drafts"), () => gaigao.emit("open-shelf"), { id: "all-drafts", kind: "quiet small", icon: "books" }),
    el("p.privacy", {}, icon("lock"), say(value.local === false ? "welcome.private_remote" : "welcome.private", { address: value.address || "" }))));
});
// Renamed, copied or deleted in the list while this page stands behind it.
gaigao.on("drafts-changed", async () => {
  const answer = await server.list_drafts({ recent: true });
  if (answer.error) return;
  props.value = { ...gaigao.parts.welcome.value(), ...answer };
  gaigao.parts.welcome.redraw();
});
gaigao.on("give-up", () => { delete zone.dataset.state; status.textContent = ""; });
gaigao.on("tab", ({ before, now }) => { if (before.draft !== now.draft) { delete zone.dataset.state; status.textContent = ""; } });
