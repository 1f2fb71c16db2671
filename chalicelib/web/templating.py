"""The templates of the pages, and which of them are the desk's."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import jinja2

_TEMPLATES = Path(__file__).parent / "templates"


@cache
def pages_of_staff() -> list[str]:
    """The desk's pages; in which order their tabs stand is said in static/staff/tabs.js."""
    found = (_TEMPLATES / "staff" / "pages").glob("*.html")
    return sorted(path.relative_to(_TEMPLATES).as_posix() for path in found)


@cache
def templates() -> "jinja2.Environment":
    # Not at the top: a till's payment must not wait for templates at a cold start.
    import jinja2

    from chalicelib.core.particles import with_particle

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["with_particle"] = with_particle
    return environment
