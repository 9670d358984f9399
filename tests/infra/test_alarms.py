"""What wakes somebody: each alarm can be looked up, watches what is written, and lets us sleep."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from chalicelib.metrics import BY_FUNCTION, NAMESPACE, Measure
from infra.alarms import alarms
from infra.dashboard import dashboard
from infra.template import ours, scheduled
from tests.infra.sam import a_sam_template

ROOT = Path(__file__).resolve().parent.parent.parent
MADE = ours(a_sam_template())
HELD = MADE["Resources"]
ALARMS = {name: one for name, one in HELD.items() if one["Type"] == "AWS::CloudWatch::Alarm"}
BODY = HELD["Dashboard"]["Properties"]["DashboardBody"]["Fn::Sub"]


def properties(name: str) -> dict[str, Any]:
    found: dict[str, Any] = ALARMS[name]["Properties"]
    return found


def sections() -> list[str]:
    runbook = (ROOT / "docs" / "runbook.md").read_text("utf-8")
    headings = re.findall(r"^### (`\w+Alarm`.*)$", runbook, re.M)
    return [name for heading in headings for name in re.findall(r"`(\w+)`", heading)]


def watched(name: str) -> tuple[str, str, list[str]]:
    """Namespace, metric and the names of its dimensions."""
    found = properties(name)
    dimensions = [dimension["Name"] for dimension in found["Dimensions"]]
    return found["Namespace"], found["MetricName"], dimensions


OURS = [watched(name) for name in ALARMS if watched(name)[0] == NAMESPACE]


def test_every_alarm_has_its_section_and_every_section_its_alarm() -> None:
    assert sorted(sections()) == sorted(ALARMS)


@pytest.mark.parametrize("name", ALARMS)
def test_an_alarm_says_where_to_read_on(name: str) -> None:
    assert properties(name)["AlarmDescription"] == f"docs/runbook.md, section {name}"


@pytest.mark.parametrize("name", sections())
def test_a_section_tells_cause_check_and_cure(name: str) -> None:
    runbook = (ROOT / "docs" / "runbook.md").read_text("utf-8")
    section = re.split(rf"^### .*`{name}`.*$", runbook, flags=re.M)[1].split("\n## ")[0]
    told = re.findall(r"^- \*\*(\w+)\.\*\* \S", section.split("\n### ")[0], re.M)
    assert told == ["Cause", "Check", "Cure"]


def test_only_a_schedule_that_stopped_is_missed() -> None:
    missed = [n for n in ALARMS if properties(n)["TreatMissingData"] != "notBreaching"]
    assert missed == ["SweepStoppedAlarm", "WorkImportStoppedAlarm"]
    assert [properties(name)["TreatMissingData"] for name in missed] == ["breaching"] * 2


def test_every_schedule_is_watched() -> None:
    assert [f"{function}StoppedAlarm" for function in scheduled(HELD)] == [
        "SweepStoppedAlarm",
        "WorkImportStoppedAlarm",
    ]


@pytest.mark.parametrize(("space", "metric", "dimensions"), OURS)
def test_what_is_watched_is_written_just_so(space: str, metric: str, dimensions: list[str]) -> None:
    by_function = Measure(metric) in BY_FUNCTION
    assert dimensions == (["stage", "function"] if by_function else ["stage"])


@pytest.mark.parametrize("measure", Measure)
def test_every_measure_is_taken_somewhere_and_shown(measure: Measure) -> None:
    files = [path for path in (ROOT / "chalicelib").rglob("*.py") if path.name != "metrics.py"]
    taken = [path for path in files if f"Measure.{measure.name}" in path.read_text("utf-8")]
    shown = f'"{measure.value}"' in BODY or measure.value in {metric for _, metric, _ in OURS}
    assert taken
    assert shown or measure is Measure.UNHANDLED


def test_without_a_fixed_address_nobody_is_woken_for_tokens() -> None:
    conditions = {name: one.get("Condition") for name, one in ALARMS.items()}
    bound = [name for name, condition in conditions.items() if condition == "HasFixedAddress"]
    assert bound == ["TokenFailuresAlarm", "QuotaLeftAlarm"]


def test_an_answer_may_take_what_its_budget_allows() -> None:
    slow = properties("AnswerTimeAlarm")
    assert (slow["ExtendedStatistic"], slow["Threshold"]) == ("p95", 3000)
    assert "Statistic" not in slow


def test_a_days_cost_is_counted_at_list_prices() -> None:
    told = HELD["APIHandler"]["Properties"]["Environment"]["Variables"]["WEIGUAN_UNIT_PRICES"]
    run, ms, read, write = map(float, told.split())
    assert run == pytest.approx((0.20 + 3.50) / 1_000_000)
    assert 1000 * ms == pytest.approx(0.0000166667 * 1769 / 1024, rel=1e-3)
    assert (read, write) == (0.125 / 1_000_000, 0.625 / 1_000_000)
    assert properties("DailyCostAlarm")["Threshold"] == {"Ref": "DailyCostLimit"}


def test_the_rate_of_fallbacks_tells_nothing_of_a_few_messages() -> None:
    rate = properties("FallbackRateAlarm")
    assert (rate["ExtendedStatistic"], rate["Threshold"]) == ("p50", 50)
    assert rate["EvaluateLowSampleCountPercentile"] == "ignore"


def test_an_alarm_looks_back_a_day_at_most() -> None:
    told = {name: properties(name) for name in ALARMS}
    periods = {name: one["Period"] * one["EvaluationPeriods"] for name, one in told.items()}
    assert {name: s for name, s in periods.items() if s > 86400} == {}


def test_nobody_is_named_in_the_dashboard_who_is_not_in_the_stack() -> None:
    named = {name.split(".")[0] for name in re.findall(r"\$\{([\w:.]+)\}", BODY)}
    assert named - set(HELD) - set(MADE["Parameters"]) == {"AWS::Region", "AWS::StackName"}


def test_the_dashboard_is_a_free_one_and_nothing_in_it_overlaps() -> None:
    widgets = json.loads(BODY)["widgets"]
    places = {(widget["x"], widget["y"]) for widget in widgets}
    assert len(places) == len(widgets)
    assert sum(len(widget["properties"]["metrics"]) for widget in widgets) <= 50
    assert all(widget["x"] + widget["width"] <= 24 for widget in widgets)


def test_more_functions_make_more_alarms() -> None:
    assert {"NewErrorsAlarm", "NewThrottlesAlarm", "NewStoppedAlarm"} <= set(
        alarms(["New"], ["New"])
    )
    assert "${New}" in dashboard(["New"])["Properties"]["DashboardBody"]["Fn::Sub"]
