"""Invented shops and people, their keys and passwords, never reach a stage that is not local."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from infra.demo import plan
from infra.deploy import seed
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


@dataclass
class PlayedPool:
    """Cognito's pool: what was asked of it."""

    invited: list[str] = field(default_factory=list)
    passwords: list[str] = field(default_factory=list)

    class exceptions:  # noqa: N801 - as boto3 names it
        UsernameExistsException = UsernameExistsError

    def admin_create_user(self, *, Username: str, **asked: Any) -> None:  # noqa: N803
        if asked.get("DesiredDeliveryMediums") == ["EMAIL"]:
            self.invited.append(Username)

    def admin_set_user_password(self, *, Username: str, **_: Any) -> None:  # noqa: N803
        self.passwords.append(Username)

    def admin_add_user_to_group(self, **_: Any) -> None:
        pass


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
    assert seed.county_data("gangjin").keys() == {"county", "settings", "campaigns", "facilities"}


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
