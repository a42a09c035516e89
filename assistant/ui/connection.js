// The model's connection: a service by name, address, model, key; test, save, forget. No key ever comes from the server.
// value: {services: [{id, name, address, models, key, local, help}], service, address, model, has_key, may_save, where, answer, file}
const { el, say, icon, button } = gaigao;
let value = {}, chosen = null, busy = "";
const address = el("input", { id: "connection-address", type: "url", inputmode: "url", spellcheck: "false", autocomplete: "off", placeholder: "https://…/v1" });
const model = el("input", { id: "connection-model", type: "text", spellcheck: "false", autocomplete: "off", list: "connection-models" });
const models = el("datalist", { id: "connection-models" });
const key = el("input", { id: "connection-key", type: "password", autocomplete: "off", spellcheck: "false" });
const file = el("input", { id: "connection-file", type: "text", spellcheck: "false", autocomplete: "off", placeholder: say("connection.file_hint") });
const service = () => (value.services || []).find((one) => one.id === chosen);
const pick = (id) => {
  chosen = id;
  const now = service();
  if (now) { address.value = now.id === value.service ? value.address || now.address : now.address; model.value = now.id === value.service ? value.model || "" : now.models?.[0] || ""; file.value = now.id === value.service ? value.file || "" : ""; }
  key.value = "";
  draw();
};
const filled = () => ({ service: chosen, address: address.value.trim(), model: model.value.trim(), key: key.value, file: file.value.trim() });
const act = (name) => { busy = name; draw(); trigger(name, gaigao.here(filled())); };
const test = () => act("test");
const save = () => act("save");
const forget = () => gaigao.confirm(say("connection.forget_sure"), say("connection.forget"), () => act("forget"));
const field = (label, node, hint) => el("label.field", {}, el("span", {}, label), node, hint ? el("span.hint", {}, hint) : null);

const draw = () => {
  const box = element.firstElementChild;
  const now = service();
  const where = value.where || {};
  const answer = value.answer;
  gaigao.fill(models, (now?.models || []).map((name) => el("option", { value: name })));
  key.placeholder = value.has_key && chosen === value.service ? say("connection.key_kept") : now && !now.key ? say("connection.key_not_needed") : "";
  const scroll = box.parentElement.scrollTop;
  const active = document.activeElement;
  gaigao.fill(box, el("div.connection", {}, el("h1", {}, say("connection.head")), el("p.lead", {}, say("connection.lead")),
    el("div.where", { id: "connection-where", class: where.local === false ? "remote" : "" }, icon(where.local === false ? "globe" : "lock"), el("div", {}, el("b", {}, where.text), el("p", {}, where.explained || ""))),
    value.may_save === false ? el("p.notice", { id: "connection-read-only" }, icon("warn"), el("span", {}, say("connection.read_only"))) : null,
    value.from_environment ? el("p.notice", {}, icon("warn"), el("span", {}, value.from_environment)) : null,
    el("h2.side-head", {}, say("connection.service")),
    el("div.services", { role: "radiogroup", "aria-label": say("connection.service") }, (value.services || []).map((one) =>
      el("button.service", { type: "button", role: "radio", id: `service-${one.id}`, "aria-checked": String(one.id === chosen), on: { click: () => pick(one.id) } },
        el("b", {}, one.name), el("span", {}, say(`connection.stays_${one.stays}`))))),
    now ? el("form.connection-form", { autocomplete: "off", on: { submit: (event) => { event.preventDefault(); test(); } } },
      now.help ? el("p.hint", {}, now.help) : null,
      now.file ? field(say("connection.file"), file, say("connection.file_more")) : field(say("connection.address"), address),
      now.file ? null : field(say("connection.model"), model, say("connection.model_hint")), models,
      now.file ? null : field(say("connection.key"), key, say("connection.key_hint")),
      el("div.form-ops", {}, button(busy === "test" ? say("connection.testing") : say("connection.test"), test, { id: "connection-test", disabled: !!busy }),
        button(say("common.save"), save, { id: "connection-save", kind: "primary", disabled: !!busy || value.may_save === false }),
        value.saved ? button(say("connection.forget"), forget, { id: "connection-forget", kind: "danger", disabled: !!busy || value.may_save === false }) : null))
      : el("p.hint", {}, say("connection.choose")),
    answer ? el("div.answer", { id: "connection-answer", class: answer.ok ? "ok" : "failed", role: answer.ok ? "status" : "alert" }, icon(answer.ok ? "check" : "warn"), el("div", {}, answer.texts.map((text) => el("p", {}, text)))) : null));
  box.parentElement.scrollTop = scroll;
  if (active && box.contains(active)) active.focus();
};
gaigao.part("connection", { element, props, trigger, watch, server }, (now) => {
  const first = !value.services;
  value = now;
  busy = "";
  if ((first || chosen === null || value.changed) && value.service) pick(value.service); else draw();
});
