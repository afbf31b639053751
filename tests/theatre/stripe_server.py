"""A real server that speaks as Stripe does, ``localstripe``, and what Stripe.js would do in a browser."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

KEY = "sk_test_localstripe"
SECRET = "whsec_of_the_tests"
GOOD = "4242424242424242"
REFUSED_WHEN_CHARGED = "4000000000000341"
ASKS_THE_BANK = "4000002500003155"


class LocalStripe:
    """One server; ``url`` is its address."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.http = httpx.Client(base_url=url, auth=(KEY, ""), timeout=20)

    def post(self, path: str, **data: Any) -> Any:
        answer = self.http.post(path, json=data)
        return answer.json() if answer.content else {}

    def get(self, path: str) -> Any:
        return self.http.get(path).json()

    def card(self, number: str = GOOD) -> str:
        """A card as Stripe's element makes one."""
        entered = {"number": number, "exp_month": 12, "exp_year": 2034, "cvc": "123"}
        return str(self.post("/v1/payment_methods", type="card", card=entered)["id"])

    def pay(self, payment: str, number: str = GOOD) -> Any:
        """``confirmCardPayment``: the card is put to the payment and charged."""
        self.post(f"/v1/payment_intents/{payment}", payment_method=self.card(number))
        return self.post(f"/v1/payment_intents/{payment}/confirm")

    def keep_card(self, setup: str, number: str = GOOD) -> Any:
        """``confirmCardSetup``."""
        return self.post(f"/v1/setup_intents/{setup}/confirm", payment_method=self.card(number))

    def tell(self, url: str, name: str = "theatre") -> None:
        """Send webhooks to ``url``, a second after what they tell of."""
        self.post(f"/_config/webhooks/{name}", url=url, secret=SECRET)


@contextmanager
def stripe_server(folder: Path) -> Iterator[LocalStripe]:
    """Run it on a free port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "localstripe", "--from-scratch", "--port", str(port)]
    with (folder / "localstripe.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder)
    server = LocalStripe(f"http://127.0.0.1:{port}")
    try:
        for _ in range(300):
            assert process.poll() is None, (folder / "localstripe.log").read_text()
            try:
                server.get("/v1/plans")
                break
            except httpx.TransportError:
                time.sleep(0.1)
        yield server
    finally:
        process.terminate()
        process.wait(10)
