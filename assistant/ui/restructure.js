// 调整结构: what to go by is chosen, then the plan is reviewed, both in one dialog over the page.
// value: {n, draft, seen, version, plan, changes, confirm, said, connect}. Events: "make" {run, by, chosen, by_model, keep}, "stop" {run}, "visit" {plan}, "turn" {plan, operation, state}.
const { el, say, icon, button, fill } = gaigao;
server = gaigao.safely(server);
const WAYS = ["report", "frame", "notice", "wish"];
const MANY = 8;
let value = {}, dialog = null, body = null, choices = null, wanted = null;
let way = "report", chosen = { report: null, frame: null, notice: "", wish: "" }, busy = false, step = null;
let run = null, ticking = 0;   // the plan that is being made

const close = () => { dialog?.close(); };
const begun = () => {
  if (dialog) return;
  body = el("div.restructure", {});
  dialog = gaigao.dialog({ title: say("restructure.head"), id: "restructure-dialog", kind: "wide", closed: () => { halt(); over(); dialog = null; busy = false; wanted = null; } }, body);
};
// While a plan is made: what it waits for, how long it takes, and a way out.
const SHOWN_AFTER = 500, ASKED_EVERY = 1500;
const over = () => { run = null; clearInterval(ticking); body?.querySelector(".plan-working")?.remove(); };
const halt = () => { if (run) trigger("stop", gaigao.here({ run })); };
const working = (mine) => {
  const begun = Date.now(), said = el("span", {}, say("restructure.working")), long = el("span.soft", {});
  const stop = button(say("composer.stop"), () => { stop.disabled = true; halt(); }, { id: "plan-stop", kind: "stop small", icon: "stop" });
  const line = el("p.plan-working", { role: "status" }, el("span.dots", { "aria-hidden": "true" }, el("i"), el("i"), el("i")), said, long, stop);
  setTimeout(() => { if (run === mine) { body.prepend(line); stop.focus(); } }, SHOWN_AFTER);
  ticking = setInterval(async () => {
    fill(long, say("restructure.working_for", { n: Math.round((Date.now() - begun) / 1000) }));
    const answer = await server.plan_progress(gaigao.here({ run: mine }));
    if (run === mine && answer.text) fill(said, answer.text);
  }, ASKED_EVERY);
};
const making = async (more) => {
  if (busy) return;
  body.querySelector(".plan-said")?.remove();
  await send("make", { run: crypto.randomUUID ? crypto.randomUUID() : String(Math.random()).slice(2), ...more });
};
const hold = (on) => { busy = on; if (!on) over(); body?.classList.toggle("busy", on); body?.setAttribute("aria-busy", String(on)); };
const send = async (event, more) => {
  if (busy || !(await gaigao.settle())) return;
  hold(true);
  if (event === "make") { run = more.run; working(run); }
  trigger(event, gaigao.here(more));
};

// ---- what to go by ---------------------------------------------------------------------------------------------------
const preview = el("aside.plan-preview", { id: "plan-preview" });
const outline = (frame) => el("ol.frame-outline", {}, frame.headings.map((one) => el("li", { data: { level: String(one.level) } }, one.text)));
const make = (text, run, more = {}) => button(text, run, { kind: "primary", id: "plan-make", ...more });
const has_model = () => gaigao.parts.views.value().model !== false;
// A notice's frame can be kept for the office, under a name.
const keeping = (frame) => {
  const name = el("input", { type: "text", id: "plan-keep-name", maxlength: "60", value: frame.title, "aria-label": say("restructure.keep_name"), hidden: true });
  const box = el("input", { type: "checkbox", id: "plan-keep", on: { change: () => { name.hidden = !box.checked; if (box.checked) name.select(); } } });
  return el("div.plan-keep", {}, el("label.check", { title: say("restructure.keep_about") }, box, el("span", {}, say("restructure.keep"))), name);
};
const drawPreview = (frame, by) => fill(preview, el("h3", {}, frame.title),
  el("p.frame-tags", {}, frame.kind_name ? el("span.tag", {}, frame.kind_name) : null, frame.standing ? el("span.tag", { class: frame.old ? "old" : "own" }, frame.standing) : frame.year ? el("span.tag", {}, frame.year) : null),
  frame.source ? el("p.hint", {}, say("restructure.frame_source", { source: frame.source })) : null,
  frame.old ? el("p.notice", {}, icon("warn"), el("span", {}, say("restructure.frame_old"))) : null,
  frame.headings.length ? outline(frame) : el("p.hint", {}, say("restructure.no_headings")),
  by === "notice" ? keeping(frame) : null,
  el("div.plan-go", {}, by !== "wish" && has_model() ? el("label.check", { title: say("restructure.with_model_about") }, el("input", { type: "checkbox", id: "plan-by-model" }), el("span", {}, say("restructure.with_model"))) : null,
    make(say("restructure.make"), () => making({ by, chosen: chosen[by], by_model: !!document.getElementById("plan-by-model")?.checked, keep: by === "notice" && document.getElementById("plan-keep").checked ? document.getElementById("plan-keep-name").value : null }), { disabled: !frame.headings.length })));
