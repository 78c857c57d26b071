// The report as it will be printed, every typed cell and sentence open to correction.

import { element } from "./elements.js";
import { prose } from "./prose.js";

/** Return the whole report. */
export function reportView(report, desk) {
  const title = report.title.length ? report.title : ["（还没有填单位和年度）"];
  return [
    element("p", { class: "title" }, ...title.flatMap((line, number) => (number ? [element("br"), line] : [line]))),
    fields("基本信息", report.profile, desk),
    ...(report.facts.length ? [folded(report.facts, desk)] : []),
    ...report.parts.map((one) => (one.table ? reportTable(one, desk) : prose(one, desk))),
  ];
}

/** Bring numbers of a report that is shown up to date without touching the cell somebody types in. */
export function refresh(view, report) {
  const cells = report.parts.flatMap(({ table }) => (table ? table.rows.flat() : []));
  for (const { place, text } of [...cells, ...report.profile, ...report.facts]) {
    const shown = place && view.querySelector(`[data-place="${place}"]`);
    if (!shown || shown === document.activeElement) continue;
    if (shown.matches("input, select")) shown.value = text;
    else shown.textContent = text;
  }
}

function fields(heading, list, desk) {
  return element(
    "section",
    { class: "fields", "aria-label": heading },
    element("h3", {}, heading),
    ...list.map((field) => labelled(field, desk)),
  );
}

function folded(facts, desk) {
  const groups = [...new Set(facts.map(({ group }) => group))];
  return element(
    "details",
    {},
    element("summary", {}, "基础数据（没有的不填）"),
    ...groups.map((group) => fields(group, facts.filter((fact) => fact.group === group), desk)),
  );
}

function labelled(field, desk) {
  return element("label", {}, element("span", {}, field.label), control(field, desk));
}

function control(field, desk) {
  const shared = { "data-place": field.place, disabled: field.fixed };
  const made = field.kind === "choice"
    ? element("select", shared, ...["", ...field.choices].map((text) => element("option", { selected: text === field.text }, text)))
    : element("input", { ...shared, type: field.kind === "date" ? "date" : "text", value: field.text, title: field.help });
  return watched(made, field.text, desk);
}

/** Return one of the tables; ``desk`` takes what is typed, where it can be typed into. */
export function reportTable(part, desk) {
  const rows = part.table.rows.map((row) => element("tr", {}, ...row.map((box) => cell(box, desk))));
  return element(
    "section",
    { "aria-label": part.title },
    element("h3", {}, part.title),
    element("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": `${part.title}，表格` }, element("table", { class: "form", "aria-label": part.title }, element("tbody", {}, ...rows))),
  );
}

function cell(box, desk) {
  const span = { colspan: box.width > 1 && box.width, rowspan: box.height > 1 && box.height };
  if (!box.place) return box.text ? element("th", { ...span, scope: box.scope }, box.text) : element("td", span);
  if (!box.typed) return element("td", { ...span, class: "total", "data-place": box.place, tabindex: "-1" }, box.text);
  const input = element("input", { type: "text", inputmode: "decimal", "data-place": box.place, "aria-label": box.label, value: box.text, autocomplete: "off" });
  return element("td", span, watched(input, box.text, desk));
}

// What stands in a control when it is left goes into the workbook, if it is something else.
function watched(control, text, desk) {
  control.addEventListener("change", () => desk.change({ kind: "number", place: control.dataset.place, text: control.value }));
  control.addEventListener("keydown", (event) => {
    if (event.key === "Enter") control.blur();
    if (event.key === "Escape") control.value = text;
  });
  return control;
}
