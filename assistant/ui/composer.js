// Where the user writes: quick actions, the box, send and stop. Events: "send" {run, text, chosen, section, resume, recast}, "ended", "stop" {run}.
// value: {presets: [{id, label, number}], own: [{id, name, wish}]}
const { el, say, button, icon } = gaigao;
server = gaigao.safely(server);
let run = null, presets = [], wishes = [], lost = false;

const box = el("textarea", { id: "composer-text", rows: 1, "aria-label": say("composer.label"), enterkeyhint: "send", spellcheck: "false" });
const go = button(say("composer.send"), () => send({ text: box.value }), { id: "composer-send", kind: "primary", icon: "send", title: say("composer.keys") });
const halt = button(say("composer.stop"), () => { if (run) { halt.disabled = true; trigger("stop", { run, draft: gaigao.tab.draft }); giving_up(run); } }, { id: "composer-stop", kind: "stop", icon: "stop", hidden: true });
const paste = button(say("composer.preset.paste"), () => gaigao.emit("paste-rewrite"), { id: "quick-paste", kind: "small quiet", icon: "paste" });
const chips = el("div.chips", { id: "quick-actions", role: "group", "aria-label": say("composer.quick") });

// Where the service is gone there will be no answer to a stop either.
const manage = (wish = "") => gaigao.manageWishes(wishes, async (what) => {
  const answer = await server.change_quick_action(what);
  if (answer.error) { gaigao.note(answer.error, "error"); return null; }
  wishes = answer.own;
  props.value = { ...gaigao.parts.composer.value(), own: wishes };
  drawChips();
  chips.scrollLeft = 0;
  return wishes;
}, wish);
const giving_up = (stopped) => setTimeout(() => { if (run === stopped) { gaigao.note(say("common.no_connection"), "error"); gaigao.emit("give-up"); } }, 6000);
const fit = () => { box.style.height = "auto"; box.style.height = `${Math.min(box.scrollHeight, 200)}px`; };
const busy = (now) => { halt.hidden = !now; halt.disabled = false; go.hidden = now; for (const chip of chips.querySelectorAll("button[data-sends]")) chip.disabled = now; };

function send(request) {
  const text = (request.text || "").trim();
  if (!text) { box.focus(); return; }
  if (lost) { gaigao.note(say("common.connection_lost"), "error"); return; }
  if (run) { gaigao.note(say("composer.still_answering")); return; }
  run = crypto.randomUUID ? crypto.randomUUID() : String(Math.random()).slice(2);
  if (text === box.value.trim()) { box.value = ""; fit(); }
  busy(true);
  if (gaigao.narrow()) gaigao.show("chat");
  const ask = { run, text, chosen: request.chosen || null, section: request.section || gaigao.tab.section, shown: request.shown || "", resume: request.resume || null, recast: request.recast || null };
  gaigao.emit("asked", ask);
  trigger("send", gaigao.here(ask));
}

// A wish with a number ("压到……字"): the number is asked in place.
const ask_number = (preset) => {
  document.getElementById("quick-number")?.remove();
  const number = el("input", { id: "quick-length", type: "number", min: "20", max: "20000", step: "10", inputmode: "numeric", "aria-label": say("composer.shorten_to"), placeholder: say("composer.length_hint") });
  const send_it = () => { const count = parseInt(number.value, 10); if (count > 0) { form.remove(); send({ text: preset.label.replace(/\s*…+\s*/, ` ${count} `) }); } else number.focus(); };
  const form = el("form.length-form", { id: "quick-number", on: { submit: (event) => { event.preventDefault(); send_it(); } } }, say("composer.shorten_to"), number,
    button(say("composer.send"), send_it, { kind: "primary small", id: "quick-length-send" }), button(say("common.cancel"), () => form.remove(), { kind: "small" }));
  chips.after(form);
  number.focus();
};

const inspect = async () => { if (await gaigao.settle()) send({ text: say("inspection.name") }); };
const drawChips = () => {
  const chip = (id, label, run_it, sends) => button(label, run_it, { id: `quick-${id}`, kind: "chip", disabled: !!run && sends, data: sends ? { sends: "yes" } : {} });
  const wish = (preset) => preset.number ? chip(preset.id, preset.label, () => ask_number(preset), false) : chip(preset.id, preset.label, () => send({ text: preset.label }), true);
  const own = (id) => chip(id, say(`composer.preset.${id}`), () => send({ text: say(`composer.wish.${id}`) }), true);
  const open = !!gaigao.tab.draft;
  paste.hidden = !open;
  gaigao.fill(chips, open ? [wishes.map((one) => button(one.name, () => send({ text: one.wish }), { id: `wish-${one.id}`, kind: "chip own", disabled: !!run, title: one.wish, data: { sends: "yes" } })), presets.map(wish), own("find"), own("review"), chip("inspect", say("inspection.name"), inspect, true),
    button(say("wishes.manage"), () => manage(box.value.trim()), { id: "wishes-manage", kind: "chip quiet", icon: wishes.length ? "pencil" : "plus", title: say("wishes.lead") }), button(say("composer.preset.paste"), () => gaigao.emit("paste-rewrite"), { id: "quick-paste-chip", kind: "chip on-phone", icon: "paste" })] : null);
};
const place = () => {
  const section = gaigao.sectionName ? gaigao.sectionName(gaigao.tab.section) : "";
  box.placeholder = !gaigao.tab.draft ? say("composer.hint_none") : section ? say("composer.hint_section", { name: section }) : say("composer.hint");
};

// Saved state and length where the sheet is not in sight; filled by the header.
element.firstElementChild.append(el("div.chat-status", { id: "chat-status" }), chips, el("div.box", {}, box, el("div.box-foot", {}, paste, el("span.grow"), halt, go)));
box.addEventListener("input", fit);
box.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || gaigao.composing(event)) return;
  event.preventDefault();
  send({ text: box.value });
});
gaigao.part("composer", { element, props, trigger, watch, server }, (value) => { presets = value.presets || []; wishes = value.own || []; drawChips(); place(); });
gaigao.on("tab", ({ before, now }) => { if (before.draft !== now.draft) drawChips(); place(); });
gaigao.on("outline", place);
gaigao.on("send", send);
gaigao.on("inspect", inspect);
gaigao.on("propose", (text) => { box.value = text; fit(); box.focus(); });
gaigao.on("over", () => { run = null; busy(false); });
gaigao.on("ended", ({ draft, changed, shows }) => trigger("ended", gaigao.here({ draft, changed, shows })));
// No answer will come: what was asked stands in the box again.
gaigao.on("lost", () => { lost = true; });
let last = "";
gaigao.on("asked", (request) => { last = request.text; });
gaigao.on("give-up", () => { if (run && !box.value) { box.value = last; fit(); } run = null; busy(false); });
