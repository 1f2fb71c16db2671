"""Invented shops and people, their keys and passwords, never reach a stage that is not local."""

import contextlib
import json
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from chalicelib.merchants.merchant_keys import merchant_key_hash
from infra.demo import plan
from infra.deploy import seed, seed_county
from infra.deploy.template import table_definition
from tests import builders
from tests.simulator.clock import SimulatedClock
from tests.simulator.dynamodb import DynamoDB

OWN = {
    "merchants": [
        {
            "merchant_id": "mch_06BRH1N48999H3S5",
            "merchant_code": "GJ7001",
            "name": "읍내 국수",
            "category": "음식점",
            "address": "전라남도 강진군 강진읍",
            "over_sales_cap": False,
        }
    ],
    "staff": [
        {
            "username": "kim.minsu",
            "name": "김민수",
            "email": "minsu@gangjin.go.kr",
            "phone": "+821023456789",
            "roles": ["manager"],
        }
    ],
    "report_subscribers": ["finance@gangjin.go.kr"],
}


class UsernameExistsError(Exception):
    pass


class CutOffError(BaseException):
    """The process ends here."""


@dataclass
class PlayedPool:
    """Cognito's pool: its accounts' states and roles, and what was asked of it."""

    invited: list[str] = field(default_factory=list)
    passwords: list[str] = field(default_factory=list)
    states: dict[str, str] = field(default_factory=dict)
    roles: dict[str, list[str]] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)
    cut_at: str = ""
    """The operation at which the process ends."""

    class exceptions:  # noqa: N801 - as boto3 names it
        UsernameExistsException = UsernameExistsError

    def admin_create_user(self, *, Username: str, **asked: Any) -> None:  # noqa: N803
        if Username in self.states:
            raise UsernameExistsError
        self.states[Username], self.roles[Username] = "FORCE_CHANGE_PASSWORD", []
        self.admin_update_user_attributes(Username=Username, **asked)
        if asked.get("DesiredDeliveryMediums") == ["EMAIL"]:
            self.invited.append(Username)

    def admin_get_user(self, *, Username: str, UserPoolId: str) -> Any:  # noqa: N803
        number = {"Name": "phone_number", "Value": self.numbers.get(Username, "")}
        return {"UserStatus": self.states[Username], "UserAttributes": [number]}

    def admin_update_user_attributes(
        self,
        *,
        Username: str,  # noqa: N803
        UserAttributes: Any,  # noqa: N803
        **_: Any,
    ) -> None:
        for each in UserAttributes:
            if each["Name"] == "phone_number":
                self.numbers[Username] = each["Value"]

    def admin_set_user_password(self, *, Username: str, **_: Any) -> None:  # noqa: N803
        self._cut("admin_set_user_password")
        self.states[Username] = "CONFIRMED"
        self.passwords.append(Username)

    def admin_add_user_to_group(self, *, Username: str, GroupName: str, **_: Any) -> None:  # noqa: N803
        self._cut("admin_add_user_to_group")
        self.roles[Username].append(GroupName)

    def get_paginator(self, name: str) -> Any:
        assert name == "admin_list_groups_for_user"
        return self

    def paginate(self, *, Username: str, **_: Any) -> Any:  # noqa: N803
        """One on each page."""
        return [{"Groups": [{"GroupName": role}]} for role in self.roles[Username]]

    def _cut(self, operation: str) -> None:
        if self.cut_at == operation:
            raise CutOffError


class PlayedStack:
    def __init__(self, stage: str) -> None:
        self.stage = stage
        self.dynamodb = DynamoDB(table_definition(), SimulatedClock(builders.NOON))
        self.pool = PlayedPool()

    def client(self, service: str) -> Any:
        return {"dynamodb": self.dynamodb, "cognito-idp": self.pool}[service]

    def outputs(self) -> dict[str, str]:
        return {"TableName": "onmin-test", "StaffPoolId": "pool"}

    def written(self) -> str:
        return str([row.item for row in self.dynamodb.store.table.all()])


@pytest.mark.parametrize("stage", ["dev", "prod"])
@pytest.mark.parametrize("kind", ["merchants", "staff", "report_subscribers"])
def test_outside_the_local_stage_nothing_invented_is_seeded(
    stage: str, kind: str, tmp_path: Path
) -> None:
    """Nor one of them in a register with others."""
    stack = PlayedStack(stage)
    demo = seed.demo_register("gangjin")
    register = {**OWN, kind: [*OWN[kind], demo[kind][-1]]}
    with pytest.raises(seed.DemoDataError, match="local stage alone"):
        seed.seed(stack, seed.county_data("gangjin"), register, seed.Secrets(tmp_path / "s"))
    assert stack.written() == "[]"
    assert not (tmp_path / "s").exists()


