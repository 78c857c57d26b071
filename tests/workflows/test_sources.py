"""Every kind of file a report can arrive in, read by the same commands as a workbook; files in files, within limits."""

from __future__ import annotations

import io
import os
import sys
import zipfile
from collections.abc import Iterable
from email.message import EmailMessage
from pathlib import Path

import pytest

import xlsheets as xs
from tests.tools import outside
from tests.tools.ofd import by_lines
from tests.tools.web import archived_page
from xlsheets.addin.compound import compound_file
from xlsheets.basics.libreoffice import converted, office
from xlsheets.basics.numbers import Oddity
from xlsheets.cli import main
from xlsheets.county.register import Register, Unit
from xlsheets.errors import UnreadableError
from xlsheets.extract.scans import PICTURES, can_be_read
from xlsheets.extract.squeeze import squeezed
from xlsheets.report import Report
from xlsheets.workflows import one_report, samples
from xlsheets.workflows.collect import blank_register
from xlsheets.workflows.sources import files_in, packed
from xlsheets.workflows.sources.kinds import FOREIGN, FOREIGN_ENDINGS

REPORT = samples.sound()
LABELS = {ending: kind.label for kind in FOREIGN.values() for ending in kind.endings}
WITH_OFFICE = (".doc", ".wps", ".xls", ".et", ".ods", ".pdf", ".ofd", *PICTURES)
# All pictures are unpacked by one function; one kind of them is enough to show that they are read.
ENDINGS = [ending for ending in FOREIGN_ENDINGS if ending not in PICTURES[1:]]


def made(ending: str) -> bytes:
    """Return the sample report as a file of a kind."""
    if ending in (".docx", ".html", ".htm"):
        return one_report.convert(REPORT, {".docx": "docx"}.get(ending, "html"))
    if ending in (".doc", ".wps"):
        return converted(made(".docx"), ".docx", "doc")
    if ending == ".pdf":
        return one_report.convert(REPORT, "pdf")
    if ending == ".ofd":
        return by_lines(made(".pdf"))
    if ending in (".mht", ".mhtml"):
        return archived_page(made(".html"))
    if ending in PICTURES:
        return written_on_paper(TEXT)
    if ending in (".xls", ".et", ".ods"):
        kind = "ods" if ending == ".ods" else "xls"
        return converted(one_report.workbook(REPORT), ".xlsx", kind)
    return TEXT.encode()


TEXT = (
    "示例乡人民政府2025年政府信息公开工作年度报告\n一、总体情况\n2025年，示例乡人民政府公开信息20条。\n"
    "五、存在的主要问题及改进情况\n村级公开栏更新不够及时。\n六、其他需要报告的事项\n没有其他需要报告的事项。\n"
)


@pytest.fixture(scope="session")
def arrived(tmp_path_factory) -> Path:
    """Return a folder with the sample report as every kind of file there is."""
    folder = tmp_path_factory.mktemp("报来")
    for ending in ENDINGS:
        if ending in PICTURES and not can_be_read():
            continue
        if ending not in WITH_OFFICE or office():
            (folder / f"示例乡{ending}").write_bytes(made(ending))
    return folder


def written_on_paper(text: str) -> bytes:
    """Return a page with a text on it as a picture, a line for each of its lines."""
    from PIL import Image, ImageDraw, ImageFont

    font = ImageFont.truetype(outside.font("Noto Sans CJK SC"), 34)
    page = Image.new("L", (1654, 900), 255)
    draw = ImageDraw.Draw(page)
    for number, line in enumerate(text.splitlines()):
        draw.text((180, 80 + 90 * number), line, fill=0, font=font)
    stream = io.BytesIO()
    page.save(stream, "PNG")
    return stream.getvalue()


def with_marks(endings: Iterable[str]) -> list[object]:
    return [
        pytest.param(ending, marks=pytest.mark.office if ending in WITH_OFFICE else ())
        for ending in endings
    ]


@pytest.fixture(autouse=True)
def _with_office(request):
    if request.node.get_closest_marker("office"):
        outside.need("soffice", "LibreOffice")
    given = getattr(request.node, "callspec", None)
    if given and given.params.get("ending") in PICTURES:
        outside.need_engine("rapidocr", "RapidOCR (the extra ocr)")


def words(report: Report) -> dict[str, str]:
    """Return the text of a report without its spaces: a PDF has them between Chinese and digits."""
    return {section: squeezed("".join(texts)) for section, texts in report.narrative.items()}


def run(monkeypatch, *arguments: object) -> int:
    monkeypatch.setattr("sys.argv", ["xlsheets", *map(str, arguments)])
    with pytest.raises(SystemExit) as left:
        main()
    return left.value.code or 0


