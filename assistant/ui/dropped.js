// Files dropped on the page, several at once: one asks where each belongs, and none is lost. Loaded from the head after page.js.
(() => {
  "use strict";
  const page = window.gaigao;
  const { el, say, button } = page;
  const PLACES = ["draft", "material", "library", "none"];
  const TABLES = /\.(xlsx|xlsm|csv)$/i;
  let held = [];        // material that waits until its draft is open

  const known = (name, ends) => (ends || "").split(",").filter(Boolean).some((end) => name.toLowerCase().endsWith(end));
  const fits = (name, place) => {
    const { extensions, material_extensions } = page.parts.welcome?.value() || {};
    return place === "none" || known(name, place === "material" ? material_extensions : extensions);
  };
  const hand_out = (places) => {
    const sent = (place) => places.filter(([, chosen]) => chosen === place).map(([file]) => file);
    const drafts = sent("draft"), material = sent("material"), library = sent("library");
    if (drafts.length) { page.hand_to("open-file", drafts); page.note(say("welcome.opening", { name: drafts[0].name })); }
    if (material.length && drafts.length) held = material;
    else if (material.length) page.hand_to("material-files", material);
    if (library.length) page.emit("to-library", library);
  };
  page.on("tab", ({ before, now }) => {
    if (!held.length || !now.draft || before.draft === now.draft) return;
    const files = held;
    held = [];
    // One beat, so that the tab's new draft is known to the page before the files start the upload.
    setTimeout(() => page.hand_to("material-files", files), 60);
  });
  const let_go = () => {
    if (held.length) page.note(say("dropped.not_taken", { names: held.map((file) => file.name).join("、") }), "error");
    held = [];
  };
  page.on("give-up", let_go);
  page.on("not-opened", let_go);

  const size = (file) => file.size < 1024 * 1024 ? `${Math.max(1, Math.round(file.size / 1024))} KB` : `${(file.size / 1024 / 1024).toFixed(1)} MB`;
  page.ask_place = (files) => {
    const open = !!page.tab.draft;
    let first = true;
    const guess = (file) => {
      if (TABLES.test(file.name)) return fits(file.name, "material") ? "material" : "none";
      if (!fits(file.name, "draft")) return "none";
      if (open) return "material";
      if (first) { first = false; return "draft"; }
      return "material";
    };
    const rows = files.map((file, n) => {
      const choice = el("select", { id: `drop-place-${n}`, "aria-label": say("dropped.place_of", { name: file.name }), on: { change: () => check() } },
        PLACES.map((place) => el("option", { value: place, disabled: !fits(file.name, place) }, say(`dropped.place.${place}`))));
      choice.value = guess(file);
      return { file, choice, node: el("li.dropped", {}, el("span.dropped-name", { title: file.name }, file.name), el("span.soft", {}, fits(file.name, "material") ? size(file) : say("dropped.unreadable")), choice) };
    });
    const hint = el("p.notice", { role: "status", hidden: true }, el("span", {}, ""));
    const check = () => {
      const chosen = rows.map((row) => row.choice.value);
      const homeless = chosen.includes("material") && !open && !chosen.includes("draft");
      const left = chosen.filter((place) => place === "none").length;
      hint.hidden = !homeless && !left;
      hint.firstElementChild.textContent = homeless ? say("dropped.needs_draft") : say("dropped.left", { n: left });
      go.disabled = homeless || left === chosen.length;
    };
    const all = (place) => button(say(`dropped.place.${place}`), () => { for (const row of rows) if (fits(row.file.name, place)) row.choice.value = place; check(); }, { kind: "small", id: `drop-all-${place}` });
    const { box, close } = page.dialog({ title: say("dropped.head", { n: files.length }), id: "drop-dialog" },
      files.length > 1 ? el("div.drop-all", { role: "group", "aria-label": say("dropped.all") }, el("span.soft", {}, say("dropped.all")), ["draft", "material", "library"].map(all)) : null,
      el("ul.dropped-list", {}, rows.map((row) => row.node)), hint,
      el("dl.drop-about", {}, ["draft", "material", "library"].map((place) => [el("dt", {}, say(`dropped.place.${place}`)), el("dd", {}, say(`dropped.about.${place}`))])));
    const go = button(say("dropped.put"), async () => {
      const places = rows.map((row) => [row.file, row.choice.value]);
      if (places.some(([, place]) => place === "draft") && !(await page.settle())) return;
      close();
      hand_out(places);
    }, { kind: "primary", id: "drop-put" });
    box.append(el("div.dialog-foot", {}, button(say("common.cancel"), () => close()), go));
    check();
    rows[0].choice.focus();
  };

  // Beside the places that take files of their own, the whole page takes them.
  const veil = el("div.drop-veil", { "aria-hidden": "true" }, el("p", {}, say("dropped.veil")));
  const carries = (event) => [...event.dataTransfer.types].includes("Files");
  const own = (event) => !!event.target.closest?.("#drop-zone, #library-zone, #materials, dialog[open]");
  const cover = (on) => { if (on && !veil.isConnected) document.body.append(veil); if (!on) veil.remove(); };
  document.addEventListener("dragover", (event) => { if (carries(event)) cover(!own(event) && !document.querySelector("dialog[open]")); });
  document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) cover(false); });
  document.addEventListener("drop", (event) => {
    cover(false);
    if (!carries(event) || document.querySelector("dialog[open]")) return;
    const files = [...event.dataTransfer.files];
    if (files.length) page.ask_place(files);
  });
})();
