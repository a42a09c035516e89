// The three views of the page (and the chat as a fourth on a phone): a row above, a bar below on a phone.
const { el, say, icon } = gaigao;
const VIEWS = [["draft", "sheet"], ["chat", "chat"], ["library", "books"], ["connection", "plug"]];
let value = {};

const tab = ([view, shape]) => el("button.view", { type: "button", role: "tab", id: `view-${view}`, data: { view }, "aria-selected": "false",
  on: { click: () => { gaigao.show(view); if (view === "library" || view === "connection") trigger("visit", { view }); } } }, icon(shape), el("span.view-name"), el("span.view-mark"));
const row = el("div.views", { role: "tablist", "aria-label": say("views.label") }, VIEWS.map(tab));
element.firstElementChild.append(row);
row.addEventListener("keydown", (event) => {
  if (event.key !== "ArrowRight" && event.key !== "ArrowLeft") return;
  const tabs = [...row.children].filter((one) => one.offsetParent);
  const at = tabs.indexOf(document.activeElement);
  tabs[(at + (event.key === "ArrowRight" ? 1 : tabs.length - 1)) % tabs.length]?.focus();
});

const draw = () => {
  const now = gaigao.tab.view;
  for (const one of row.children) {
    const view = one.dataset.view;
    const selected = view === now || (view === "draft" && now === "chat" && !gaigao.narrow());
    one.setAttribute("aria-selected", String(selected));
    one.querySelector(".view-name").textContent = say(`views.${view}`);
    const mark = one.querySelector(".view-mark");
    mark.textContent = view === "library" && value.reports ? gaigao.number(value.reports) : "";
    mark.classList.toggle("dot", view === "connection" && value.model === false);
    mark.title = view === "connection" && value.model === false ? say("views.no_model") : "";
  }
};
gaigao.part("views", { element, props, trigger, watch, server }, (now) => { value = now; draw(); });
gaigao.on("view", draw);
gaigao.on("open-view", gaigao.show);
addEventListener("resize", draw);