def test_the_shops_of_the_festival_that_is_replayed_are_invented_too(tmp_path: Path) -> None:
    register = {"merchants": plan.festival()["merchants"][:1]}
    with pytest.raises(seed.DemoDataError):
        seed.seed(
            PlayedStack("prod"), seed.county_data("gangjin"), register, seed.Secrets(tmp_path)
        )


def test_what_is_the_countys_own_has_no_shops_and_no_people() -> None:
    assert " ".join(seed.county_data("gangjin")) == "county settings holidays campaigns facilities"


def test_in_production_staff_are_invited_and_nobody_knows_their_password(tmp_path: Path) -> None:
    stack, secrets = PlayedStack("prod"), seed.Secrets(tmp_path / "keys.json")
    seed.seed(stack, seed.county_data("gangjin"), OWN, secrets)
    assert stack.pool.invited == ["kim.minsu"]
    assert stack.pool.passwords == []
    assert "password" not in (tmp_path / "keys.json").read_text()
    assert "mk_live_" in (tmp_path / "keys.json").read_text()
    assert "mk_live_" not in stack.written()
    assert "읍내 국수" in stack.written()


def test_a_county_without_a_register_is_seeded_without_keys(tmp_path: Path) -> None:
    stack = PlayedStack("prod")
    seed.seed(stack, seed.county_data("gangjin"), {}, seed.Secrets(tmp_path / "keys.json"))
    assert "mileage.signup" in stack.written()
    assert not (tmp_path / "keys.json").exists()


def test_in_the_local_stage_the_invented_ones_are_there(tmp_path: Path) -> None:
    stack = PlayedStack("local")
    demo = seed.demo_register("gangjin")
    seed.seed(stack, seed.county_data("gangjin"), demo, seed.Secrets(tmp_path / "s.json"))
    assert stack.pool.passwords == ["gangjin-staff", "gangjin-treasurer"]
    assert "mk_test_" in (tmp_path / "s.json").read_text()


def keys_in(path: Path) -> dict[str, str]:
    found: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
    return found


def test_a_second_run_with_another_file_makes_no_keys(tmp_path: Path) -> None:
    """Each key that a file has opens a shop."""
    stack, data = PlayedStack("prod"), seed.county_data("gangjin")
    first, second = tmp_path / "first.json", tmp_path / "second.json"
    seed.seed(stack, data, OWN, seed.Secrets(first))
    before = stack.written()
    added = {
        **OWN["merchants"][0],
        "merchant_id": "mch_06BRH1N48999H3S6",
        "merchant_code": "GJ7002",
    }
    register = {**OWN, "merchants": [*OWN["merchants"], added]}

    seed.seed(stack, data, OWN, seed.Secrets(second))
    assert not second.exists()
    assert stack.written() == before
    seed.seed(stack, data, register, seed.Secrets(second))
    assert list(keys_in(second)) == ["merchant_key/mch_06BRH1N48999H3S6"]
    for key in (*keys_in(first).values(), *keys_in(second).values()):
        assert merchant_key_hash(key) in stack.written()


def test_a_shop_whose_code_is_anothers_is_told_and_gets_no_key(tmp_path: Path) -> None:
    stack, data = PlayedStack("prod"), seed.county_data("gangjin")
    seed.seed(stack, data, OWN, seed.Secrets(tmp_path / "first.json"))
    twin = {**OWN["merchants"][0], "merchant_id": "mch_06BRH1N48999H3S7", "name": "다른 국수"}
    with pytest.raises(seed.RegisterError, match="다른 국수: its code GJ7001 is that of 읍내 국수"):
        seed.seed(stack, data, {"merchants": [twin]}, seed.Secrets(tmp_path / "second.json"))
    assert not (tmp_path / "second.json").exists()


