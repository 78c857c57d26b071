// Findings of one report beside it: each leads to its cell or sentence, and is put right on the spot.

import { button, element } from "./elements.js";

const WEIGHTS = ["强制性", "核实性", "提示性"];
const IN_A_REPORT = ["必须改正，否则不能生成正式报告", "请核对；确实如此的，写明理由", "供参考"];

/** Return the list of findings; ``desk`` shows places, and makes changes where any can be made; ``meanings`` says what each weight asks for. */
export function findingList(findings, desk, meanings = IN_A_REPORT) {
  if (!findings.length) return [element("p", { class: "sound" }, "没有发现问题。")];
  return WEIGHTS.flatMap((label, weight) => {
    const members = findings.filter(({ severity }) => severity === label);
    if (!members.length) return [];
    return [
      element("h3", {}, `${label}（${members.length} 项）：${meanings[weight]}`),
      element("ol", { class: "findings", "data-severity": label }, ...members.map((one) => card(one, desk))),
    ];
  });
}

function card(finding, desk) {
  const where = finding.path || finding.address || "整个文件";
  const head = finding.places.length
    ? button(where, () => desk.light(finding), { class: "link go" })
    : element("strong", {}, where);
  const asides = [
    finding.sentence && `原文：${finding.sentence}`,
    finding.suspect && `最可能的出处：${finding.suspect}`,
    finding.hint && `怎么办：${finding.hint}`,
  ].filter(Boolean);
  return element(
    "li",
    { "data-code": finding.code, "data-fingerprint": finding.fingerprint },
    head,
    element("small", {}, ` ${finding.address} ${finding.code}`),
    element("p", {}, finding.message),
    ...asides.map((text) => element("p", { class: "aside" }, text)),
    ...(desk.change ? remedies(finding, desk) : []),
  );
}

function remedies(finding, desk) {
  const made = [];
  if (finding.zeros.length) made.push(button("空格全部填 0", () => desk.change({ kind: "zeros" }), { class: "remedy" }));
  if (finding.join) made.push(button("合成一段", () => desk.change({ kind: "join", place: finding.places[0] }), { class: "remedy" }));
  if (finding.repair) made.push(button("修复工作簿", () => desk.change({ kind: "repair" }), { class: "remedy" }));
  if (finding.severity === "核实性") made.push(reason(finding, desk));
  return made;
}

function reason(finding, desk) {
  const label = `说明理由：${finding.message}`;
  const box = element("input", { type: "text", value: finding.reason, placeholder: "确实如此的，在这里写明理由", "aria-label": label });
  const form = element("form", { class: "reason" }, box, element("button", { type: "submit" }, finding.reason ? "改理由" : "写上理由"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    desk.change({ kind: "reason", fingerprint: finding.fingerprint, text: box.value });
  });
  return form;
}
