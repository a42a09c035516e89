// The user's own quick actions: written, changed, put in order, taken away. Loaded from the head after page.js.
(() => {
  "use strict";
  const page = window.gaigao;
  const { el, say, icon, button } = page;

  // own: [{id, name, wish}]; change(what): asks the server, answers with all of them or null; wish: to begin with.
  page.manageWishes = (own, change, wish = "") => {
    let edited = null;
    const name = el("input", { id: "wish-name", type: "text", maxlength: "40", placeholder: say("wishes.name_hint") });
    const text = el("textarea", { id: "wish-text", rows: 3, maxlength: "2000", placeholder: say("wishes.wish_hint") });
    const list = el("ol.wishes", { id: "wish-list" });
    const head = el("h3.side-head", {});
    const keep = button(say("common.save"), async () => {
      if (!text.value.trim()) { text.focus(); return; }
      if (await done({ step: "save", id: edited, name: name.value, wish: text.value })) write(null);
    }, { kind: "primary small", id: "wish-save" });
    const drop = button(say("common.cancel"), () => write(null), { kind: "small", id: "wish-cancel" });
    const write = (one, begun = "") => {
      edited = one?.id || null;
      name.value = one?.name || "";
      text.value = one?.wish || begun;
      head.textContent = say(one ? "wishes.edit" : "wishes.new");
      drop.hidden = !one;
      for (const row of list.children) row.classList.toggle("on", row.dataset.wish === edited);
      if (one || begun) (begun ? name : text).focus();
    };
    const done = async (what) => {
      const answer = await change(what);
      if (answer) draw(answer);
      return answer;
    };
    const move = (one, to, key) => async () => {
      if (!(await done({ step: "move", id: one.id, position: to }))) return;
      const row = list.querySelector(`[data-wish="${CSS.escape(one.id)}"]`);
      (row.querySelector(`.wish-${key}:enabled`) || row.querySelector(".wish-open")).focus();
    };
    const act = (shape, key, one, run, off = false) => el("button.plain", { type: "button", class: `wish-${key}`, disabled: off, title: say(`wishes.${key}`), "aria-label": `${say(`wishes.${key}`)} ${one.name}`, on: { click: run } }, icon(shape));
    const draw = (all) => page.fill(list, all.length ? all.map((one, at) => el("li.wish", { data: { wish: one.id }, class: one.id === edited ? "on" : "" },
      el("button.wish-open", { type: "button", title: say("wishes.edit"), on: { click: () => write(one) } }, el("b", {}, one.name), el("span.soft", {}, one.wish)),
      act("up", "up", one, move(one, at - 1, "up"), at === 0), act("down", "down", one, move(one, at + 1, "down"), at === all.length - 1),
      act("trash", "remove", one, async () => { if (await done({ step: "delete", id: one.id })) { if (edited === one.id) write(null); page.note(say("wishes.removed", { name: one.name })); } }))) : el("li.hint", {}, say("wishes.empty")));
    page.dialog({ title: say("wishes.head"), id: "wishes-dialog" }, el("p.hint", {}, say("wishes.lead")), list, head,
      el("label.field", {}, el("span", {}, say("wishes.name")), name), el("label.field", {}, el("span", {}, say("wishes.wish")), text), el("div.dialog-foot", {}, drop, keep));
    draw(own);
    write(null, wish);
  };
})();
