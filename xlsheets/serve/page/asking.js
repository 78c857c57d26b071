// Questions to the service on this computer; the token of the address is asked for nowhere else.

const KEPT = "xlsheets-token";

const [token, key] = location.hash.slice(1).split("/");

/** What to ask for at once: a workbook handed over by WPS; "" for none. */
export const handed = key ?? "";

// A link within the page has a name there; a token is longer than any name.
if (token.length > 30) {
  sessionStorage.setItem(KEPT, token);
  history.replaceState(null, "", location.pathname);
}

const UNSAID = "没有完成，请再试一次。";
const LOST = "与本机服务的连接断了，没有保存的改动已经不在。请重新启动 xlsheets-serve，在新打开的页面里重新拖进文件。";

/** What the service refuses, as the sentence it gives. */
export class Refused extends Error {}

/** The service is no longer there. */
export class Gone extends Error {}

/** Ask with values; return the response, or throw what stands against it. */
export async function ask(path, values = { id: "" }) {
  return sound(await send(path, JSON.stringify(values)));
}

/** Ask with values and return the values of the answer. */
export async function answer(path, values) {
  return (await ask(path, values)).json();
}

/** Send a file under a name, with other fields; return the values of the answer. */
export async function upload(path, { name, file }, fields = {}) {
  const content = await contents(name, file);
  const form = new FormData();
  for (const [field, text] of Object.entries(fields)) form.append(field, text);
  form.append("file", content, name);
  return (await sound(await send(path, form))).json();
}

async function sound(response) {
  if (response.ok) return response;
  const told = await response.json().catch(() => ({}));
  throw new Refused(told.sentence || UNSAID);
}

// All of it is read before it is sent: a request with a file that has gone fails like a lost connection.
async function contents(name, file) {
  try {
    return new Blob([await file.arrayBuffer()]);
  } catch ({ name: kind }) {
    const happened = kind === "NotReadableError" ? "选好以后又改动过，或者正被别的程序占用" : "已经不在原处（删除、移走或者改了名字）";
    throw new Refused(`“${name}”${happened}，没有校验。请确认文件在、已经存好，再拖进来一次。`);
  }
}

async function send(path, body) {
  const headers = { "xlsheets-token": sessionStorage.getItem(KEPT) ?? "" };
  try {
    return await fetch(path, { method: "POST", headers, body, credentials: "omit" });
  } catch {
    throw new Gone(LOST);
  }
}

/** Ask for a file; return its name, its contents and what is to be said with it. */
export async function download(path, values) {
  const response = await ask(path, values);
  const disposition = response.headers.get("content-disposition") ?? "";
  const name = decodeURIComponent(disposition.split("''")[1] ?? "");
  const note = decodeURIComponent(response.headers.get("xlsheets-note") ?? "");
  return { name, content: await response.blob(), note };
}

/** Keep one request waiting as long as the page is open, and say so when the service has gone. */
export async function stay(gone) {
  try {
    for (;;) await ask("/presence");
  } catch (error) {
    // A service that is just ending may still answer, without a sentence of its own.
    gone(error.message === UNSAID ? LOST : error.message);
  }
}
