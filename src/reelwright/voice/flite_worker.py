"""JSON lines on standard input → flite's samples, phones and token numbers on standard output."""

from __future__ import annotations

import json
import sys
from typing import Any, BinaryIO

from .flite_library import FliteLibrary, FliteUnavailableError
from .flite_prosody import Prosody


def serve(requests: BinaryIO, replies: BinaryIO) -> None:
    """Answer every request until the input ends."""
    library: FliteLibrary | None = None
    for line in requests:
        pcm = b""
        try:
            library = library or FliteLibrary()
            header, pcm = _answer(library, json.loads(line))
        except FliteUnavailableError as error:
            header = {"missing": str(error)}
        except Exception as error:  # the reply carries it; dying would only hide it
            header = {"error": f"{type(error).__name__}: {error}"}
        header["pcm_bytes"] = len(pcm)
        replies.write(json.dumps(header).encode() + b"\n" + pcm)
        replies.flush()


def _answer(library: FliteLibrary, request: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    fields = dict(request["prosody"])
    fields |= {name: tuple(fields.get(name, ())) for name in ("emphasis", "content")}
    speech = library.speak(
        request["speaker"],
        request["text"],
        Prosody(**fields),
        seed=int(request["seed"]),
        lexicon=request.get("lexicon"),
    )
    header = {
        "sample_rate_hz": speech.sample_rate_hz,
        "token_count": speech.token_count,
        "segments": [(s.symbol, s.start_s, s.end_s, s.token) for s in speech.segments],
    }
    return header, speech.samples.astype("<i2").tobytes()


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer)
