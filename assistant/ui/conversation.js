// The messages of this draft, the answer being written, and what an empty chat offers.
const { el, say, fill } = gaigao;
const log = () => element.closest("#log");
const atEnd = () => { const box = log(); return !box || box.scrollHeight - box.scrollTop - box.clientHeight < 120; };
const toEnd = () => { const box = log(); if (box) box.scrollTop = box.scrollHeight; };
// An answer is read from where it matters: a question back, remarks and passages from their beginning, the rest from the end.
const toAnswer = () => {
  const box = log(), said = (gaigao.parts.conversation.value().messages || []).at(-1)?.blocks || [];
  const types = said.map((block) => block.type);
  const questions = element.querySelectorAll(".me");
  if (!box || !questions.length || !(types.some((type) => ["asked", "reviewed"].includes(type)) || types.at(-1) === "found")) { toEnd(); return; }
  box.scrollTop += questions[questions.length - 1].getBoundingClientRect().top - box.getBoundingClientRect().top - 12;
};

const question = (text, pending = false) => el("div.me", { class: pending ? "pending" : "" }, el("p", {}, text));
const greeting = (value, set = value.draft ? "draft" : "none") => el("div.greeting", {},
  el("p.greeting-head", {}, say(value.draft ? "chat.greeting_draft" : "chat.greeting")),
  el("p.soft", {}, say("chat.greeting_more")),
  el("div.examples", {}, ["one", "two", "three"].map((key) => {
    const text = say(`chat.example.${set}.${key}`);
    return el("button.example", { type: "button", on: { click: () => gaigao.emit("propose", text) } }, text);
  })));

const drawn = new Map();      // message id → node, so that a long chat is not drawn again for one more message
let shownDraft;
const history = (value, box) => {
  if (shownDraft !== value.draft) { drawn.clear(); shownDraft = value.draft; }
  const messages = value.messages || [];
  const nodes = [];
  let wish = "";
  for (const message of messages) {
    if (message.role === "user") wish = message.of || message.text;
    if (!drawn.has(message.id)) {
      const node = message.role === "user" ? question(message.text)
        : el("article.it", { "aria-label": say("chat.answer") }, gaigao.drawAnswer(message.blocks, { live: false, wish }));
      drawn.set(message.id, node);
    }
    nodes.push(drawn.get(message.id));
  }
  if (!nodes.length && !box.dataset.asking) nodes.push(greeting(value));
  fill(box, nodes);
};

watch("value", () => gaigao.emit("kept"));
gaigao.part("conversation", { element, props, trigger, watch, server }, (value, box) => {
  const follow = atEnd() || shownDraft !== value.draft;
  history(value, box);
  if (follow) requestAnimationFrame(toEnd);
});
gaigao.on("asked", () => { element.firstElementChild.dataset.asking = "yes"; gaigao.parts.conversation.redraw(); requestAnimationFrame(toEnd); });
gaigao.on("answered", () => { delete element.firstElementChild.dataset.asking; gaigao.parts.conversation.redraw(); setTimeout(toAnswer, 60); });
gaigao.on("view", (view) => { if (view === "chat") requestAnimationFrame(toEnd); });
