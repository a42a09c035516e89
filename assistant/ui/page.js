// What every part of the page shares: texts, drawing with textContent only, the tab's state, views, keys, notes.
// Loaded from the head before any part. `window.gaigao = {language, catalogues}` stands already.
(() => {
  "use strict";
  const page = window.gaigao;
  const root = document.documentElement;
  const languages = Object.keys(page.catalogues);
  const wanted = root.dataset.language || navigator.language || "zh";
  page.language = languages.find((one) => wanted.toLowerCase().startsWith(one)) || "zh";
  page.texts = page.catalogues[page.language];
  root.lang = page.language === "zh" ? "zh-CN" : "en";

  // ---- texts -------------------------------------------------------------------------------------------------
  page.say = (key, values = {}) => {
    const text = page.texts[key];
    if (text === undefined) return key;
    return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
  };
  page.number = (value) => Number(value || 0).toLocaleString(root.lang);
  page.time = (iso) => {
    const then = new Date(iso);
    if (Number.isNaN(then.getTime())) return "";
    const today = new Date().toDateString() === then.toDateString();
    const form = today ? { hour: "2-digit", minute: "2-digit" } : { month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit" };
    return then.toLocaleString(root.lang, form);
  };

  // ---- drawing: strings become text nodes, never markup ----------------------------------------------------------
  const append = (node, children) => {
    for (const child of children.flat(Infinity)) {
      if (child === null || child === undefined || child === false) continue;
      node.append(typeof child === "object" ? child : document.createTextNode(String(child)));
    }
    return node;
  };
  page.el = (tag, options = {}, ...children) => {
    const [name, ...classes] = tag.split(".");
    const node = document.createElement(name || "div");
    if (classes.length) node.className = classes.join(" ");
    for (const [key, value] of Object.entries(options || {})) {
      if (value === undefined || value === null || value === false) continue;
      if (key === "on") for (const [event, run] of Object.entries(value)) node.addEventListener(event, run);
      else if (key === "data") Object.assign(node.dataset, value);
      else if (key === "class") node.classList.add(...value.split(" ").filter(Boolean));
      else if (key in node && typeof value !== "string") node[key] = value;
      else node.setAttribute(key, value === true ? "" : value);
    }
    return append(node, children);
  };
  page.fill = (node, ...children) => { node.replaceChildren(); return append(node, children); };
  page.button = (text, run, options = {}) => {
    const { icon, kind = "", ...rest } = options;
    return page.el("button.btn", { type: "button", class: kind, on: { click: run }, ...rest }, icon ? page.icon(icon) : null, text);
  };
  const SHAPES = {
    sheet: "M6 3h8l4 4v14H6zM14 3v4h4", chat: "M4 5h16v11H9l-5 4z", books: "M5 4h4v16H5zM11 4h4v16h-4zM17 5l3 .6-2.6 14.8-3-.6",
    plug: "M9 3v5M15 3v5M6 8h12v3a6 6 0 0 1-12 0zM12 17v4", send: "M4 12l16-8-6 16-3-6z", stop: "M7 7h10v10H7z",
    close: "M6 6l12 12M18 6L6 18", check: "M5 12l5 5 9-10", undo: "M9 7L4 12l5 5M4 12h10a5 5 0 0 1 0 10h-2", down: "M6 9l6 6 6-6",
    plus: "M12 5v14M5 12h14", clip: "M8 12l6-6a3 3 0 0 1 4 4l-8 8a5 5 0 0 1-7-7l8-8", pencil: "M4 20l4-1L19 8l-3-3L5 16zM14 7l3 3",
    copy: "M9 9h11v11H9zM5 15H4V4h11v1", list: "M9 6h11M9 12h11M9 18h11M4 6h1M4 12h1M4 18h1", trash: "M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13",
    paste: "M9 4h6v3H9zM9 5H6v15h12V5h-3", open: "M14 4h6v6M20 4l-9 9M18 14v6H4V6h6", lock: "M7 11V8a5 5 0 0 1 10 0v3M5 11h14v9H5z",
    globe: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM3 12h18M12 3c3 3 3 15 0 18M12 3c-3 3-3 15 0 18", warn: "M12 4l9 16H3zM12 10v4M12 17v.5",
    save: "M12 4v11M7 10l5 5 5-5M5 20h14", up: "M6 15l6-6 6 6", redo: "M15 7l5 5-5 5M20 12H10a5 5 0 0 0 0 10h2", again: "M20 11a8 8 0 1 0-2 6M20 5v6h-6", on: "M8 5l10 7-10 7z", clock: "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM12 8v4l3 2", moves: "M4 6h9M4 12h9M4 18h9M18 5v14M15 8l3-3 3 3M15 16l3 3 3-3", spark: "M12 4v5M12 15v5M4 12h5M15 12h5M7 7l2.5 2.5M14.5 14.5L17 17",
  };
  page.icon = (name) => {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    for (const [key, value] of Object.entries({ viewBox: "0 0 24 24", class: "icon", "aria-hidden": "true" })) svg.setAttribute(key, value);
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    path.setAttribute("d", SHAPES[name] || "");
    svg.append(path);
    return svg;
  };

  // ---- what one part tells another ---------------------------------------------------------------------------------
  const hearers = {};
  page.on = (name, run) => { (hearers[name] ||= []).push(run); };
  page.emit = (name, detail) => { for (const run of hearers[name] || []) run(detail); };
  page.parts = {};
  page.part = (name, own, draw) => {
    const box = own.element.firstElementChild;
    const value = () => JSON.parse(JSON.stringify(own.props.value ?? {}));
    const redraw = () => draw(value(), box);
    page.parts[name] = { ...own, box, value, redraw };
    own.watch("value", redraw);
    redraw();
    return page.parts[name];
  };

  // ---- this tab: which draft, section and view; kept for a reload of this tab only -----------------------------------
  const KEPT = "gaigao.tab";
  const restored = () => { try { return JSON.parse(sessionStorage.getItem(KEPT)) || {}; } catch { return {}; } };
  page.tab = { draft: null, section: null, seen: 0, view: "draft", reviewing: null, ...restored() };
  page.setTab = (patch) => {
    const before = { ...page.tab };
    Object.assign(page.tab, patch);
    try { sessionStorage.setItem(KEPT, JSON.stringify({ ...page.tab, uploads: undefined })); } catch { /* a private window may refuse: then it is not kept */ }
    if (page.parts.tab) page.parts.tab.props.value = { ...page.tab };
    root.dataset.view = page.tab.view;
    root.dataset.draft = page.tab.draft ? "open" : "none";
    if (before.view !== page.tab.view) page.emit("view", page.tab.view);
    page.emit("tab", { before, now: page.tab });
  };
  page.here = (more = {}) => ({ draft: page.tab.draft, seen: page.tab.seen, section: page.tab.section, reviewing: page.tab.reviewing, ...more });
  page.show = (view) => page.setTab({ view });
  page.narrow = () => matchMedia("(max-width: 768px)").matches;
  root.dataset.view = page.tab.view;
  root.dataset.draft = page.tab.draft ? "open" : "none";

  // A call of the server that never ends in an exception: without a connection it answers `{error, lost}`.
  page.safely = (server) => Object.fromEntries(Object.entries(server).map(([name, call]) => [name, async (...sent) => {
    const lost = { error: page.say("common.no_connection"), lost: true };
    try { return (await call(...sent)) ?? lost; } catch { return lost; }
  }]));

  // ---- files: chosen or dropped anywhere, they go the way of Gradio's upload buttons, which stand hidden ---------------
  page.hand_to = (id, files) => {
    const at = document.getElementById(id);
    const input = at.querySelector("input[type=file]") || at.previousElementSibling;
    const fit = files.filter((file) => file.size <= page.limit_mb * 1024 * 1024);
    for (const file of files) if (!fit.includes(file)) page.note(page.say("common.too_large", { name: file.name, limit: page.limit_mb }), "error");
    if (!fit.length) return false;
    files = fit;
    const carried = new DataTransfer();
    for (const file of files) carried.items.add(file);
    // Gradio makes file names plain on the way; ours are told beside the files.
    page.setTab({ uploads: { ...page.tab.uploads, [id]: files.map((file) => file.webkitRelativePath || file.name) } });
    input.files = carried.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
    return true;
  };
  page.limit_mb = 20;
  page.picker = (id, run, more = {}) => {
    const input = page.el("input", { type: "file", id, class: "sr-only", tabindex: "-1", "aria-hidden": "true", ...more });
    input.addEventListener("change", () => { run([...input.files]); input.value = ""; });
    return input;
  };
  page.dropping = (node, run) => {
    const files = (event) => [...event.dataTransfer.types].includes("Files");
    node.addEventListener("dragover", (event) => { if (files(event)) { event.preventDefault(); node.classList.add("over"); } });
    node.addEventListener("dragleave", (event) => { if (!node.contains(event.relatedTarget)) node.classList.remove("over"); });
    node.addEventListener("drop", (event) => { if (files(event)) { event.preventDefault(); event.stopPropagation(); node.classList.remove("over"); run([...event.dataTransfer.files]); } });
  };
  // A file dropped beside a place for it must not replace the page.
  for (const kind of ["dragover", "drop"]) document.addEventListener(kind, (event) => { if ([...event.dataTransfer.types].includes("Files")) event.preventDefault(); });

  // ---- notes (toasts) and questions ------------------------------------------------------------------------------
  page.flush = async () => {};
  page.unsaved = () => false;
  page.settle = async () => true;       // the editor's, once it is there: typing saved before anything else
  page.note = (text, tone = "info", action = null) => {
    let stack = document.getElementById("notes");
    if (!stack) stack = page.el("div", { id: "notes", role: "status", "aria-live": "polite" });
    // Beside an open dialog nothing else can be clicked: notes then stand in it.
    const place = [...document.querySelectorAll("dialog[open]")].at(-1) || document.body;
    if (stack.parentElement !== place) place.append(stack);
    const close = () => note.remove();
    const note = page.el("div.note", { class: tone, role: tone === "error" ? "alert" : "status" },
      page.el("p", {}, text),
      action ? page.el("button.note-action", { type: "button", on: { click: () => { close(); page.emit(action.event, action.detail); } } }, action.label) : null,
      page.el("button.note-close", { type: "button", "aria-label": page.say("common.close"), on: { click: close } }, page.icon("close")));
    stack.append(note);
    while (stack.children.length > 4) stack.firstElementChild.remove();
    setTimeout(close, ["error", "lasting"].includes(tone) || action ? 20000 : 4500);
    return close;
  };
  page.dialog = (options, ...children) => {
    const box = page.el("dialog.dialog", { "aria-label": options.title, id: options.id, class: options.kind || "" });
    const close = () => { const notes = box.querySelector("#notes"); if (notes) document.body.append(notes); box.close(); box.remove(); if (options.closed) options.closed(); };
    append(box, [page.el("header.dialog-head", {}, page.el("h2", {}, options.title),
      page.el("button.plain", { type: "button", "aria-label": page.say("common.close"), on: { click: close } }, page.icon("close"))), children]);
    box.addEventListener("cancel", (event) => { event.preventDefault(); close(); });
    box.addEventListener("click", (event) => { if (event.target === box) close(); });
    document.querySelector(".gradio-container").append(box);
    box.showModal();
    return { box, close };
  };
  page.confirm = (text, action, run) => {
    const { box, close } = page.dialog({ title: page.say("common.sure"), id: "confirm", kind: "small" }, page.el("p", {}, text));
    box.append(page.el("div.dialog-foot", {}, page.button(page.say("common.cancel"), () => close(), { id: "confirm-no" }),
      page.button(action, () => { close(); run(); }, { kind: "danger", id: "confirm-yes" })));
    box.querySelector("#confirm-no").focus();
  };
  page.copy = async (text) => {
    try { await navigator.clipboard.writeText(text); } catch {
      const area = page.el("textarea", { class: "sr-only" });
      area.value = text; document.body.append(area); area.select(); document.execCommand("copy"); area.remove();
    }
    page.note(page.say("common.copied"));
  };

  // ---- keys: Enter while composing Chinese belongs to the input method ----------------------------------------------
  page.composing = (event) => event.isComposing || event.keyCode === 229;
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && page.composing(event)) event.stopImmediatePropagation();
  }, true);
  page.typing = () => {
    const at = document.activeElement;
    return !!at && (at.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(at.tagName));
  };
})();
