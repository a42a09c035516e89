// 导出: what leaves the page, each kind one click below the button. Fetched by script, so that an error is told here.
// value: {author, line_pitch, fonts: {role: name}}
const { el, say, icon, button } = gaigao;
server = gaigao.safely(server);
let busy = false, keeping = Promise.resolve(), told = () => {};

const author = el("input", { id: "export-author", type: "text", maxlength: "60", placeholder: say("export.author_hint"), autocomplete: "name" });
const check = (id, text) => el("label.check", {}, el("input", { type: "checkbox", id }), el("span", {}, text));
const reasons = check("export-reasons", say("export.reasons")), sources = check("export-sources", say("export.sources"));
const table_sources = check("export-table-sources", say("export.sources"));
const check_sources = check("export-check-sources", say("inspection.named"));
const on = (label) => label.firstElementChild.checked;
const pitch = el("select", { id: "export-pitch", "aria-label": say("export.pitch") }, [28, 29].map((points) => el("option", { value: String(points) }, say("export.points", { n: points }))));
// The fonts an office asks for most; the layout has the others.
const fonts = { title: say("export.fonts.title_default"), body: say("export.fonts.body_default") };
for (const [role, usual] of Object.entries(fonts)) {
  fonts[role] = el("input", { id: `export-font-${role}`, type: "text", maxlength: "31", placeholder: usual, autocomplete: "off" });
}
const follow = () => { const box = sources.firstElementChild; box.disabled = !on(reasons); if (box.disabled) box.checked = false; };
reasons.addEventListener("change", follow);
follow();

// What is kept for the next time is on its way before the file is asked for.
const keep = (patch) => { keeping = keeping.then(() => server.save_preferences(patch)).then((answer) => { if (answer.error) gaigao.note(answer.error, "error"); else props.value = answer; }); return keeping; };
author.addEventListener("change", () => keep({ author: author.value.trim() }));
pitch.addEventListener("change", () => keep({ line_pitch: Number(pitch.value) }));
const chosen_fonts = () => ({ ...(props.value || {}).fonts, ...Object.fromEntries(Object.entries(fonts).map(([role, input]) => [role, input.value.trim()])) });
for (const input of Object.values(fonts)) input.addEventListener("change", () => keep({ fonts: chosen_fonts() }));

const named = (response) => {
  const told = /filename\*=UTF-8''([^;]+)/.exec(response.headers.get("content-disposition") || "");
  try { return decodeURIComponent(told[1]); } catch { return "draft"; }
};
const hand_over = (blob, name) => {
  const link = el("a", { href: URL.createObjectURL(blob), download: name, class: "sr-only" });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
};
const fetched = async (query) => {
  try {
    const response = await fetch(`export/${encodeURIComponent(gaigao.tab.draft)}?${new URLSearchParams(query)}`, { cache: "no-store" });
    if (!response.ok) return { error: (await response.json().catch(() => ({}))).error || say("common.not_done") };
    return { blob: await response.blob(), name: named(response), notices: JSON.parse(decodeURIComponent(response.headers.get("x-gaigao-notices") || "%5B%5D")) };
  } catch { return { error: say("common.no_connection") }; }
};
const take = async (kind, more = {}) => {
  if (busy || !gaigao.tab.draft) return;
  busy = true;
  panel.setAttribute("aria-busy", "true");
  status.textContent = say("export.making");
  if ([author, ...Object.values(fonts)].includes(document.activeElement)) document.activeElement.blur();
  await Promise.all([gaigao.flush(), keeping]);
  const made = gaigao.unsaved() ? { error: say("header.save_first") } : await fetched({ as: kind, ...more });
  busy = false;
  panel.removeAttribute("aria-busy");
  status.textContent = "";
  if (made.error) { status.textContent = made.error; told = gaigao.note(made.error, "error"); return; }
  hand_over(made.blob, made.name);
  close();
  told = gaigao.note([say("export.done", { name: made.name }), ...made.notices].join("\n"), made.notices.length ? "lasting" : "info");
};

