// What is made of a round, and what is said beforehand: which files came in, by which day, what to compare.

import { button, element } from "./elements.js";

const PARTS = ["收件", "上年", "不用"];

/** Return what says which files came in and which are of last year; ``values`` keeps what was chosen. */
export function beforehand(batches, values) {
  const due = element("input", { type: "date", value: values.due, "aria-label": "县里规定的截止日期；不写就按名录里的，没有就按国家规定的" });
  due.addEventListener("change", () => {
    values.due = due.value;
  });
  return element(
    "fieldset",
    { class: "beforehand" },
    element("legend", {}, "哪些是收件，哪些是上年的"),
    ...batches.map((batch) => partOf(batch, values)),
    element("label", { class: "check" }, "截止日期", due),
  );
}

function partOf({ name, count, year, part }, values) {
  const chosen = values.parts[name] ?? part;
  const choice = element("select", {}, ...PARTS.map((one) => element("option", { selected: one === chosen }, one)));
  choice.addEventListener("change", () => {
    values.parts[name] = choice.value;
  });
  return element("label", { class: "check" }, `${name}（${count} 个${year ? `，${year} 年度` : ""}）`, choice);
}

/** Return the buttons of everything that is made of a round that was judged. */
export function makers(now, closed, made) {
  const make = (label, what, attributes = {}) => button(label, () => made({ what }), attributes);
  return element(
    "div",
    { class: "actions" },
    make("台账", "ledger"),
    make("收件情况（网页）", "page"),
    make("简报", "brief"),
    make("全部报告", "reports"),
    make("退回、催报、通报", "return"),
    make(`${now.year + 1} 年填报工作簿`, "sheets"),
    make("定稿", "close"),
    make("与定稿比对", "since", { disabled: !closed, title: closed ? `与“${closed.name}”比对` : "先把以前的定稿（.json）拖进来" }),
  );
}

/** Return the form that adds the reports up. */
export function rollup(now, made) {
  const unit = element("input", { id: "county", value: now.area ? `${now.area}人民政府` : "", placeholder: "示例县人民政府", "aria-label": "汇总报告的单位" });
  const kinds = now.kinds.filter((kind) => kind.includes("汇总"));
  const kind = element("select", { "aria-label": "汇总报告的单位类别" }, ...kinds.map((label) => element("option", { selected: label.startsWith("县") }, label)));
  return form("汇总", [unit, kind], () => made({ what: "rollup", unit: unit.value, kind: kind.value }));
}

/** Return the form that compares two years or two rounds; ``alone`` are files that came by themselves. */
export function comparison(batches, alone, compared) {
  const names = [...batches, ...alone].map(({ name }) => name);
  const last = batches.find(({ part }) => part === "上年")?.name;
  const [before, after] = [last ?? names[0], names.find((name) => name !== (last ?? names[0])) ?? names[0]].map((chosen, at) =>
    element("select", { "aria-label": at ? "比较：后一年（后一轮）" : "比较：前一年（前一轮）" }, ...names.map((name) => element("option", { selected: name === chosen }, name))),
  );
  return form("比较", [before, "到", after], () => compared({ before: before.value, after: after.value }), names.length < 2);
}

function form(label, controls, submitted, disabled = false) {
  const made = element("form", { class: "making" }, ...controls, element("button", { type: "submit", disabled }, label));
  if (disabled) for (const control of made.elements) control.disabled = true;
  made.addEventListener("submit", (event) => {
    event.preventDefault();
    submitted();
  });
  return made;
}
