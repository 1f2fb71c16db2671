"""A county's looks go from its file into a stage, or it is told why they do not."""

from pathlib import Path

import pytest

from infra.deploy import seed
from infra.deploy.seed_looks import RegisterError
from tests.infra.test_seed import PlayedStack


def test_a_countys_looks_follow_its_files_and_what_cannot_be_shown_is_told(tmp_path: Path) -> None:
    (tmp_path / "own.svg").write_text('<svg viewBox="0 0 64 64"/>')
    (tmp_path / "active.svg").write_text('<svg viewBox="0 0 64 64" onload="x()"/>')
    stack, data = PlayedStack("prod"), seed.county_data("gangjin")
    row, festival = data["county"], data["campaigns"][0]

    def kept() -> list[str]:
        return [
            row.item["sk"]["S"] for row in stack.dynamodb.store.table.all() if "content" in row.item
        ]

    seed.seed_county(stack, data, tmp_path)
    assert kept() == []
    row |= {"emblem": "own.svg", "brand": "#1d4ed8"}
    seed.seed_county(stack, data, tmp_path)
    seed.seed_county(stack, data, tmp_path)
    assert [name.partition("-")[2] for name in kept()] == ["64x64.svg"]
    for looks in ({"emblem": "active.svg"}, {"emblem": "none.svg"}, {"brand": "#ffcc00"}):
        with pytest.raises(RegisterError):
            seed.seed_county(stack, {**data, "county": {**row, **looks}}, tmp_path)
    festival["picture"] = "own.svg"
    with pytest.raises(RegisterError, match="may be no svg"):
        seed.seed_county(stack, data, tmp_path)