gaigao.takeFile = take;

const kind = (id, form, run) => el("button.export-kind", { type: "button", id: `export-${id}`, on: { click: run } },
  el("b", {}, say(`export.kind.${id}`)), el("span.tag", {}, form), el("span.soft", {}, say(`export.about.${id}`)));
const flag = (value) => (value ? "1" : "0");
const status = el("p.export-status", { role: "status" });
const panel = el("section.menu.export-menu", { id: "export-menu", role: "dialog", "aria-label": say("export.head"), hidden: true },
  kind("clean", "Word", () => take("clean")),
  kind("tracked", "Word", () => take("tracked", { reasons: flag(on(reasons)), sources: flag(on(sources)) })),
  el("div.export-options", { role: "group", "aria-label": say("export.kind.tracked") }, el("label.field-line", {}, el("span", {}, say("export.author")), author), reasons, sources),
  kind("layout", "Word", () => take("layout")),
  el("div.export-options", { role: "group", "aria-label": say("export.kind.layout") },
    el("label.field-line", {}, el("span", {}, say("export.pitch")), pitch),
    ...Object.entries(fonts).map(([role, input]) => el("label.field-line", {}, el("span", {}, say(`export.fonts.${role}`)), input))),
  kind("table", "Word", () => take("table", { sources: flag(on(table_sources)) })),
  el("div.export-options", {}, button("Markdown", () => take("table-md", { sources: flag(on(table_sources)) }), { id: "export-table-md", kind: "small", "aria-label": `${say("export.kind.table")} Markdown` }), table_sources),
  el("button.export-kind", { type: "button", id: "export-check", on: { click: () => { close(); gaigao.emit("inspect"); } } }, el("b", {}, say("inspection.name")), el("span.soft", {}, say("inspection.about"))),
  el("div.export-options", { role: "group", "aria-label": say("inspection.export") }, el("span.soft", {}, say("inspection.report")),
    button("Word", () => take("check", { sources: flag(on(check_sources)) }), { id: "export-check-word", kind: "small" }), button("Markdown", () => take("check-md", { sources: flag(on(check_sources)) }), { id: "export-check-md", kind: "small" }), check_sources),
  el("div.export-plain", {}, el("span.soft", {}, say("export.plain")), button("txt", () => take("txt"), { id: "export-txt", kind: "small" }), button("Markdown", () => take("md"), { id: "export-md", kind: "small" })),
  status);
element.firstElementChild.append(panel);

const opener = () => document.getElementById("export");
const close = (back = false) => { if (panel.hidden) return; panel.hidden = true; opener()?.setAttribute("aria-expanded", "false"); if (back) opener()?.focus(); };
const open = () => {
  if (!panel.hidden) { close(true); return; }
  panel.hidden = false;
  told();      // what was said of the last file would stand over the menu on a phone
  status.textContent = "";
  opener()?.setAttribute("aria-expanded", "true");
  panel.querySelector("#export-clean").focus();
};
panel.addEventListener("keydown", (event) => {
  if (event.key === "Escape") close(true);
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp" || event.target.tagName === "SELECT") return;
  event.preventDefault();
  const kinds = [...panel.querySelectorAll("button")];
  kinds[(kinds.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : kinds.length - 1)) % kinds.length]?.focus();
});
document.addEventListener("click", (event) => { if (!event.target.closest("#export-menu, #export, #notes")) close(); });
gaigao.on("open-export", open);
gaigao.on("view", () => close());
gaigao.on("tab", ({ before, now }) => { if (before.draft !== now.draft) close(); });
gaigao.part("exports", { element, props, trigger, watch, server }, (value) => {
  if (document.activeElement !== author) author.value = value.author || "";
  pitch.value = String(value.line_pitch || 28);
  for (const [role, input] of Object.entries(fonts)) if (document.activeElement !== input) input.value = (value.fonts || {})[role] || "";
});
