// node resave.cjs PROGRAM FROM TO: open a workbook with a library of npm and save it again.
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
    const book = (await init(`${folder}excelize.wasm.gz`)).OpenReader(fs.readFileSync(from));
    if (book.error) throw new Error(book.error);
    const { buffer, error } = book.WriteToBuffer();
    if (error) throw new Error(error);
    fs.writeFileSync(to, Buffer.from(buffer));
  },
};

const [program, ...files] = process.argv.slice(2);
programs[program](...files).then(() => process.exit(0), (error) => { console.error(error); process.exit(1); });
