"""What a restore does at AWS, played."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from chalicelib.aws.attributes import pack
from chalicelib.core.values import format_time
from chalicelib.ledger import keys
from infra.deploy import restore
from infra.deploy.change_sets import Account, DeploymentFailedError, Proposal
from infra.deploy.releases import TABLE_STREAM, TABLE_SUFFIX
from tests import builders
from tests.fakes import FakeTable
from tests.infra.played_account import (
    refusal,
)
from tests.infra.restorable_account import NOW, Clock, RestorableAccount
from tests.ledger_checks import entries_of
from tests.worlds import World


@pytest.fixture
def account(tmp_path: Path) -> RestorableAccount:
    made = RestorableAccount()
    made.notes = tmp_path / "left-behind"
    made.s3.buckets["reports"] = {}
    return made


def run(
    account: RestorableAccount,
    *,
    sound: bool = True,
    yes: bool = True,
    close: bool = True,
    **how: Any,
) -> str:
    def verifier(_: Account, table: str, bucket: str) -> bool:
        assert bucket == "ledger"
        assert account.functions.is_closed
        return sound

    def approve(_: Proposal) -> bool:
        assert account.functions.is_closed
        return yes

    account.tell_outputs()
    options: dict[str, Any] = {
        "may_close": lambda stack: close,
        "verify": verifier,
        "approve": approve,
        "clock": Clock(),
        "notes": account.notes,
    }
    return restore.Restoration(account, "prod", **options | how).run()


def test_a_table_that_is_wrong_is_restored_beside_it_and_the_functions_go_over(
    account: RestorableAccount,
) -> None:
    at = datetime(2026, 11, 28, 3, tzinfo=UTC)
    table = run(account, at=at)

    assert table == "onmin-prod-r20261129030505"
    assert account.dynamodb.tables[table]["of"]["RestoreDateTime"] == at
    assert account.cloudformation.parameters("onmin-prod")[TABLE_SUFFIX] == "-r20261129030505"
    assert "onmin-prod" in account.dynamodb.tables


def test_a_restored_table_is_restored_again_under_a_third_name(account: RestorableAccount) -> None:
    run(account)
    account.resources["first-template.yaml"] = account.made(3)
    table = run(account, clock=Clock(NOW.replace(hour=9)))

    assert table == "onmin-prod-r20261129090505"
    assert account.dynamodb.tables[table]["of"]["SourceTableName"] == "onmin-prod-r20261129030505"
    assert account.dynamodb.tables[table]["of"]["UseLatestRestorableTime"] is True


def test_it_gets_what_a_restore_does_not_bring(account: RestorableAccount) -> None:
    made = account.dynamodb.tables[run(account)]

    assert made["recovery"] == {"PointInTimeRecoveryEnabled": True}
    assert made["ttl"] == {"AttributeName": "ttl", "Enabled": True}
    assert made["protected"] is True
    assert made["stream"] == {"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"}
    stream = account.cloudformation.parameters("onmin-prod")[TABLE_STREAM]
    assert stream.endswith(":table/onmin-prod-r20261129030505/stream/1")
    statements = made["policy"]["Statement"]
    assert [s["Sid"] for s in statements] == ["NothingIsDeleted", "NothingIsChanged"]
    assert {s["Effect"] for s in statements} == {"Deny"}
    for statement in statements:
        assert statement["Resource"].endswith(":table/onmin-prod-r20261129030505")


def test_a_table_that_is_gone_comes_back_from_its_newest_backup(account: RestorableAccount) -> None:
    account.dynamodb.tables.clear()
    account.dynamodb.backups = [
        {"BackupArn": arn, "BackupStatus": status, "BackupCreationDateTime": NOW.replace(day=day)}
        for arn, status, day in [
            ("old", "AVAILABLE", 3),
            ("newest", "AVAILABLE", 28),
            ("half", "CREATING", 29),
        ]
    ]
    assert run(account) == "onmin-prod"
    assert account.dynamodb.tables["onmin-prod"]["of"] == "newest"
    stream = account.cloudformation.parameters("onmin-prod")[TABLE_STREAM]
    assert stream.endswith(":table/onmin-prod/stream/1")
    assert account.cloudformation.parameters("onmin-prod")[TABLE_SUFFIX] == ""


def test_a_table_that_is_gone_without_a_backup_is_said_so(account: RestorableAccount) -> None:
    account.dynamodb.tables.clear()
    with pytest.raises(DeploymentFailedError, match="no backup"):
        run(account)
    with pytest.raises(DeploymentFailedError, match="leave AT out"):
        run(account, at=NOW)


def test_nothing_goes_over_to_a_table_in_which_the_verifier_finds_something(
    account: RestorableAccount,
) -> None:
    with pytest.raises(DeploymentFailedError, match="ANYWAY=1"):
        run(account, sound=False)
    assert account.cloudformation.parameters("onmin-prod")[TABLE_SUFFIX] == ""
    later = Clock(NOW.replace(hour=9))
    assert run(account, sound=False, anyway=True, clock=later) == "onmin-prod-r20261129090505"


def test_a_no_leaves_the_functions_where_they_are(account: RestorableAccount) -> None:
    with pytest.raises(DeploymentFailedError, match="nothing was changed"):
        run(account, yes=False)
    assert account.cloudformation.parameters("onmin-prod")[TABLE_SUFFIX] == ""


def test_nothing_runs_while_a_restore_does_and_all_of_it_afterwards(
    account: RestorableAccount,
) -> None:
    """That it is closed meanwhile, the played table, verifier and approver ask."""
    run(account)
    functions = account.functions.functions
    assert {name: each.reserved for name, each in functions.items()} == {
        "api": None,
        "expire-lots": None,
        "run-grants": 20,
    }
    assert account.client("lambda").get_event_source_mapping(UUID="grants")["State"] == "Enabled"


def test_without_a_yes_to_closing_nothing_is_done(account: RestorableAccount) -> None:
    with pytest.raises(DeploymentFailedError, match="nothing was changed"):
        run(account, close=False)
    assert list(account.dynamodb.tables) == ["onmin-prod"]
    assert account.functions.functions["api"].reserved is None


@pytest.mark.parametrize("fails", [KeyboardInterrupt(), refusal("LimitExceededException", "no")])
def test_whatever_ends_it_half_way_leaves_the_stage_closed_and_says_how_to_open_it(
    account: RestorableAccount, capsys: pytest.CaptureFixture[str], fails: BaseException
) -> None:
    account.dynamodb.fails = fails
    with pytest.raises(type(fails)):
        run(account)
    assert account.functions.is_closed
    assert "`make open STAGE=prod`" in capsys.readouterr().out

    # Begun again, or opened as it is.
    account.dynamodb.fails = None
    with pytest.raises(DeploymentFailedError):
        run(account, yes=False)
    assert "`make open STAGE=prod`" in capsys.readouterr().out
    run(account, clock=Clock(NOW.replace(hour=9)))
    assert not account.functions.is_closed


def test_what_is_paid_until_it_is_closed_comes_along(account: RestorableAccount) -> None:
    """What ran at the closing ends within the longest time limit: it is waited for, and for AWS,
    which is minutes behind."""
    longest = timedelta(seconds=300)
    account.dynamodb.restorable = [NOW, NOW + longest - timedelta(seconds=1), NOW + longest]
    run(account)
    assert account.dynamodb.restorable == [NOW + longest]


def test_before_the_yes_what_is_left_behind_is_shown_and_kept(
    account: RestorableAccount, capsys: pytest.CaptureFixture[str]
) -> None:
    world = World(FakeTable())
    builders.seed(world.table)
    holder = world.join(vouchers=4000)
    world.redeem(holder.pay_code(world.now), 3100, order_id="A-17", key="k")
    paid = entries_of(world.table, holder.member_id)[-1]
    item = world.table.get(keys.entry("gangjin", holder.member_id, paid.seq))
    account.dynamodb.tables["onmin-prod"]["items"] = [pack(item)]
    shown: list[str] = []

    def approve(_: Proposal) -> bool:
        shown.append(capsys.readouterr().out)
        return True

    looks = Clock()
    table = run(account, at=NOW - timedelta(hours=1), approve=approve, clock=looks)
    for words in (format_time(paid.at), "redemption", "-3,100", f"{world.shop().merchant_id}/A-17"):
        assert words in shown[0]
    # What ran when it was closed has ended before they were compared.
    assert looks.now >= NOW + timedelta(seconds=300)
    kept = account.notes / f"{table}.csv"
    assert paid.entry_id in kept.read_text()
    assert kept.stat().st_mode & 0o077 == 0


def test_a_change_set_without_a_change_is_no_change_over(account: RestorableAccount) -> None:
    account.resources["first-template.yaml"] = account.made(1)
    with pytest.raises(DeploymentFailedError, match="all of them use onmin-prod"):
        run(account)
    assert account.functions.is_closed


@pytest.mark.parametrize("text", ["yesterday", "2026-11-29T03:00:00", "03:00"])
def test_a_time_without_a_zone_is_no_time(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AT", text)
    with pytest.raises(DeploymentFailedError, match="with its zone"):
        restore._asked_time()
