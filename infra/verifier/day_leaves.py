"""The hashes of a county's entries by their Seoul day, kept on disk but for the newest.

Ten million entries are 320 MB of them, and no more than a day's are needed at once.
"""

import shutil
import tempfile
import weakref
from collections.abc import Iterator
from pathlib import Path

HELD_BYTES_MAX = 4 << 20


class DayLeaves:
    """Hashes stand one after another, in the order in which they were added."""

    def __init__(self, held_bytes_max: int = HELD_BYTES_MAX) -> None:
        self._held_bytes_max = held_bytes_max
        self._held: dict[str, bytearray] = {}
        self._held_bytes = 0
        self._days: set[str] = set()
        self._folder: Path | None = None

    def add(self, day: str, leaf: bytes) -> None:
        held = self._held.get(day)
        if held is None:
            held = self._held[day] = bytearray()
            self._days.add(day)
        held += leaf
        self._held_bytes += len(leaf)
        if self._held_bytes > self._held_bytes_max:
            self._write()

    def days(self) -> Iterator[str]:
        """The oldest first."""
        return iter(sorted(self._days))

    def of(self, day: str) -> bytes:
        file = self._folder and self._folder / day
        written = file.read_bytes() if file and file.exists() else b""
        return written + self._held.get(day, b"")

    def _write(self) -> None:
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp())
            weakref.finalize(self, shutil.rmtree, self._folder)
        for day, held in self._held.items():
            with (self._folder / day).open("ab") as file:
                file.write(held)
        self._held, self._held_bytes = {}, 0
