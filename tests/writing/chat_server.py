"""A server of OpenAI's chat protocol whose model knows one story; a process of the tests and the benchmark.

    python chat_server.py LOG [PORT] [LATENCY_S]     # prints its port, then serves

Answers fit the schema that is asked for and follow from the question alone. What goes wrong is chosen by the
model's name, see ``FAULTS``. Every question is a line of ``LOG``: when it was answered whole, another.
"""

from __future__ import annotations

import json
import re
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

LOG = Path(sys.argv[1]) if len(sys.argv) > 1 else Path("chat.jsonl")
LATENCY_S = float(sys.argv[3]) if len(sys.argv) > 3 else 0.0
KEY = "Bearer a-secret"
LOCK = threading.Lock()
TRIES: dict[str, int] = {}

NAMES = {"en": ("Ivy Marsh", "Simon Vale", "Cordelia Vale"), "zh": ("林婷", "陆沉", "沈曼")}
FEELINGS = ("cold", "tender", "angry", "", "whispering", "")
LINES = {
    "en": (
        "Who told you about the {n} letters?", "Nobody told me. I counted them.",
        "You were {n} when it burned.", "Then say his name. Once.",
        "I can't say it in this house.", "So we leave. Tonight, by the back gate.",
        "She has the other key, hasn't she?", "Don't turn round. She's listening.",
    ),
    "zh": (
        "谁告诉你那{n}封信的事？", "没人告诉我，我数过。", "起火那年你才{n}岁。",
        "那你说他的名字，就一次。", "在这个家里我不能说。", "那就走，今晚，从后门。",
        "另一把钥匙在她那儿，对吗？", "别回头，她在听。",
    ),
}  # fmt: skip


def bible(language: str, said: str) -> dict[str, Any]:
    is_zh = language == "zh"
    lead, love, ruler = NAMES[language]
    looks = "黑色长发，穿红色连衣裙" if is_zh else "Long black hair, wearing a red dress."
    people = [
        {
            "name": name, "part": part, "sex": sex, "age": age, "looks": looks,
            "persona": "说话短，怕黑。" if is_zh else "Speaks in short sentences and fears the dark.",
            "role": "女服务员" if is_zh else "The waitress", "wants": "真相" if is_zh else "The truth.",
            "hides": "一封信" if is_zh else "A letter.",
            "arc": "从沉默到开口" if is_zh else "From silence to speech.",
        }
        for name, part, sex, age in (
            (lead, "lead", "female", 25), (love, "love", "male", 29), (ruler, "ruler", "female", 56),
        )
    ]  # fmt: skip
    return {
        "title": "后门的钥匙" if is_zh else "The Back Gate Key",
        "tagline": "门没有锁。" if is_zh else "The gate was never locked.",
        "premise": "她要知道是谁放的火。" if is_zh else "She wants to know who set the fire.",
        "world": "山上的老宅。" if is_zh else "An old house on a hill.",
        "motifs": ["钥匙" if is_zh else "a key"],
        "places": ["厨房", "走廊"] if is_zh else ["kitchen", "corridor"],
        "cast": people,
        "ties": [{"one": lead, "other": love, "bond": "相爱" if is_zh else "In love."}],
        "secrets": [
            {
                "key": "fire", "fact": "她放了火。" if is_zh else "She set the fire.",
                "culprit": ruler, "victim": lead, "knows": [ruler],
                "words": ["后门暗号" if is_zh else "Larkspur"],
            }
        ],
    }  # fmt: skip


def season(language: str, said: str) -> dict[str, Any]:
    found = re.search(r"Plan episodes (\d+) to (\d+)", said)
    assert found
    is_zh = language == "zh"
    return {
        "episodes": [
            {
                "number": number, "title": f"第{number}把钥匙" if is_zh else f"Key {number}",
                "hook": "谁在门外？" if is_zh else "Who is at the gate?",
                "turn": "她找到一封信。" if is_zh else "She finds a letter.",
                "cliffhanger": "别回头，她在听。" if is_zh else "Don't turn round. She's listening.",
                "tension": min(1.0, number / 10),
                "learns": [{"who": NAMES[language][0], "secret": "fire"}] if number == 2 else [],
            }
            for number in range(int(found[1]), int(found[2]) + 1)
        ]
    }  # fmt: skip


