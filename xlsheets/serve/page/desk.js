// One report: findings on the left, the report on the right, every change checked at once by the service.

import { answer, ask, download } from "./asking.js";
import { button, element, keep, part, tell } from "./elements.js";
import { findingList } from "./findings.js";
import { originList } from "./origins.js";
import { refresh, reportView } from "./report.js";
import { prose } from "./prose.js";
import { besides } from "./published.js";
import { after } from "./working.js";

// What an editor takes that knows no formatting: a line for each paragraph and row, its cells apart.
function plainText(markup) {
  const ended = markup.replaceAll("\n", "").replace(/<\/(?:p|h\d|tr|caption)>/g, "\n").replace(/<\/t[dh]>/g, "\t");
  const signs = { "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#x27;": "'", "&amp;": "&" };
  return ended.replace(/<[^>]+>/g, "").replace(/&[#\w]+;/g, (sign) => signs[sign] ?? sign);
}

const reasons = () => [...part("findings").querySelectorAll(".reason input")];
const markOf = (box) => box.closest("[data-fingerprint]").dataset.fingerprint;

/** Open the view of one report; ``changed`` is told of what is known of it now, ``back`` leaves it, ``show`` opens another file; ``log`` is its case log, ``pictures`` show its numbers as they look on a scan. */
export function openDesk(detail, { kinds, changed, back, show, log, pictures }) {
  const desk = { change: (change) => make("/change", change), light, show: shown, accept, done: () => part("to-findings").focus() };
  let now = detail;
  const origins = detail.read.length ? originList(detail, pictures, desk) : undefined;

  function make(path, change) {
    return after(async () => {
      tell("正在核对……");
      try {
        update(await answer(path, { ...change, id: now.id }));
        tell(`已经改了，重新核对过：${now.verdict}${origins ? `原文的数${left()}。` : ""}`);
      } catch (error) {
        refresh(part("report"), now.report);
        if (change.kind === "read") origins.refuse(change.place, error.message);
        renewOrigins();
        throw error;
      }
    });
  }

  // A number that is right as it stands changes nothing in the workbook: nothing is checked again.
  function accept({ place }, text) {
    now = { ...now, accepted: { ...now.accepted, [place]: text } };
    changed(now);
    tell(text ? `认下了，${left()}。` : `没有认下，${left()}。`);
    return after(() => ask("/accept", { id: now.id, place, text }));
  }

  function left() {
    const open = renewOrigins();
    return open ? `还有 ${open} 处要看` : "要看的都看过了";
  }

  function update(found) {
    now = found;
    changed(found);
    const focus = document.activeElement?.closest?.("[data-fingerprint]")?.dataset.fingerprint;
    part("desk-head").replaceChildren(...head());
    const begun = reasonsBegun();
    part("findings").replaceChildren(...findingsView());
    keepReasons(begun);
    refresh(part("report"), found.report);
    renewOrigins();
    for (const one of found.report.parts.filter(({ table }) => !table)) renew(one);
    if (focus) (part("findings").querySelector(`[data-fingerprint="${focus}"] .go`) ?? part("findings")).focus();
  }

  // Somebody may be writing a reason while a number is checked.
  function reasonsBegun() {
    return reasons().filter((box) => box.value !== box.defaultValue).map((box) => [markOf(box), box.value]);
  }

  function keepReasons(begun) {
    const kept = new Map(begun);
    for (const box of reasons()) box.value = kept.get(markOf(box)) ?? box.value;
  }

  // Somebody may be writing in another part of the text.
  function renew(one) {
    const shown = part("report").querySelector(`[data-key="${one.key}"]`);
    if (!shown.querySelector("form")) shown.replaceWith(prose(one, desk));
  }

  function unlight() {
    for (const old of part("report").querySelectorAll(".lit")) old.classList.remove("lit");
  }

  function light(finding) {
    unlight();
    const shown = finding.places.map(find).filter(Boolean);
    for (const one of shown) one.classList.add("lit");
    if (!shown.length) return tell("这一项不在页面上看得到的地方，请按“怎么办”处理。");
    shown[0].closest("details")?.setAttribute("open", "");
    shown[0].scrollIntoView({ block: "center" });
    shown[0].focus({ preventScroll: true });
    return undefined;
  }

  // Beside the list the report moves to the cell; below it, it would take the list away.
  function shown(place) {
    const view = part("report");
    unlight();
    const cell = find(place);
    if (!cell) return;
    cell.classList.add("lit");
    for (const frame of [cell.closest(".scroll"), view].filter(Boolean)) {
      const [inner, outer] = [cell.getBoundingClientRect(), frame.getBoundingClientRect()];
      frame.scrollTop += inner.top - outer.top - (outer.height - inner.height) / 2;
      frame.scrollLeft += inner.left - outer.left - (outer.width - inner.width) / 2;
    }
  }

  function find(place) {
    const view = part("report");
    const section = place.startsWith("text.") && view.querySelector(`[data-key="${place.split(".")[1]}"]`);
    return view.querySelector(`[data-place="${place}"]`) ?? (section ? section.querySelector("button:last-child") : null);
  }

  function findingsView() {
    return [element("h2", {}, `问题（${now.findings.length} 项）`), ...findingList(now.findings, desk)];
  }

  function renewOrigins() {
    if (!origins) return 0;
    const open = origins.update(now);
    part("to-origins").textContent = `读自哪里（${open ? `${open} 处要看` : "没有要看的"}）`;
    part("to-findings").textContent = `问题（${now.findings.length} 项）`;
    return open;
  }

  // The two lists a published report has; only one is shown, so that the report stays beside it.
  function tabs() {
    return element(
      "div",
      { class: "filters", role: "group", "aria-label": "左边列出什么" },
      button("", () => turn(true, true), { id: "to-origins" }),
      button("", () => turn(false), { id: "to-findings" }),
    );
  }

  function turn(toOrigins, enter = false) {
    origins.view.hidden = !toOrigins;
    part("findings").hidden = toOrigins;
    part("to-origins").setAttribute("aria-pressed", String(toOrigins));
    part("to-findings").setAttribute("aria-pressed", String(!toOrigins));
    part("desk").classList.toggle("at-origins", toOrigins);
    if (enter) (origins.first() ?? origins.view).focus();
  }

  function head() {
    const year = now.year ? `（${now.year} 年度）` : "";
    return [
      element("div", { class: "actions" }, button("← 返回", back), element("h2", { id: "desk-title" }, `${now.unit || now.name}${year}`), element("strong", { "data-standing": now.standing }, now.verdict)),
      element("p", { class: "aside" }, `${now.name}：${now.told}。${now.last ? `已与上年的“${now.last}”比对。` : ""}${now.log ? `已与登记簿“${now.log}”核对。` : ""}${now.changes ? `页面上改过 ${now.changes} 处，还没有存进文件。` : ""}${now.note}`),
      ...notes(),
      element("div", { class: "actions" }, ...saving()),
    ];
  }

  function notes() {
    return [["已经修好、请对照原文件看一看的", now.mended], ["没有读入、请对照原文件处理的", now.unread]]
      .filter(([, list]) => list.length)
      .map(([title, list]) => element("details", { class: "notes" }, element("summary", {}, `${title}（${list.length} 处）`), element("ul", {}, ...list.map((text) => element("li", {}, text)))));
  }

  function saving() {
    const code = element("input", { type: "checkbox", id: "code" });
    code.checked = part("code")?.checked ?? true;
    return [
      button("保存回工作簿", (pressed) => fetched(pressed, "/save"), { class: "first" }),
      ...kinds.map((kind) => saver(kind)),
      button("复制网页片段", copy),
      element("label", { class: "check" }, code, "印校对码"),
      button("撤销一步", () => make("/undo", {}), { disabled: !now.changes }),
      ...(now.sentences ? [button(`采用起草的 ${now.sentences} 句`, () => make("/change", { kind: "sentences", names: [] }))] : []),
      ...(log ? [button("从登记簿计数", () => show(log.id))] : []),
      ...besides(now.beside, { back: () => show(now.id), show }),
      ...(now.begins_next ? [button("下一年的填报工作簿", (pressed) => fetched(pressed, "/next"))] : []),
    ];
  }

  function saver({ kind, label, draft }) {
    const marked = draft && now.blocked;
    return button(marked ? `${label}（草稿）` : label, (pressed) => fetched(pressed, "/document", { form: kind, draft: marked, code: part("code").checked }));
  }

  function fetched(pressed, path, values = {}) {
    pressed.disabled = true;
    return after(async () => keep(await download(path, { ...values, id: now.id }))).then(() => {
      pressed.disabled = false;
    });
  }

  function copy() {
    return after(async () => {
      const { content } = await download("/document", { id: now.id, form: "fragment", draft: now.blocked, code: part("code").checked });
      const text = plainText(await content.text());
      const item = new ClipboardItem({ "text/html": new Blob([content], { type: "text/html" }), "text/plain": new Blob([text], { type: "text/plain" }) });
      await navigator.clipboard.write([item]);
      tell("网页片段已经复制，连同表格；到网站后台的编辑框里粘贴。");
    });
  }

  part("desk").replaceChildren(
    element("div", { id: "desk-head" }),
    element("div", { class: "panes" }, element("div", { class: "lists" }, ...(origins ? [tabs(), origins.view] : []), element("div", { id: "findings", tabindex: "-1" }, ...findingsView())), element("article", { id: "report", "aria-label": "报告" }, ...reportView(detail.report, desk))),
  );
  part("desk-head").replaceChildren(...head());
  part("desk").classList.remove("at-origins");
  if (!origins) return;
  renewOrigins();
  turn(Boolean(origins.first()));
}
