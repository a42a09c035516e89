// What the guard found: rows beside a change, and the question before a change with an error is accepted. Loaded from the head after answer.js.
(() => {
  "use strict";
  const page = window.gaigao;
  const { el, say, icon, button } = page;
  const SHOWN_AT_FIRST = 4;
  const HELP = { recast: "pencil", missing: "clip", vouch: "plus", source: "open" };

  // The report is named once: in the message or here.
  const sourceLine = (source, message) => el("p.finding-source", {}, say("finding.from"), source.origin_name ? el("span.tag", {}, source.origin_name) : null,
    message.includes(source.report.title) ? null : el("b", {}, say("finding.title", { title: source.report.title })), source.path ? el("span.finding-path", {}, source.path) : null);
  const words = (finding) => el("p.finding-text", {}, finding.told ? null : [el("q", { title: finding.quote }, finding.quote)], finding.message);
  // What a source shares with the text: cut on the server, `{x}` where it is shared.
  page.sharedRuns = (runs) => runs.map((run) => (typeof run === "string" ? run : el("b.shared", {}, run.x)));

  const row = (finding, act) => el("li.finding", { class: finding.severity, data: { finding: finding.id, kind: finding.kind }, tabindex: "-1" },
    el("b.finding-kind", {}, finding.label),
    el("div.finding-body", {}, words(finding), finding.source ? sourceLine(finding.source, finding.message) : null,
      finding.actions.length ? el("div.finding-acts", { role: "group", "aria-label": finding.label }, finding.actions.map((action) =>
        button(say(`finding.act.${action}`), (event) => act(action, finding, event.currentTarget), { kind: "small", icon: HELP[action], data: { act: action }, title: say(`finding.about.${action}`) }))) : null));

  // Errors and warnings, the first few at once; advice folded. act(action, finding, button).
  page.findingRows = (findings, act, head = null) => {
    const shown = findings.filter((one) => one.severity !== "advice"), advice = findings.filter((one) => one.severity === "advice");
    const list = (some) => el("ul.finding-list", {}, some.map((one) => row(one, act)));
    const folded = (some, text) => (some.length ? el("details.finding-more", {}, el("summary", {}, icon("down"), text), list(some)) : null);
    const first = shown.length > SHOWN_AT_FIRST + 1 ? SHOWN_AT_FIRST : shown.length;
    return el("div.findings", { class: findings[0].severity, role: "group", "aria-label": say("finding.label") }, head,
      first ? list(shown.slice(0, first)) : null, folded(shown.slice(first), say("finding.more", { n: shown.length - first })), folded(advice, say("finding.advice", { n: advice.length })));
  };

  // asked: {suggestion, hunk, findings}; decide(state): "accepted" against what was found, or "rejected".
  page.confirmAccept = (asked, decide) => {
    const { box, close } = page.dialog({ title: say("finding.confirm", { n: asked.findings.length }), id: "confirm-accept" });
    const chosen = (state) => () => { close(); decide(state); };
    box.append(el("ul.finding-list", { class: "asked-about" }, asked.findings.map((finding) => el("li.finding", { class: finding.severity, data: { kind: finding.kind } },
      el("b.finding-kind", {}, finding.label),
      el("div.finding-body", {}, words(finding), finding.source ? [sourceLine(finding.source, finding.message), el("blockquote.finding-passage", {}, page.sharedRuns(finding.source.runs))] : null)))),
    el("p.hint", {}, say("finding.confirm_more")),
    el("div.dialog-foot", {}, button(say("finding.back"), () => close(), { id: "confirm-back" }), el("span.grow"),
      button(say("finding.refuse"), chosen("rejected"), { id: "confirm-refuse" }), button(say("finding.accept"), chosen("accepted"), { kind: "danger", id: "confirm-accept-yes" })));
    box.querySelector("#confirm-back").focus();
  };

  // A finding pointed at and its text, each lights up the other.
  page.linkFindings = (sheet) => {
    const light = (event, on) => {
      const one = event.target.closest?.("[data-finding]");
      for (const mark of one ? one.closest(".review").querySelectorAll(`.mk[data-f~="${CSS.escape(one.dataset.finding)}"]`) : []) mark.classList.toggle("lit", on);
    };
    for (const [kind, on] of [["mouseover", true], ["mouseout", false], ["focusin", true], ["focusout", false]]) sheet.addEventListener(kind, (event) => light(event, on));
    sheet.addEventListener("click", (event) => {
      const mark = event.target.closest(".mk[data-f]");
      const one = mark?.closest(".review").querySelector(`[data-finding="${CSS.escape(mark.dataset.f.split(" ")[0])}"]`);
      if (!one || !getSelection().isCollapsed) return;
      one.closest("details")?.setAttribute("open", "");
      one.scrollIntoView({ block: "nearest" });
      one.focus({ preventScroll: true });
    });
  };

  // Where a quote stands in a node, blanks aside: a range, or null.
  page.quoteIn = (node, quote) => {
    const wanted = quote.replace(/\s+/g, ""), places = [], walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
    let text = "";
    while (walker.nextNode()) [...walker.currentNode.data.matchAll(/\S/g)].forEach((one) => { text += one[0]; places.push([walker.currentNode, one.index]); });
    // "6次" is not the end of "46次".
    const inside = (at) => /\d/.test(text[at - 1] || "") && /\d/.test(wanted[0]);
    let at = wanted ? text.indexOf(wanted) : -1;
    while (at >= 0 && inside(at)) at = text.indexOf(wanted, at + 1);
    if (at < 0) return null;
    const range = document.createRange(), [last, end] = places[at + wanted.length - 1];
    range.setStart(...places[at]);
    range.setEnd(last, end + 1);
    return range;
  };
})();
