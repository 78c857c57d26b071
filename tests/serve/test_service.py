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
from importlib.resources import files
from urllib.parse import unquote, urlsplit

import pytest

from tests.tools.browser import service
from tests.tools.make import report
from tests.tools.outside import need
from tests.tools.running import programs_in, wait_until
from xlsheets.documents import FORMATS
from xlsheets.serve.guard import LARGEST_BODY, TOKEN
from xlsheets.serve.server import serve
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

    def send_files(self, path, **contents: bytes):
        border = "-xlsheets-"
        parts = [
            f'--{border}\r\nContent-Disposition: form-data; name="{field}"; filename="{field}.xlsx"\r\n\r\n'.encode()
            + content
            + b"\r\n"
            for field, content in contents.items()
        ]
        body = b"".join(parts) + f"--{border}--\r\n".encode()
        return self.post(path, body, content_type=f"multipart/form-data; boundary={border}")

    def examine(self, content: bytes, **more: bytes):
        status, _, answer = self.send_files("/examine", workbook=content, **more)
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
    answer = browser.examine(one_report.workbook(report()))
    assert answer["standing"] == "合格"
    assert answer["findings"] == []
    assert answer["unit"] == "示例乡人民政府"


def test_last_years_workbook_is_compared(browser):
    last = one_report.workbook(report(LAST, year=2024))
    answer = browser.examine(one_report.workbook(report()), last=last)
    alone = browser.examine(one_report.workbook(report()))
    assert [finding["code"] for finding in alone["findings"]] == []
    assert "Y301" in [finding["code"] for finding in answer["findings"]]


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
    answer = browser.examine(HOSTILE[name])
    assert answer["standing"] == "打不开"
    (finding,) = answer["findings"]
    assert finding["message"].endswith("。")
    for path in ("/document?kind=docx", "/narrated", "/marked"):
        status, _, body = browser.send_files(path, workbook=HOSTILE[name])
        assert status == 422
        assert json.loads(body)["sentence"].endswith("。")


@pytest.mark.parametrize("body", [b"", b"--x", b"\0" * 1000])
def test_a_broken_form_is_refused_with_a_sentence(browser, body):
    status, _, answer = browser.post(
        "/examine", body, content_type="multipart/form-data; boundary=x"
    )
    assert status in (400, 422)
    assert json.loads(answer)["sentence"].endswith("。")


def test_a_formal_report_is_refused_while_something_must_be_corrected(browser):
    faulty = one_report.workbook(report({"req.received.natural_person": 5}))
    assert browser.send_files("/document?kind=docx", workbook=faulty)[0] == 409
    status, headers, body = browser.send_files("/document?kind=docx&draft=1", workbook=faulty)
    assert (status, body[:2]) == (200, b"PK")
    assert headers["content-disposition"].startswith("attachment; filename*=UTF-8''")
    assert browser.send_files("/document?kind=exe", workbook=faulty)[0] == 422


def test_every_kind_that_is_offered_can_be_had_under_its_own_name(browser):
    """A kind declared for the command is offered and answered here too."""
    offered = json.loads(browser.post("/hello")[2])["kinds"]
    assert [offer["kind"] for offer in offered] == [
        kind for kind, form in FORMATS.items() if form.possible()
    ]
    sound = one_report.workbook(report())
    for offer in offered:
        form = FORMATS[offer["kind"]]
        status, headers, body = browser.send_files(
            f"/document?kind={offer['kind']}", workbook=sound
        )
        assert (status, headers["content-type"].partition(";")[0]) == (200, form.media)
        assert unquote(headers["content-disposition"]).endswith(f"年度报告{form.ending}")
        assert form.read_back(report(), body) == []


def test_no_file_is_kept(running, browser):
    browser.examine(one_report.workbook(report()))
    browser.examine(HOSTILE["half"])
    # The folder of the service is there as long as it runs.
    assert [list(folder.iterdir()) for folder in running[1].iterdir()] == [[]]


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
        asked = threading.Thread(target=_asking, args=(browser, "/document?kind=pdf"))
        asked.start()
        waiting = threading.Thread(target=_asking, args=(browser, "/presence"))
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


def _asking(browser: Browser, path: str) -> None:
    with contextlib.suppress(OSError, http.client.HTTPException):
        browser.send_files(path, workbook=one_report.workbook(report()))
