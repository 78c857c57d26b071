"""A file with files in it (.zip, .eml, .msg) -> the files, unpacked beside this program's other work, within limits."""

from __future__ import annotations

import atexit
import os
from contextlib import suppress
from functools import cache
from itertools import count
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from xlsheets.basics.filenames import safe_stem
from xlsheets.errors import UnreadableError
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Callable, Iterator, Mapping
    from email.message import EmailMessage

# A county has some hundred units, each with a few files; what is larger was not made by a clerk.
_MOST_FILES, _MOST_BYTES, _LARGEST, _DEEPEST = 2_000, 512 * 2**20, 32 * 2**20, 3
_UTF8, _ENCRYPTED = 0x800, 0x1
_NOT_ZIP = "“{name}”不是压缩包，或者已经损坏，打不开。请重新复制或者下载一次；还打不开的，请发文件的人重发一份。"
_TOO_MUCH = "“{name}”里的文件太多或者太大，不像报送的材料，没有打开。请解压后检查，只留要报的文件。"
_PASSWORD = "“{name}”里的文件加了密码，打不开。请解压后把里面的文件放进文件夹。"  # noqa: S105
_TOO_DEEP = "“{name}”里压缩包套压缩包，套得太深，没有打开。请解压后把里面的文件放进文件夹。"
_NO_ATTACHMENT = (
    "“{name}”是一封邮件，里面没有附件。报告写在邮件正文里的，请另存成 .txt 或者 .docx。"
)
_OUTLOOK = (
    "“{name}”是一封 Outlook 邮件（.msg），这台电脑上没有安装读它的组件。请用 Outlook 打开它，"
    "在附件上点右键，选“另存为”，把附件放进文件夹；或者安装：python -m pip install olefile。"
)
_BROKEN_MAIL = "“{name}”已经损坏，读不出附件。请用邮件软件打开它，把附件另存出来。"


class Unpacked(NamedTuple):
    """A file that came within another: where it lies now, and the names on the way to it."""

    path: Path
    label: str


def is_packed(name: str) -> bool:
    """Tell by its name whether a file holds others."""
    return PurePosixPath(name).suffix.lower() in _OPENERS


PACKED_ENDINGS = (".zip", ".eml", ".msg")


def unpacked(path: Path, label: str) -> tuple[Unpacked, ...]:
    """Return the files in a packed file, those in packed files within it too, ``包.zip › 张三/报表.xlsx``.

    Raises:
        UnreadableError: it cannot be opened, or holds more than a clerk would send.
    """
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise _refusal("too_large", _TOO_MUCH, path.name)
        content, arrived = path.read_bytes(), path.stat().st_mtime
    except OSError as error:
        raise UnreadableError(
            "missing", f"打不开“{path.name}”，请检查文件是否存在、有没有读取权限。"
        ) from error
    found = _Unpacking(path.name).all_in(content, path.name, label, 1)
    for file in found:  # what came in a packed file came when that came
        os.utime(file.path, (arrived, arrived))
    return found


def _refusal(kind: str, sentence: str, name: str) -> UnreadableError:
    return UnreadableError(kind, sentence.format(name=name))


class _Unpacking:
    """What has been taken out of a file so far: all that is within counts together."""

    def __init__(self, outermost: str) -> None:
        self._outermost = outermost
        self._files, self._bytes = 0, 0

    def all_in(self, content: bytes, name: str, label: str, depth: int) -> tuple[Unpacked, ...]:
        """Return every file in one that is packed, which lies so deep in others."""
        if depth > _DEEPEST:
            raise _refusal("too_deep", _TOO_DEEP, self._outermost)
        found: list[Unpacked] = []
        for inner, inside in _OPENERS[PurePosixPath(name).suffix.lower()](content, name):
            self._count(inside)
            shown = f"{label} › {inner}"
            if is_packed(inner):
                found.extend(self.all_in(inside, PurePosixPath(inner).name, shown, depth + 1))
            else:
                found.append(Unpacked(_kept(inside, inner), shown))
        return tuple(found)

    def _count(self, content: bytes) -> None:
        self._files += 1
        self._bytes += len(content)
        if self._files > _MOST_FILES or self._bytes > _MOST_BYTES:
            raise _refusal("too_large", _TOO_MUCH, self._outermost)


# Openers -----------------------------------------------------------------------------------------


def _in_archive(content: bytes, name: str) -> Iterator[tuple[str, bytes]]:
    import io
    import zipfile
    import zlib

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            if (
                len(members) > _MOST_FILES
                or sum(member.file_size for member in members) > _MOST_BYTES
            ):
                raise _refusal("too_large", _TOO_MUCH, name)
            for member in members:
                if member.flag_bits & _ENCRYPTED:
                    raise _refusal("encrypted", _PASSWORD, name)
                shown = _shown(member)
                if not _is_of_system(shown):
                    with archive.open(member) as stream:
                        yield shown, _within_limit(stream.read(_LARGEST + 1), name)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError) as error:
        raise _refusal("damaged", _NOT_ZIP, name) from error


