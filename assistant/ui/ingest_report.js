// What came of the last files put in: one sentence, then what needs doing. value: {text, failed: [{name, text}], advice}
const { el, icon } = gaigao;
// It stands below the place where files are dropped, which the list of reports draws.
const settle = () => { const place = document.getElementById("ingest-place"); const own = element.closest("#ingest"); if (place && own && own.parentElement !== place) place.append(own); };
gaigao.on("library-drawn", settle);
gaigao.part("ingest", { element, props, trigger, watch, server }, (value, box) => {
  settle();
  const failed = value.failed || [];
  gaigao.fill(box, value.text ? el("div.ingested", { role: "status" }, el("p", {}, value.text), value.advice ? el("p.notice", {}, icon("warn"), el("span", {}, value.advice)) : null,
    failed.length ? el("ul.failures", {}, failed.map((one) => el("li", {}, el("b", {}, one.name), el("span", {}, one.text)))) : null) : null);
});
