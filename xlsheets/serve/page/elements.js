// Elements of the page; everything is set as text, never as markup.

/** Return an element of the page by its id. */
export const part = (id) => document.getElementById(id);

/** Make an element with attributes and children; texts stay texts. */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child !== ""));
  return made;
}

/** Make a button that does something. */
export function button(label, pressed, attributes = {}) {
  const made = element("button", { type: "button", ...attributes }, label);
  made.addEventListener("click", () => pressed(made));
  return made;
}

/** Say something, aloud as well. */
export function tell(text) {
  part("told").textContent = text;
}

/** Have the browser save a file. */
export function keep({ name, content, note = "" }) {
  const link = element("a", { href: URL.createObjectURL(content), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  tell([`已经保存到浏览器的下载文件夹：${name}`, note].filter(Boolean).join("\n"));
}
