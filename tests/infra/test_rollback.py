"""Going back to the version that ran before, against a CloudFormation that is played."""

import pytest

from infra.deploy.change_sets import DeploymentFailedError
from tests.infra.deploy_world import HEAD, MAIL, SUFFIX, World
from tests.infra.deploy_world import world as world  # The fixture.


def test_rolling_back_goes_to_the_version_that_ran_before(world: World) -> None:
    """After a roll-back too: the version that was taken back is not the one before."""
    world.deploy(1)
    world.deploy(2)
    assert world.roll_back()
    assert world.running == 1
    world.deploy(3)
    assert world.roll_back()
    assert world.running == 1
    with pytest.raises(DeploymentFailedError, match="No version ran before"):
        world.roll_back()


def test_rolling_back_is_shown_and_asked_for_too(world: World) -> None:
    world.deploy(1)
    world.deploy(2)
    with pytest.raises(DeploymentFailedError, match="nothing was changed"):
        world.roll_back(lambda _: False)
    assert world.running == 2


def test_parameters_stay_until_they_are_named_and_come_back_with_their_version(
    world: World,
) -> None:
    head = HEAD + MAIL
    world.deploy(1, head=head, given={"MailFrom": "a@gangjin.example"})
    world.deploy(2, head=head)
    now = world.account.cloudformation.parameters
    world.deploy(3, head=head, given={"MailFrom": "b@gangjin.example"})
    world.roll_back()
    assert now("onmin-dev")["MailFrom"] == "a@gangjin.example"


def test_a_parameter_that_the_new_version_does_not_know_is_left_out(world: World) -> None:
    world.deploy(1, head=HEAD + MAIL, given={"MailFrom": "a@gangjin.example"})
    world.deploy(2)
    assert "MailFrom" not in world.account.cloudformation.parameters("onmin-dev")


def test_rolling_back_leaves_the_restored_table_in_use(world: World) -> None:
    head = HEAD + SUFFIX
    world.deploy(1, head=head, given={"TableSuffix": ""})
    world.deploy(2, head=head, given={"TableSuffix": "-r20261129"})
    world.roll_back()
    assert world.running == 1
    assert world.account.cloudformation.parameters("onmin-dev")["TableSuffix"] == "-r20261129"


def test_a_version_that_knows_no_restored_table_does_not_come_back(world: World) -> None:
    world.deploy(1)
    world.deploy(2, head=HEAD + SUFFIX, given={"TableSuffix": "-r20261129"})
    with pytest.raises(DeploymentFailedError, match="-r20261129"):
        world.roll_back()
    assert world.running == 2
