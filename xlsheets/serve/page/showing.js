// Answers of the service -> what stands on the page; everything is set as text, never as markup.

const WEIGHTS = [
  ["强制性", "必须改正，否则不能生成正式报告"],
  ["核实性", "请核对；确实如此的，在工作簿的“校验”表里写明理由"],
  ["提示性", "供参考"],
];
const KINDS = { 改: "更新", 增: "新写", 未动: "有人改过或者删了，没有动它" };

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
    element("span", { class: `standing ${standing}` }, standing),
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
    element("p", { id: "verdict", class: answer.standing }, answer.verdict || "这个文件没有读取。"),
    element("div", { class: "actions" }, ...actions),
    ...WEIGHTS.flatMap((weight) => group(weight, answer.findings)),
    ...(answer.prose ? prose(answer.prose) : []),
  ];
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
    element("td", {}, each.address || "整个文件", element("small", {}, each.path)),
    element("td", {}, each.message, ...asides.map((text) => element("small", {}, text))),
    element("td", {}, each.hint, element("small", {}, each.code)),
  );
}

function prose({ note, changes, sections }) {
  const heading = changes.length ? `文字：有 ${changes.length} 处不同` : "文字：没有要更新的句子";
  return [
    element("h3", {}, note && !changes.length ? "文字" : heading),
    ...(note ? [element("p", {}, note)] : []),
    ...changes.map(change),
    ...(sections.length ? [preview(changes, sections)] : []),
  ];
}

function change({ section, kind, before, after }) {
  const after_ = kind === "未动" ? `按现在的数字是：${after || "不再需要这一句。"}` : after;
  return element(
    "div",
    { class: "change" },
    element("p", { class: "aside" }, `${section}（${KINDS[kind]}）`),
    ...(before ? [element("p", {}, kind === "未动" ? before : element("del", {}, before))] : []),
    ...(after_ ? [element("p", {}, kind === "未动" ? after_ : element("ins", {}, after_))] : []),
  );
}

function preview(changes, sections) {
  const parts = sections.flatMap(({ title, paragraphs }) => [
    element("h3", {}, title),
    ...paragraphs.map((text) => element("p", {}, text)),
  ]);
  const name = changes.length ? "更新以后的全文" : "全文";
  return element("details", {}, element("summary", {}, name), element("div", { class: "prose" }, ...parts));
}