const look = async (by, what) => {
  chosen[by] = what;
  const asked = wanted = { by, what };
  const answer = await server.preview_frame(gaigao.here({ by, chosen: what }));
  if (asked !== wanted || !dialog) return;
  if (answer.error) { fill(preview, el("p.failed", {}, answer.error)); return; }
  drawPreview(answer, by);
  if (gaigao.narrow()) preview.scrollIntoView({ block: "nearest" });
};
const pickable = (by, key, title, about, more) => el("li", {}, el("button.frame-row", { type: "button", class: chosen[by] === key ? "on" : "", data: { frame: key }, "aria-pressed": String(chosen[by] === key), on: { click: (event) => {
  for (const one of event.currentTarget.closest("ul").querySelectorAll(".frame-row")) { const on = one === event.currentTarget; one.classList.toggle("on", on); one.setAttribute("aria-pressed", String(on)); }
  look(by, key);
} } }, el("b", {}, title), about ? el("span.soft", {}, about) : null, more));
const reports = () => {
  const rows = (query) => choices.reports.filter((one) => one.title.includes(query)).map((one) => pickable("report", one.id, one.title, [one.kind_name, one.year, one.origin_name].filter(Boolean).join(" · ")));
  const list = el("ul.frame-list", { "aria-label": say("restructure.by.report") }, rows(""));
  const query = el("input", { type: "search", placeholder: say("restructure.filter"), "aria-label": say("restructure.filter"), on: { input: () => fill(list, rows(query.value.trim())) } });
  return [el("p.hint", {}, say("restructure.report_about")), choices.reports.length > MANY ? query : null, choices.reports.length ? list : el("p.hint", {}, say(choices.loading ? "restructure.loading" : "restructure.no_reports"))];
};
const frames = () => [el("p.hint", {}, say("restructure.frame_about")), choices.frames_told ? el("p.notice", {}, icon("warn"), el("span", {}, choices.frames_told)) : null, el("ul.frame-list", { "aria-label": say("restructure.by.frame") }, choices.frames.map((one) =>
  pickable("frame", one.name, one.title, one.year ? one.source : "", el("span.tag", { class: one.old ? "old" : "own" }, one.standing))))];
const written = (by, id, key) => {
  const area = el("textarea", { id, placeholder: say(`restructure.${key}_sample`), "aria-label": say(`restructure.by.${by}`) });
  area.value = chosen[by];
  area.addEventListener("input", () => { chosen[by] = area.value; });
  return area;
};
const notice = () => {
  const area = written("notice", "plan-notice", "notice");
  return [el("p.hint", {}, say("restructure.notice_about")), area, button(say("restructure.read_notice"), () => (area.value.trim() ? look("notice", area.value) : area.focus()), { id: "plan-read-notice", icon: "list" })];
};
const EXAMPLES = ["one", "two", "three", "four"];
const wish = () => {
  const area = written("wish", "plan-wish", "wish");
  const ask = () => (area.value.trim() ? making({ by: "wish", chosen: area.value }) : area.focus());
  return [el("p.hint", {}, say("restructure.wish_about")), area,
    el("div.wish-samples", {}, EXAMPLES.map((one) => button(say(`restructure.wish.${one}`), () => { const text = say(`restructure.wish.${one}`); area.value = chosen.wish = (/“(.+)”/.exec(text) || [text, text])[1]; area.focus(); }, { kind: "small quiet" }))),
    el("div.plan-go", {}, make(say("restructure.make"), ask))];
};
const PANES = { report: reports, frame: frames, notice, wish };
const drawChoice = () => {
  if (!dialog || !choices) return;
  step = drawn = null;
  const turn = (one) => { way = one; wanted = null; drawChoice(); body.querySelector(`#way-${one}`)?.focus(); };
  const tabs = el("div.plan-ways", { role: "tablist", "aria-label": say("restructure.go_by") }, WAYS.map((one) => el("button.plan-way", { type: "button", role: "tab", id: `way-${one}`, class: one === way ? "on" : "", "aria-selected": String(one === way), on: { click: () => turn(one) } }, say(`restructure.by.${one}`))));
  fill(preview, way === "wish" ? null : el("p.hint", {}, say("restructure.choose")));
  fill(body, choices.plans.length ? el("div.plans-waiting", {}, choices.plans.map((one) => el("p.plan-waiting", {}, icon("clock"), el("span", {}, one.text), button(say("restructure.go_on"), () => visit(one.id), { kind: "small", data: { plan: one.id } })))) : null,
    tabs, el("div.plan-choice", { data: { way } }, el("div.plan-pane", { role: "tabpanel" }, PANES[way]()), way === "wish" ? null : preview));
  if (way === "report" && chosen.report) look("report", chosen.report);
  if (way === "frame" && chosen.frame) look("frame", chosen.frame);
};
const told = (now) => {
  body.querySelector(".plan-said")?.remove();
  const line = el("div.plan-said", { role: "alert" }, el("p", {}, now.said), now.connect ? button(say("chat.connect_model"), () => { close(); gaigao.show("connection"); gaigao.parts.views.trigger("visit", { view: "connection" }); }, { kind: "primary small", icon: "plug", id: "plan-connect" }) : null);
  (body.querySelector(".plan-go") || body).before(line);
  line.scrollIntoView({ block: "nearest" });
};
const choose = async () => {
  begun();
  fill(body, el("p.hint", {}, say("restructure.loading_choices")));
  const answer = await server.restructure_choices(gaigao.here());
  if (!dialog) return;
  if (answer.error) { fill(body, el("p.failed", {}, answer.error)); return; }
  choices = answer;
  chosen.frame ||= answer.frames.find((one) => one.fitting && !one.old)?.name || null;
  drawChoice();
};

