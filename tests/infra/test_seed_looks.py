"""A county's looks go from its file into a stage, or it is told why they do not."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from chalicelib.county.facility_store import FacilityStore, item_from_facility
from chalicelib.county.store import CountyStore
from chalicelib.joining.campaign_store import CampaignStore
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
    with pytest.raises(RegisterError, match="must be an SVG or PNG"):
        seed.seed_county(stack, data, tmp_path)


def test_what_staff_set_at_the_desk_stays_when_the_file_is_read_again(tmp_path: Path) -> None:
    (tmp_path / "own.svg").write_text('<svg viewBox="0 0 64 64"/>')
    stack, data = PlayedStack("prod"), seed.county_data("gangjin")
    row, festival = data["county"], data["campaigns"][0]
    row |= {"emblem": "own.svg", "emblem_alt": "물결", "emblem_alt_en": "Waves"}
    seed.seed_county(stack, data, tmp_path)
    table = seed._table(stack)  # type: ignore[arg-type]
    counties, campaigns = CountyStore(table), CampaignStore(table)
    first = counties.county("gangjin")
    assert first is not None
    assert (first.emblem.partition("-")[2], first.emblem_alt, first.version) == (
        "64x64.svg", "물결", 1
    )  # fmt: skip
    set_by_staff = replace(
        first, emblem="", emblem_alt="", emblem_alt_en="", pictures_by_desk=True, version=2
    )
    counties.replace_county(set_by_staff)
    campaign = campaigns.by_id("gangjin", festival["campaign_id"])
    assert campaign is not None
    name = "0123456789abcdef-8x4.png"
    campaigns.put(replace(campaign, picture=name, picture_alt="갈대", picture_by_desk=True))

    row["name_en"] = "Gangjin"
    seed.seed_county(stack, data, tmp_path)
    seed.seed_county(stack, data, tmp_path)

    assert counties.county("gangjin") == replace(set_by_staff, name_en="Gangjin", version=3)
    kept = campaigns.by_id("gangjin", festival["campaign_id"])
    assert kept is not None
    assert (kept.picture, kept.picture_alt) == (name, "갈대")


def test_sights_of_an_earlier_release_can_be_changed_at_the_desk(tmp_path: Path) -> None:
    stack, data = PlayedStack("prod"), seed.county_data("gangjin")
    seed.seed_county(stack, data, tmp_path)
    table = seed._table(stack)  # type: ignore[arg-type]
    sights = FacilityStore(table)
    old, newer = sights.all("gangjin")[:2]
    table.put({n: v for n, v in item_from_facility(old).items() if n != "version"})
    sights.put(replace(newer, version=3))

    seed.seed_county(stack, data, tmp_path)

    assert table.put_together([], [item_from_facility(replace(old, version=1))]) is True
    assert table.put_together([], [item_from_facility(replace(newer, version=4))]) is True
