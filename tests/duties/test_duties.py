"""The statutory calendar: days by dated rules, done and taken back on record, mailed in time."""

from datetime import date, datetime, timedelta

import pytest

from chalicelib.core.values import seoul_date
from chalicelib.county.settings import SettingVersion
from chalicelib.county.wiring import CountyWiring
from chalicelib.duties.duties import periodic, work_by
from chalicelib.duties.store import DutyStore, Mark
from chalicelib.duties.wiring import DutiesWiring
from chalicelib.merchants.wiring import MerchantsWiring
from chalicelib.reporting import worker as reports
from chalicelib.reporting.wiring import ReportingWiring
from chalicelib.settlement.business_days import BusinessDays
from chalicelib.visits.wiring import VisitsWiring
from tests.builders import COUNTY, FACILITY, setting_versions
from tests.conftest import Stack
from tests.duties.dutiful import do_all, duties, sent
from tests.functional.test_workers import SCHEDULE, Context
from tests.merchants.shopkeepers import applied
from tests.refusals import check_refused
from tests.reporting.test_inbox_mails import contact
from tests.visits.gates_of import OfflineGate
from tests.visits.test_fee_book import counted

PATH = "/v1/staff/duties"
ISSUE = "issue_report-2026-H1"


def test_days_follow_from_the_rules_of_the_county_and_its_first_day() -> None:
    found = periodic("gangjin", date(2026, 2, 5), date(2026, 11, 22))
    assert [(d.duty_id, d.due_on) for d in found if d.kind == "agent_report"] == [
        ("agent_report-2026-Q1", date(2026, 4, 20)),
        ("agent_report-2026-Q2", date(2026, 7, 20)),
        ("agent_report-2026-Q3", date(2026, 10, 20)),
        ("agent_report-2026-Q4", date(2027, 1, 20)),
    ]
    assert [(d.duty_id, d.due_on) for d in found if d.kind == "issue_report"] == [
        (ISSUE, date(2026, 7, 31)),
        ("issue_report-2026-H2", date(2027, 1, 31)),
    ]
    jinju = periodic("jinju", date(2026, 9, 1), date(2026, 11, 22))
    assert [(d.period, d.due_on) for d in jinju if d.kind == "agent_report"] == [
        ("2026-09", date(2026, 10, 10)),
        ("2026-10", date(2026, 11, 10)),
        ("2026-11", date(2026, 12, 10)),
    ]
    assert not [d for d in periodic("haenam", date(2026, 2, 5), date(2026, 11, 22))
                if d.kind == "agent_report"], "another county's ordinance"  # fmt: skip
    of_before = periodic("gangjin", date(2025, 1, 1), date(2026, 3, 1))
    assert {d.period for d in of_before if d.kind == "issue_report"} == {"2026-H1"}, (
        "the rule holds from 2026 on"
    )


def test_a_state_turns_seven_days_before_and_the_day_after() -> None:
    (duty,) = (d for d in periodic("gangjin", date(2026, 2, 5), date(2026, 6, 1))
               if d.duty_id == ISSUE)  # fmt: skip
    days = [date(2026, 7, 23), date(2026, 7, 24), date(2026, 7, 31), date(2026, 8, 1)]
    states = [duty.state(day, is_done=False) for day in days]
    assert states == ["upcoming", "due", "due", "overdue"]
    assert duty.state(days[-1], is_done=True) == "done"


def test_the_last_working_day_is_before_a_day_of_rest() -> None:
    today = date(2026, 11, 22)
    # 2027-01-31 is a Sunday; 2026-08-17 stands in for the Saturday of 15 August.
    assert work_by(date(2027, 1, 31), BusinessDays(), today) == date(2027, 1, 29)
    assert work_by(date(2026, 8, 17), BusinessDays(), today) == date(2026, 8, 14)
    assert work_by(date(2026, 11, 20), BusinessDays(), today) == date(2026, 11, 20)
    assert work_by(date(2199, 1, 31), BusinessDays(), today) is None


