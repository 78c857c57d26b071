// The officer's board: units by the register, files to decide on, and everything that is made of a round.

import { answer, ask, download } from "./asking.js";
import { fileTable } from "./deciding.js";
import { button, element, keep, part, tell } from "./elements.js";
import { beforehand, comparison, makers, rollup } from "./making.js";
import { after } from "./working.js";

const ORDER = ["有错", "需核实", "未报", "合格", "不用报"];
const HEADS = ["状态", "单位", "说明", "计入的文件", "收到", "强制性", "核实性", "进度", "退回日期", "审核通过"];
const LOOK = 300;
let now = null;
let only = "";
let sought = "";
let notes = [];
let notesOpen = false;
const said = { parts: {}, due: "" };

/** Show the board; ``open`` shows one report, ``back`` leaves. */
export async function openBoard({ documents, open, back }) {
  const role = (name) => documents.filter(({ standing }) => standing === name).at(-1);
  const byFile = new Map(documents.map((one) => [one.name.split("/").slice(1).join("/") || one.name, one.id]));
  for (const one of documents) byFile.set(one.name, one.id);
  const batches = await answer("/board/batches");
  const alone = documents.filter((one) => one.readable && !one.name.includes("/"));
  for (const one of alone) for (const { name } of batches) byFile.set(`${name}/${one.name}`, one.id);

  function draw() {
    const [register, ledger, closed] = ["名录", "台账", "定稿"].map(role);
    part("board").replaceChildren(
      element("div", { class: "actions" }, button("← 全部文件", back), element("h2", { id: "board-title" }, "收件、退回、汇总")),
      element("p", { class: "aside" }, register ? `名录：${register.name}（${register.told}）。` : "还没有名录：有名录的，把它和收件文件夹一起拖进来；没有的，先起草一份，填好再拖进来。", ledger ? `台账：${ledger.name}，接着上次做。` : "没有台账，从头开始；上次的台账一起拖进来，就接着上次做。"),
      beforehand(batches, said),
      element(
        "div",
        { class: "actions" },
        button("核对收件", () => long("/board/begin", said), { class: "first", disabled: !register }),
        button("起草名录", () => after(async () => keep(await download("/board/register"))), { disabled: !documents.length }),
        ...(now ? [rollup(now, begun)] : []),
        comparison(batches, alone, (sides) => long("/board/compare", sides)),
      ),
      ...(now ? [makers(now, closed, begun)] : []),
      ...(notes.length ? [told()] : []),
      ...(now ? results() : []),
    );
  }

  function told() {
    const lines = notes.map((text) => element("li", {}, text));
    return element("details", { class: "notes", open: notesOpen }, element("summary", {}, `要说明的（${notes.length} 项）`), element("ul", {}, ...lines));
  }

  function begun(values) {
    return long("/board/make", values);
  }

  function long(path, values) {
    return after(async () => {
      await ask(path, { id: "", ...values });
      const state = await watched();
      if (state.error) throw new Error(state.error);
      if (state.table.year) now = state.table;
      // The day that the ledger names is shown where another can be said.
      if (now) said.due ||= now.due;
      if (state.made && path !== "/board/begin") keep(await download("/board/made"));
      const saved = part("told").textContent;
      const [first, ...rest] = state.told;
      notes = rest;
      notesOpen = path === "/board/compare" || values.what === "since";
      draw();
      tell([saved, notesOpen ? "" : summary(), first].filter((text) => text && !text.includes("……")).join("\n"));
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
      ...way(one),
    );
  }

  // What an officer says of a unit, as in the ledger: the days it was returned, and whether it is passed.
  function way(one) {
    if (!one.awaited) return [element("td"), element("td")];
    const returned = element("input", { class: "days", name: "returned", value: one.returned.join("、"), "aria-label": `“${one.unit}”的退回日期` });
    const passed = element("input", { type: "checkbox", name: "passed", checked: one.passed, disabled: !one.file, "aria-label": `“${one.unit}”审核通过` });
    const given = ({ target }) => noted("/board/unit", { unit: one.unit, returned: returned.value, passed: passed.checked }, `[data-unit="${CSS.escape(one.unit)}"] [name=${target.name}]`);
    for (const box of [returned, passed]) box.addEventListener("change", given);
    return [element("td", {}, returned), element("td", { class: "count" }, passed)];
  }

  function opened(file) {
    if (byFile.has(file)) open(byFile.get(file));
  }

  function answered(values) {
    return noted("/board/answer", values, `[data-file="${CSS.escape(values.file)}"] input`);
  }

  function noted(path, values, focus) {
    return after(async () => {
      tell("正在重新判断……");
      try {
        now = await answer(path, { id: "", ...values });
        tell(`已经记下。${summary()}下载“台账”保存。`);
      } finally {
        draw();
        part("board").querySelector(focus)?.focus();
      }
    });
  }

  draw();
}
