// The answer being written. value: {run, draft, blocks (as JSON), text (what grows in the last block), waiting, done, changed, shows}. The question stands here at once.
const { el, say, fill } = gaigao;
const log = () => element.closest("#log");
let asked = null;      // the request whose answer is written
let over = false;      // it is complete, and stands here until the conversation has it

const clear = () => { asked = null; over = false; gaigao.parts.live.redraw(); gaigao.emit("answered"); };
const end = (value) => {
  over = true;
  gaigao.emit("over", value);
  gaigao.emit("rewriting", []);
  if (value.draft) { gaigao.emit("ended", value); return; }
  // Without a draft nobody but this page keeps the conversation.
  const { element: _, ...conversation } = gaigao.parts.conversation;
  const before = conversation.value().draft ? [] : conversation.value().messages || [];
  const said = value.gone ? [] : [{ id: `${value.run}-q`, role: "user", text: asked.shown || asked.text }, { id: value.run, role: "assistant", blocks: blocksOf(value) }];
  conversation.props.value = { draft: null, messages: [...before, ...said] };
  conversation.redraw();
  clear();
};
const blocksOf = (value) => {
  const blocks = JSON.parse(value.blocks || "[]");
  if (value.text && blocks.length) blocks[blocks.length - 1].text = value.text;
  return blocks;
};
const draw = (value, box) => {
  const own = !!asked && value.run === asked.run;
  if (!asked) { fill(box); return; }
  const scroller = log();
  const follow = !scroller || scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 120;
  const blocks = own ? blocksOf(value) : [];
  const done = own && value.done;
  const waiting = !done && (value.waiting || !blocks.length || blocks[blocks.length - 1].type !== "text");
  fill(box, el("div.me", {}, el("p", {}, asked.shown || asked.text)),
    el("article.it.live", { "aria-live": "off", "aria-busy": String(!done) }, gaigao.drawAnswer(blocks, { live: !done, wish: asked.text }),
      waiting ? el("p.waiting", { role: "status" }, el("span.dots", { "aria-hidden": "true" }, el("i"), el("i"), el("i")), value.waiting && own ? value.waiting : say(blocks.length ? "chat.working" : "chat.reading")) : null));
  if (follow && scroller) scroller.scrollTop = scroller.scrollHeight;
  if (done) { if (!over) end(value); return; }
  const being = blocks.filter((block) => block.type === "understood").flatMap((block) => block.tasks).filter((task) => task.kind === "rewrite" && task.place).map((task) => task.place.section);
  gaigao.emit("rewriting", being);
};

gaigao.answering = () => !!asked;
gaigao.part("live", { element, props, trigger, watch, server }, draw);
gaigao.on("asked", (request) => { asked = request; over = false; gaigao.parts.live.redraw(); const box = log(); if (box) box.scrollTop = box.scrollHeight; });
gaigao.on("kept", () => { if (over) clear(); });
gaigao.on("give-up", () => { if (asked) clear(); });