def beats(language: str, said: str) -> dict[str, Any]:
    happens = "她在厨房数信。" if language == "zh" else "She counts the letters in the kitchen."
    feeling = "不安变成愤怒" if language == "zh" else "unease turns to anger"
    return {"beats": [{"happens": happens, "people": list(NAMES[language][:2]), "feeling": feeling}] * 4}


def scenes(language: str, said: str) -> dict[str, Any]:
    is_zh = language == "zh"
    rows = (
        ("厨房" if is_zh else "kitchen", "night", "tension"),
        ("走廊" if is_zh else "corridor", "night", "reveal"),
    )
    return {
        "scenes": [
            {
                "place": place, "is_inside": True, "hour": hour, "mood": mood,
                "people": list(NAMES[language][:2]),
                "happens": "她问起那些信。" if is_zh else "She asks about the letters.",
            }
            for place, hour, mood in rows
        ]
    }  # fmt: skip


def lines(language: str, said: str) -> dict[str, Any]:
    found = re.search(r"episode (\d+) of", said)
    number = int(found[1]) if found else 1
    lead, love, _ = NAMES[language]
    seen = f"{lead}走进来。" if language == "zh" else f"{lead.split()[0]} walks in."
    every = [
        {
            "action": seen if turn == 0 else "", "who": lead if turn % 2 == 0 else love,
            "how": "" if language == "zh" else FEELINGS[turn % len(FEELINGS)],
            "line": text.format(n=number + 3),
        }
        for turn, text in enumerate(LINES[language])
    ]  # fmt: skip
    return {"scenes": [{"moments": every[:4]}, {"moments": every[4:]}]}


def translate(language: str, said: str) -> dict[str, Any]:
    numbers = [int(number) for number in re.findall(r"^\[(\d+)\]", said, re.M)]
    return {"lines": [{"number": number, "text": f"第{number}句，她在听。"} for number in numbers]}


def read(language: str, said: str) -> dict[str, Any]:
    """Its first words, so that a test sees which part was read."""
    part = said.partition("\n\n")[2]
    return {"synopsis": f"读到：{part[:12]}" if language == "zh" else f"It begins: {part[:40]}"}


