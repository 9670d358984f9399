"""A stack changes as a whole, and what failed is told in plain words."""

import pytest

from infra.redrive import redrive
from infra.stack import Failed, Stack
from tests.infra.fakes import FakeFormation, FakeQueues


def a_stack(client: FakeFormation) -> Stack:
    return Stack(client, "weiguan-x", pause_s=0, say=lambda said: None)


@pytest.mark.parametrize(
    ("status", "kind"),
    [("", "CREATE"), ("REVIEW_IN_PROGRESS", "CREATE"), ("UPDATE_ROLLBACK_COMPLETE", "UPDATE")],
)
def test_a_stage_is_made_once_and_changed_later(status: str, kind: str) -> None:
    client = FakeFormation(status)
    assert a_stack(client).propose("https://x/t", {"Stage": "x"})
    assert client.kinds == [kind]


def test_what_is_left_of_a_failed_first_deployment_is_removed() -> None:
    client = FakeFormation("ROLLBACK_COMPLETE")
    assert a_stack(client).propose("https://x/t", {})
    assert (client.deleted, client.kinds) == (["weiguan-x"], ["CREATE"])


@pytest.mark.parametrize(
    "reason",
    ["The submitted information didn't contain changes.", "No updates are to be performed."],
)
def test_nothing_new_is_no_failure_and_leaves_no_change_set(reason: str) -> None:
    client = FakeFormation("CREATE_COMPLETE", refused=reason)
    assert a_stack(client).propose("https://x/t", {}) is None
    assert client.deleted == ["deploy"]


def test_a_change_that_cannot_be_is_told() -> None:
    with pytest.raises(Failed, match="no such parameter"):
        a_stack(FakeFormation("CREATE_COMPLETE", refused="no such parameter")).propose("u", {})


def test_a_change_that_went_well_says_nothing() -> None:
    client = FakeFormation("CREATE_COMPLETE", ("UPDATE_IN_PROGRESS", "UPDATE_COMPLETE"))
    a_stack(client).execute("deploy-1")
    assert client.status == "UPDATE_COMPLETE"


class FailingFormation(FakeFormation):
    """Its events arrive while the change is executed."""

    def execute_change_set(self, **asked: str) -> None:
        super().execute_change_set(**asked)
        reasons = (("Work", "no such code"), ("Sweep", "Resource update cancelled"))
        self.events += [
            {
                "EventId": name,
                "LogicalResourceId": name,
                "ResourceStatus": "UPDATE_FAILED",
                "ResourceStatusReason": reason,
            }
            for name, reason in reasons
        ]


def test_a_change_that_was_rolled_back_tells_what_failed_and_not_what_was_only_cancelled() -> None:
    ends = ("UPDATE_ROLLBACK_IN_PROGRESS", "UPDATE_ROLLBACK_COMPLETE")
    with pytest.raises(Failed) as told:
        a_stack(FailingFormation("CREATE_COMPLETE", ends)).execute("deploy-1")
    assert str(told.value).splitlines() == [
        "the stack is UPDATE_ROLLBACK_COMPLETE",
        "Work: no such code",
    ]


def test_a_plan_for_a_stage_that_is_not_there_leaves_nothing() -> None:
    client = FakeFormation()
    stack = a_stack(client)
    stack.forget(stack.propose("https://x/t", {}) or "")
    assert client.deleted == ["deploy", "weiguan-x"]


def test_every_dead_letter_goes_back_to_work() -> None:
    queues = FakeQueues(dead=[f"record {n}" for n in range(25)], work=[])
    assert redrive(queues, "dead", "work") == 25
    assert (len(queues.queues["work"]), queues.queues["dead"]) == (25, [])
