// Several files -> one archive, stored without compression: Word reports are compressed already.

const UTF8_NAMES = 0x0800;
const FIRST_DAY = 0x21; // 1980-01-01

const TABLE = Uint32Array.from({ length: 256 }, (_, number) => {
  let value = number;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value;
});

/** Return an archive of {name, content}; the names must differ. */
export async function zipped(files) {
  const parts = [];
  const listed = [];
  let at = 0;
  for (const { name, content } of files) {
    const bytes = new Uint8Array(await content.arrayBuffer());
    const label = new TextEncoder().encode(name);
    const about = [UTF8_NAMES, 0, 0, FIRST_DAY, crc(bytes), bytes.length, bytes.length, label.length, 0];
    const local = packed("IHHHHHIIIHH", [0x04034b50, 20, ...about]);
    listed.push(packed("IHHHHHHIIIHHHHHII", [0x02014b50, 20, 20, ...about, 0, 0, 0, 0, at]), label);
    parts.push(local, label, bytes);
    at += local.length + label.length + bytes.length;
  }
  const size = listed.reduce((sum, part) => sum + part.length, 0);
  const count = listed.length / 2;
  const end = packed("IHHHHIIH", [0x06054b50, 0, 0, count, count, size, at, 0]);
  return new Blob([...parts, ...listed, end], { type: "application/zip" });
}

function crc(bytes) {
  let value = 0xffffffff;
  for (const byte of bytes) value = TABLE[(value ^ byte) & 0xff] ^ (value >>> 8);
  return (value ^ 0xffffffff) >>> 0;
}

function packed(shape, values) {
  const width = (letter) => (letter === "I" ? 4 : 2);
  const view = new DataView(new ArrayBuffer([...shape].reduce((sum, letter) => sum + width(letter), 0)));
  let at = 0;
  [...shape].forEach((letter, place) => {
    if (letter === "I") view.setUint32(at, values[place], true);
    else view.setUint16(at, values[place], true);
    at += width(letter);
  });
  return new Uint8Array(view.buffer);
}
