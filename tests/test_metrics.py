"""Lines that CloudWatch counts, held against the rules it publishes for them.

Source of the rules: "Specification: embedded metric format" in CloudWatch's user guide.
"""

import subprocess
import sys
from typing import Any

import pytest

from chalicelib.metrics import NAMESPACE, Measure, embedded

AT_MS = 1_795_226_400_000
UNITS = {"Count", "Milliseconds", "Percent", "Seconds"}
"""Of those that CloudWatch knows, the ones used here."""
EVERY = dict.fromkeys(Measure, 1.5)


def broken_rules(line: dict[str, Any]) -> list[str]:
    """Which of the format's rules a line breaks."""
    told = line["_aws"]
    directives = told["CloudWatchMetrics"]
    sets = [dimensions for one in directives for dimensions in one["Dimensions"]]
    metrics = [metric for one in directives for metric in one["Metrics"]]
    keys = [key for dimensions in sets for key in dimensions]
    names = [metric["Name"] for metric in metrics]
    rules = {
        "a time in milliseconds": type(told["Timestamp"]) is int and told["Timestamp"] > 10**12,
        "some directives": bool(directives) and all(len(one) == 3 for one in directives),
        "a namespace": all(0 < len(one["Namespace"]) <= 1024 for one in directives),
        "some dimension sets": all(one["Dimensions"] for one in directives),
        "at most 30 dimensions a set": all(len(dimensions) <= 30 for dimensions in sets),
        "dimensions are members with text": all(0 < len(str(line[k])) <= 1024 for k in keys),
        "dimensions are text": all(isinstance(line[key], str) for key in keys),
        "at most 100 metrics": all(0 < len(one["Metrics"]) <= 100 for one in directives),
        "metrics are members with numbers": all(type(line[n]) in (int, float) for n in names),
        "a metric once": len(names) == len(set(names)),
        "a unit CloudWatch knows": {metric["Unit"] for metric in metrics} <= UNITS,
        "nothing but metadata in it": set(told) == {"Timestamp", "CloudWatchMetrics"},
    }
    return [rule for rule, is_kept in rules.items() if not is_kept]


@pytest.mark.parametrize("measure", Measure)
def test_one_measure_keeps_the_rules(measure: Measure) -> None:
    assert broken_rules(embedded({measure: 1}, "prod", "Sweep", AT_MS)) == []


def test_all_measures_together_keep_the_rules() -> None:
    assert broken_rules(embedded(EVERY, "prod", "Sweep", AT_MS)) == []


def test_a_line_without_the_numbers_it_names_would_be_found() -> None:
    line = embedded(EVERY, "prod", "Sweep", AT_MS) | {"answers": "many"}
    assert broken_rules(line) == ["metrics are members with numbers"]


def test_where_nothing_was_measured_nothing_is_added() -> None:
    assert embedded({}, "prod", "Sweep", AT_MS) == {}


def test_only_what_a_function_answers_for_is_told_apart_by_function() -> None:
    line: Any = embedded({Measure.ANSWERS: 1, Measure.UNHANDLED: 1}, "prod", "Work", AT_MS)
    assert line["_aws"]["CloudWatchMetrics"] == [
        {
            "Namespace": NAMESPACE,
            "Dimensions": [["stage"]],
            "Metrics": [{"Name": "answers", "Unit": "Count"}],
        },
        {
            "Namespace": NAMESPACE,
            "Dimensions": [["stage", "function"]],
            "Metrics": [{"Name": "unhandled", "Unit": "Count"}],
        },
    ]


def test_measuring_loads_nothing_a_process_does_not_load_anyway() -> None:
    """Beside the standard library's parts that botocore and chalice need too."""
    code = """
import contextlib, contextvars, dataclasses, enum, json, logging, sys, time, typing
import chalicelib.errors
before = set(sys.modules)
import chalicelib.logs, chalicelib.events, chalicelib.metrics
print(sorted({name for name in set(sys.modules) - before if not name.startswith("chalicelib")}))
"""
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"
