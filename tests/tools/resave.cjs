// node resave.cjs PROGRAM FROM TO [FROM TO ...]: open workbooks with a library of npm and save them again.
const fs = require("node:fs");

const programs = {
  async ExcelJS(from, to) {
    const book = new (require("exceljs").Workbook)();
    await book.xlsx.readFile(from);
    await book.xlsx.writeFile(to);
  },
  async SheetJS(from, to) {
    const sheets = require("xlsx");
    sheets.writeFile(sheets.readFile(from, { cellStyles: true, cellDates: false }), to);
  },
  async excelize(from, to) {
    const folder = require.resolve("excelize-wasm").replace(/main\.cjs$/, "");
    const { init } = require("excelize-wasm");
    this.library ??= await init(`${folder}excelize.wasm.gz`);
    const book = this.library.OpenReader(fs.readFileSync(from));
    if (book.error) throw new Error(book.error);
    const { buffer, error } = book.WriteToBuffer();
    if (error) throw new Error(error);
    fs.writeFileSync(to, Buffer.from(buffer));
  },
};

async function main(program, ...files) {
  for (let at = 0; at < files.length; at += 2) await programs[program](files[at], files[at + 1]);
}
main(...process.argv.slice(2)).then(() => process.exit(0), (error) => { console.error(error); process.exit(1); });
