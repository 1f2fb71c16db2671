"""Deploying and rolling back, against a CloudFormation that is played and can fail."""

import pytest

from infra.deploy import deploy
from infra.deploy.change_sets import DeploymentFailedError, Proposal
from infra.deploy.releases import DIGEST, RUNNING, Releases, digest_of
from tests.infra.deploy_world import BUCKET, HEAD, SUFFIX, WITH_DIGEST, World
from tests.infra.deploy_world import world as world  # The fixture.


def test_the_first_deployment_makes_its_own_closed_bucket_and_the_stack(world: World) -> None:
    assert world.deploy(1)

    s3 = world.account.s3
    [name] = s3.buckets
    assert name == "onmin-artifacts-111122223333-ap-northeast-2"
    assert {name} == s3.public_access_blocked == s3.versioned
    uploaded = {key.partition("-")[2] for key in s3.buckets[name] if "/" not in key}
    assert uploaded == {"deployment.zip", "layer.zip", "template.yaml"}
    assert world.running == 1
    assert world.account.settled == 1


def test_the_template_names_what_was_uploaded_and_goes_by_the_bucket(world: World) -> None:
    template = world.package(1)
    content = (world.bucket.get(template) or b"").decode()
    [zipped] = [k for k in world.account.s3.buckets[world.bucket.name] if "deployment" in k]
    assert f"s3://{world.bucket.name}/{zipped}" in content
    assert "./deployment.zip" not in content


