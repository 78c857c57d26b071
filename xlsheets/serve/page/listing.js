// The files that are open as a table: errors first, filters with counts, a search.

import { button, element, part } from "./elements.js";

const ORDER = ["打不开", "有错", "需核实", "合格", "登记簿", "名录", "台账", "定稿"];
const HEADS = ["结论", "单位", "年度", "强制性", "核实性", "提示性", "文件", ""];
let only = "";
let sought = "";

/** Show the table of these documents. */
export function showList(documents, { open, forget, actions }) {
  const kept = part("seek")?.matches(":focus");
  part("files").replaceChildren(
    element("h2", { id: "files-title" }, `文件（${documents.length} 个）`),
    element("div", { class: "filters" }, ...filters(documents, () => showList(documents, { open, forget, actions })), search(() => fill(documents, open, forget))),
    element("div", { class: "actions" }, ...actions),
    table(),
  );
  fill(documents, open, forget);
  if (kept) part("seek").focus();
}

function filters(documents, again) {
  const counts = ORDER.map((standing) => [standing, documents.filter((one) => one.standing === standing).length]);
  return [["", documents.length], ...counts]
    .filter(([standing, count]) => count || standing === only)
    .map(([standing, count]) =>
      button(`${standing || "全部"} ${count}`, () => {
        only = standing;
        again();
        part("files").querySelector('[aria-pressed="true"]').focus();
      }, { "aria-pressed": String(standing === only), "data-standing": standing || false }));
}

function search(again) {
  const box = element("input", { id: "seek", type: "search", placeholder: "找单位或者文件", "aria-label": "找单位或者文件", value: sought });
  box.addEventListener("input", () => {
    sought = box.value.trim();
    again();
  });
  return box;
}

function table() {
  const heads = HEADS.map((text) => (text ? element("th", { scope: "col" }, text) : element("td")));
  return element(
    "table",
    { class: "list", "aria-labelledby": "files-title" },
    element("thead", {}, element("tr", {}, ...heads)),
    element("tbody", { id: "list" }),
  );
}

function fill(documents, open, forget) {
  const wanted = documents
    .filter((one) => !only || one.standing === only)
    .filter((one) => !sought || `${one.unit} ${one.name}`.includes(sought))
    .sort((one, other) => ORDER.indexOf(one.standing) - ORDER.indexOf(other.standing) || one.name.localeCompare(other.name, "zh-CN", { numeric: true }));
  const rows = wanted.map((one) => line(one, open, forget));
  if (!rows.length) rows.push(element("tr", {}, element("td", { colspan: HEADS.length }, "没有符合的文件。")));
  part("list").replaceChildren(...rows);
}

function line(one, open, forget) {
  const name = one.unit || one.name;
  const said = one.readable ? [one.told, one.verified].filter(Boolean).join("。") : one.message;
  const title = one.readable || one.role === "登记簿" ? button(name, () => open(one.id), { class: "link" }) : element("span", {}, name);
  return element(
    "tr",
    { "data-name": one.name },
    element("td", { class: "standing", "data-standing": one.standing }, one.standing),
    element("th", { scope: "row" }, title),
    element("td", {}, one.year ?? ""),
    ...["强制性", "核实性", "提示性"].map((kind) => element("td", { class: "count" }, one.counts[kind] || "")),
    element("td", {}, one.name, element("small", {}, said)),
    element("td", {}, button("移走", () => forget(one.id), { "aria-label": `把“${name}”从页面移走` })),
  );
}
