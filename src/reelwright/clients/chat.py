"""A conversation with a language model on any server that speaks OpenAI's protocol → its answer, streamed.

The server is asked for JSON of a schema; one that cannot do that is asked for any JSON, and one that cannot
do that either is only told.
"""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import msgspec

from reelwright.clients.http import ATTEMPTS, TIMEOUT_S, ServerRefused, ServerUnreachable, address, pause_s
from reelwright.errors import MissingDependency

if TYPE_CHECKING:
    from openai import APIStatusError, OpenAI

CUT_OFF = "length"
"""How an answer ended that is longer than it may be, or was broken off by the server."""
NO_KEY = "none"
"""Sent to a server that wants no key: the protocol has no empty one."""

_NEW_LIMIT = "max_completion_tokens"
"""What newer models of the protocol's author want ``max_tokens`` to be called, and say so."""
_SAMPLING = ("temperature", "seed")
"""What models that think before they speak refuse to be told."""
_PASSING = frozenset({408, 409, 425, 429, 500, 502, 503, 504})
_NOT_UNDERSTOOD = (400, 422)
_PATIENCE = 4
"""A server that says it is busy is asked so many times as often as one that breaks."""

OnPiece = Callable[[int], None]
"""Hears how many characters of an answer have come so far."""


class Message(msgspec.Struct, frozen=True):
    """One turn of a conversation; ``role`` is ``system``, ``user`` or ``assistant``."""

    role: str
    content: str


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """All that decides an answer. ``schema`` is the JSON Schema that it is to fit, called ``schema_name``;
    ``answer_tokens_max`` is where the model is stopped."""

    model: str
    messages: tuple[Message, ...]
    schema_name: str
    schema: dict[str, Any]
    temperature: float
    seed: int
    answer_tokens_max: int


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What a model said. ``ended`` is the protocol's ``finish_reason`` (``stop``, ``length`` …); the tokens
    are those that the server counted, 0 where it counts none."""

    text: str
    refusal: str = ""
    ended: str = ""
    asked_tokens: int = 0
    said_tokens: int = 0


@dataclass(frozen=True)
class _Manner:
    """How a server wants to be asked, as far as it has said so: ``plainness`` counts in ``_FORMS``,
    ``left_out`` is what of ``_SAMPLING`` its model does not take."""

    plainness: int = 0
    is_streamed: bool = True
    limit_name: str = "max_tokens"
    left_out: frozenset[str] = frozenset()


class ChatServer:
    """One server at ``url``, asked from any number of threads. ``key_name`` names the environment variable
    that holds its key. What passes is asked again, ``attempts`` times in all, and a busy server for longer;
    ``sleep`` is an argument so that tests need not wait. Raises ``BadInput`` for what is no address,
    ``MissingDependency`` without the extra ``[writer]``.
    """

    def __init__(
        self,
        url: str,
        *,
        key_name: str = "",
        attempts: int = ATTEMPTS,
        timeout_s: float = TIMEOUT_S,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.url, self._key_name = (
            address(url, "Write --server http://127.0.0.1:8000/v1 or the like."),
            key_name,
        )
        self._attempts, self._sleep = attempts, sleep
        self._client = _client(self.url, os.environ.get(key_name, "") or NO_KEY, timeout_s)
        self._lock = threading.Lock()
        self._manner = _Manner()

    def ask(self, question: Question, *, key: str, on_piece: OnPiece | None = None) -> Answer:
        """``key`` is the digest of the question: servers and gateways that know the header give who asks
        twice the same answer. Raises ``ServerRefused``, ``ServerUnreachable``."""
        from openai import APIConnectionError, APIError, APIStatusError

        failures = busy = 0
        while True:
            manner = self._manner
            try:
                answer = self._once(question, key, manner, on_piece)
            except APIStatusError as problem:
                if problem.status_code in _NOT_UNDERSTOOD and self._made_plainer(problem, manner):
                    continue
                busy += problem.status_code == 429
                failures += problem.status_code != 429
                is_over = failures >= self._attempts or busy >= self._attempts * _PATIENCE
                if problem.status_code not in _PASSING or is_over:
                    raise self._refused(problem) from problem
                self._sleep(pause_s(failures + busy, problem.response.headers.get("Retry-After")))
            except APIConnectionError as problem:
                failures += 1
                if failures >= self._attempts:
                    raise self._unreachable(problem) from problem
                self._sleep(pause_s(failures))
            except APIError as problem:
                # Said in the middle of a stream that had not brought anything yet.
                failures += 1
                if failures >= self._attempts:
                    raise ServerRefused(
                        f"The model's server broke off: {problem}",
                        where=self.url,
                        next_step="Look at the server's log.",
                    ) from problem
                self._sleep(pause_s(failures))
            else:
                # A stream that nobody ended was cut off; what came of it is half of what was asked for.
                if answer.ended or failures + 1 >= self._attempts:
                    return answer
                failures += 1
                self._sleep(pause_s(failures))

    # -- inside ----------------------------------------------------------------------------------

    def _once(
        self,
        question: Question,
        key: str,
        manner: _Manner,
        on_piece: OnPiece | None,
    ) -> Answer:
        wanted: dict[str, Any] = {
            "model": question.model,
            "messages": msgspec.to_builtins(question.messages),
            **{name: getattr(question, name) for name in _SAMPLING if name not in manner.left_out},
            manner.limit_name: question.answer_tokens_max,
            "extra_headers": {"Idempotency-Key": key},
            **_form(question, manner.plainness),
        }
        if not manner.is_streamed:
            reply = self._client.chat.completions.create(**wanted)
            return _whole(reply)
        stream = self._client.chat.completions.create(
            **wanted, stream=True, stream_options={"include_usage": True}
        )
        return _gathered(stream, on_piece)

    def _made_plainer(self, problem: APIStatusError, manner: _Manner) -> bool:
        """Whether the question can be put in a way that more servers understand; that way is kept."""
        said = str(problem).casefold()
        with self._lock:
            # Others in flight may hear the same after the first one has mended it.
            if _NEW_LIMIT in said:
                self._manner = replace(self._manner, limit_name=_NEW_LIMIT)
                return manner.limit_name != _NEW_LIMIT
            if refused := {name for name in _SAMPLING if name in said} - manner.left_out:
                self._manner = replace(self._manner, left_out=self._manner.left_out | refused)
                return True
            if "stream" in said and manner.is_streamed:
                self._manner = replace(self._manner, is_streamed=False)
                return True
            if manner.plainness < len(_FORMS) - 1:
                plainness = max(self._manner.plainness, manner.plainness + 1)
                self._manner = replace(self._manner, plainness=plainness)
                return True
            return False

    def _refused(self, problem: APIStatusError) -> ServerRefused:
        hint = "Look at the server's log."
        if problem.status_code in (401, 403):
            hint = f"Set the environment variable {self._key_name} to the server's key."
        if problem.status_code == 404:
            hint = "Look at the address (it mostly ends in /v1) and at the name of the model."
        refused = ServerRefused(
            f"The model's server refused with {problem.status_code}: {_said(problem)}",
            where=self.url,
            next_step=hint,
        )
        refused.code = problem.status_code
        return refused

    def _unreachable(self, problem: Exception) -> ServerUnreachable:
        reason = str(problem.__cause__ or problem) or type(problem).__name__
        return ServerUnreachable(
            f"The model's server at {self.url} does not answer: {reason}",
            next_step="Start it, or mend its address; what was answered is kept.",
        )


def _client(url: str, key: str, timeout_s: float) -> OpenAI:
    try:
        from openai import OpenAI
    except ImportError as problem:
        raise MissingDependency(
            "A model's server is asked by the package openai, which is not here",
            next_step="Run: pip install 'reelwright[writer]'",
        ) from problem
    return OpenAI(base_url=url, api_key=key, max_retries=0, timeout=timeout_s)


def _form(question: Question, plainness: int) -> dict[str, Any]:
    form = _FORMS[plainness](question)
    return {"response_format": form} if form else {}


def _by_schema(question: Question) -> dict[str, Any]:
    named = {"name": question.schema_name, "schema": question.schema, "strict": True}
    return {"type": "json_schema", "json_schema": named}


_FORMS: tuple[Callable[[Question], dict[str, Any]], ...] = (
    _by_schema,
    lambda question: {"type": "json_object"},
    lambda question: {},
)
"""How an answer's form is asked for, from the strictest way to none."""


