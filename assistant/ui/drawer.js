// A passage in its place in its report, opened from any source card. Answers of `server.read_report`.
const { el, say, icon } = gaigao;
server = gaigao.safely(server);
let opener = null;
const body = el("div.drawer-body", { tabindex: "0" });
const head = el("header.drawer-head");
const drawer = el("aside.drawer", { id: "source-drawer", role: "dialog", "aria-label": say("drawer.label"), hidden: true }, head, body);
element.firstElementChild.append(drawer);
const close = () => { drawer.hidden = true; opener?.focus?.(); };

gaigao.openSource = async (source) => {
  opener = document.activeElement;
  // Beside an open dialog nothing else can be seen: the drawer then stands in it.
  const place = [...document.querySelectorAll("dialog[open]")].at(-1) || element.firstElementChild;
  if (drawer.parentElement !== place) place.append(drawer);
  drawer.hidden = false;
  const draw_head = (answer) => gaigao.fill(head, el("div.drawer-title", {}, el("h2", {}, answer.title), el("p.soft", {}, answer.meta || "")),
    el("button.plain", { type: "button", id: "drawer-close", "aria-label": say("common.close"), on: { click: close } }, icon("close")));
  draw_head({ title: source.report.title });
  gaigao.fill(body, el("p.hint", {}, say("drawer.opening")));
  head.querySelector("#drawer-close").focus();
  const { report, passage } = source;
  const answer = await server.read_report({ report: report.id, origin: report.origin, title: report.title, passage: passage.id, start: passage.start, end: passage.end, text: passage.text, marks: source.marks || [] });
  if (answer.error) { gaigao.fill(body, el("p.failed", {}, answer.error), el("p.passage-alone", {}, passage.text)); return; }
  draw_head(answer);
  const frame = !answer.gone && answer.origin !== "draft" && gaigao.tab.draft ? gaigao.button(say("restructure.like_this"), () => { close(); gaigao.show("draft"); gaigao.emit("restructure", { report: report.id }); }, { kind: "small", icon: "moves", id: "drawer-restructure", title: say("restructure.like_this_about") }) : null;
  if (frame) head.querySelector(".drawer-title").append(frame);
  gaigao.fill(body, answer.gone ? el("p.notice", {}, icon("warn"), el("span", {}, answer.gone)) : null, el("p.drawer-advice", {}, say(`drawer.${["own", "draft"].includes(answer.origin) ? answer.origin : "reference"}`)), (source.marks || []).length ? el("p.hint", {}, el("b.shared", {}, say("drawer.shared")), say("drawer.shared_more")) : null,
    answer.paras.map((para) => el("p.line", { class: para.k }, para.r.map((run) => typeof run === "string" ? run : el("mark", {}, gaigao.sharedRuns(run.m))))));
  (body.querySelector("mark .shared") || body.querySelector("mark"))?.scrollIntoView({ block: "center" });
};
drawer.addEventListener("keydown", (event) => { if (event.key === "Escape") { event.preventDefault(); close(); } });
document.addEventListener("keydown", (event) => { if (event.key === "Escape" && !drawer.hidden && !document.querySelector("dialog[open]")) close(); });
gaigao.part("drawer", { element, props, trigger, watch, server }, () => {});
