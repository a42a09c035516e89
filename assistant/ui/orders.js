// What the server tells this tab beside the parts' values. value: {n, tab, notes: [[tone, text]], go, see, conflict}
let last = null;
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
  if (value.conflict) gaigao.emit("conflict", value.conflict);
});
