// How the blocks of an answer are drawn, live and from history alike. Loaded from the head after page.js.
(() => {
  "use strict";
  const page = window.gaigao;
  const { el, say, icon, button } = page;
  const SHOWN_AT_FIRST = 3;

  // "[1]" in a text becomes a button that opens source 1 of the same answer, if there is one.
  const cited = (text, sources) => text.split(/(\[\d{1,3}\])/).map((piece) => {
    const number = /^\[(\d+)\]$/.exec(piece);
    const source = number && sources[Number(number[1])];
    if (!source) return piece;
    return el("button.cite", { type: "button", "aria-label": say("chat.open_source", { n: number[1] }), on: { click: () => page.openSource(source) } }, piece);
  });
  page.paragraphs = (text, sources = {}) => {
    const out = [];
    for (const line of text.split(/\n+/)) {
      if (!line.trim()) continue;
      const bullet = /^\s*(?:[-*•]|\d+[.、)])\s+/.exec(line);
      const clean = (bullet && /[-*•]/.test(bullet[0]) ? line.slice(bullet[0].length) : line.trim()).replace(/\*\*/g, "").replace(/^#+\s*/, "");
      out.push(el(bullet ? "p.bullet" : "p", {}, cited(clean, sources)));
    }
    return out;
  };

  page.sourceCard = (source, number) => {
    const tags = [source.role_name, source.origin_name].filter(Boolean);
    return el("button.source", { type: "button", data: { passage: source.passage.id }, on: { click: () => page.openSource(source) } },
      el("span.source-head", {}, el("b", {}, `[${number}]`), el("span.source-title", {}, source.report.title)),
      el("span.source-where", {}, tags.map((tag) => el("span.tag", {}, tag)), source.path ? el("span.source-path", {}, source.path) : null),
      el("span.source-text", {}, source.passage.text));
  };
  const sourceList = (hits, start = 1) => {
    const list = el("div.sources", { role: "list" });
    const show = (from, to) => hits.slice(from, to).forEach((hit, i) => list.append(el("div", { role: "listitem" }, page.sourceCard(hit, hit.n || start + from + i))));
    show(0, SHOWN_AT_FIRST);
    if (hits.length > SHOWN_AT_FIRST) {
      const more = button(say("chat.more_sources", { n: hits.length - SHOWN_AT_FIRST }), () => { more.remove(); show(SHOWN_AT_FIRST, hits.length); }, { kind: "quiet small" });
      list.append(more);
    }
    return list;
  };

  const notices = (block) => (block.notices || []).map((text) => el("p.notice", {}, icon("warn"), el("span", {}, text)));
  const send = (text, extra = {}) => page.emit("send", { text, ...extra });

  // What else a task may have been about: what was thought of, else any part of the draft.
  const meant = (task) => {
    if ((task.candidates || []).length > 1) return task.candidates;
    return task.place && page.sections ? page.sections() : [];
  };
  // The chip "understood as": a click shows what else may have been meant.
  const chip = (task, numbered, context) => {
    const choices = context.places(task);
    const label = [el("span.chip-lead", {}, numbered ? `${task.n}.` : say("chat.understood")), el("b", {}, task.title)];
    if (!choices.length || context.live) return el("span.chip", {}, label);
    const node = el("details.chip-menu", {}, el("summary.chip", { "aria-label": say("chat.not_what_i_meant") }, label, icon("down")),
      el("div.chip-choices", {}, el("p.hint", {}, say("chat.meant_instead")), choices.map((place) =>
        el("button.choice", { type: "button", class: task.place && place.section === task.place.section ? "on" : "", on: { click: () => {
          node.open = false;
          send(context.wish, { chosen: { [task.n]: place.section }, shown: say("chat.corrected", { name: place.name }) });
        } } }, place.name))));
    return node;
  };

  const DRAW = {
    understood: (block, context) => el("div.understood", {}, block.tasks.map((task) => chip(task, block.tasks.length > 1, context))),
    asked: (block, context) => el("div.asked", {}, el("p", {}, block.text), el("div.options", {}, block.options.map((place) =>
      button(place.name, () => send(context.wish, { chosen: { [block.task]: place.section }, shown: place.name }),
        { kind: place.section === block.preselected ? "primary" : "", disabled: context.live, "aria-pressed": String(place.section === block.preselected) })))),
    found: (block) => el("div.found", {}, el("p.soft", {}, block.text), block.hits.length ? sourceList(block.hits) : null),
    text: (block, context) => block.channel === "proposal"
      ? el("div.proposal", {}, el("p.proposal-head", {}, el("span.pulse"), say(context.live ? "chat.writing" : "chat.unfinished")),
        el("div.proposal-text", {}, block.text.split("\n").map((line) => el("p", {}, line.replace(/^[\s\u3000]+/, "")))))
      : el("div.said", {}, page.paragraphs(block.text, context.sources(block))),
    answered: (block, context) => el("div.said", {}, page.paragraphs(block.text, context.sources(block)), notices(block)),
    changed: (block) => el("div.changed", {}, icon("undo"), el("p", {}, block.text)),
    suggested: (block, context) => el("div.suggested", {},
      el("p.suggested-head", {}, icon("pencil"), el("b", {}, block.text)),
      block.note ? page.paragraphs(block.note, context.sources(block)) : null,
      notices(block),
      block.checked ? el("p.review-checked", { class: block.errors ? "error" : "" }, icon(block.errors ? "warn" : "check"), el("span", {}, block.checked)) : null,
      button(say("chat.see_changes"), () => { page.show("draft"); page.emit("see-review", block.suggestion); }, { kind: "primary small" })),
    planned: (block, context) => el("div.planned", {}, el("p.suggested-head", {}, icon("moves"), el("b", {}, block.text)),
      block.figures ? el("p.soft", {}, block.figures) : null,
      el("ol.planned-steps", {}, block.steps.map((step) => el("li", {}, step)), block.more ? el("li.soft", {}, block.more) : null), notices(block),
      context.live ? null : button(say("restructure.see_plan"), () => { page.show("draft"); page.emit("open-plan", block.plan); }, { kind: "primary small", icon: "moves" })),
    tried_again: (block) => el("div.tried-again", {}, icon("again"), el("p", {}, block.text)),
    inspected: (block, context) => page.drawInspection(block, context.live),
    reviewed: (block, context) => el("div.reviewed", {}, el("p.soft", {}, block.text), el("ol.remarks", {}, block.remarks.map((remark) =>
      el("li", {}, el("div.remark-head", {}, remark.place ? el("button.link", { type: "button", on: { click: () => { page.show("draft"); page.emit("go", remark.place.section); } } }, remark.place.name) : null),
        remark.quote ? el("q", {}, remark.quote) : null, el("p", {}, remark.text),
        remark.wish ? button(say("chat.rewrite_this"), () => send(remark.wish, remark.place ? { section: remark.place.section } : {}), { kind: "small", disabled: context.live }) : null)))),
    said: (block, context) => el("div.said", { class: `tone-${block.tone}` }, page.paragraphs(block.text),
      block.tone === "material" && !context.live ? button(say("chat.as_material"), () => page.emit("put-in", { text: context.tasks ? "" : context.wish, hint: block.text }), { kind: "small", icon: "plus" }) : null,
      block.tone === "connect" ? button(say("chat.connect_model"), () => page.show("connection"), { kind: "primary small", icon: "plug" }) : null),
    failed: (block, context) => el("div.failed", { role: "alert" }, el("p.failed-head", {}, icon("warn"), el("b", {}, (block.error.where ? `${block.error.where}：` : "") + block.error.message)),
      block.error.kept ? el("p", {}, block.error.kept) : null, block.error.hint ? el("p", {}, block.error.hint) : null,
      (block.error.candidates || []).length ? el("ul.soft", {}, block.error.candidates.map((one) => el("li", {}, one))) : null,
      context.live ? null : block.error.code.startsWith("frame_")
        ? button(say("restructure.choose_frame"), () => { page.show("draft"); page.emit("restructure"); }, { kind: "primary small", icon: "moves" })
        : button(say("chat.again"), () => send(context.wish), { kind: "small" })),
    stopped: () => el("p.stopped", {}, icon("stop"), say("chat.stopped")),
  };

  // Sources by their number, for the [n] in notes and answers: each task has its own.
  const numbered = (blocks) => (asking) => {
    const sources = {};
    for (const block of blocks.filter((one) => one.task === asking.task)) {
      if (block.type === "found") block.hits.forEach((hit, i) => { sources[hit.n || i + 1] = hit; });
      for (const citation of block.citations || []) sources[citation.n] = citation;
    }
    return sources;
  };

  page.drawAnswer = (blocks, context) => {
    const tasks = blocks.some((block) => block.type === "understood" && block.tasks.length);
    const around = { sources: numbered(blocks), places: meant, tasks, ...context };
    return blocks.filter((block) => DRAW[block.type]).map((block) => {
      const node = DRAW[block.type](block, around);
      node.classList.add("block");
      return node;
    });
  };
})();
