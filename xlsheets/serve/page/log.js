// One case log: what is wrong in its rows beside the three tables it comes to, and the reports that are counted from it.

import { ask, download } from "./asking.js";
import { button, element, keep, part, tell } from "./elements.js";
import { findingList } from "./findings.js";
import { reportTable } from "./report.js";
import { after } from "./working.js";

const IN_A_LOG = ["必须改正，否则数不准", "请核对", "供参考"];

/** Open the view of a case log; ``back`` leaves it, ``again`` shows it anew, ``show`` opens a report. */
export function openLog(log, { back, again, show }) {
  const rows = { light: (finding) => tell(`在登记簿里改：${finding.address}。改好、保存以后，再拖进来一次。`) };
  const entries = log.entries.filter(({ count }) => count).map(({ sheet, count }) => `${sheet} ${count} 行`);
  part("desk").replaceChildren(
    element(
      "div",
      { id: "desk-head" },
      element("div", { class: "actions" }, button("← 返回", back), element("h2", { id: "desk-title" }, `${log.unit}（${log.year} 年登记簿）`), element("strong", {}, log.verdict)),
      element("p", { class: "aside" }, `${log.name}：这是登记簿${entries.length ? `，${entries.join("，")}` : "，还没有记"}。页面不改登记簿，只数它。`),
      element("div", { class: "actions" }, copy("另存一份给检查的人（不带内容要点、备注）", "/log/strip", log), copy(`${log.year + 1} 年的登记簿`, "/log/next", log)),
      ...reports(log, { again, show }),
    ),
    element(
      "div",
      { class: "panes" },
      element("div", { id: "findings", tabindex: "-1" }, element("h2", {}, `登记簿里的问题（${log.findings.length} 项）`), ...findingList(log.findings, rows, IN_A_LOG)),
      element("article", { id: "report", "aria-label": "登记簿数出来的三张表" }, ...counted(log)),
    ),
  );
}

function copy(label, path, log) {
  return button(label, () => after(async () => keep(await download(path, { id: log.id }))));
}

function counted(log) {
  if (log.uncounted) return [element("p", {}, log.uncounted)];
  return [
    element("p", { class: "aside" }, "点一个数，看它是哪几行；空着的格登记簿不数。"),
    ...log.tables.map((one) => withRows(reportTable(one), log.rows)),
    element("h3", {}, "合计"),
    element("ul", { class: "tally" }, ...log.lines.map((line) => element("li", {}, line))),
  ];
}

// Each number that rows come to tells which they are.
function withRows(table, rows) {
  for (const cell of table.querySelectorAll("[data-place]")) {
    const told = rows[cell.dataset.place];
    if (told) cell.replaceChildren(button(cell.textContent, () => tell(told.slice(1, -1)), { class: "link", title: told.slice(1, -1) }));
  }
  return table;
}

function reports(log, { again, show }) {
  if (log.uncounted) return [];
  if (!log.reports.length) return [element("p", { class: "aside" }, `把这个单位 ${log.year} 年度的填报工作簿也拖进来，就能把数写进去、与它核对。`)];
  return log.reports.map((report) => compared(log, report, { again, show }));
}

function compared(log, report, { again, show }) {
  const { blank, equal, differing } = report;
  const said = `“${report.name}”：${equal} 格与登记簿相同，${blank} 格空着，${differing.length} 格不同。`;
  const write = (label, replace, disabled) => button(label, () => counting(log, report, { replace, again, show }), { disabled });
  return element(
    "section",
    { class: "counting", "aria-label": `把数写进“${report.name}”` },
    element(
      "div",
      { class: "actions" },
      element("span", {}, said),
      write(`写进空着的 ${blank} 格`, false, !blank),
      ...(differing.length ? [write(`连同不同的 ${differing.length} 格，都改成登记簿的数`, true, false)] : []),
      button("打开这份报告", () => show(report.id)),
    ),
    ...(differing.length ? [differences(differing)] : []),
  );
}

function differences(differing) {
  return element(
    "details",
    { open: true },
    element("summary", {}, `填的数与登记簿不同的 ${differing.length} 格`),
    element("ul", { tabindex: "0", "aria-label": "填的数与登记簿不同的格" }, ...differing.map(({ path, stated, counted: number, rows }) => element("li", {}, `${path}：填的是 ${stated}，登记簿里是 ${number}${rows}`))),
  );
}

function counting(log, report, { replace, again, show }) {
  return after(async () => {
    await ask("/log/count", { id: log.id, into: report.id, replace });
    const left = replace ? 0 : report.differing.length;
    if (left) await again();
    else show(report.id);
    tell(`写进了“${report.name}”${report.blank + (replace ? report.differing.length : 0)} 格${left ? `，${left} 格不同的没有动` : ""}；打开这份报告，点“保存回工作簿”存下来。`);
  });
}

/** Return the form that makes a new case log. */
export function newLogForm() {
  const unit = element("input", { placeholder: "单位全称", "aria-label": "登记簿：单位全称", required: true });
  const year = element("input", { class: "year", inputmode: "numeric", placeholder: "年度", value: String(new Date().getFullYear()), "aria-label": "登记簿：年度", required: true });
  const form = element("form", { class: "making" }, unit, year, element("button", { type: "submit" }, "新的登记簿"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    after(async () => keep(await download("/log/new", { id: "", unit: unit.value, year: year.value })));
  });
  return form;
}