@pytest.mark.parametrize("ending", with_marks(ENDINGS))
def test_a_report_is_read_as_it_arrives_and_says_so(arrived, ending):
    read = xs.read(arrived / f"示例乡{ending}")
    assert (read.profile.unit, read.profile.year) == ("示例乡人民政府", 2025)
    assert [seen.text for seen in read.observed(Oddity.TAKEN_FROM)] == [LABELS[ending]]
    assert not read.is_workbook
    if ending not in (".txt", ".md", *PICTURES):
        assert read.figures == REPORT.figures
        assert words(read) == words(REPORT)
        assert not list(read.observed(Oddity.NOT_TAKEN))


COMMANDS = {
    "validate": ("validate", "{file}"),
    "annotate": ("validate", "{folder}", "--annotate", "{out}"),
    "convert": ("convert", "{file}", "--draft", "-o", "{out}.docx"),
    "collect": ("collect", "{folder}", "--register", "{register}", "-o", "{out}.xlsx"),
    "rollup": ("rollup", "{folder}", "--unit", "示例县人民政府", "-y", "2025", "-o", "{out}.xlsx"),
    "new": ("new", "-y", "2026", "--from", "{file}", "-o", "{out}.xlsx"),
    "import": ("import", "{file}", "-o", "{out}.xlsx"),
    "import folder": ("import", "{folder}", "-o", "{out}"),
}


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("ending", with_marks(kind.endings[0] for kind in FOREIGN.values()))
def test_every_command_takes_every_kind(arrived, ending, command, tmp_path, monkeypatch, capsys):
    folder = tmp_path / "报来"
    folder.mkdir()
    file = folder / f"示例乡{ending}"
    file.write_bytes((arrived / file.name).read_bytes())
    register = tmp_path / "名录.xlsx"
    register.write_bytes(
        blank_register(Register((Unit(code="A01", name="示例乡人民政府", level="township"),)))
    )
    before = file.read_bytes()
    places = {"file": file, "folder": folder, "register": register, "out": tmp_path / "写出"}
    code = run(monkeypatch, *(word.format(**places) for word in COMMANDS[command]))
    printed = capsys.readouterr()
    assert code in (0, 1), printed.out + printed.err
    assert "内部出错" not in printed.err
    assert file.read_bytes() == before
    if command == "validate":
        assert "读入，请核对" in printed.out
    elif command.startswith("import f"):
        assert "单位" in printed.out
        assert "示例乡人民政府" in printed.out
    elif command != "annotate":
        assert any(path.name.startswith("写出") for path in tmp_path.iterdir())


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def mail(**attachments: bytes) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@b.example", "c@d.example", "报送"
    message.set_content("请查收。")
    for name, content in attachments.items():
        message.add_attachment(content, maintype="application", subtype="x", filename=f"{name}.txt")
    return bytes(message)


def test_a_picture_in_the_text_of_a_mail_is_not_what_was_sent(tmp_path):
    message = EmailMessage()
    message.set_content("<p>请查收<img src='cid:sign'></p>", subtype="html")
    message.add_related(b"1", "image", "png", cid="<sign>", filename="单位标志.png")
    message.add_attachment(b"2", maintype="image", subtype="jpeg", filename="扫描件.jpg")
    (tmp_path / "信.eml").write_bytes(bytes(message))
    assert [source.label for source in files_in([tmp_path])] == ["信.eml › 扫描件.jpg"]


def test_files_in_files_are_called_by_the_way_to_them(tmp_path):
    inner = zipped({"李四/乙.txt": b"2", "__MACOSX/._x": b"", ".DS_Store": b""})
    path = tmp_path / "包.zip"
    path.write_bytes(zipped({"张三/甲.txt": b"1", "里面.zip": inner, "信.eml": mail(丙=b"3")}))
    os.utime(path, (1_700_000_000, 1_700_000_000))
    found = list(files_in([tmp_path]))
    assert {source.label: source.path.read_bytes() for source in found} == {
        "包.zip › 张三/甲.txt": b"1",
        "包.zip › 里面.zip › 李四/乙.txt": b"2",
        "包.zip › 信.eml › 丙.txt": b"3",
    }
    assert {source.path.name for source in found} == {"甲.txt", "乙.txt", "丙.txt"}
    assert {source.path.stat().st_mtime for source in found} == {1_700_000_000}


def test_names_in_the_encoding_of_a_chinese_system_are_read(tmp_path):
    name = "张三/报表.txt"
    content = zipped({"x" * len(name.encode("gb18030")): b"1"})
    content = content.replace(b"x" * len(name.encode("gb18030")), name.encode("gb18030"))
    (tmp_path / "包.zip").write_bytes(content)
    assert [source.label for source in files_in([tmp_path])] == ["包.zip › 张三/报表.txt"]


