// This tab's draft, section and view as the server's handlers see them; what a reload of the tab finds again.
gaigao.part("tab", { element, props, trigger, watch, server }, () => {});
props.value = { ...gaigao.tab };
const look = () => { if (!document.hidden && gaigao.tab.draft) trigger("look", gaigao.here()); };
document.addEventListener("visibilitychange", look);
addEventListener("focus", look);
// The first look also brings a reloaded tab its draft back.
queueMicrotask(() => trigger("start", gaigao.here()));
setTimeout(() => document.getElementById("opening")?.remove(), 8000);
