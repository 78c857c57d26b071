// The page: files in, what is known of each, and the view of one of them.

import { answer, ask, download, Gone, handed, stay, upload } from "./asking.js";
import { openBoard } from "./board.js";
import { openDesk } from "./desk.js";
import { chosen, dropped } from "./dropping.js";
import { button, keep, part, tell } from "./elements.js";
import { newLogForm, openLog } from "./log.js";
import { showList } from "./listing.js";
import { verifyAll } from "./published.js";
import { after, work } from "./working.js";
import { zipped } from "./zipping.js";

// Seconds after which it is said again that a file is still being read.
const STILL = 5;
const PICTURE = /\.(png|jpe?g|tiff?|bmp)$/i;
const documents = new Map();
let largest = Infinity;
let kinds = [];
let over = false;
let taking = 0;

function take(found) {
  return after(() => taken(found));
}

async function taken(found) {
  if (!found.length) {
    tell("这里面没有可以校验的文件。");
    return;
  }
  const opened = [];
  const done = await work(found, "正在校验", async (row) => {
    const one = await examined(row);
    documents.delete(unopened(row));
    documents.set(one.id, { ...one, taken: (taking += 1) });
    opened.push(one);
  });
  for (const one of await answer("/pair")) changed(one);
  const verified = await verifyAll(documents);
  if (documents.size === 1 && (opened[0].readable || isLog(opened[0]))) await open(opened[0].id);
  else list();
  tell(done < found.length ? `停下了，${found.length} 个文件里校验了 ${done} 个。` : [summary(), ...(verified.length > 3 ? [] : verified)].join("\n"));
}

async function examined(row) {
  const looking = looks(row);
  try {
    if (row.file?.size > largest) return refused(row, "文件太大，不像一份填报工作簿，没有读取。");
    return await upload("/open", row, { modified: row.file?.lastModified });
  } catch (error) {
    if (error instanceof Gone) throw error;
    return refused(row, error.message);
  } finally {
    clearInterval(looking);
  }
}

// A page that is a picture is read cell by cell, which takes ten seconds; nobody is to think that it hangs.
function looks({ name }) {
  const begun = Date.now();
  const said = () => tell(`正在认“${name}”：扫描件、照片要一格一格地认，一页大约十秒，已经 ${Math.round((Date.now() - begun) / 1000)} 秒。`);
  if (PICTURE.test(name)) said();
  return setInterval(said, STILL * 1000);
}

// What never reached the service has a key of its own, until it is dropped again and does.
function unopened({ name }) {
  return `?${name}`;
}

function refused(row, message) {
  const counts = { 强制性: 1, 核实性: 0, 提示性: 0 };
  return { id: unopened(row), name: row.name, standing: "打不开", readable: false, blocked: true, unit: "", year: null, counts, message };
}

function summary() {
  const all = [...documents.values()];
  const counts = ["合格", "需核实", "有错", "打不开", "登记簿", "名录", "台账", "定稿"]
    .map((standing) => [standing, all.filter((one) => one.standing === standing).length])
    .filter(([, count]) => count)
    .map(([standing, count]) => `${standing} ${count}`);
  return `校验完成。${all.length} 个文件：${counts.join("，")}。`;
}

function view(name) {
  for (const one of ["files", "board", "desk"]) part(one).hidden = one !== name;
  part("drop").classList.toggle("small", Boolean(name));
  part("drop").hidden = name === "desk" || name === "board";
  document.body.classList.toggle("at-desk", name === "desk");
}

function list() {
  view(documents.size ? "files" : "");
  const sound = [...documents.values()].filter((one) => one.readable && !one.blocked);
  const actions = [
    button(`全部 Word 报告（${sound.length} 份）`, () => after(() => saveAll(sound)), { disabled: !sound.length }),
    button("问题清单", () => after(saveFindings)),
    button("收件、退回、汇总（县里用）", () => board()),
    button("全部移走", () => forget("*")),
  ];
  showList([...documents.values()], { open: (id) => after(() => open(id)), forget, actions });
}

