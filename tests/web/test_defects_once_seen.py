"""What once confused people, and must not come back: each by the words that they were shown."""

import re
from pathlib import Path

import pytest

from tests.conftest import Stack

PAGES = Path(__file__).resolve().parents[2] / "chalicelib"
WORDS = sorted(
    file
    for kind in ("web/templates/**/*.html", "web/static/*/*.js", "**/errors.py")
    for file in PAGES.glob(kind)
    if "static/lib" not in file.as_posix()
)


def poster(stack: Stack, query: str = "") -> str:
    path = f"/v1/staff/campaigns/cmp_0000000000000001/poster.svg{query}"
    answer = stack.call("GET", path, token="anna")
    assert answer.status == 200, answer.raw
    return answer.raw.decode()


@pytest.mark.parametrize("query", ["", "?booth=celadon-a"])
def test_the_code_that_home_asks_for_stands_on_the_poster(stack: Stack, query: str) -> None:
    """Home says where: below the QR code. It asked for one when posters had none."""
    home = stack.call("GET", "/", headers={"Accept-Language": "ko"}).raw.decode()
    assert "참여 코드" in home
    (code,) = re.findall(r"참여 코드 \(code\)\s+([\w-]+)<", poster(stack, query))
    joining = stack.call("GET", f"/j/{code}").raw.decode()
    assert 'data-screen="agree"' in joining


def test_mileage_is_what_one_has_and_points_are_what_it_is_counted_in() -> None:
    """`5,000 points` and `5,000점`, never `5,000 mileage`, `마일리지 5,000원` or `포인트`."""
    mixed = re.compile(
        r"포인트|[}\d]\s?mileage\b|won\(mileage|points\(voucher|마일리지 (\$\{won\(|[\d,]+원)"
    )
    found = {
        f"{file.relative_to(PAGES)}: {line.strip()[:100]}"
        for file in WORDS
        for line in file.read_text(encoding="utf-8").splitlines()
        if mixed.search(line) and "@param" not in line
    }
    assert found == set()


def test_no_button_is_called_as_a_state_is() -> None:
    """지급함 was both the button that pays and the state of what is paid: a button says what it
    will do (지급하기), a state what was done (지급함)."""
    said = re.compile(r'(?:button\(\s*|<button[^>]*>\s*\{\{ )t\(\s*"([^"]+)"')
    names = {name for file in WORDS for name in said.findall(file.read_text(encoding="utf-8"))}
    assert len(names) > 100, "the buttons are found"
    # A state's words end in the noun form of a verb, as 지급함, 보냄 and 입금됨 do.
    assert {name for name in names if re.search(r"[함됨냄]$", name)} == set()
    states = {name for file in WORDS for name in re.findall(r'"지급함"', file.read_text("utf-8"))}
    assert states, "the state is still called so"
