"""Which library system a deployment speaks to."""

from dataclasses import replace

import pytest

from chalicelib.errors import Misconfigured
from chalicelib.ils.breaker import Guarded
from chalicelib.ils.embedded.circulation import EmbeddedCirculation
from chalicelib.ils.koha.connector import KohaCirculation
from chalicelib.ils.model import Call, Can
from chalicelib.ils.sip2.connector import Sip2Circulation
from chalicelib.settings import Settings
from chalicelib.tables.connect import Wire
from chalicelib.wiring import Services
from tests.ils.desk import MONDAY


def a_service(settings: Settings, circulation: str) -> Services:
    return Services(replace(settings, circulation=circulation), lambda: MONDAY)


def test_without_a_setting_there_is_no_library_system() -> None:
    assert Services(Settings()).circulation is None


def test_an_unknown_library_system_is_named_with_those_known() -> None:
    with pytest.raises(Misconfigured, match="embedded"):
        Services(Settings(circulation="paper")).circulation  # noqa: B018 - built here


@pytest.mark.engine
def test_a_sip2_system_is_the_one_the_settings_describe(
    storage: Wire, storage_settings: Settings
) -> None:
    described = replace(storage_settings, circulation="sip2", circulation_at='{"host": "10.0.0.9"}')
    guarded = Services(described).circulation
    assert isinstance(guarded, Guarded)
    assert isinstance(guarded.inner, Sip2Circulation)


@pytest.mark.engine
def test_a_koha_system_is_the_one_the_settings_describe(
    storage: Wire, storage_settings: Settings
) -> None:
    at = '{"url": "https://koha.library.example", "user": "weiguan"}'
    described = replace(storage_settings, circulation="koha", circulation_at=at)
    guarded = Services(described).circulation
    assert isinstance(guarded, Guarded)
    assert isinstance(guarded.inner, KohaCirculation)


@pytest.mark.engine
def test_the_embedded_system_lends_on_the_librarys_days(
    storage: Wire, storage_settings: Settings
) -> None:
    services = a_service(storage_settings, "embedded")
    held = services.circulation
    assert isinstance(held, EmbeddedCirculation)
    assert Can.RENEW in held.can(Call(MONDAY))
    assert services.embedded.terms(MONDAY).days.today.isoformat() == "2026-11-23"


@pytest.mark.engine
def test_sweeping_passes_on_holds_nobody_came_for(
    storage: Wire, storage_settings: Settings
) -> None:
    services = a_service(storage_settings, "embedded")
    assert services.embedded.desk.lapse(MONDAY) == 0
