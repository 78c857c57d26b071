"""A process -> the bytes of memory it occupies, as the system tells."""

from __future__ import annotations

import os
import sys
from pathlib import Path

# What Windows calls the process that asks.
_OWN = -1


def occupied() -> int:
    """Return the bytes of memory that this process occupies; 0 where nobody says."""
    if sys.platform == "win32":
        return occupied_by(_OWN)
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


def occupied_by(process: int) -> int:
    """Return the bytes that another process has asked the system for; only Windows tells, by its handle."""
    if sys.platform == "win32":
        from ctypes import Structure, byref, c_size_t, sizeof, windll, wintypes

        class Counters(Structure):
            """PROCESS_MEMORY_COUNTERS, as Windows lays it out."""

            _fields_ = (
                ("size", wintypes.DWORD),
                ("faults", wintypes.DWORD),
                ("sets_and_quotas", c_size_t * 6),
                ("committed", c_size_t),
                ("most_committed", c_size_t),
            )

        counters = Counters(size=sizeof(Counters))
        asked = wintypes.HANDLE(process), byref(counters), counters.size
        windll.kernel32.K32GetProcessMemoryInfo(*asked)
        return int(counters.committed)
    return 0
