// The messages of this draft, the answer being written, and what an empty chat offers.
const { el, say, fill, icon } = gaigao;
const log = () => element.closest("#log");
const atEnd = () => { const box = log(); return !box || box.scrollHeight - box.scrollTop - box.clientHeight < 120; };
const toEnd = () => { const box = log(); if (box) box.scrollTop = box.scrollHeight; };
// An answer is read from where it matters: a question back, remarks and passages from their beginning, the rest from the end.
const toAnswer = () => {
  const box = log(), said = (gaigao.parts.conversation.value().messages || []).at(-1)?.blocks || [];
  const types = said.map((block) => block.type);
  const questions = element.querySelectorAll(".me");
  if (!box || !questions.length || !(types.some((type) => ["asked", "reviewed", "inspected"].includes(type)) || types.at(-1) === "found")) { toEnd(); return; }
  box.scrollTop += questions[questions.length - 1].getBoundingClientRect().top - box.getBoundingClientRect().top - 12;
};

const act = (id, shape, text, run) => el("button.message-act", { type: "button", id, title: text, "aria-label": text, on: { click: run } }, icon(shape), el("span", {}, text));
// An earlier message written anew, or answered anew: it and what came after it leave the conversation.
const rewind = async (message, then, later) => {
  if (gaigao.answering()) { gaigao.note(say("composer.still_answering")); return; }
  if (!(await gaigao.settle())) return;
  const go = () => trigger("rewind", gaigao.here({ message, then }));
  if (later > 1) gaigao.confirm(say("chat.rewind_sure", { n: later }), say(then === "edit" ? "chat.edit" : "chat.regenerate"), go); else go();
};
const question = (message, later) => el("div.me", {}, el("p", {}, message.text), message.kept ? el("div.message-acts", { role: "group" }, act(`edit-${message.id}`, "pencil", say("chat.edit"), () => rewind(message.id, "edit", later()))) : null);
// An answer that was stopped or cut off while a rewrite was written can be gone on with.
const unfinished = (blocks) => blocks.some((block) => block.type === "text" && block.channel === "proposal" && block.text) && ["stopped", "failed"].includes(blocks.at(-1)?.type);
const answer = (message, asked, wish, later) => el("article.it", { "aria-label": say("chat.answer") }, gaigao.drawAnswer(message.blocks, { live: false, wish }),
  asked?.kept ? el("div.message-acts", { role: "group" }, unfinished(message.blocks) ? act(`continue-${message.id}`, "on", say("chat.continue"), () => go_on(message, wish)) : null,
    act(`again-${message.id}`, "again", say("chat.regenerate"), () => rewind(asked.id, "again", later()))) : null);
const go_on = (message, wish) => {
  const place = message.blocks.flatMap((block) => block.type === "understood" ? block.tasks : []).find((task) => task.place)?.place;
  gaigao.emit("send", { text: wish, section: place?.section, resume: message.id, shown: say("chat.continue") });
};
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
  let asked = null;
  for (const message of messages) {
    if (message.role === "user") { wish = message.of || message.text; asked = message; }
    if (!drawn.has(message.id)) {
      // How many messages come after the answer, when the button is pressed.
      const from = message.role === "user" ? message.id : asked?.id;
      const later = () => { const all = gaigao.parts.conversation.value().messages || []; return all.length - 1 - all.findIndex((one) => one.id === from); };
      const node = message.role === "user" ? question(message, later) : answer(message, asked, wish, later);
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
