"""The region codes: complete, current, and the same for the page and for validation."""

import json
from pathlib import Path

import pytest

from chalicelib.core import regions

WEB_COPY = Path(regions.__file__).parents[1] / "web" / "static" / "regions.json"

# Cities, counties and districts of each province from 2026-07-01 on.
UNITS_BY_PROVINCE = {
    "11": 25, "26": 16, "27": 9, "28": 11, "30": 5, "31": 5, "36": 1, "41": 31, "51": 18,
    "43": 11, "44": 15, "52": 14, "12": 27, "47": 22, "48": 18, "50": 2, "00": 1,
}  # fmt: skip


def test_has_every_province_and_county():
    provinces = json.loads(regions.document())
    assert {p["code"]: len(p["counties"]) for p in provinces} == UNITS_BY_PROVINCE
    codes = [c["code"] for p in provinces for c in p["counties"]]
    assert len(codes) == len(set(codes)) == 231
    assert all(c["code"][:2] == p["code"] for p in provinces for c in p["counties"])


def test_every_unit_has_two_names():
    for province in json.loads(regions.document()):
        for unit in (province, *province["counties"], *province.get("retired", ())):
            assert not unit["name_ko"].isascii()
            assert unit["name_en"].isascii()
            assert unit["name_en"][0].isupper()


def test_the_page_reads_the_same_file():
    assert WEB_COPY.read_bytes() == regions.document()


@pytest.mark.parametrize(
    ("code", "today"),
    [("46810", "12780"), ("29200", "12330"), ("42110", "51110"), ("45710", "52710"),
     ("47720", "27720"), ("28140", "28125"), ("12780", "12780"), ("00000", "00000")],
)  # fmt: skip
def test_former_codes_lead_to_todays(code, today):
    assert regions.is_known(code)
    assert regions.canonical(code) == today
    assert regions.name(code) == regions.name(today)
    assert regions.province_code(code) == today[:2]


@pytest.mark.parametrize(
    "code", ["", "1", "12", "46", "99999", "46811", "4681", "468100", "강진군", "00001", "00"]
)
def test_other_codes_are_unknown(code):
    assert not regions.is_known(code)


def test_a_county_that_moved_does_not_rename_the_province_it_left():
    assert regions.canonical("47") == "47"
    assert regions.name("47") == "경상북도"
    assert regions.name("46") == "전남광주통합특별시"


def test_a_split_district_keeps_its_name():
    assert regions.is_known("28110")
    assert regions.full_name("28110") == "인천광역시 중구"


def test_names_in_both_languages():
    assert regions.full_name("12780") == "전남광주통합특별시 강진군"
    assert regions.full_name("12780", "en") == "Gangjin-gun, Jeonnam-Gwangju"
    assert regions.full_name("00000") == "해외"
    assert regions.name("11") == "서울특별시"
