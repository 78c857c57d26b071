// Files an officer has to decide on: which unit they come from, when they came, or that they do not count.

import { button, element } from "./elements.js";

let all = false;

/** Return the table of files; ``answered`` takes what was said of one. */
export function fileTable(now, { open, answered }) {
  const shown = now.files.filter((one) => all || one.open || one.confirmed || one.came);
  const names = element("datalist", { id: "names" }, ...now.names.map((name) => element("option", { value: name })));
  const heads = ["文件", "情况", "确认单位、收到日期、不计入的理由"].map((text) => element("th", { scope: "col" }, text));
  const view = element("section", { "aria-labelledby": "files-open" });
  view.append(
    element("h3", { id: "files-open" }, all ? `全部文件（${now.files.length} 个）` : `要处理的文件（${shown.length} 个）`),
    button(all ? "只看要处理的" : "看全部文件", () => {
      all = !all;
      view.replaceWith(...fileTable(now, { open, answered }));
    }),
    names,
  );
  if (shown.length) {
    const body = shown.map((one) => row(one, { open, answered }));
    view.append(element("table", { class: "list", "aria-labelledby": "files-open" }, element("thead", {}, element("tr", {}, ...heads)), element("tbody", {}, ...body)));
  }
  return [view];
}

function row(one, { open, answered }) {
  const unit = element("input", { list: "names", value: one.confirmed, placeholder: one.proposed[0] ? `可能是 ${one.proposed[0]}` : "确认单位", "aria-label": `“${one.file}”的确认单位` });
  const came = element("input", { type: "date", value: one.came, "aria-label": `“${one.file}”的收到日期` });
  const excluded = element("input", { value: one.excluded, placeholder: "不计入的理由", "aria-label": `“${one.file}”不计入的理由` });
  const form = element("form", { class: "deciding" }, unit, came, excluded, element("button", { type: "submit" }, "记下"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    answered({ file: one.file, unit: unit.value, came: came.value, excluded: excluded.value });
  });
  return element(
    "tr",
    { "data-file": one.file },
    element("th", { scope: "row" }, button(one.file, () => open(one.file), { class: "link" }), element("small", {}, one.unit)),
    element("td", {}, element("span", { "data-standing": one.state }, one.state), ` ${one.remarks.join("、")}`, element("small", {}, one.note)),
    element("td", {}, form),
  );
}
