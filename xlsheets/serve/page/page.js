// The page: files in, one question to the service for each, and what is to be seen and saved of them.

import { ask, download, Gone, handed, stay } from "./asking.js";
import { chosen, dropped } from "./dropping.js";
import { detail, element, line } from "./showing.js";
import { zipped } from "./zipping.js";

const AT_ONCE = 2;
const part = (id) => document.getElementById(id);
const rows = new Map();
let current = "";
let largest = Infinity;
let kinds = [];
let over = false;
let running = Promise.resolve();

function tell(text) {
  part("told").textContent = text;
}

function progress(done, all) {
  part("progress").hidden = done === all;
  part("progress").max = all;
  part("progress").value = done;
}

/** Work through a list, a few at a time, and show how far it is; told aloud every tenth part. */
async function work(list, doing, each) {
  let done = 0;
  const step = Math.max(1, Math.ceil(list.length / 10));
  const waiting = [...list];
  progress(0, list.length);
  tell(`${doing} 0／${list.length}`);
  const worker = async () => {
    for (let row = waiting.shift(); row; row = waiting.shift()) {
      await each(row);
      done += 1;
      progress(done, list.length);
      if (done % step === 0) tell(`${doing} ${done}／${list.length}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

/** Take in files: those dropped again replace what was known of them. */
function take(found) {
  running = running.then(() => taken(found)).catch((error) => tell(error.message));
}

async function taken(found) {
  if (!found.length) {
    tell("这里面没有可以校验的文件。");
    return;
  }
  for (const row of found) rows.set(row.name, row);
  part("results").hidden = false;
  part("drop").classList.add("small");
  await work(found, "正在校验", (row) => examine(row));
  const compared = [...rows.values()].filter((row) => row.last !== earlier(row));
  if (compared.length) await work(compared, "正在与上年比对", (row) => examine(row, earlier(row)));
  list();
  const first = found.find((row) => row.answer.standing !== "合格") ?? found[0];
  show(found.some(({ name }) => name === current) ? current : first.name);
  tell(summary());
}

async function examine(row, last) {
  row.last = last;
  row.answer = await answer(row, last);
  if (rows.size < 30) list();
}

async function answer(row, last) {
  try {
    if (row.file.size > largest) return refused("文件太大，不像一份填报工作簿，没有读取。");
    return await (await ask("/examine", { workbook: row, last })).json();
  } catch (error) {
    if (error instanceof Gone) throw error;
    return refused(error.message);
  }
}

function refused(message) {
  const finding = { severity: "强制性", address: "", path: "", message, hint: "", code: "" };
  return { standing: "打不开", readable: false, blocked: true, findings: [finding], listing: `${message}\n` };
}

/** Last year's workbook of the same unit, if it is here too. */
function earlier(row) {
  const { unit, year } = row.answer ?? {};
  if (!unit || !year) return undefined;
  return [...rows.values()].find(({ answer }) => answer?.unit === unit && answer.year === year - 1);
}

function summary() {
  const counts = ["合格", "需核实", "有错", "打不开"]
    .map((standing) => [standing, [...rows.values()].filter((row) => row.answer?.standing === standing).length])
    .filter(([, count]) => count)
    .map(([standing, count]) => `${standing} ${count}`);
  return `校验完成。${rows.size} 个文件：${counts.join("，")}。`;
}

function list() {
  const only = part("filter").value;
  const wanted = [...rows.values()].filter(({ answer }) => !only || answer?.standing === only);
  part("list").replaceChildren(...wanted.map((row) => line(row, row.name === current)));
  part("all-documents").disabled = !sound().length;
}

function sound() {
  return [...rows.values()].filter(({ answer }) => answer && !answer.blocked);
}

function show(name) {
  current = name;
  for (const item of part("list").children) {
    item.firstChild.setAttribute("aria-current", String(item.dataset.name === name));
  }
  const row = rows.get(name);
  if (row?.answer) part("detail").replaceChildren(...detail(row, actions(row)));
}

function actions(row) {
  if (!row.answer.readable) return [];
  const documents = kinds.map((form) => saving(form, row));
  documents[0].classList.add("first");
  const writes = row.answer.prose.changes.some(({ kind }) => kind !== "kept");
  return [
    ...documents,
    ...(row.answer.findings.length ? [action("标好问题的工作簿", row, "/marked")] : []),
    ...(writes ? [action("写好文字的工作簿", row, "/narrated")] : []),
  ];
}

/** The button for one kind of document: a draft where the formal one is refused. */
function saving({ kind, label, draft }, row) {
  const marked = draft && row.answer.blocked;
  return action(marked ? `${label}（草稿）` : label, row, `/document?kind=${kind}${marked ? "&draft=1" : ""}`);
}

function action(label, row, path) {
  const button = element("button", { type: "button" }, label);
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      const file = await download(path, { workbook: row, last: row.last });
      save(file.name, file.content);
      tell(`已经保存到浏览器的下载文件夹：${file.name}`);
    } catch (error) {
      tell(error.message);
    }
    button.disabled = false;
  });
  return button;
}

function save(name, content) {
  const link = element("a", { href: URL.createObjectURL(content), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

async function saveDocuments() {
  const made = new Map();
  const failed = [];
  const [{ label }] = kinds;
  await work(sound(), `正在生成 ${label}`, async (row) => {
    try {
      const { name, content } = await download(`/document?kind=${kinds[0].kind}`, { workbook: row });
      made.set(made.has(name) ? `${made.size + 1}-${name}` : name, content);
    } catch (error) {
      failed.push(`${row.name}：${error.message}`);
    }
  });
  const files = [...made].map(([name, content]) => ({ name, content }));
  if (files.length) save("年度报告.zip", await zipped(files.sort((one, other) => (one.name < other.name ? -1 : 1))));
  tell([`生成了 ${files.length} 份 ${label}，放在一个压缩包里。`, ...failed].join("\n"));
}

function saveFindings() {
  const text = [...rows.values()].map(({ answer }) => answer?.listing ?? "").join("\n");
  save("问题清单.txt", new Blob(["\ufeff", text], { type: "text/plain" }));
}

function listen() {
  const area = part("drop");
  document.addEventListener("dragover", (event) => {
    event.preventDefault();
    area.classList.add("over");
  });
  document.addEventListener("dragleave", () => area.classList.remove("over"));
  document.addEventListener("drop", async (event) => {
    event.preventDefault();
    area.classList.remove("over");
    take(await dropped(event.dataTransfer));
  });
  for (const id of ["some", "folder"]) {
    part(id).addEventListener("change", ({ target }) => {
      take(chosen(target.files));
      target.value = "";
    });
  }
  part("filter").addEventListener("change", list);
  part("list").addEventListener("click", ({ target }) => {
    const item = target.closest("li");
    if (!item) return;
    show(item.dataset.name);
    part("detail").focus({ preventScroll: true });
  });
  part("all-documents").addEventListener("click", () => {
    running = running.then(saveDocuments).catch((error) => tell(error.message));
  });
  part("all-findings").addEventListener("click", saveFindings);
  part("stop").addEventListener("click", async () => {
    await ask("/stop").catch(() => {});
    ended("已经结束，可以关闭这个页面了。");
  });
}

function takeHanded() {
  running = running.then(async () => {
    const { name, content } = await download(`/handed/${handed}`, {});
    await taken([{ name, file: new File([content], name) }]);
  }).catch((error) => tell(error.message));
}

function ended(text) {
  if (over) return;
  over = true;
  tell(text);
  for (const control of document.querySelectorAll("button, input")) control.disabled = true;
}

listen();
try {
  ({ largest, kinds } = await (await ask("/hello")).json());
  part("all-documents").textContent = `全部 ${kinds[0].label}`;
  stay(ended);
  if (handed) takeHanded();
} catch (error) {
  ended(error.message);
}
