// What was dropped or chosen -> a list of {name, file}, folders walked; no file where it has gone meanwhile.

// Lock files of Excel and WPS, and what systems hide in folders.
const PASSED_OVER = /(^|\/)(\.|~\$|Thumbs\.db$|desktop\.ini$)/i;

/** Return the files of a drop, those of folders by their path below it. */
export async function dropped(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.length) return counted([...transfer.files].map(alone));
  return counted(await together(entries.map((entry) => walked(entry, entry.name))));
}

/** Return the files of a file input. */
export function chosen(files) {
  return counted([...files].map((file) => ({ name: file.webkitRelativePath || file.name, file })));
}

function alone(file) {
  return { name: file.name, file };
}

function counted(found) {
  const rows = found.filter(({ name }) => !PASSED_OVER.test(name));
  return apart(rows.sort((one, other) => one.name.localeCompare(other.name, "zh-CN", { numeric: true })));
}

// Files of one name, chosen from several folders, stay apart: the second is numbered.
function apart(rows) {
  const taken = new Set();
  return rows.map(({ name, file }) => {
    let own = name;
    for (let number = 2; taken.has(own); number += 1) own = name.replace(/(\.[^./]*)?$/, `（${number}）$1`);
    taken.add(own);
    return { name: own, file };
  });
}

async function walked(entry, path) {
  try {
    if (entry.isFile) return [{ name: path, file: await new Promise((found, failed) => entry.file(found, failed)) }];
    const inside = await children(entry.createReader());
    return together(inside.map((child) => walked(child, `${path}/${child.name}`)));
  } catch {
    return [{ name: path, file: null }];
  }
}

// Hundreds of files are asked for at once: one after the other they keep the service waiting.
async function together(walks) {
  return (await Promise.all(walks)).flat();
}

// A reader gives a hundred entries at a time, and none when it is done.
async function children(reader) {
  const all = [];
  for (;;) {
    const some = await new Promise((found, failed) => reader.readEntries(found, failed));
    if (!some.length) return all;
    all.push(...some);
  }
}
