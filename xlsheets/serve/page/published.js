// A workbook and what was made of it: what was published compared with it, a revised draft taken back into it.

import { answer, ask } from "./asking.js";
import { button, element, part, tell } from "./elements.js";
import { after, work } from "./working.js";

/** Compare every published file with the workbook it belongs to; ``documents`` keeps what came of it. */
export async function verifyAll(documents) {
  const pairs = (await answer("/published/pairs")).filter((pair) => documents.get(pair.other)?.verifiedWith !== state(documents.get(pair.id)));
  await work(pairs, "正在对照发布稿", async ({ id, other }) => {
    const [book, published] = [documents.get(id), documents.get(other)];
    const said = await answer("/published/verify", { id, other }).then(({ verdict }) => verdict, (error) => error.message);
    documents.set(other, { ...published, verified: `与“${book.name}”对照：${said}`, verifiedWith: state(book) });
  });
  return pairs.map(({ other }) => documents.get(other).verified);
}

// A workbook that was changed, or dropped again, is another one.
function state(book) {
  return book && `${book.id} ${book.changes} ${book.taken}`;
}

/** Return the buttons of a report for each file that belongs to it. */
export function besides(pairs, views) {
  return pairs.flatMap((pair) => [
    button(`对照“${pair.release}”与“${pair.name}”`, () => after(() => comparison(pair, views))),
    ...(pair.draft ? [button(`把“${pair.release}”里改的收回“${pair.name}”`, () => after(() => revision(pair, views)))] : []),
  ]);
}

async function comparison(pair, { back }) {
  const found = await answer("/published/verify", pair);
  const title = `发布稿“${pair.release}”与“${pair.name}”`;
  page(title, found.verdict, [], back, [
    list(`不一致的（${found.differences.length} 处）`, found.differences.map(([head, ...more]) => element("li", {}, head, ...more.map((line) => element("p", {}, line))))),
    list(`没有对照、请看原文的（${found.left.length} 项）`, found.left.map(item)),
    list(`报告以外的字，不算不一致（${found.around.length} 项）`, found.around.map(item)),
  ]);
  tell(`对照完成：${found.verdict}`);
}

async function revision(pair, { back, show }) {
  const found = await answer("/published/revised", pair);
  const count = found.sentences.length + found.figures.length;
  const verdict = count ? `正文改了 ${found.sentences.length} 处，数字改了 ${found.figures.length} 格，还没有写进工作簿。` : "正文和数字与工作簿一致，没有要改的。";
  const actions = count ? [button(`写进“${pair.name}”`, () => taken(pair, count, show), { class: "first" })] : [];
  page(`改过的稿子“${pair.release}”`, verdict, actions, back, [
    list(`正文（${found.sentences.length} 处）`, found.sentences.map(sentence)),
    list(`数字（${found.figures.length} 格）`, found.figures.map(({ path, address, before, after: now }) => element("li", {}, `${path}（${address}）：`, element("del", {}, before), " → ", element("ins", {}, now)))),
    list(`请知道（${found.told.length} 项）`, found.told.map(item)),
    list(`不写入、请人处理的（${found.listed.length} 项）`, found.listed.map(item)),
  ]);
  tell(verdict);
}

function taken(pair, count, show) {
  return after(async () => {
    await ask("/published/absorb", pair);
    show(pair.id);
    tell(`“${pair.release}”里改的 ${count} 处写进了“${pair.name}”；看一遍，点“保存回工作簿”存下来。`);
  });
}

function sentence({ path, before, after: now, own }) {
  return element(
    "li",
    {},
    element("strong", {}, path),
    element("small", {}, own ? " 原来是程序写的一句，改了以后算人写的" : ""),
    ...(before ? [element("p", {}, element("del", {}, before))] : []),
    ...(now ? [element("p", {}, element("ins", {}, now))] : []),
  );
}

function item(text) {
  return element("li", {}, text);
}

function list(title, items) {
  return items.length ? element("section", { "aria-label": title }, element("h3", {}, title), element("ul", { class: "findings" }, ...items)) : "";
}

function page(title, verdict, actions, back, lists) {
  part("desk").replaceChildren(
    element("div", { id: "desk-head" }, element("div", { class: "actions" }, button("← 返回", back), element("h2", { id: "desk-title" }, title), element("strong", {}, verdict), ...actions)),
    element("div", { id: "report", class: "made", tabindex: "0", role: "region", "aria-label": "逐项列出" }, ...lists.filter(Boolean)),
  );
  part("desk").focus({ preventScroll: true });
}
