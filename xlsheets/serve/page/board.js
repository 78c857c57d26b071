// The officer's board: units by the register, files to decide on, and everything that is made of a round.

import { answer, ask, download } from "./asking.js";
import { fileTable } from "./deciding.js";
import { button, element, keep, part, tell } from "./elements.js";
import { after } from "./working.js";

const ORDER = ["有错", "需核实", "未报", "合格", "不用报"];
const HEADS = ["状态", "单位", "说明", "计入的文件", "收到", "强制性", "核实性", "进度"];
const LOOK = 300;
let now = null;
let only = "";
let sought = "";
let notes = [];

/** Show the board; ``open`` shows one report, ``back`` leaves. */
export function openBoard({ documents, open, back }) {
  const role = (name) => documents.filter(({ standing }) => standing === name).at(-1);
  const byFile = new Map(documents.map((one) => [one.name.split("/").slice(1).join("/") || one.name, one.id]));
  for (const one of documents) byFile.set(one.name, one.id);

  function draw() {
    const register = role("名录");
    const ledger = role("台账");
    part("board").replaceChildren(
      element("div", { class: "actions" }, button("← 全部文件", back), element("h2", { id: "board-title" }, "收件、退回、汇总")),
      element("p", { class: "aside" }, register ? `名录：${register.name}（${register.told}）。` : "还没有名录：有名录的，把它和收件文件夹一起拖进来；没有的，先起草一份，填好再拖进来。"),
      element("p", { class: "aside" }, ledger ? `台账：${ledger.name}，接着上次做。` : "没有台账，从头开始。上次的台账一起拖进来，就接着上次做。"),
      element(
        "div",
        { class: "actions" },
        button("核对收件", () => long("/board/begin", {}), { class: "first", disabled: !register }),
        button("起草名录", () => after(async () => keep(await download("/board/register"))), { disabled: !documents.length }),
        ...(now ? makers() : []),
      ),
      ...(notes.length ? [element("details", { class: "notes" }, element("summary", {}, `要说明的（${notes.length} 项）`), element("ul", {}, ...notes.map((text) => element("li", {}, text))))] : []),
      ...(now ? results() : []),
    );
  }

  function makers() {
    const unit = element("input", { id: "county", value: now.area ? `${now.area}人民政府` : "", placeholder: "示例县人民政府", "aria-label": "汇总报告的单位" });
    const kinds = now.kinds.filter((kind) => kind.includes("汇总"));
    const kind = element("select", { "aria-label": "汇总报告的单位类别" }, ...kinds.map((label) => element("option", { selected: label.startsWith("县") }, label)));
    return [
      make("台账", "ledger"),
      make("收件情况（网页）", "page"),
      make("简报", "brief"),
      make("全部报告", "reports"),
      make("退回、催报、通报", "return"),
      make(`${now.year + 1} 年填报工作簿`, "sheets"),
      element("form", { class: "rollup" }, unit, kind, button("汇总", () => begun({ what: "rollup", unit: unit.value, kind: kind.value }))),
    ];
  }

  function make(label, what) {
    return button(label, () => begun({ what }));
  }

  function begun(values) {
    return long("/board/make", values, async () => keep(await download("/board/made")));
  }

  function long(path, values, finished) {
    return after(async () => {
      await ask(path, { id: "", ...values });
      const state = await watched();
      if (state.error) throw new Error(state.error);
      if (state.table.year) now = state.table;
      if (finished) await finished();
      notes = state.told.slice(1);
      draw();
      tell([part("told").textContent, summary(), state.told[0]].filter((text) => text && !text.includes("……")).join("\n"));
    });
  }

  async function watched() {
    part("halt").onclick = () => ask("/board/stop", { id: "" });
    part("doing").hidden = false;
    try {
      for (;;) {
        const state = await answer("/board/state");
        if (state.over) return state;
        part("progress").max = state.total || 1;
        if (state.total) part("progress").value = state.done;
        else part("progress").removeAttribute("value");
        tell(`正在${state.doing}…… ${state.total ? `${state.done}／${state.total} ` : ""}${state.label}`);
        await new Promise((done) => setTimeout(done, LOOK));
      }
    } finally {
      part("doing").hidden = true;
    }
  }

  function summary() {
    const counts = ORDER.map((state) => [state, now.units.filter((one) => one.state === state).length]).filter(([, count]) => count);
    return `应报 ${now.expected} 个单位，已收 ${now.filed} 个：${counts.map(([state, count]) => `${state} ${count}`).join("，")}。`;
  }

  function results() {
    const seek = element("input", { type: "search", placeholder: "找单位或者文件", "aria-label": "找单位或者文件", value: sought });
    seek.addEventListener("input", () => {
      sought = seek.value.trim();
      body.replaceChildren(...rows());
    });
    const body = element("tbody", { id: "units" }, ...rows());
    return [
      element("div", { class: "filters" }, ...filters(), seek),
      element("table", { class: "list units", "aria-label": `${now.year} 年度的单位` }, element("thead", {}, element("tr", {}, ...HEADS.map((text) => element("th", { scope: "col" }, text)))), body),
      ...fileTable(now, { open: opened, answered }),
    ];
  }

  function filters() {
    return ["", ...ORDER]
      .map((state) => [state, now.units.filter((one) => !state || one.state === state).length])
      .filter(([, count]) => count)
      .map(([state, count]) => button(`${state || "全部"} ${count}`, () => {
        only = state;
        draw();
        part("board").querySelector('[aria-pressed="true"]').focus();
      }, { "aria-pressed": String(only === state), "data-standing": state || false }));
  }

  function rows() {
    return now.units
      .filter((one) => !only || one.state === only)
      .filter((one) => !sought || `${one.unit} ${one.file}`.includes(sought))
      .sort((one, other) => ORDER.indexOf(one.state) - ORDER.indexOf(other.state))
      .map(unitRow);
  }

  function unitRow(one) {
    const name = byFile.has(one.file) ? button(one.unit, () => opened(one.file), { class: "link" }) : one.unit;
    return element(
      "tr",
      { "data-unit": one.unit },
      element("td", { class: "standing", "data-standing": one.state }, one.state),
      element("th", { scope: "row" }, name),
      element("td", {}, one.remarks.join("、")),
      element("td", {}, one.file),
      element("td", {}, one.arrival),
      element("td", { class: "count" }, one.counts[0] || ""),
      element("td", { class: "count" }, one.counts[1] || ""),
      element("td", {}, one.progress),
    );
  }

  function opened(file) {
    if (byFile.has(file)) open(byFile.get(file));
  }

  function answered(values) {
    return after(async () => {
      tell("正在重新判断……");
      now = await answer("/board/answer", { id: "", ...values });
      draw();
      tell(`已经记下。${summary()}下载“台账”保存。`);
    });
  }

  draw();
}
