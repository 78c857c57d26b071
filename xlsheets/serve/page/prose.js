// One part of the text as flowing paragraphs: sentences that would go and come in line, each to be taken or left.

import { button, element } from "./elements.js";

const TAGS = { same: "span", old: "del", new: "ins" };

/** Return a part of the text. */
export function prose(part, desk) {
  const made = element("section", { class: "prose", "data-key": part.key, "aria-label": part.title }, element("h3", {}, part.title));
  part.paragraphs.forEach((paragraph, number) => made.append(paragraphView(paragraph, `${part.title}第 ${number + 1} 段`, desk)));
  if (part.kept.length) {
    const told = part.kept.map((text) => element("li", {}, text));
    made.append(element("details", {}, element("summary", {}, "改过的句子没有动；按现在的数字，程序会这样写"), element("ul", {}, ...told)));
  }
  const place = `text.${part.key}.${part.paragraphs.filter(({ text }) => text).length + 1}`;
  const adding = button("加一段", () => edit(adding, { place, text: "" }, `${part.title}新的一段`, desk), { class: "quiet", "aria-label": `${part.title}：加一段` });
  made.append(adding);
  return made;
}

function paragraphView(paragraph, name, desk) {
  const text = element("p", { "data-place": paragraph.place, tabindex: "-1" }, ...runs(paragraph.runs, desk));
  if (paragraph.text) {
    const changing = button("改", () => edit(text, paragraph, name, desk), { class: "quiet", "aria-label": `改${name}` });
    text.append(" ", changing);
  }
  return text;
}

function runs(list, desk) {
  return list.flatMap((run, number) => {
    const tag = run.marked ? "mark" : TAGS[run.kind];
    const shown = [element(tag, run.name ? { "data-name": run.name } : {}, run.text)];
    const last = run.name && !list.slice(number + 1).some(({ name }) => name === run.name);
    if (last && run.kind !== "same") {
      const label = `采用这一句：${run.kind === "new" ? run.text : `删去“${run.text}”`}`;
      shown.push(button("采用", () => desk.change({ kind: "sentences", names: [run.name] }), { class: "quiet take", "aria-label": label }));
    }
    return shown;
  });
}

function edit(shown, { place, text }, name, desk) {
  const box = element("textarea", { "aria-label": name, rows: Math.max(3, Math.ceil(text.length / 34)) });
  box.value = text;
  const form = element("form", { class: "edit" }, box);
  const away = () => {
    form.replaceWith(shown);
    shown.focus();
  };
  const write = (words) => {
    away();
    if (words !== text) desk.change({ kind: "paragraph", place, text: words });
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    write(box.value);
  });
  form.addEventListener("keydown", ({ key }) => key === "Escape" && away());
  form.append(
    element("button", { type: "submit" }, "写好了"),
    button("不改了", away),
    ...(text ? [button("删掉这一段", () => write(""))] : []),
  );
  shown.replaceWith(form);
  box.focus();
}