def test_what_is_done_and_taken_back_is_on_record(stack: Stack) -> None:
    before = duties(stack)[ISSUE]
    assert (before["state"], before["days_left"], before["article"], before["sending"]) == (
        "overdue", -114, "제14조", None,
    )  # fmt: skip
    said = sent(stack)
    assert (said.status, said.json["state"], said.json["sending"]["by"]) == (200, "done", "anna")
    assert sent(stack).json == said.json, "said twice it is said once"
    back = f"{PATH}/{ISSUE}/take-back"
    stack.later(seconds=1)
    taken = stack.call("POST", back, {"reason": "다른 기간이었음"}, token="bora")
    assert (taken.status, taken.json["state"], taken.json["sending"]) == (200, "overdue", None)
    assert duties(stack)[ISSUE] == taken.json
    records = [
        record
        for action in ("duty_done", "duty_reopened")
        for record in stack.call("GET", f"/v1/staff/audit?action={action}", token="anna").json[
            "data"
        ]
    ]
    assert [(r["by"], r["target_id"], r["reason"]) for r in records] == [
        ("anna", ISSUE, "인구정책과-1234"), ("bora", ISSUE, "다른 기간이었음"),
    ]  # fmt: skip
    check_refused(
        stack,
        lambda h: stack.call("POST", back, {"reason": "x"}, token="anna", headers=h),
        422,
        "duty_not_done",
    )
    assert sent(stack).json["state"] == "done", "and done again after all"


@pytest.mark.parametrize(
    ("duty_id", "changes", "status", "code", "param"),
    [
        ("issue_report-2026-H3", {}, 404, "duty_not_found", None),
        (ISSUE, {"sent_on": "2026-06-30"}, 422, "duty_not_over", "sent_on"),
        (ISSUE, {"sent_on": "2027-06-30"}, 400, "invalid_request", "sent_on"),
        ("merchant_decision-app_06BX3K9QZ7M2T4WA", {}, 422, "duty_done_by_decision", None),
        ("data_review-2026-12", {}, 422, "duty_done_by_review", None),
    ],
)
def test_what_cannot_be_marked_is_refused(
    stack: Stack, duty_id: str, changes: dict[str, str], status: int, code: str, param: str | None
) -> None:
    check_refused(stack, lambda h: sent(stack, duty_id, headers=h, **changes), status, code, param)
    assert duties(stack)[ISSUE]["state"] == "overdue"


