"""Where people live: Korea's administrative codes, two digits a province, five a county.

The codes are the first two and five digits of the legal-district code (법정동코드) of the Ministry
of the Interior and Safety, as in force since 2026-07-01: 전남광주통합특별시 is 12, 강원 51,
전북 52, 군위군 belongs to 대구, 인천 has its new districts. A city with non-autonomous wards is
one unit. `00000` is overseas. The data file is also what the sign-up page offers; a code that was
replaced one to one is listed as `former` of its successor, one that was split as `retired` of its
province.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any, Literal, NamedTuple

_FILE = Path(__file__).with_name("regions.json")

Language = Literal["ko", "en"]


class _Tables(NamedTuple):
    names: dict[str, tuple[str, str]]
    successors: dict[str, str]


def document() -> bytes:
    """The data file as the page reads it: `[{code, name_ko, name_en, counties: [...]}]`."""
    return _FILE.read_bytes()


def is_known(code: str) -> bool:
    """Whether `code` is a county's code, of today or of a time when members could have given it."""
    return canonical(code) in _tables().names and len(code) == 5


def canonical(code: str) -> str:
    """Today's code of a county or province: `46810` → `12780`. Others come back as they are."""
    return _tables().successors.get(code, code)


def province_code(code: str) -> str:
    """The two digits of today's province of a county: `46810` → `12`."""
    return canonical(code)[:2]


def name(code: str, language: Language = "ko") -> str:
    """The name of a county or province; the code itself where there is none."""
    names = _tables().names.get(canonical(code))
    return names[language == "en"] if names else code


def full_name(code: str, language: Language = "ko") -> str:
    """With its province: `전남광주통합특별시 강진군`, `Gangjin-gun, Jeonnam-Gwangju`."""
    county, province = name(code, language), name(province_code(code), language)
    if county == province:
        return county
    return f"{county}, {province}" if language == "en" else f"{province} {county}"


@cache
def _tables() -> _Tables:
    names: dict[str, tuple[str, str]] = {}
    successors: dict[str, str] = {}
    provinces: list[dict[str, Any]] = json.loads(_FILE.read_bytes())
    for province in provinces:
        for unit in (province, *province["counties"], *province.get("retired", ())):
            names[unit["code"]] = (unit["name_ko"], unit["name_en"])
        for county in province["counties"]:
            for former in county.get("former", ()):
                successors[former] = county["code"]
                if former[:2] != county["code"][:2]:
                    successors[former[:2]] = county["code"][:2]
    # A single county that changed its province does not rename the province it left.
    for still_there in successors.keys() & names.keys():
        del successors[still_there]
    return _Tables(names, successors)
