"""The same function over the same files, on any concurrent.futures executor: a Dask cluster's, for one."""

from __future__ import annotations

from collections import deque
from concurrent.futures import CancelledError
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

from xlsheets import __version__
from xlsheets.errors import OutputError, UnreadableError, UsageError
from xlsheets.runs.worker import death

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Executor, Future

    from xlsheets.report.outcome import Source

R = TypeVar("R")

# Files a task, so that handing it over costs little, and tasks under way, so that memory stays flat.
_CHUNK = 16
_UNDER_WAY = 64
# Seconds to wait for a cluster that may not be there.
_PATIENCE = 10


def clustered(
    work: Callable[[Source], R], sources: Iterable[Source], *, address: str
) -> Iterator[R | UnreadableError]:
    """Yield what ``work`` returns for each file, in their order, computed by a Dask cluster.

    Raises:
        UsageError: Dask is not installed, the cluster does not answer, or runs another version of ours.
    """
    try:
        from distributed import Client
    except ImportError as error:
        raise UsageError("使用 Dask 集群要先安装：python -m pip install distributed。") from error
    try:
        client = Client(address.replace("dask://", "tcp://", 1), timeout=_PATIENCE)
    except (OSError, ValueError) as error:
        raise UsageError(f"连不上集群“{address}”，请检查地址，或者先启动集群。") from error
    with client:
        versions = set(client.run(_version).values())
        if versions - {__version__}:
            raise UsageError(
                f"集群上的 xlsheets 不是 {__version__} 版，请在各台机器上装同一个版本。"
            )
        yield from pooled(work, sources, client.get_executor())


def _version() -> str:
    """Return the version a machine of the cluster has."""
    return __version__


def pooled(
    work: Callable[[Source], R], sources: Iterable[Source], executor: Executor
) -> Iterator[R | UnreadableError]:
    """Yield what ``work`` returns for each file, in their order; a file that kills its worker yields why."""
    # The machines of a cluster work in folders of their own.
    left = (source._replace(path=source.path.absolute()) for source in sources)
    under_way: deque[tuple[list[Source], Future[list[R]]]] = deque()
    while True:
        while len(under_way) < _UNDER_WAY and (chunk := list(islice(left, _CHUNK))):
            under_way.append((chunk, executor.submit(_each, work, chunk)))
        if not under_way:
            return
        yield from _results(work, *under_way.popleft(), executor)


def _each(work: Callable[[Source], R], chunk: list[Source]) -> list[R]:
    return [work(source) for source in chunk]


def _results(
    work: Callable[[Source], R],
    chunk: list[Source],
    future: Future[list[R]],
    executor: Executor,
) -> Iterator[R | UnreadableError]:
    """Yield the results of a task; of one that failed, each file by itself, to find the culprit."""
    try:
        failure = future.exception()
    except CancelledError as error:
        raise OutputError("与集群的连接断了，请检查集群后再运行一次，会接着做完。") from error
    if failure is None:
        yield from future.result()
    elif len(chunk) == 1:
        yield death("died", chunk[0])
    else:
        for source in chunk:
            alone = executor.submit(_each, work, [source])
            yield from _results(work, [source], alone, executor)
