// Where every number of a published report was read: how it looks there, its sums, and a field to accept or correct it.

import { button, element } from "./elements.js";

const NOTE = "对照“原样”：读得对的按回车认下；读错的、没有读入的，改成原文的数再按回车。回车到下一处要看的，Tab、上下箭头只移动。改了的马上重新核对，可以“撤销一步”。";

const CHECKING = "正在核对";

/** Whether somebody should still look at a number. */
export const isOpen = (row, accepted) => Boolean(row.doubt) && (row.now === "" || accepted[row.place] !== row.now);

/** Return the list of ``detail``; ``desk`` makes changes, accepts numbers and shows places of the report. */
export function originList(detail, pictures, desk) {
  let all = false;
  let { accepted } = detail;
  const entries = detail.read.map((row) => entry(row));
  const byPlace = new Map(entries.map((one) => [one.row.place, one]));
  const heading = element("h2", { id: "origins-title" });
  const more = button("", () => {
    all = !all;
    show();
  });
  const list = element("ol", { class: "origins", "aria-labelledby": "origins-title" }, ...entries.map(({ node }) => node));
  const view = element("div", { id: "origins", tabindex: "-1" }, heading, element("p", { class: "aside", id: "origins-note" }, NOTE), more, list);

  function entry(row) {
    const id = `read-${row.place}`;
    const input = element("input", { id, type: "text", inputmode: "decimal", value: row.now, autocomplete: "off", "aria-describedby": `${id}-state ${id}-told ${id}-sums` });
    const state = element("strong", { class: "state", id: `${id}-state` });
    const told = element("p", { class: "aside", id: `${id}-told` });
    const sums = element("ul", { class: "sums", id: `${id}-sums` });
    const verdict = button("", () => judge(one), { class: "quiet" });
    const where = [row.page && `第 ${row.page} 页`, row.spot].filter(Boolean).join("，");
    const looks = pictures[row.place] ? [element("img", { src: pictures[row.place], alt: "原样" })] : [];
    const node = element("li", { "data-cell": row.place }, element("label", { for: id }, row.path), " ", element("small", {}, where), element("div", { class: "look" }, ...looks, input, verdict, state), told, sums);
    const one = { row, node, input, state, told, sums, verdict, pending: true, sent: false, refused: "" };
    listen(one);
    return one;
  }

  function listen(one) {
    const { input } = one;
    input.addEventListener("focus", () => {
      input.select();
      desk.show(one.row.place);
    });
    input.addEventListener("change", () => send(one));
    input.addEventListener("input", () => {
      one.refused = "";
      told(one);
    });
    input.addEventListener("keydown", (event) => {
      // Enter takes first what an input method proposes.
      if (event.isComposing) return;
      const go = { Enter: () => entered(one), ArrowDown: () => neighbour(one, 1), ArrowUp: () => neighbour(one, -1) }[event.key];
      if (event.key === "Escape") {
        input.value = one.row.now;
        one.refused = "";
        told(one);
      }
      if (!go) return;
      event.preventDefault();
      go();
    });
  }

  // What was typed is taken when the field is left, as everywhere; a number that was left as it is was found right.
  function entered(one) {
    if (one.input.value.trim() === one.row.now && one.pending) accept(one);
    const following = next(one);
    if (following) following.input.focus();
    else if (all) neighbour(one, 1);
    else desk.done();
  }

  function send(one) {
    const text = one.input.value.trim();
    if (text === one.row.now) return;
    Object.assign(one, { sent: true, pending: false });
    one.state.textContent = CHECKING;
    desk.change({ kind: "read", place: one.row.place, text }).then(() => {
      one.sent = false;
      renew(one, one.row);
      show();
    });
  }

  function judge(one) {
    if (!one.pending) desk.accept(one.row, "");
    else {
      accept(one);
      next(one)?.input.focus();
    }
  }

  function accept({ row }) {
    if (row.now) desk.accept(row, row.now);
  }

  // The next number to look at, from the first on after the last.
  function next(one) {
    const at = entries.indexOf(one);
    return [...entries.slice(at + 1), ...entries.slice(0, at)].find(({ node, pending }) => pending && !node.hidden);
  }

  function neighbour(one, step) {
    const seen = entries.filter(({ node }) => !node.hidden);
    seen[seen.indexOf(one) + step]?.input.focus();
  }

  function show() {
    const open = entries.filter(({ pending }) => pending).length;
    const looked = entries.filter(({ row }) => row.why || row.doubt).length;
    heading.textContent = looked ? `要看的 ${looked} 处，还有 ${open} 处没有看` : "没有要看的数";
    more.textContent = all ? "只看要看的" : `看全部 ${entries.length} 个数`;
    for (const { row, node } of entries) node.hidden = !all && !row.why && !row.doubt;
  }

  /** Bring the list up to date; what somebody is typing stays. */
  function update(found) {
    ({ accepted } = found);
    for (const row of found.read) renew(byPlace.get(row.place), row);
    show();
    return entries.filter(({ pending }) => pending).length;
  }

  function renew(one, row) {
    const typing = one.input === document.activeElement && one.input.value !== one.row.now;
    const isNew = row.now !== one.row.now;
    if (isNew) Object.assign(one, { sent: false, refused: "" });
    if (isNew || !(typing || one.sent || one.refused)) one.input.value = row.now;
    Object.assign(one, { row, pending: !one.sent && isOpen(row, accepted) });
    one.node.dataset.state = one.pending ? "open" : "done";
    one.state.textContent = one.sent ? CHECKING : stateOf(row, one.pending);
    one.verdict.hidden = !(row.doubt && row.now) || one.sent;
    one.verdict.textContent = one.pending ? "读得对" : "再看";
    one.verdict.setAttribute("aria-label", `${one.verdict.textContent}：${row.path}`);
    // Enter says the same; between two numbers to look at nothing stops the Tab key.
    one.verdict.tabIndex = one.pending ? -1 : 0;
    told(one);
    one.sums.replaceChildren(...row.sums.map(sum));
  }

  /** Keep why what was typed at a field was not taken; it stays there until somebody types again. */
  function refuse(place, sentence) {
    Object.assign(byPlace.get(place), { refused: sentence, sent: false });
  }

  function told(one) {
    one.told.textContent = one.refused || one.row.told;
    if (one.refused) one.input.setAttribute("aria-invalid", "true");
    else one.input.removeAttribute("aria-invalid");
  }

  update(detail);
  return { view, update, refuse, first: () => entries.find(({ pending }) => pending)?.input };
}

function sum(text) {
  return element("li", text.includes("≠") ? { class: "unequal" } : {}, text);
}

function stateOf(row, pending) {
  if (row.now !== row.read) return `${row.read ? `原来读成 ${row.read}` : "已经填上"}${pending ? `，${row.doubt}` : ""}`;
  if (pending) return row.doubt;
  if (row.doubt) return "看过，读得对";
  return row.why ? "合计现在相符" : "";
}
