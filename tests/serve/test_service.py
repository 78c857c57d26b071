"""The service on this computer: who gets in, what is refused with a sentence, and that nothing stays."""

from __future__ import annotations

import contextlib
import http.client
import io
import json
import re
import signal
import socket
import subprocess
import sys
import threading
import zipfile
from concurrent.futures import ThreadPoolExecutor
from importlib.resources import files
from pathlib import Path
from urllib.parse import unquote, urlsplit

import openpyxl
import pytest

import xlsheets
from tests.tools.browser import service
from tests.tools.make import report
from tests.tools.outside import need
from tests.tools.running import programs_in, wait_until
from xlsheets.basics.libreoffice import converted
from xlsheets.county.register import Register, Unit
from xlsheets.documents import FORMATS
from xlsheets.ooxml import refusals
from xlsheets.serve.desk.wording import said_here
from xlsheets.serve.guard import LARGEST_BODY, TOKEN
from xlsheets.serve.server import serve
from xlsheets.workbook.lists.register import write_register
from xlsheets.workflows import one_report

LAST = {"req.received.natural_person": 3, "req.carried_forward.natural_person": 3}
PAGE = files("xlsheets.serve") / "page"


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    scratch = tmp_path_factory.mktemp("scratch")
    with service(TMPDIR=str(scratch), TEMP=str(scratch)) as (url, _):
        yield url, scratch