// ---- the plan --------------------------------------------------------------------------------------------------------
const visit = (plan) => { begun(); send("visit", { plan }); };
let drawn = null, only_unsure = false;
const drawPlan = () => {
  const { plan } = value;
  const same = drawn === plan.id;
  drawn = plan.id;
  only_unsure = same && only_unsure;
  const right = body.querySelector(".plan-right")?.scrollTop || 0, left = body.querySelector(".plan-left")?.scrollTop || 0, top = body.scrollTop;
  const focused = document.activeElement?.closest?.(".step")?.dataset.step;
  const act = {
    turn: (operation, state) => send("turn", { plan: plan.id, operation, state }),
    picked: (one) => { step = one; },
    filtered: (on) => { only_unsure = on; },
    only_unsure,
    examples: (gap) => server.gap_examples(gaigao.here({ plan: plan.id, gap })),
    words: value.changes ? () => { close(); gaigao.show("draft"); gaigao.emit("see-review", value.changes); } : null,
    other: choose,
    done: () => { close(); gaigao.show("draft"); },
  };
  fill(body, gaigao.planReview(plan, value.version, act, step).node);
  body.scrollTop = same ? top : 0;
  for (const [name, at] of [[".plan-right", right], [".plan-left", left]]) { const box = body.querySelector(name); if (box && same) box.scrollTop = at; }
  if (focused) (body.querySelector(`.step[data-step="${focused}"] .step-ops button:not(:disabled)`) || body.querySelector(`#step-${focused}`))?.focus({ preventScroll: true });
};

gaigao.part("restructure", { element, props, trigger, watch, server }, (now) => {
  value = now;
  if (!dialog || !now.n) return;
  hold(false);
  if (now.draft !== gaigao.tab.draft) return;
  if (now.plan) drawPlan();
  if (now.confirm) gaigao.confirmAccept(now.confirm, (state) => send("turn", { plan: now.plan.id, operation: now.confirm.operation, state, confirmed: state === "accepted" }));
  if (now.said) told(now);
});
gaigao.on("told", () => hold(false));
gaigao.on("give-up", () => hold(false));
gaigao.on("close-plan", close);
gaigao.on("restructure", async (told_by) => {
  if (!gaigao.tab.draft) return;
  if (told_by?.report) { way = "report"; chosen.report = told_by.report; }
  await choose();
});
gaigao.on("open-plan", (plan) => { if (gaigao.tab.draft) visit(plan); });
gaigao.on("tab", ({ before, now }) => { if (before.draft !== now.draft) { close(); chosen = { report: null, frame: null, notice: "", wish: "" }; } });
// The text was turned elsewhere, by undo or in another tab: how the plan stands now is asked anew.
gaigao.on("sheet", (sheet) => {
  if (dialog && !busy && value.plan && value.draft === sheet.draft && sheet.seen !== undefined && sheet.seen !== value.seen && body.querySelector(".plan")) send("visit", { plan: value.plan.id });
});