def test_of_two_at_once_the_second_is_told(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    real = DutyStore.marks

    def other_was_faster(self: DutyStore, county_id: str) -> dict[str, Mark]:
        read = real(self, county_id)
        monkeypatch.setattr(DutyStore, "marks", real)
        assert sent(stack, recipient="전라남도").status == 200
        return read

    monkeypatch.setattr(DutyStore, "marks", other_was_faster)
    answer = sent(stack)
    assert (answer.status, answer.json["code"]) == (409, "duty_changed")
    assert duties(stack)[ISSUE]["sending"]["recipient"] == "전라남도"


def test_applications_that_wait_stand_beside_what_recurs(stack: Stack) -> None:
    application = applied(stack)
    waiting = duties(stack)[f"merchant_decision-{application}"]
    assert (waiting["state"], waiting["days_left"], waiting["article"]) == ("due", 7, "제7조")
    assert waiting["merchant_name"] == "가마터식당"
    assert duties(stack)[ISSUE]["merchant_name"] is None


def test_a_month_of_personal_data_is_due_until_somebody_reviewed_it(stack: Stack) -> None:
    stack.later(days=45)
    december = "data_review-2026-12"
    assert (duties(stack)[december]["state"], duties(stack)[december]["due_on"]) == (
        "upcoming", "2027-01-31",
    )  # fmt: skip
    pressing = stack.wired(DutiesWiring).duties.pressing
    stack.later(days=20)
    before = pressing(COUNTY)
    review = {"period": "2026-12", "note": "사유를 모두 확인함"}
    path = "/v1/staff/personal-data-reviews"
    assert stack.call("POST", path, review, token="bora").status == 201
    assert (duties(stack)[december]["state"], duties(stack)[december]["sending"]) == ("done", None)
    assert pressing(COUNTY) == before - 1


def test_the_published_register_is_linked(stack: Stack) -> None:
    register = "register_publication-2026-H1"
    assert duties(stack)[register]["files"] == []
    stack.wired(MerchantsWiring).registers.publish(COUNTY, date(2026, 7, 1))
    files = duties(stack)[register]["files"]
    assert [stack.call("GET", f"/{path}").status for path in files] == [200, 200]


def test_managers_are_mailed_until_it_is_done(stack: Stack) -> None:
    monday = datetime.fromisoformat("2026-11-23T00:00:00Z")
    version = SettingVersion("desk.inbox_mail", seoul_date(monday) - timedelta(days=9), 1, "시험")
    stack.wired(CountyWiring).store.put_setting(COUNTY, version)
    stack.adapters.staff_accounts.groups = {
        "manager": [contact("anna")], "treasurer": [contact("chul")],
    }  # fmt: skip
    do_all(stack, but=ISSUE)
    mails = stack.wired(ReportingWiring).inbox_mails
    assert mails.send_due(COUNTY, monday) == 1
    (mail,) = stack.adapters.mail.sent
    assert (mail["to"], mail["subject"]) == (["anna@gangjin.example"], "법정 기한 1건")
    assert sent(stack).status == 200
    assert mails.send_due(COUNTY, monday + timedelta(days=1)) == 0


def test_an_agents_quarter_is_read_from_its_duty_once_it_is_over(stack: Stack) -> None:
    opened = stack.call("POST", "/v1/staff/agents", {"name": "강진농협"}, token="anna", key="new")
    assert opened.status == 201, opened.raw
    duty = "agent_report-2026-Q4"
    assert (duties(stack)[duty]["files"], duties(stack)[duty]["agents"]) == ([], [])
    stack.later(days=50)
    found = duties(stack)
    assert [one["name"] for one in found[duty]["agents"]] == ["강진농협"]
    (path,) = found[duty]["files"]
    report = stack.call("GET", f"/{path}", token="anna")
    assert (report.status, bool(report.raw)) == (200, True)
    assert found["agent_report-2026-Q3"]["agents"] == [], "it was no agent then"


def test_fees_that_are_not_paid_in_are_a_duty_until_they_are(stack: Stack) -> None:
    # Sunday's fees are due on Monday; the morning after its end the books are looked through.
    row = counted(stack, "c1", ("adult", 5))
    OfflineGate(stack, "gate-a").send(counts=[row])
    dues = stack.wired(VisitsWiring).fee_dues
    assert dues.look_through(COUNTY) == 0, "the day is not over"
    stack.later(days=1)
    for version in setting_versions():
        stack.wired(CountyWiring).store.put_setting("jinju", version)
    stack.work(reports.mail_inboxes, SCHEDULE, Context())
    duty_id = f"fee_deposit-2026-11-22-{FACILITY}"
    fees = duties(stack)[duty_id]
    assert (fees["state"], fees["due_on"], fees["article"]) == ("due", "2026-11-23", "제3조·제4조")
    assert (fees["fees"]["on"], fees["fees"]["left_amount"]) == ("2026-11-22", 10000)
    pressing = stack.wired(DutiesWiring).duties.pressing
    before = pressing(COUNTY)
    stack.later(days=1)
    assert duties(stack)[duty_id]["state"] == "overdue"
    assert pressing(COUNTY) == before + 1
    check_refused(stack, lambda h: sent(stack, duty_id, headers=h), 422, "duty_done_by_deposit")
    body = {"amount": 10000, "deposited_on": "2026-11-23", "slip": "농협 1"}
    path = f"/v1/staff/fee-books/{FACILITY}/2026-11-22/deposits"
    assert stack.call("POST", path, body, token="staff", key="k1").status == 201
    assert duty_id not in duties(stack), "seen at once, before the next morning"
    assert pressing(COUNTY) == before
    assert dues.look_through(COUNTY) == 0


def test_a_day_stays_open_when_it_is_too_old_for_counts(stack: Stack) -> None:
    OfflineGate(stack, "gate-a").send(counts=[counted(stack, "c1", ("adult", 1))])
    stack.later(days=1)
    dues = stack.wired(VisitsWiring).fee_dues
    assert dues.look_through(COUNTY) == 1
    stack.later(days=40)
    assert dues.look_through(COUNTY) == 1