STORY = {
    "translate": translate,
    "read": read,
    "bible": bible,
    "season": season,
    "beats": beats,
    "scenes": scenes,
    "lines": lines,
    "polish": lines,
}
PROSE = "Certainly! Here is the story you asked for. Once upon a time there was a house."
FAULTS: dict[str, Any] = {
    "prose": lambda good: PROSE,
    "fenced": lambda good: f"Here you are:\n```json\n{good}\n```\nEnjoy!",
    "slips": lambda good: good.replace('",', '",,', 1)[:-1] + ",}",
    "half": lambda good: good[: len(good) // 2],
    "refusal": lambda good: "I'm sorry, but I can't help with that.",
    "nothing": lambda good: "",
    "chinese": lambda good: re.sub(r'": "[^"]*"', '": "她在厨房里数那些信"', good),
    "other-form": lambda good: '{"answer": 42}',
}
"""A model called ``half`` always answers so; ``half-once`` the first time that a pass is asked for."""


def answer(asked: dict[str, Any]) -> tuple[str, str]:
    """What the model says and why it ended."""
    said = next(turn["content"] for turn in asked["messages"] if turn["role"] == "user")
    kind = KIND.get(tuple(sorted(asked_keys(said))), "lines")
    language = "zh" if "Chinese" in asked["messages"][0]["content"] else "en"
    story = STORY[kind](language, said)
    if asked["model"] == "varied" and story.get("scenes", [{}])[-1].get("moments"):
        # The versions of an episode: a tame ending, the good one, and none at all.
        version = asked["seed"] % 100 // 10
        if version == 2:
            return PROSE, "stop"
        if version == 0:
            story["scenes"][-1]["moments"][-1]["line"] = "Good night, Simon. Sleep well and see you soon."
    good = json.dumps(story, ensure_ascii=False)
    fault = asked["model"].removesuffix("-once")
    with LOCK:
        tried = f"{asked['model']}/{kind}"
        tries = TRIES[tried] = TRIES.get(tried, 0) + 1
    is_first = tries == 1
    if fault in FAULTS and ("-once" not in asked["model"] or is_first):
        return FAULTS[fault](good), "length" if fault == "half" else "stop"
    return good, "stop"


def asked_keys(said: str) -> set[str]:
    if said.startswith("Translate"):
        return {"number"}
    if said.startswith("This is part"):
        return {"synopsis"}
    return {key for key in ("tagline", "hook", "beats", "is_inside", "moments") if f'"{key}"' in said}


USAGE = {"prompt_tokens": 100, "completion_tokens": 200, "total_tokens": 300}
KIND = {
    ("number",): "translate", ("synopsis",): "read",
    ("tagline",): "bible", ("hook",): "season", ("beats",): "beats", ("is_inside",): "scenes",
    ("moments",): "lines",
}  # fmt: skip


class Server(BaseHTTPRequestHandler):
    """``POST /v1/chat/completions``."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        model = asked["model"]
        note = {
            "key": self.headers.get("Idempotency-Key"),
            "model": model,
            "messages": len(asked["messages"]),
        }
        form = asked.get("response_format", {}).get("type", "")
        with LOCK:
            TRIES[model] = tries = TRIES.get(model, 0) + 1
        write({**note, "event": "asked", "form": form, "tokens": asked.get("max_tokens", 0)})
        if self.path != "/v1/chat/completions":
            return self._fail(404, "no such path")
        if model == "locked" and self.headers.get("Authorization") != KEY:
            return self._fail(401, "wrong key")
        if model == "busy" and tries <= 6:
            return self._fail(429, "slow down")
        if model == "down" or (model == "shaky" and tries % 3 == 1):
            return self._fail(503, "overloaded")
        if model == "newer" and "max_tokens" in asked:
            return self._fail(400, "'max_tokens' is not supported. Use 'max_completion_tokens' instead.")
        if model == "thinking" and (told := [name for name in ("temperature", "seed") if name in asked]):
            return self._fail(400, f"Unsupported value: '{told[0]}' does not support {asked[told[0]]}.")
        if model == "plain" and form:
            return self._fail(400, "response_format is not supported")
        time.sleep(LATENCY_S)
        text, ended = answer(asked)
        if model == "dies" and tries == 2:
            # The connection breaks in the middle of the stream.
            self._head(200, "text/event-stream")
            self._piece(said(text[:20]))
            self.close_connection = True
            return None
        if asked.get("stream"):
            self._stream(text, ended, is_counting=model != "uncounted")
        else:
            choice = {"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": ended}
            self._whole(200, {"id": "1", "object": "chat.completion", "choices": [choice], "usage": USAGE})
        write({**note, "event": "answered"})
        return None

    def _stream(self, text: str, ended: str, *, is_counting: bool) -> None:
        self._head(200, "text/event-stream")
        for start in range(0, len(text), 400):
            self._piece(
                {
                    "choices": [
                        {"index": 0, "delta": {"content": text[start : start + 400]}, "finish_reason": None}
                    ]
                }
            )
        self._piece({"choices": [{"index": 0, "delta": {}, "finish_reason": ended}]})
        if is_counting:
            self._piece(
                {
                    "choices": [],
                    "usage": {"prompt_tokens": 100, "completion_tokens": 200, "total_tokens": 300},
                }
            )
        self._chunk(b"data: [DONE]\n\n")
        self._chunk(b"")

    def _head(self, code: int, kind: str) -> None:
        self.send_response(code)
        self.send_header("Content-Type", kind)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()

    def _piece(self, chunk: dict[str, Any]) -> None:
        whole = {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": "m", **chunk}
        self._chunk(f"data: {json.dumps(whole)}\n\n".encode())

    def _chunk(self, data: bytes) -> None:
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        self.wfile.flush()

    def _fail(self, code: int, message: str) -> None:
        self._whole(code, {"error": {"message": message}})

    def _whole(self, code: int, body: dict[str, Any]) -> None:
        data = json.dumps(body).encode()
        self.send_response(code)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        if code == 429:
            self.send_header("Retry-After", "7")
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        return


def said(text: str) -> dict[str, Any]:
    return {"choices": [{"index": 0, "delta": {"content": text}, "finish_reason": None}]}


def write(note: dict[str, Any]) -> None:
    with LOCK, LOG.open("a") as file:
        file.write(json.dumps(note) + "\n")


class Threads(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, *_: object) -> None:
        """Clients that were killed are what some tests are about."""


if __name__ == "__main__":
    server = Threads(("127.0.0.1", int(sys.argv[2]) if len(sys.argv) > 2 else 0), Server)
    print(server.server_address[1], flush=True)  # noqa: T201
    server.serve_forever()
