"""Creates missing tables on a local engine; in the cloud the stack does."""

from collections.abc import Iterable

from pynamodb.models import Model


def create_missing(models: Iterable[type[Model]]) -> None:
    for model in models:
        if not model.exists():
            model.create_table(wait=True)
