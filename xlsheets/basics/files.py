"""Bytes, or what writes them -> a file that is either the old one or the whole new one, never anything between."""

from __future__ import annotations

import os
import stat
import time
from pathlib import Path
from typing import IO, TYPE_CHECKING

from xlsheets.errors import ExistingFileError, OutputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

# On Windows a file open in Word or under a virus scanner refuses to be replaced for a while.
_ANYBODY_WRITES = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH
_PATIENCE = (0.1, 0.3, 0.6, 1.0, 2.0)


def refuse_existing(paths: Iterable[Path | None], *, force: bool) -> None:
    """Refuse to write over files; asked before long work, so that it is not done in vain.

    Raises:
        OutputError: one of them exists and ``force`` is not given, or is read-only.
    """
    for path in paths:
        if path and path.exists() and not force:
            raise ExistingFileError(
                f"“{path.name}”已经存在，没有改动它；请换一个文件名，或者允许覆盖（命令里是 --force）。"
            )

        if path and _read_only(path):
            raise OutputError(
                f"“{path.name}”是只读的，没有改动它；要写进去请先去掉只读属性，或者换一个文件名。"
            )


def _read_only(path: Path) -> bool:
    """Tell whether somebody marked a file as not to be changed; replacing it would get around that."""
    if not path.is_file():
        return False
    return not path.stat().st_mode & _ANYBODY_WRITES or not os.access(path, os.W_OK)


def refuse_sources(targets: Iterable[Path | None], sources: Iterable[Path | None]) -> None:
    """Refuse to write over what a command reads: with or without --force that is never meant.

    Raises:
        OutputError: a target is one of the sources.
    """
    read = {source.resolve() for source in sources if source}
    for target in targets:
        if target and target.resolve() in read:
            raise OutputError(f"“{target.name}”是这次要读的文件，不能写在它上面，请换一个文件名。")


def write_atomically(
    path: Path, content: bytes | Callable[[IO[bytes]], object], *, force: bool = False
) -> None:
    """Write a file whole: temporary file in the same folder, flush, fsync, replace, fsync the folder.

    Args:
        path: the file.
        content: its bytes, or what writes them into a stream when there are many.
        force: replace a file that exists.

    Raises:
        OutputError: the file exists and ``force`` is not given or it is read-only, or the disk or folder refuses.
    """
    refuse_existing([path], force=force)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _replace_whole(path, content)
    except OSError as error:
        raise OutputError(f"写不了“{path.name}”：{reason(error)}。原来的文件没有改动。") from error


def _replace_whole(path: Path, content: bytes | Callable[[IO[bytes]], object]) -> None:
    import tempfile  # loaded here: many a command writes nothing

    handle, name = tempfile.mkstemp(prefix=".", suffix=".tmp", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            if callable(content):
                content(stream)
            else:
                stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.chmod(_mode_of(path))
        _replace(temporary, path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _mode_of(path: Path) -> int:
    """Return who may read and write a file: as before, or as is usual for a new one."""
    return stat.S_IMODE(path.stat().st_mode) & 0o777 if path.is_file() else 0o666 & ~_umask()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _replace(temporary: Path, path: Path) -> None:
    for pause in _PATIENCE:
        try:
            temporary.replace(path)
        except PermissionError:
            if os.name != "nt":
                raise
            time.sleep(pause)
        else:
            return
    temporary.replace(path)


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def seen_from(file: Path, folder: Path) -> str:
    """Return where a folder is as seen from a file; "" when no relative path leads there."""
    try:
        return Path(os.path.relpath(folder.resolve(), file.resolve().parent)).as_posix()
    except ValueError:
        return ""


_REASONS = {
    "ENOSPC": "磁盘已满，请清理磁盘后再试",
    "EDQUOT": "磁盘配额已用完，请清理后再试",
    "EACCES": "没有写入权限，或者文件正被 Word、Excel 打开，请关闭后再试",
    "EPERM": "没有写入权限，或者文件正被 Word、Excel 打开，请关闭后再试",
    "EROFS": "这个位置是只读的，请换一个文件夹",
    "ENAMETOOLONG": "文件名太长，请换一个短一些的名字",
    "ENOTDIR": "路径里有一段不是文件夹",
    "EISDIR": "这是一个文件夹，不是文件",
    "EFBIG": "文件超过了允许的大小",
    "EIO": "磁盘读写出错，请换一个磁盘再试",
    "EMFILE": "打开的文件太多，请关闭一些程序后再试",
}


# What a system refuses for every file alike; anything else it refuses for one file.
_FOR_ALL = ("ENOSPC", "EDQUOT", "EROFS", "EIO", "EMFILE")


def stops_a_run(error: OutputError) -> bool:
    """Tell whether what could not be written says something about every other file of a run too."""
    import errno

    if isinstance(error, ExistingFileError):
        return True
    cause = error.__cause__
    return isinstance(cause, OSError) and errno.errorcode.get(cause.errno or 0, "") in _FOR_ALL


def reason(error: OSError) -> str:
    """Say in Chinese why the system refused to write."""
    return system_refusal(error) or "系统拒绝写入"


def system_refusal(error: OSError) -> str:
    """Say in Chinese why the system refused; "" when it is none of the known reasons."""
    import errno

    return _REASONS.get(errno.errorcode.get(error.errno or 0, ""), "")
