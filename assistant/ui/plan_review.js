// The review of a plan of restructuring: figures, outlines, operations one by one, what was not matched, what is missing. Loaded from the head after plan_outlines.js.
(() => {
  "use strict";
  const page = window.gaigao;
  const { el, say, icon, button } = page;

  const lines = (text) => text.split("\n").filter((line) => line.trim()).map((line) => el("p", {}, line.replace(/^[\s\u3000]+/, "")));
  const stand = (one) => one.state === "pending" ? null
    : one.because ? say("restructure.refused_with", { n: one.because }) : say(one.state === "accepted" ? "restructure.is_accepted" : "restructure.is_refused");

  const operation = (one, act) => {
    const name = `${one.n}. ${one.text}`;
    const ops = one.state === "pending"
      ? [button(say("review.accept"), () => act.turn(one.id, "accepted"), { kind: "ok small", id: `step-accept-${one.n}`, disabled: !!one.refusal, "aria-label": `${say("review.accept")} ${name}` }),
        button(say("review.refuse"), () => act.turn(one.id, "rejected"), { kind: "no small", id: `step-refuse-${one.n}`, "aria-label": `${say("review.refuse")} ${name}` })]
      : [button(say("restructure.take_back"), () => act.turn(one.id, "pending"), { kind: "small", icon: "undo", id: `step-again-${one.n}`, disabled: !!one.because, "aria-label": `${say("restructure.take_back")} ${name}`, title: one.because ? stand(one) : undefined })];
    const head = el("button.step-head", { type: "button", id: `step-${one.n}`, "aria-expanded": "false", on: { click: () => act.pick(one.n) } }, page.stepBadge(one.n),
      el("span.step-text", {}, one.text), el("span.tag.certainty", { class: one.certainty, title: say("restructure.certainty_about") }, one.certainty_name));
    const text = el("div.step-words", { hidden: true }, one.texts.length ? [el("p.soft", {}, say(["move", "merge", "reorder"].includes(one.kind) ? "restructure.text_moves" : "restructure.text_of")), one.texts.map((each) => el("blockquote", {}, lines(each)))] : el("p.soft", {}, say("restructure.no_text")));
    return el("li.step", { class: `${one.state} ${one.certainty}`, data: { step: String(one.n), operation: one.id } }, head,
      el("p.step-why", {}, one.reason, one.needs ? el("span.soft", {}, one.needs) : null, one.needed_by ? el("span.needed-by", {}, one.needed_by) : null), text,
      one.refusal ? el("p.notice", {}, icon("warn"), el("span", {}, one.refusal)) : null,
      el("div.step-ops", { role: "group", "aria-label": name }, ops, stand(one) ? el("span.step-state", {}, icon(one.state === "accepted" ? "check" : "close"), stand(one)) : null));
  };

  const fold = (id, title, items, open = false) => items.length ? el("details.plan-fold", { id, open }, el("summary", {}, icon("down"), el("b", {}, title)), el("ul", {}, items)) : null;
  const unmatched = (one) => el("li", {}, el("button.link.unmatched", { type: "button", title: say("inspection.go"), on: { click: () => { page.emit("close-plan"); page.show("draft"); page.emit("see-quote", { quote: one.text, section: "" }); } } }, one.quote), el("p.hint", {}, one.reason));
  const gap = (one, act) => {
    const found = el("div.gap-found", { hidden: true });
    const look = button(say("restructure.see_examples"), async () => {
      if (!found.hidden) { found.hidden = true; look.setAttribute("aria-expanded", "false"); return; }
      look.disabled = true;
      const answer = await act.examples(one.n);
      look.disabled = false;
      if (answer.error) { page.note(answer.error, "error"); return; }
      found.hidden = false;
      look.setAttribute("aria-expanded", "true");
      page.fill(found, answer.hits.length ? null : el("p.hint", {}, answer.text), answer.hits.map((hit, i) => page.sourceCard(hit, i + 1)));
    }, { kind: "small", icon: "books", id: `gap-examples-${one.n}`, "aria-expanded": "false" });
    return el("li.gap", { data: { level: String(one.level) } }, el("div.gap-head", {}, el("b", {}, one.heading), look), found);
  };
  const word = (one) => el("li.word-change", {}, el("p", {}, el("span.soft", {}, one.around[0]), one.ready ? [el("del", {}, one.quote), el("ins", {}, one.proposal)] : el("b", {}, one.quote), el("span.soft", {}, one.around[1])), el("p.hint", {}, one.reason));

  // plan: as the server draws it; act: {turn(operation | null, state), picked(step), examples(gap), words(), other(), done(), filtered(on), only_unsure}. Returns {node, show(step)}.
  page.planReview = (plan, version, act, chosen) => {
    let open = null;
    const outlined = plan.outlines ? page.drawOutlines(plan.outlines, (step) => show(step)) : null;
    const list = el("ol.steps", { id: "plan-steps", "aria-label": say("restructure.steps") });
    const show = (step, move = true) => {
      open = open === step ? null : step;
      for (const one of list.children) {
        const on = one.dataset.step === String(open);
        one.classList.toggle("on", on);
        one.querySelector(".step-words").hidden = !on;
        one.querySelector(".step-head").setAttribute("aria-expanded", String(on));
        if (on && move) one.scrollIntoView({ block: "nearest" });
      }
      outlined?.show(open, !page.narrow());
      act.picked(open);
    };
    list.append(...plan.operations.map((one) => operation(one, { ...act, pick: (step) => show(step, false) })));
    const unsure = plan.operations.filter((one) => one.certainty === "unsure").length;
    const filter = unsure && unsure < plan.operations.length ? button(say("restructure.only_unsure", { n: unsure }), () => {
      const on = list.classList.toggle("only-unsure");
      filter.setAttribute("aria-pressed", String(on));
      act.filtered(on);
    }, { id: "plan-only-unsure", kind: "small", "aria-pressed": String(act.only_unsure) }) : null;
    list.classList.toggle("only-unsure", !!filter && act.only_unsure);
    const decided = plan.accepted + plan.rejected, ready = plan.changes.filter((one) => one.ready).length;
    const bar = el("header.plan-bar", {},
      el("div.plan-about", {}, el("b", { id: "plan-source" }, plan.source), el("span.tag", { title: say("restructure.by_about") }, plan.by)),
      plan.figures ? el("p.plan-figures", { id: "plan-figures", class: plan.figures.lost ? "lost" : "", role: "status" }, icon(plan.figures.lost ? "warn" : "check"), plan.figures.text) : null,
      el("span.grow"),
      plan.pending ? [button(say(decided ? "review.refuse_rest" : "review.refuse_all"), () => act.turn(null, "rejected"), { id: "plan-refuse-all", kind: "small" }),
        button(decided ? say("restructure.accept_rest", { n: plan.pending }) : say("review.accept_all"), () => act.turn(null, "accepted"), { id: "plan-accept-all", kind: "primary small" })]
        : [el("span.plan-stand", { id: "plan-stand" }, say(plan.accepted ? "restructure.decided" : "restructure.decided_none", { accepted: plan.accepted, refused: plan.rejected, version })), button(say("restructure.done"), act.done, { id: "plan-done", kind: "primary small" })]);
    const words = plan.changes.length ? el("section.plan-words", { id: "plan-words", "aria-label": say("restructure.words") }, el("h3", {}, say("restructure.words_head", { n: plan.changes.length })), el("p.hint", {}, say("restructure.words_about")),
      el("ul", {}, plan.changes.map(word)), act.words && ready ? button(say("restructure.words_review", { n: ready }), act.words, { id: "plan-words-review", kind: "primary small", icon: "pencil" }) : null) : null;
    const node = el("div.plan", {}, bar,
      plan.fits ? null : el("p.notice", {}, icon("warn"), el("span", {}, say("restructure.lost"))),
      plan.notices.map((text) => el("p.notice", {}, icon("warn"), el("span", {}, text))),
      el("div.plan-body", {},
        el("div.plan-left", { tabindex: "0" }, outlined ? outlined.node : null),
        el("div.plan-right", {}, plan.pending ? null : words, el("div.steps-head", {}, el("h3", {}, say("restructure.steps_head", { n: plan.operations.length })), filter), list, plan.pending ? words : null,
          fold("plan-unassigned", say("restructure.unassigned", { n: plan.unassigned.length }), plan.unassigned.map(unmatched), true),
          fold("plan-gaps", say("restructure.gaps", { n: plan.gaps.length }), plan.gaps.map((one) => gap(one, act)), true),
          el("p.plan-other", {}, button(say("restructure.other"), act.other, { kind: "small", icon: "again", id: "plan-other" })))));
    if (chosen) show(chosen, false);
    return { node, show };
  };
})();