def _gathered(stream: Any, on_piece: OnPiece | None) -> Answer:
    from openai import APIConnectionError, APIError

    text: list[str] = []
    refusal: list[str] = []
    ended, usage, length = "", None, 0
    try:
        with stream:
            for chunk in stream:
                usage = chunk.usage or usage
                for choice in chunk.choices:
                    text.append(choice.delta.content or "")
                    refusal.append(getattr(choice.delta, "refusal", None) or "")
                    ended = choice.finish_reason or ended
                    length += len(text[-1])
                if on_piece is not None:
                    on_piece(length)
    except APIConnectionError:
        raise
    except APIError:
        # llama.cpp ends so what its own schema did not let it finish: what came was paid for.
        if not length:
            raise
        ended = CUT_OFF
    return _answer("".join(text), "".join(refusal), ended, usage)


def _whole(reply: Any) -> Answer:
    if not reply.choices:
        return Answer(text="", ended="stop")
    choice = reply.choices[0]
    refusal = getattr(choice.message, "refusal", None) or ""
    return _answer(choice.message.content or "", refusal, choice.finish_reason or "stop", reply.usage)


def _answer(text: str, refusal: str, ended: str, usage: Any) -> Answer:
    return Answer(
        # A stream may break in the middle of a character; half of one cannot be written down.
        text=text.encode("utf-8", "replace").decode(),
        refusal=refusal.encode("utf-8", "replace").decode(),
        ended=ended,
        asked_tokens=usage.prompt_tokens if usage else 0,
        said_tokens=usage.completion_tokens if usage else 0,
    )


def _said(problem: APIStatusError) -> str:
    body: Any = problem.body
    if isinstance(body, Mapping):
        body = body.get("message", body.get("detail", body))
    text = body if isinstance(body, str) else json.dumps(body) if body else str(problem)
    return " ".join(text.split())[:160]


__all__ = ["Answer", "ChatServer", "Message", "Question"]
