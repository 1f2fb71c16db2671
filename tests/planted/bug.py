"""What a planted bug is."""

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Bug:
    """`old`, which stands once in the file (below chalicelib, or in infra), becomes `new`.
    `is_trap`: it is a mistake of a comparable system."""

    name: str
    file: str
    old: str
    new: str
    is_trap: bool = False

    @property
    def path(self) -> Path:
        return Path(self.file) if self.file.startswith("infra/") else Path("chalicelib", self.file)


def trap(name: str, file: str, old: str, new: str) -> Bug:
    return Bug(name, file, old, new, is_trap=True)
