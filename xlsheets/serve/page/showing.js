// Answers of the service -> what stands on the page; everything is set as text, never as markup.

const WEIGHTS = [
  ["强制性", "必须改正，否则不能生成正式报告"],
  ["核实性", "请核对；确实如此的，下载标好问题的工作簿，在“校验”表里写明理由"],
  ["提示性", "供参考"],
];
const KINDS = { replaced: "更新", added: "新写", kept: "有人改过或者删了，没有动它。" };

/** Make an element with attributes and children; texts stay texts. */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** One line of the list of workbooks. */
export function line(row, current) {
  const standing = row.answer?.standing ?? "等待";
  const button = element(
    "button",
    { type: "button", "aria-current": String(current) },
    element("span", { class: "standing", "data-standing": standing }, standing),
    row.answer?.unit || row.name,
    ...(row.answer?.unit ? [element("small", {}, row.name)] : []),
  );
  return element("li", { "data-name": row.name }, button);
}

/** Everything about one workbook; actions are buttons the caller made. */
export function detail(row, actions) {
  const { answer } = row;
  const title = answer.unit ? `${answer.unit}${answer.year ? `（${answer.year}年）` : ""}` : row.name;
  return [
    element("h2", { id: "detail-title" }, title),
    element("p", { class: "aside" }, row.name),
    element("p", { "data-standing": answer.standing }, answer.verdict || "这个文件没有读取。"),
    element("div", { class: "actions" }, ...actions, ...(answer.prose ? [jump()] : [])),
    ...WEIGHTS.flatMap((weight) => group(weight, answer.findings)),
    ...(answer.prose ? prose(answer.prose) : []),
  ];
}

function jump() {
  return element("a", { href: "#prose" }, "看文字");
}

function group([label, meaning], findings) {
  const members = findings.filter(({ severity }) => severity === label);
  if (!members.length) return [];
  const heads = ["位置", "问题", "怎么办"].map((text) => element("th", { scope: "col" }, text));
  const heading = `${label}（${members.length} 项）：${meaning}`;
  return [
    element("h3", {}, heading),
    element(
      "table",
      { "aria-label": heading },
      element("thead", {}, element("tr", {}, ...heads)),
      element("tbody", {}, ...members.map(finding)),
    ),
  ];
}

function finding(each) {
  const asides = [
    each.suspect && `最可能的出处：${each.suspect}`,
    each.reason && `已说明：${each.reason}`,
  ].filter(Boolean);
  return element(
    "tr",
    {},
    element("td", {}, each.address || (each.path ? "" : "整个文件"), element("small", {}, each.path)),
    element("td", {}, each.message, ...asides.map((text) => element("small", {}, text))),
    element("td", {}, each.hint, element("small", {}, each.code)),
  );
}

function prose({ note, changes, sections }) {
  const heading = changes.length ? `文字：有 ${changes.length} 处不同` : "文字：没有要更新的句子";
  const titles = [...new Set(changes.map(({ section }) => section))];
  return [
    element("h3", { id: "prose", tabindex: "-1" }, note && !changes.length ? "文字" : heading),
    ...(note ? [element("p", {}, note)] : []),
    ...titles.flatMap((title) => [
      element("h4", {}, title),
      ...changes.filter(({ section }) => section === title).map(change),
    ]),
    ...(sections.length ? [preview(changes, sections)] : []),
  ];
}

function change({ kind, before, after }) {
  const told = element("p", { class: "change" }, element("small", {}, KINDS[kind]));
  if (kind === "kept") {
    told.append(before, ` 按现在的数字${after ? `是：${after}` : "不再需要这一句。"}`);
  } else {
    if (before) told.append(element("del", {}, before), " ");
    if (after) told.append(element("ins", {}, after));
  }
  return told;
}

function preview(changes, sections) {
  const parts = sections.flatMap(({ title, paragraphs }) => [
    element("h4", {}, title),
    ...paragraphs.map((text) => element("p", {}, text)),
  ]);
  const name = changes.length ? "更新以后的全文" : "全文";
  return element("details", {}, element("summary", {}, name), element("div", { class: "prose" }, ...parts));
}
