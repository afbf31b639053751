"""The API answers as its description says, whatever is sent."""

from __future__ import annotations

import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from starlette.testclient import TestClient

CHECKS = (not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance)


def test_every_operation_answers_as_described(theatre: TestClient) -> None:
    """A handful of requests to each, good and bad; the same ones in every run."""
    schema = schemathesis.openapi.from_asgi("/api/openapi.json", theatre.app)
    count = 0
    for found in schema.get_all_operations():
        operation = found.ok()
        count += 1

        @settings(
            max_examples=12, deadline=None, derandomize=True, database=None,
            phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(case=operation.as_strategy())
        def answers(case: schemathesis.Case) -> None:
            case.headers = {**(case.headers or {}), "sec-fetch-site": "same-origin"}
            case.call_and_validate(checks=CHECKS)

        answers()
    assert count >= 2