function board() {
  view("board");
  return after(() => openBoard({ documents: [...documents.values()], open: (id) => after(() => open(id, board)), back: list }));
}

function isLog(one) {
  return one?.role === "登记簿";
}

async function open(id, back = list) {
  if (isLog(documents.get(id))) openLog(await answer("/log/show", { id }), { back, again: () => open(id, back), show: (other) => after(() => open(other, back)) });
  else await openReport(id, back);
  view("desk");
  (part("desk").querySelector("#origins:not([hidden]) [data-state=open] input") ?? part("desk")).focus({ preventScroll: true });
}

async function openReport(id, back) {
  const detail = await answer("/show", { id });
  changed(detail);
  const pictures = detail.read.length ? await answer("/pictures", { id }) : {};
  const logs = [...documents.values()].filter((one) => isLog(one) && one.name === detail.log);
  openDesk(detail, { kinds, changed, back, show: (other) => after(() => open(other, () => after(() => open(id, back)))), log: logs[0], pictures });
}

function changed(detail) {
  documents.set(detail.id, { ...documents.get(detail.id), ...detail, report: undefined, findings: undefined, read: undefined });
}

function forget(id) {
  after(async () => {
    await ask("/forget", { id });
    if (id === "*") documents.clear();
    else documents.delete(id);
    list();
  });
}

async function saveAll(sound) {
  const made = new Map();
  const failed = [];
  await work(sound, "正在生成 Word 报告", async ({ id, name: file }) => {
    try {
      const { name, content } = await download("/document", { id });
      made.set(made.has(name) ? `${made.size + 1}-${name}` : name, content);
    } catch (error) {
      failed.push(`${file}：${error.message}`);
    }
  });
  const files = [...made].map(([name, content]) => ({ name, content }));
  files.sort((one, other) => (one.name < other.name ? -1 : 1));
  if (files.length) keep({ name: "年度报告.zip", content: await zipped(files) });
  tell([`生成了 ${files.length} 份 Word 报告，放在一个压缩包里。`, ...failed].join("\n"));
}

async function saveFindings() {
  const text = await (await ask("/listing")).text();
  keep({ name: "问题清单.txt", content: new Blob(["\ufeff", text], { type: "text/plain" }) });
}

function listen() {
  const area = part("drop");
  document.addEventListener("dragover", (event) => {
    event.preventDefault();
    area.classList.add("over");
  });
  document.addEventListener("dragleave", ({ relatedTarget }) => relatedTarget || area.classList.remove("over"));
  document.addEventListener("drop", async (event) => {
    event.preventDefault();
    area.classList.remove("over");
    if (!over) take(await dropped(event.dataTransfer));
  });
  for (const id of ["some", "folder"]) {
    part(id).addEventListener("change", ({ target }) => {
      take(chosen(target.files));
      target.value = "";
    });
  }
  part("template").addEventListener("click", () => after(async () => keep(await download("/template"))));
  part("new-log").append(newLogForm());
  part("sample").addEventListener("click", () => after(async () => {
    const one = await answer("/sample");
    documents.set(one.id, one);
    await open(one.id);
    tell("这是一份有错的样例，可以随便改，改完存下来也只在您的下载文件夹里。");
  }));
  part("stop").addEventListener("click", async () => {
    await ask("/stop").catch(() => {});
    ended("已经结束，可以关闭这个页面了。");
  });
}

function takeHanded() {
  return after(async () => {
    const { name, content } = await download(`/handed/${handed}`);
    await taken([{ name, file: new File([content], name) }]);
  });
}

function ended(text) {
  if (over) return;
  over = true;
  tell(text);
  for (const control of document.querySelectorAll("button, input, select, textarea")) control.disabled = true;
  document.body.classList.add("over");
}

listen();
try {
  const hello = await answer("/hello");
  ({ largest, kinds } = hello);
  for (const one of hello.documents) documents.set(one.id, one);
  if (documents.size) {
    list();
    tell(`上次打开的 ${documents.size} 个文件还在，改动也还在。`);
  }
  stay(ended);
  if (handed) takeHanded();
} catch (error) {
  ended(error.message);
}