def test_what_would_change_is_shown_and_a_no_changes_nothing(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    world.deploy(1)
    asked: list[Proposal] = []
    with pytest.raises(DeploymentFailedError, match="nothing was changed"):
        world.deploy(2, lambda proposal: bool(asked.append(proposal)), New=("AWS::SQS::Queue", 1))

    assert [(c.action, c.logical_id) for c in asked[0].changes] == [
        ("Modify", "Api"),
        ("Add", "New"),
    ]
    shown = capsys.readouterr().out
    assert "~  Api" in shown
    assert "+  New" in shown
    assert world.running == 1
    assert world.account.cloudformation.change_sets == {}


def test_a_no_to_a_new_stack_leaves_no_stack(world: World) -> None:
    with pytest.raises(DeploymentFailedError):
        world.deploy(1, lambda _: False)
    assert world.account.cloudformation.stacks == {}
    assert world.deploy(1)


def test_the_same_again_is_nothing_to_change(world: World) -> None:
    world.deploy(1)
    assert not world.deploy(1)
    assert world.account.cloudformation.change_sets == {}


def test_a_release_has_another_digest_when_anything_of_it_differs(world: World) -> None:
    """By it functions behind an alias get a new version; the same again is nothing to change."""

    def digest() -> str:
        return world.stack.parameters()[DIGEST]

    world.deploy(1, head=WITH_DIGEST + SUFFIX, given={"TableSuffix": "-restored"})
    first = digest()
    assert not world.deploy(1, head=WITH_DIGEST + SUFFIX)
    world.deploy(2, head=WITH_DIGEST + SUFFIX)
    assert digest() != first
    assert world.roll_back()
    assert digest() == first

    made_of = {"TableSuffix": "", "Release": "1", DIGEST: "2"}
    assert digest_of("t", made_of) == digest_of("t", {"TableSuffix": ""})
    assert digest_of("t", made_of) != digest_of("t", {"TableSuffix": "-restored"})

    # A version of before there were digests.
    world.deploy(4, head=HEAD + SUFFIX)
    assert DIGEST not in world.stack.parameters()


def test_a_refused_template_says_why(world: World) -> None:
    world.account.cloudformation.refuses = "Template format error: unresolved Topic"
    with pytest.raises(DeploymentFailedError, match="unresolved Topic"):
        world.deploy(1)
    assert world.account.cloudformation.stacks == {}


def test_a_deployment_that_fails_half_way_names_the_resource_and_the_old_one_runs(
    world: World,
) -> None:
    world.deploy(1)
    world.account.cloudformation.fails_at = "Api"
    with pytest.raises(DeploymentFailedError, match="Api: the service said no"):
        world.deploy(2)
    assert world.running == 1
    world.account.cloudformation.fails_at = ""
    assert world.deploy(3)
    assert world.roll_back()
    assert world.running == 1


def test_a_stack_that_never_came_to_life_is_begun_again(world: World) -> None:
    world.account.cloudformation.fails_at = "Api"
    with pytest.raises(DeploymentFailedError):
        world.deploy(1)
    world.account.cloudformation.fails_at = ""
    assert world.deploy(1)


@pytest.mark.parametrize(
    ("status", "said"),
    [("UPDATE_IN_PROGRESS", "busy"), ("UPDATE_ROLLBACK_FAILED", "continue-update-rollback")],
)
def test_a_stack_that_is_busy_or_stuck_is_left_alone(world: World, status: str, said: str) -> None:
    world.deploy(1)
    world.account.cloudformation.stacks["onmin-dev"]["StackStatus"] = status
    with pytest.raises(DeploymentFailedError, match=said):
        world.deploy(2)


@pytest.mark.parametrize("lost", [("", 0), ("AWS::DynamoDB::Table", -1)])
def test_nothing_that_holds_data_is_removed_or_replaced(
    world: World, lost: tuple[str, int]
) -> None:
    """By no deployment and by no roll-back, whoever says yes."""
    world.deploy(1)
    with pytest.raises(DeploymentFailedError, match="holds data: AppTable"):
        world.deploy(2, AppTable=lost)
    assert world.running == 1
    assert world.account.cloudformation.change_sets == {}

    world.deploy(3, Reports=BUCKET)
    with pytest.raises(DeploymentFailedError, match="holds data: Reports"):
        world.roll_back()


def test_a_bucket_of_that_name_that_is_not_ours_is_not_used(world: World) -> None:
    world.account.s3.foreign.add(world.bucket.name)
    with pytest.raises(DeploymentFailedError, match="not ours"):
        world.deploy(1)


def test_production_is_warned_of_the_lock_once_and_protected(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    world.stage = "prod"
    world.deploy(1, LedgerBucket=BUCKET)
    assert "COMPLIANCE" in capsys.readouterr().out
    assert world.account.cloudformation.protected == ["onmin-prod"]
    world.deploy(2, LedgerBucket=BUCKET)
    assert "COMPLIANCE" not in capsys.readouterr().out

    world.stage = "dev"
    world.deploy(1, LedgerBucket=BUCKET)
    assert "COMPLIANCE" not in capsys.readouterr().out


def test_the_first_deployment_of_production_names_who_sends_and_who_is_rung(world: World) -> None:
    with pytest.raises(DeploymentFailedError, match="MailFrom and AlarmMail"):
        deploy.check_parameters("prod", {}, world.stack)
    given = {"MailFrom": "a@gangjin.example", "AlarmMail": "b@gangjin.example"}
    deploy.check_parameters("prod", given, world.stack)
    deploy.check_parameters("dev", {}, world.stack)
    with pytest.raises(DeploymentFailedError, match="STAGE names"):
        deploy.check_parameters("dev", {"Stage": "prod"}, world.stack)


def test_all_pages_of_a_change_set_are_read(world: World) -> None:
    world.account.cloudformation.pages = 2
    seen: list[Proposal] = []
    world.deploy(1, lambda proposal: seen.append(proposal) or True, Queue=("AWS::SQS::Queue", 1))
    assert {change.logical_id for change in seen[0].changes} == {"Api", "AppTable", "Queue"}


def test_a_release_is_written_before_it_runs(world: World) -> None:
    """Cut off right after, the running one is known and the one before too."""
    world.deploy(1)
    first = world.account.cloudformation.parameters("onmin-dev")[RUNNING]
    world.deploy(2)
    release = Releases(world.bucket, world.stack).running()
    assert release is not None
    assert release.previous == first
    assert release.parameters[RUNNING] == release.release_id