@pytest.mark.parametrize("stage", ["prod", "local"])
@pytest.mark.parametrize("cut_at", ["admin_add_user_to_group", "admin_set_user_password"])
def test_an_account_whose_making_was_cut_off_is_completed(
    stage: str, cut_at: str, tmp_path: Path
) -> None:
    stack, data = PlayedStack(stage), seed.county_data("gangjin")
    secrets = seed.Secrets(tmp_path / "keys.json")
    stack.pool.cut_at = cut_at
    with contextlib.suppress(CutOffError):
        seed.seed(stack, data, OWN, secrets)
    stack.pool.cut_at = ""

    assert seed.seed(stack, data, OWN, secrets) == []
    assert stack.pool.roles == {"kim.minsu": ["manager"]}
    assert stack.pool.passwords == (["kim.minsu"] if stage == "local" else [])
    seed.seed(stack, data, OWN, secrets)
    assert len(stack.pool.passwords) == (stage == "local")


def test_an_account_in_use_gets_no_role_by_a_file_and_what_it_lacks_is_told(
    tmp_path: Path,
) -> None:
    """The county may have taken the role away."""
    stack, data = PlayedStack("prod"), seed.county_data("gangjin")
    secrets = seed.Secrets(tmp_path / "keys.json")
    seed.seed(stack, data, OWN, secrets)
    stack.pool.states["kim.minsu"], stack.pool.roles["kim.minsu"] = "CONFIRMED", ["treasurer"]
    [told] = seed.seed(stack, data, OWN, secrets)
    assert "kim.minsu has not the role manager" in told
    assert "admin-add-user-to-group --user-pool-id pool --username kim.minsu" in told
    assert stack.pool.roles["kim.minsu"] == ["treasurer"]


def test_the_number_that_the_county_gave_an_account_stays(tmp_path: Path) -> None:
    """By it the own wallet is known."""
    stack, data = PlayedStack("prod"), seed.county_data("gangjin")
    secrets = seed.Secrets(tmp_path / "keys.json")
    without = [{name: v for name, v in OWN["staff"][0].items() if name != "phone"}]
    seed.seed(stack, data, OWN | {"staff": without}, secrets)
    assert stack.pool.numbers == {}
    seed.seed(stack, data, OWN, secrets)
    assert stack.pool.numbers == {"kim.minsu": "+821023456789"}
    stack.pool.numbers["kim.minsu"] = "+821099990000"
    seed.seed(stack, data, OWN, secrets)

    assert stack.pool.numbers == {"kim.minsu": "+821099990000"}


def in_a_file(path: Path, register: object, encoding: str = "utf-8") -> Path:
    path.write_text(json.dumps(register, ensure_ascii=False), encoding=encoding)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_register_comes_in_by_the_door_of_all_text(encoding: str, tmp_path: Path) -> None:
    """Decomposed as macOS writes it, with spaces around that nobody sees, in lists too."""
    written = json.loads(unicodedata.normalize("NFD", json.dumps(OWN, ensure_ascii=False)))
    written["report_subscribers"] = ["\u3000finance@gangjin.go.kr\u00a0"]
    written["staff"][0]["name"] = f" {written['staff'][0]['name']}\u00a0"
    path = in_a_file(tmp_path / "register.json", written, encoding)
    assert path.read_text(encoding="utf-8") != unicodedata.normalize("NFC", path.read_text())
    assert seed_county.read_register(path) == OWN


def test_an_invented_shop_is_told_however_its_name_is_written(tmp_path: Path) -> None:
    shop = seed.demo_register("gangjin")["merchants"][0]
    name = unicodedata.normalize("NFD", shop["name"])
    assert name != shop["name"]
    register = {"merchants": [{**OWN["merchants"][0], "name": f"{name}\u3000"}]}
    path, keys = in_a_file(tmp_path / "register.json", register), tmp_path / "keys.json"
    with pytest.raises(seed.DemoDataError):
        seed_county.seed_stage(PlayedStack("prod"), "gangjin", path, keys)
    assert not keys.exists()


def test_a_register_that_cannot_be_read_is_told_in_a_sentence(tmp_path: Path) -> None:
    korean = in_a_file(tmp_path / "register.json", OWN, "cp949")
    with pytest.raises(seed.RegisterError, match="not in UTF-8"):
        seed_county.read_register(korean)
    with pytest.raises(seed.RegisterError, match="No such file"):
        seed_county.read_register(tmp_path / "another.json")
    (tmp_path / "cut.json").write_text('{"merchants": [')
    with pytest.raises(seed.RegisterError, match="no JSON"):
        seed_county.read_register(tmp_path / "cut.json")