def test_a_name_never_leads_out_of_the_folder(tmp_path):
    (tmp_path / "包.zip").write_bytes(zipped({"../../甲.txt": b"1", "C:\\乙.txt": b"2"}))
    for source in files_in([tmp_path]):
        assert source.path.resolve().is_relative_to(packed._folder().resolve())
        assert ".." not in source.label


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("坏.zip", b"PK\x03\x04", "不是压缩包，或者已经损坏"),
        ("大.zip", zipped({"甲.txt": b"0" * (33 * 2**20)}), "太多或者太大"),
        ("多.zip", zipped({f"{number}.txt": b"" for number in range(2_001)}), "太多或者太大"),
        ("空.eml", mail(), "里面没有附件"),
        ("坏.msg", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "附件"),
        ("空.zip", zipped({}), "里有 0 个文件"),
    ],
)
def test_what_cannot_be_opened_is_one_file_with_a_sentence(tmp_path, name, content, said):
    (tmp_path / name).write_bytes(content)
    (tmp_path / "甲.json").write_text("{}", encoding="utf-8")
    sources = list(files_in([tmp_path]))
    assert name in {source.label for source in sources}
    with pytest.raises(UnreadableError, match=said):
        xs.read(tmp_path / name)


def test_archives_in_archives_have_an_end(tmp_path):
    content = zipped({"甲.txt": b"1"})
    for _ in range(4):
        content = zipped({"里.zip": content})
    (tmp_path / "深.zip").write_bytes(content)
    assert [source.label for source in files_in([tmp_path])] == ["深.zip"]
    with pytest.raises(UnreadableError, match="套得太深"):
        xs.read(tmp_path / "深.zip")


def test_a_bomb_is_never_unpacked(tmp_path, monkeypatch):
    monkeypatch.setattr(packed, "_MOST_BYTES", 1_000)
    (tmp_path / "炸.zip").write_bytes(zipped({f"{number}.txt": b"0" * 400 for number in range(3)}))
    assert [source.label for source in files_in([tmp_path])] == ["炸.zip"]


def test_a_workbook_of_today_under_an_old_name_is_read(tmp_path):
    path = tmp_path / "示例乡.xls"
    path.write_bytes(one_report.workbook(REPORT))
    assert xs.read(path).figures == REPORT.figures


def outlook_mail(attachments: dict[str, bytes]) -> bytes:
    """Return a mail as Outlook keeps it: a storage for each attachment, with its name and its bytes."""
    return compound_file(
        {
            f"__attach_version1.0_#{number:08X}": {
                "__substg1.0_3707001F": name.encode("utf-16-le"),
                "__substg1.0_37010102": content,
            }
            for number, (name, content) in enumerate(attachments.items())
        }
        | {"__properties_version1.0": b"\0" * 32}
    )


def test_attachments_of_an_outlook_mail_are_read(tmp_path):
    outside.need_package("olefile")
    (tmp_path / "信.msg").write_bytes(outlook_mail({"年报.txt": TEXT.encode(), "乙.txt": b"2"}))
    sources = list(files_in([tmp_path]))
    assert [source.label for source in sources] == ["信.msg › 年报.txt", "信.msg › 乙.txt"]
    assert xs.read(sources[0].path).profile.unit == "示例乡人民政府"


@pytest.mark.parametrize(
    ("missing", "name", "said"),
    [
        ("python_calamine", "示例乡.xls", r"没有安装读它的组件.*另存为 \.xlsx"),
        ("olefile", "信.msg", "没有安装读它的组件.*选“另存为”"),
    ],
)
def test_what_is_not_installed_is_one_sentence_with_the_way_out(
    tmp_path, monkeypatch, missing, name, said
):
    monkeypatch.setitem(sys.modules, missing, None)
    (tmp_path / name).write_bytes(outlook_mail({"甲.txt": b"1"}))
    if name.endswith(".xls"):
        (tmp_path / name).write_bytes(compound_file({"Workbook": b"\x09\x08" * 300}))
    with pytest.raises(UnreadableError, match=said):
        xs.read(tmp_path / name)


def test_an_old_document_without_libreoffice_is_one_sentence(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr("xlsheets.basics.libreoffice._PLACES", ())
    path = tmp_path / "示例乡.doc"
    path.write_bytes(compound_file({"WordDocument": b"\xec\xa5" * 600}))
    with pytest.raises(UnreadableError, match=r"旧版 Word.*另存为 \.docx"):
        xs.read(path)
