// 送审前检查 as it is drawn in an answer: figures with what was compared, then what was found, place by place. Loaded from the head after findings.js.
(() => {
  "use strict";
  const page = window.gaigao;
  const { el, say, icon, button } = page;
  const SHOWN_AT_FIRST = 4;

  // The quote is said once: by itself, or in the message.
  const told = (one) => one.quote && one.message.includes(one.quote);
  const place = (one) => [one.section ? el("span.soft", {}, one.section) : null, told(one) ? el("span.finding-text", {}, one.message) : one.quote ? el("q", {}, one.quote) : null];
  const item = (one) => el("li.inspected-item", {},
    one.quote ? el("button.inspected-place", { type: "button", title: say("inspection.go"), on: { click: () => { page.show("draft"); page.emit("see-quote", { quote: one.quote, section: one.section }); } } }, place(one)) : place(one),
    el("p.finding-text", {}, told(one) ? null : [one.message, " "], one.source ? el("button.link", { type: "button", title: say("finding.about.source"), on: { click: () => page.openSource(one.source) } }, say("finding.act.source")) : null));
  const group = (one, open) => {
    const list = el("ol.inspected-items", {}), more = one.items.slice(SHOWN_AT_FIRST);
    list.append(...one.items.slice(0, SHOWN_AT_FIRST).map(item));
    if (more.length) {
      const rest = el("li", {}, button(say("inspection.more", { n: more.length }), () => rest.replaceWith(...more.map(item)), { kind: "small" }));
      list.append(rest);
    }
    return el("details.inspected-group", { class: one.severity, data: { kind: one.kind }, open }, el("summary", {}, icon("down"), el("b", {}, one.label), el("span.count", {}, one.count)), list,
      one.count > one.items.length ? el("p.hint", {}, say("inspection.first", { n: one.items.length })) : null);
  };

  page.drawInspection = (block, live) => {
    const { report } = block;
    const named = el("label.check", { title: say("inspection.named_about") }, el("input", { type: "checkbox" }), el("span", {}, say("inspection.named")));
    const take = (kind) => () => page.takeFile(kind, { sources: named.firstElementChild.checked ? "1" : "0" });
    return el("div.inspected", {},
      el("p.inspected-head", {}, icon("check"), el("b", {}, say("inspection.name"))),
      el("p", {}, report.text),
      el("dl.figures", {}, report.figures.map((one) => el("div.figure", { title: one.note || "" }, el("dt", {}, one.label), el("dd", {}, one.value), one.note ? el("dd.soft", {}, one.note) : null))),
      report.groups.map((one, n) => group(one, n === 0)),
      report.compared ? el("p.review-checked", {}, icon("check"), el("span", {}, report.compared)) : null,
      report.rule ? el("details.inspected-rule", {}, el("summary", {}, say("inspection.rule")), el("p.hint", {}, report.rule)) : null,
      live ? null : el("div.inspected-export", { role: "group", "aria-label": say("inspection.export") }, el("span.soft", {}, say("inspection.export")),
        button("Word", take("check"), { kind: "small", id: "check-word" }), button("Markdown", take("check-md"), { kind: "small", id: "check-md" }), named));
  };
})();
