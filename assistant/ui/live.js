// The answer being written. value: {run, draft, blocks, waiting, done}. The question stands here at once, before any answer.
const { el, say, fill } = gaigao;
const log = () => element.closest("#log");
let asked = null;

const draw = (value, box) => {
  const own = asked && value.run === asked.run;
  if (own && value.done) { asked = null; gaigao.emit("answered", value); gaigao.emit("rewriting", []); }
  if (!asked) { fill(box); return; }
  const scroller = log();
  const follow = !scroller || scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 120;
  const blocks = own ? value.blocks || [] : [];
  const waiting = value.waiting || !blocks.length || blocks[blocks.length - 1].type !== "text";
  fill(box, el("div.me", {}, el("p", {}, asked.shown || asked.text)),
    el("article.it.live", { "aria-live": "off", "aria-busy": "true" }, gaigao.drawAnswer(blocks, { live: true, wish: asked.text }),
      waiting ? el("p.waiting", { role: "status" }, el("span.dots", { "aria-hidden": "true" }, el("i"), el("i"), el("i")), value.waiting && own ? value.waiting : say(blocks.length ? "chat.working" : "chat.reading")) : null));
  const being = blocks.filter((block) => block.type === "understood").flatMap((block) => block.tasks).filter((task) => task.kind === "rewrite" && task.place).map((task) => task.place.section);
  gaigao.emit("rewriting", being);
  if (follow && scroller) scroller.scrollTop = scroller.scrollHeight;
};

gaigao.part("live", { element, props, trigger, watch, server }, draw);
gaigao.on("asked", (request) => { asked = request; gaigao.parts.live.redraw(); const box = log(); if (box) box.scrollTop = box.scrollHeight; });
gaigao.on("give-up", () => { if (asked) { asked = null; gaigao.emit("answered"); } gaigao.parts.live.redraw(); });