class Browser:
    """What a browser sends for the page, with single headers changed or left out."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self.authority, self.token = parts.netloc, parts.fragment

    def get(self, path, **headers):
        return self.send("GET", path, b"", headers)

    def post(self, path, body=b"", **headers):
        own = {"origin": f"http://{self.authority}", TOKEN: self.token}
        return self.send("POST", path, body, {**own, **headers})

    def send(self, method, path, body, headers):
        connection = http.client.HTTPConnection(self.authority, timeout=60)
        kept = {name.replace("_", "-"): text for name, text in headers.items() if text is not None}
        connection.request(method, path, body, kept)
        answer = connection.getresponse()
        found = answer.status, dict(answer.getheaders()), answer.read()
        connection.close()
        return found

    def upload(self, content: bytes, name: str = "工作簿.xlsx"):
        border = "-xlsheets-"
        head = (
            f'--{border}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
        )
        body = head.encode() + content + f"\r\n--{border}--\r\n".encode()
        return self.post("/open", body, content_type=f"multipart/form-data; boundary={border}")

    def open(self, content: bytes, name: str = "工作簿.xlsx"):
        """Return what the list says of a file that was dropped."""
        status, _, answer = self.upload(content, name)
        assert status == 200
        return json.loads(answer)

    def ask(self, path, **values):
        return self.post(path, json.dumps(values).encode())

    def show(self, content: bytes, name: str = "工作簿.xlsx"):
        status, _, answer = self.ask("/show", id=self.open(content, name)["id"])
        assert status == 200
        return json.loads(answer)


@pytest.fixture
def browser(running):
    return Browser(running[0])


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({}, 200),
        ({"host": "evil.example"}, 403),
        ({"host": "localhost:80"}, 403),
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": None}, 403),
        ({TOKEN: "x"}, 401),
        ({TOKEN: "é"}, 401),
        ({TOKEN: None}, 401),
        ({"content-length": str(LARGEST_BODY + 1)}, 413),
        ({"content-length": None, "transfer-encoding": "chunked"}, 411),
    ],
)
def test_only_the_page_itself_is_answered(browser, changed, status):
    found, _, body = browser.post("/hello", **changed)
    assert found == status
    assert status == 200 or json.loads(body)["sentence"].endswith("。")


def test_another_name_for_this_computer_does_not_even_get_the_page(browser):
    assert browser.get("/", host="evil.example")[0] == 403
    assert browser.get("/")[0] == 200


def test_the_page_gives_the_token_away_to_nobody(browser):
    for part in PAGE.iterdir():
        status, headers, body = browser.get(f"/{part.name}")
        assert status == 200
        assert browser.token.encode() not in body
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "access-control-allow-origin" not in headers


def test_the_page_loads_nothing_from_elsewhere():
    for part in PAGE.iterdir():
        text = part.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert not re.search(r"https?:|//[a-z]|@import|innerHTML|eval\(|style=", text), part.name


@pytest.mark.parametrize("path", ["/page.py", "/../guard.py", "/%2e%2e/guard.py", "/page/page.js"])
def test_nothing_but_the_page_is_served(browser, path):
    assert browser.get(path)[0] == 404


def test_a_sound_workbook_is_found_sound(browser):
    answer = browser.show(one_report.workbook(report()))
    assert answer["standing"] == "合格"
    assert answer["findings"] == []
    assert answer["unit"] == "示例乡人民政府"


def test_last_years_workbook_is_compared_as_long_as_it_is_there(browser):
    browser.ask("/forget", id="*")
    now = browser.show(one_report.workbook(report()), "2025.xlsx")
    assert [listed["code"] for listed in now["findings"]] == []
    last = browser.open(one_report.workbook(report(LAST, year=2024)), "2024.xlsx")
    (again,) = json.loads(browser.ask("/pair", id="")[2])
    assert (again["id"], again["standing"]) == (now["id"], "需核实")
    shown = json.loads(browser.ask("/show", id=now["id"])[2])
    assert "Y301" in [listed["code"] for listed in shown["findings"]]
    assert shown["last"] == "2024.xlsx"
    assert browser.ask("/forget", id=last["id"])[0] == 204
    (alone,) = json.loads(browser.ask("/pair", id="")[2])
    assert alone["standing"] == "合格"


def _archive(**parts: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/") + ".xml", content)
    return stream.getvalue()


HOSTILE = {
    "nothing": b"",
    "text": "示例".encode(),
    "encrypted": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
    "half": one_report.workbook()[:20_000],
    "bomb": _archive(xl__workbook=b"\0" * 200_000_000),
    "script": b"<html><script>alert(1)</script>",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_one_sentence(browser, name):
    answer = browser.open(HOSTILE[name])
    assert answer["standing"] == "打不开"
    assert answer["message"].endswith("。")
    for path in ("/show", "/document", "/save", "/change", "/undo", "/next"):
        status, _, body = browser.ask(path, id=answer["id"])
        assert status == 422
        assert json.loads(body)["sentence"].endswith("。")


@pytest.mark.parametrize("body", [b"", b"--x", b"\0" * 1000])
def test_a_broken_form_is_refused_with_a_sentence(browser, body):
    status, _, answer = browser.post("/open", body, content_type="multipart/form-data; boundary=x")
    assert status in (400, 422)
    assert json.loads(answer)["sentence"].endswith("。")


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"id": 1}', b"\xff", b"[" * 100_000])
def test_a_broken_question_is_refused_with_a_sentence(browser, body):
    status, _, answer = browser.post("/show", body)
    assert status == 422
    assert json.loads(answer)["sentence"].endswith("。")


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"kind": "x"},
        {"kind": ["number"]},
        {"kind": "number", "place": "req.received.all", "text": "1"},
        {"kind": "number", "place": "nothing", "text": "1"},
        {"kind": "number", "place": ["x"], "text": "1"},
        {"kind": "paragraph", "place": "text.nothing.1", "text": "一"},
        {"kind": "paragraph", "place": "x", "text": "一"},
        {"kind": "paragraph", "place": "text.overview.1", "text": "长" * 40_000},
        {"kind": "reason", "fingerprint": "00000000", "text": "x"},
        {"kind": "sentences", "names": 3},
    ],
)
def test_a_change_that_does_not_fit_is_refused_and_changes_nothing(browser, change):
    key = browser.open(one_report.workbook(report()), "改.xlsx")["id"]
    status, _, body = browser.ask("/change", **change, id=key)
    assert status == 422, body
    assert json.loads(body)["sentence"].endswith("。")
    assert json.loads(browser.ask("/show", id=key)[2])["changes"] == 0


def test_a_formal_report_is_refused_while_something_must_be_corrected(browser):
    key = browser.open(one_report.workbook(report({"req.received.natural_person": 5})))["id"]
    assert browser.ask("/document", id=key)[0] == 409
    status, headers, body = browser.ask("/document", id=key, form="docx", draft=True)
    assert (status, body[:2]) == (200, b"PK")
    assert headers["content-disposition"].startswith("attachment; filename*=UTF-8''")
    assert browser.ask("/document", id=key, form="exe")[0] == 422


def test_every_kind_that_is_offered_can_be_had_under_its_own_name(browser):
    """A kind declared for the command is offered and answered here too."""
    offered = json.loads(browser.post("/hello")[2])["kinds"]
    assert [listed["kind"] for listed in offered] == [
        kind for kind, form in FORMATS.items() if form.possible()
    ]
    key = browser.open(one_report.workbook(report()))["id"]
    for listed in offered:
        form = FORMATS[listed["kind"]]
        status, headers, body = browser.ask("/document", id=key, form=listed["kind"])
        assert (status, headers["content-type"].partition(";")[0]) == (200, form.media)
        assert unquote(headers["content-disposition"]).endswith(f"年度报告{form.ending}")
        assert form.read_back(report(), body) == []


@pytest.mark.parametrize(
    "name", ["../../乡.xlsx", "/etc/乡.xlsx", "收件/../../乡.xlsx", "C:\\乡.xlsx"]
)
def test_a_hostile_name_leads_nowhere_else(browser, running, name):
    browser.ask("/forget", id="*")
    browser.open(one_report.workbook(report()), name.replace("\\", "\\\\"))
    browser.open(write_register(Register((Unit("示例乡人民政府"),))), "名录.xlsx")
    assert browser.ask("/board/begin", id="")[0] == 200
    wait_until(lambda: json.loads(browser.ask("/board/state", id="")[2])["over"])
    state = json.loads(browser.ask("/board/state", id="")[2])
    assert state["error"] == ""
    assert state["table"]["units"][0]["state"] == "合格"
    held = [path for path in running[1].rglob("*.xlsx") if path.name != "名录.xlsx"]
    assert len(held) == 1
    browser.ask("/forget", id="*")


def _laid_out(running):
    """Return the counties that lie in the folder of the service, which is there as long as it runs."""
    # Python keeps a socket in a folder of its own beside it.
    scratch = [folder for folder in running[1].iterdir() if folder.name.startswith("xlsheets-")]
    inside = [folder for place in scratch for folder in place.iterdir()]
    # A process that waits for work has an empty folder for its temporary files.
    return [folder for folder in inside if any(folder.rglob("*"))]


def test_long_work_can_be_stopped_and_leaves_nothing(running, browser):
    browser.ask("/forget", id="*")
    before = _laid_out(running)
    for number in range(12):
        browser.open(one_report.workbook(report(unit=f"{number}乡人民政府")), f"{number}.xlsx")
    browser.open(write_register(Register((Unit("示例乡人民政府"),))), "名录.xlsx")
    browser.ask("/board/begin", id="")
    assert browser.ask("/board/stop", id="")[0] == 204
    wait_until(lambda: json.loads(browser.ask("/board/state", id="")[2])["over"])
    assert "已经停下" in json.loads(browser.ask("/board/state", id="")[2])["error"]
    assert _laid_out(running) == before
    browser.ask("/board/begin", id="")
    wait_until(lambda: json.loads(browser.ask("/board/state", id="")[2])["over"])
    assert json.loads(browser.ask("/board/state", id="")[2])["error"] == ""
    browser.ask("/forget", id="*")


def test_no_file_is_kept(running, browser):
    browser.open(one_report.workbook(report()))
    browser.open(HOSTILE["half"])
    # What lies there is the one county that was judged last.
    assert len(_laid_out(running)) <= 1


def _raw(browser: Browser, sent: bytes, patience: float) -> bytes:
    """Send bytes and keep the connection open; return what comes until it is closed."""
    host, _, port = browser.authority.partition(":")
    with socket.create_connection((host, int(port)), timeout=patience) as line:
        line.sendall(sent)
        found = b""
        while piece := line.recv(65536):
            found += piece
        return found


def test_a_connection_that_brings_no_whole_request_is_hung_up_on(browser):
    head = _head(browser)
    sent = [b"", head[:20], head[:-2], head + b"Content-Length: 1000\r\n\r\nx"]
    with ThreadPoolExecutor(len(sent)) as lines:
        assert list(lines.map(lambda text: _raw(browser, text, 60), sent)) == [b""] * len(sent)


def _head(browser: Browser) -> bytes:
    origin = f"Host: {browser.authority}\r\nOrigin: http://{browser.authority}\r\n"
    return f"POST /show HTTP/1.1\r\n{origin}{TOKEN}: {browser.token}\r\n".encode()


def test_a_length_beside_chunks_is_refused(browser):
    framing = (
        b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n0\r\n\r\n"
    )
    assert b" 411 " in _raw(browser, _head(browser) + framing, 60).partition(b"\r\n")[0]


def test_a_port_is_free_again_at_once():
    with service() as (url, _):
        port = str(urlsplit(url).port)
        assert Browser(url).get("/")[0] == 200
    with service("--port", port) as (url, _):
        assert Browser(url).get("/")[0] == 200


def test_the_page_can_end_the_service():
    with service() as (url, program):
        assert Browser(url).post("/stop")[0] == 204
        assert program.wait(timeout=30) == 0


def test_the_service_ends_when_no_page_is_open_any_more():
    opened = []
    running = threading.Thread(target=serve, args=(opened.append,), kwargs={"alone": 1.0})
    running.start()
    running.join(timeout=30)
    assert not running.is_alive()
    assert opened[0].startswith("http://127.0.0.1:")


def test_a_port_that_is_taken_is_said():
    with service() as (url, _):
        port = str(urlsplit(url).port)
        command = [sys.executable, "-m", "xlsheets", "serve", "--no-browser", "--port", port]
        run = subprocess.run(
            command, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False
        )
    assert run.returncode == 2
    assert port in run.stderr
    assert "Traceback" not in run.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="other systems answer at 127.0.0.1 only")
def test_it_listens_at_one_address_only(running):
    port = urlsplit(running[0]).port
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.2", port), timeout=5)


@pytest.mark.office
@pytest.mark.parametrize("how", ["the page", "a signal"])
def test_the_service_ends_at_once_though_it_is_at_work(how, tmp_path):
    need("soffice", "LibreOffice")
    with service(TMPDIR=str(tmp_path)) as (url, program):
        browser = Browser(url)
        asked = threading.Thread(target=_asking, args=(browser, "pdf"))
        asked.start()
        waiting = threading.Thread(target=_asking, args=(browser, ""))
        waiting.start()
        wait_until(lambda: any("soffice.bin" in command for command in programs_in(tmp_path)))
        if how == "the page":
            assert browser.post("/stop")[0] == 204
        else:
            program.terminate()
        assert program.wait(timeout=2) == (0 if how == "the page" else 128 + signal.SIGTERM)
        asked.join()
        waiting.join()
    wait_until(lambda: not programs_in(tmp_path), 2)
    assert list(tmp_path.iterdir()) == []


def _asking(browser: Browser, kind: str) -> None:
    with contextlib.suppress(OSError, http.client.HTTPException):
        if kind:
            key = browser.open(one_report.workbook(report()))["id"]
            browser.ask("/document", id=key, form=kind)
        else:
            browser.post("/presence")


def test_what_names_a_command_names_the_button_of_the_page():
    """Every sentence of rules and refusals that points to a command line, as the page says it."""
    said = [
        text
        for module in Path(xlsheets.__file__).parent.rglob("*.py")
        for text in re.findall(
            r'"([^"\n]*（[^"\n]*命令[^"\n]*）[^"\n]*)"', module.read_text("utf-8")
        )
        if not {"cli", "serve", "addin"} & set(module.parts)
    ]
    assert len(said) > 10
    assert [text for text in map(said_here, said) if re.search(r"（(?!“)[^）]*命令", text)] == []
    assert "修复过" in said_here(str(refusals.refusal("not_ours")))


def test_a_workbook_that_lost_its_names_is_repaired_not_taken_for_a_register(browser):
    book = openpyxl.load_workbook(io.BytesIO(one_report.workbook(report())))
    for name in [*book.defined_names]:
        del book.defined_names[name]
    stream = io.BytesIO()
    book.save(stream)
    answer = browser.show(stream.getvalue())
    assert "移到一份干净的模板里" in answer["told"]
    assert answer["unit"] == "示例乡人民政府"


@pytest.mark.office
@pytest.mark.parametrize(
    ("ending", "kind"), [(".xls", "旧版 Excel、WPS 表格"), (".ods", "OpenDocument 表格")]
)
def test_a_workbook_saved_as_another_kind_is_opened_as_the_commands_read_it(browser, ending, kind):
    need("soffice", "LibreOffice")
    sent = converted(one_report.workbook(report()), ".xlsx", ending[1:])
    found = browser.open(sent, f"示例乡{ending}")
    assert found["told"].startswith(f"{kind}，内容已经移到一份干净的模板里：166 个数")
    assert (found["readable"], found["unit"], found["year"]) == (True, "示例乡人民政府", 2025)
    assert browser.open(one_report.workbook(report()), "改名.xls")["told"] == "填报工作簿"


def test_of_a_packed_file_it_is_said_where_what_is_in_it_is_looked_at(browser):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("示例乡.xlsx", one_report.workbook(report()))
    for name, content in (("打包.zip", stream.getvalue()), ("报送.eml", b"Subject: x\r\n\r\n")):
        found = browser.open(content, name)
        assert found["readable"] is False
        assert "里面的文件在“收件、退回、汇总”里逐个核对" in found["message"]
