// What the server tells this tab beside the parts' values. value: {n, tab, notes: [[tone, text]], go, see, confirm, conflict, propose, send, opened}
let last = null;
// The upload buttons that stand hidden are for scripts, not for keys and readers of the screen.
const uploads = document.getElementById("hidden-uploads");
if (uploads) uploads.inert = true;
// What Gradio itself has to say (it is hidden: it speaks English) is said in our words. When the service is back,
// Gradio loads the page anew, and this tab finds its draft again.
const native = document.querySelector(".toast-wrap");
if (native) new MutationObserver((changes) => {
  const said = changes.flatMap((change) => [...change.addedNodes]).map((node) => node.textContent || "").join(" ");
  if (!said.trim()) return;
  const lost = /connection/i.test(said);
  gaigao.note(gaigao.say(lost ? "common.connection_lost" : "common.not_done"), "error");
  if (lost) gaigao.emit("lost");
  gaigao.emit("give-up");
}).observe(native, { childList: true });
gaigao.part("orders", { element, props, trigger, watch, server }, (value) => {
  if (!value.n || value.n === last) return;
  last = value.n;
  document.getElementById("opening")?.remove();
  // Orders about a draft that this tab has left meanwhile are not for it any more.
  if (value.about && value.about !== gaigao.tab.draft) return;
  if (value.tab) gaigao.setTab(value.tab);
  for (const [tone, text, action] of value.notes || []) gaigao.note(text, tone, action);
  if (value.go) gaigao.emit("go", value.go);
  if (value.see) gaigao.emit("see-review", value.see);
  if (value.confirm) gaigao.emit("confirm-accept", value.confirm);
  if (value.conflict) gaigao.emit("conflict", value.conflict);
  if (value.propose !== undefined) gaigao.emit("propose", value.propose);
  if (value.opened === false) gaigao.emit("not-opened");
  if (value.send) gaigao.emit("send", value.send);
  gaigao.emit("told");
});