def _shown(member: zipfile.ZipInfo) -> str:
    """Return the name of a member: Chinese systems write it in their own encoding without saying so."""
    name = member.filename
    if not member.flag_bits & _UTF8:
        with suppress(UnicodeError):
            raw = name.encode("cp437")
            try:
                name = raw.decode("utf-8")
            except UnicodeDecodeError:
                name = raw.decode("gb18030")
    parts = (part for part in name.replace("\\", "/").split("/") if part not in ("", ".", ".."))
    return "/".join(parts)


def _is_of_system(name: str) -> bool:
    """Tell whether a member is what a system leaves in archives."""
    return any(part.startswith((".", "~$", "__MACOSX")) for part in name.split("/"))


def _within_limit(content: bytes, name: str) -> bytes:
    if len(content) > _LARGEST:
        raise _refusal("too_large", _TOO_MUCH, name)
    return content


def _in_mail(content: bytes, name: str) -> Iterator[tuple[str, bytes]]:
    from email import message_from_bytes, policy

    mail: EmailMessage = message_from_bytes(content, policy=policy.default)
    page = _page_of(mail)
    attachments = [
        part for part in mail.walk() if part.get_filename() and not _is_shown(part, page)
    ]
    if not attachments:
        raise _refusal("no_report", _NO_ATTACHMENT, name)
    for part in attachments:
        inside = part.get_payload(decode=True)
        if isinstance(inside, bytes):
            yield _plain(part.get_filename() or ""), _within_limit(inside, name)


def _is_shown(part: EmailMessage, page: bytes) -> bool:
    """Tell whether a part is a picture in the text of a mail, such as the sign of its sender, and nothing sent with it."""
    name = str(part.get("Content-ID", "")).strip().strip("<>")
    return part.get_content_maintype() == "image" and bool(name) and f"cid:{name}".encode() in page


def _page_of(mail: EmailMessage) -> bytes:
    """Return the text of a mail as a web page; nothing where it has none."""
    pages = (part for part in mail.walk() if part.get_content_type() == "text/html")
    found = (part.get_payload(decode=True) for part in pages)
    return b"".join(page for page in found if isinstance(page, bytes))


# What Outlook calls the parts of a mail: an attachment, its long name, its short one, its bytes.
_ATTACHMENT = "__attach_version1.0_"
_NAMES, _BYTES = ("__substg1.0_3707001F", "__substg1.0_3704001F"), "__substg1.0_37010102"


def _in_outlook_mail(content: bytes, name: str) -> Iterator[tuple[str, bytes]]:
    try:
        from olefile import OleFileIO
    except ImportError as error:
        raise _refusal("lacking", _OUTLOOK, name) from error
    try:
        with OleFileIO(content) as mail:
            places = [entry for entry in mail.listdir() if entry[-1] == _BYTES]
            found = [entry[:-1] for entry in places if entry[0].startswith(_ATTACHMENT)]
            for place in found:
                named = next(
                    mail.openstream([*place, stream]).read().decode("utf-16-le")
                    for stream in _NAMES
                    if mail.exists([*place, stream])
                )
                inside = mail.openstream([*place, _BYTES]).read()
                yield _plain(named), _within_limit(inside, name)
    except (OSError, ValueError, StopIteration, IndexError, TypeError) as error:
        raise _refusal("damaged", _BROKEN_MAIL, name) from error
    if not found:
        raise _refusal("no_report", _NO_ATTACHMENT, name)


def _plain(name: str) -> str:
    return name.replace("\\", "/").rpartition("/")[2].strip("\0 ") or "附件"


_OPENERS: Mapping[str, Callable[[bytes, str], Iterator[tuple[str, bytes]]]] = dict(
    zip(PACKED_ENDINGS, (_in_archive, _in_mail, _in_outlook_mail), strict=True)
)


# Where they lie ----------------------------------------------------------------------------------

_numbers = count(1)


@cache
def _folder() -> Path:
    """Return the folder of everything unpacked by this process, which goes with it."""
    import shutil  # loaded here, as below: most reports come by themselves
    import tempfile

    folder = tempfile.mkdtemp(prefix="xlsheets-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)


def _kept(content: bytes, name: str) -> Path:
    """Write an unpacked file under its own name, in a folder of its own."""
    import tempfile

    own = PurePosixPath(name)
    # Processes begun after the folder was made count on from the same number in it.
    folder = tempfile.mkdtemp(prefix=f"{next(_numbers)}-", dir=_folder())
    path = Path(folder) / f"{safe_stem(own.stem)}{own.suffix.lower()[:8]}"
    path.write_bytes(content)
    return path
