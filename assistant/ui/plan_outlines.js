// Two outlines side by side, what an operation moved or changed marked with its number and connected. Loaded from the head before plan_review.js.
(() => {
  "use strict";
  const page = window.gaigao;
  const { el, say } = page;
  const SVG = "http://www.w3.org/2000/svg";
  const shape = (name, values) => {
    const node = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(values)) node.setAttribute(key, value);
    return node;
  };

  const badge = (n) => el("span.step-n", { title: say("restructure.step", { n }) }, n);
  page.stepBadge = badge;

  const row = (one, side, pick) => {
    const words = [one.label ? el("span.orow-label", {}, one.label) : null, el("span.orow-text", {}, one.text, one.more ? el("span.soft", {}, one.more) : null)];
    const inside = [el("span.orow-words", {}, words), one.unmatched ? el("span.tag.old", {}, say("restructure.unmatched")) : null, one.n.length ? el("span.orow-steps", {}, one.n.map(badge)) : null];
    const classes = [one.piece ? "piece" : "", one.n.length ? "touched" : ""].join(" ");
    const node = one.n.length
      ? el("button.orow", { type: "button", class: classes, title: one.text, on: { click: () => pick(one.n[0]) } }, inside)
      : el("div.orow", { class: classes, title: one.text }, inside);
    node.dataset.key = one.key;
    node.dataset.level = String(Math.min(one.level, 5));
    node.dataset.steps = one.n.join(" ");
    return el("li", {}, node);
  };
  const column = (rows, side, pick) => el("div.outline-col", { class: side }, el("h3", {}, say(side === "before" ? "restructure.before" : "restructure.after")),
    el("ol", { "aria-label": say(side === "before" ? "restructure.before" : "restructure.after") }, rows.map((one) => row(one, side, pick))));

  // outlines: {before, after, links: [[row, row, step, moved]]}; pick(step): a row was clicked.
  page.drawOutlines = (outlines, pick) => {
    const lines = shape("svg", { class: "outline-lines", "aria-hidden": "true" });
    const before = column(outlines.before, "before", pick), after = column(outlines.after, "after", pick);
    const node = el("div.outlines", { role: "group", "aria-label": say("restructure.outlines") }, before, lines, after);
    const at = (key) => node.querySelector(`[data-key="${CSS.escape(key)}"]`);
    const draw = () => {
      lines.replaceChildren();
      const box = node.getBoundingClientRect();
      if (!box.width || getComputedStyle(lines).display === "none") return;
      lines.setAttribute("viewBox", `0 0 ${box.width} ${box.height}`);
      for (const [one, other, step, moved] of outlines.links) {
        const from = at(one)?.getBoundingClientRect(), to = at(other)?.getBoundingClientRect();
        if (!from || !to) continue;
        const x1 = from.right - box.left + 3, x2 = to.left - box.left - 3, y1 = from.top + from.height / 2 - box.top, y2 = to.top + to.height / 2 - box.top;
        const bend = Math.max(18, (x2 - x1) / 2);
        lines.append(shape("path", { d: `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`, class: moved ? "move-line moved" : "move-line", "data-step": String(step) }),
          shape("circle", { cx: x2, cy: y2, r: moved ? 2.5 : 0, class: "move-end", "data-step": String(step) }));
      }
      light(node.dataset.step || "");
    };
    // One step lit: its rows and its lines.
    const light = (step) => {
      node.dataset.step = step;
      for (const one of node.querySelectorAll(".orow")) one.classList.toggle("lit", !!step && one.dataset.steps.split(" ").includes(step));
      for (const one of lines.children) one.classList.toggle("lit", !!step && one.dataset.step === step);
    };
    new ResizeObserver(draw).observe(node);
    const show = (step, scroll) => {
      light(step ? String(step) : "");
      if (scroll) for (const side of [before, after]) side.querySelector(".orow.lit")?.scrollIntoView({ block: "nearest" });
    };
    return { node, show };
  };
})();
