"""The API answers as its description says, whatever is sent."""

from __future__ import annotations

import msgspec
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from sqlalchemy import update
from starlette.testclient import TestClient
from tests.theatre.conftest import ManualClock
from tests.theatre.web.conftest import sign_up

from reelwright.theatre.accounts.tables import viewer
from reelwright.theatre.web.app import make_app
from reelwright.theatre.web.hall import SESSION_COOKIE, Hall
from reelwright.theatre.web.settings import Settings

CHECKS = (not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance)


@pytest.mark.parametrize("who", ["nobody", "operator"])
def test_every_operation_answers_as_described(settings: Settings, clock: ManualClock, who: str) -> None:
    """A handful of requests to each, good and bad; the same ones in every run. Things are sold."""
    app = make_app(msgspec.structs.replace(settings, payments="test"), clock=clock)
    with TestClient(app, headers={"sec-fetch-site": "same-origin"}) as theatre:
        cookie = _signed_in(theatre) if who == "operator" else ""
        _ask_all(theatre, cookie)


def _signed_in(theatre: TestClient) -> str:
    """The cookie of somebody who may do everything."""
    sign_up(theatre)
    hall: Hall = theatre.app.state.hall  # type: ignore[attr-defined]
    hall.store.write(lambda c: c.execute(update(viewer).values(role="operator")))
    return f"{SESSION_COOKIE}={theatre.cookies[SESSION_COOKIE]}"


def _ask_all(theatre: TestClient, cookie: str) -> None:
    schema = schemathesis.openapi.from_asgi("/api/openapi.json", theatre.app)
    count = 0
    for found in schema.get_all_operations():
        operation = found.ok()
        count += 1

        @hypothesis_settings(
            max_examples=12, deadline=None, derandomize=True, database=None,
            phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(case=operation.as_strategy())
        def answers(case: schemathesis.Case) -> None:
            case.headers = {**(case.headers or {}), "sec-fetch-site": "same-origin"}
            if cookie:
                case.headers["cookie"] = cookie
            case.call_and_validate(checks=CHECKS)

        answers()
    assert count >= 2
