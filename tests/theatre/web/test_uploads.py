"""``publish --to``: a release goes to a theatre on another machine, file by file, and goes on where it
stopped."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from bench.serving import REELWRIGHT, Server, running, serve
from starlette.testclient import TestClient
from tests.theatre.releases import Sketch, make_release
from tests.theatre.test_publishing_page import COMMANDS, words_of
from tests.theatre.web.conftest import PASSWORD, another_device
from tests.theatre.web.test_publishing import become, hall, only_series

from reelwright.clients.http import ServerRefused, ServerUnreachable
from reelwright.errors import BadInput
from reelwright.studio.sending import Sent, send_release
from reelwright.theatre.accounts import new_guest
from reelwright.theatre.accounts.signing import hashed, make_account, set_role
from reelwright.theatre.store import Store, migrate

MAILS = {"creator": "mara@example.com", "viewer": "ren@example.com", "creator2": "lee@example.com"}


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A theatre of its own process, with two creators and a viewer."""
    data = tmp_path_factory.mktemp("elsewhere")
    store = Store(f"sqlite:///{data}/theatre.db")
    migrate(store)
    secret = hashed(PASSWORD)
    for role, mail in MAILS.items():

        def join(connection, mail=mail, role=role):  # type: ignore[no-untyped-def]
            guest = new_guest(connection, language="en", now_us=1)
            make_account(connection, guest, mail=mail, password_hash=secret, name=role)
            set_role(connection, mail, role.rstrip("2"))  # type: ignore[arg-type]

        store.write(join)
    store.close()
    with running(serve(data)) as server:
        yield server


def sends(folder: Path, server: Server, mail: str = MAILS["creator"], **more) -> Sent:  # type: ignore[no-untyped-def]
    said = {"mail": mail, "password": PASSWORD, "offer": {}, "sleep": lambda seconds: None} | more
    return send_release(folder, server.url, **said)


def test_the_program_publishes_elsewhere_and_sends_again_only_what_is_new(
    elsewhere: Server, tmp_path: Path
) -> None:
    folder = make_release(tmp_path / "r", slug="lamp", title="The Lamp")

    def publish(*words: str) -> tuple[int, dict[str, object]]:
        command = [*REELWRIGHT, "publish", str(folder), "--to", elsewhere.url, "--json", *words]
        environment = os.environ | {"REELWRIGHT_PASSWORD": PASSWORD}
        ran = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=60)
        return ran.returncode, json.loads(ran.stdout.splitlines()[-1])

    code, said = publish("--mail", MAILS["creator"], "--price", "12", "--free", "1")
    assert code == 0 and said["event"] == "published", said
    assert said["new"] == [1, 2, 3] and said["uploaded"] == said["files"]
    _, again = publish("--mail", MAILS["creator"])
    assert again["unchanged"] == [1, 2, 3]
    # What is read before anything is shown comes along; media do not.
    assert int(again["uploaded"]) < int(said["files"]) / 2  # type: ignore[call-overload]
    make_release(folder, slug="lamp", title="The Lamp", episodes=[Sketch(1), Sketch(2, variant=5), Sketch(3)])
    _, changed = publish("--mail", MAILS["creator"])
    assert (changed["replaced"], changed["unchanged"]) == ([2], [1, 3])
    code, refused = publish()
    assert code == 2 and refused["where"] == "--mail"


def test_the_command_of_the_page_runs(elsewhere: Server, tmp_path: Path) -> None:
    (line,) = [one for one in COMMANDS if "--to" in one]
    make_release(tmp_path / "my-series" / "build" / "release", slug="my-series")
    line = line.replace("https://films.example.org", elsewhere.url)
    command = [*REELWRIGHT, *words_of(line.replace("you@example.org", MAILS["creator"]))]
    environment = os.environ | {"REELWRIGHT_PASSWORD": PASSWORD}
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, env=environment, timeout=60)
    assert ran.returncode == 0 and "3 episodes new" in ran.stdout, ran.stdout + ran.stderr


def test_an_upload_that_was_cut_off_goes_on(elsewhere: Server, tmp_path: Path) -> None:
    folder = make_release(tmp_path / "r", slug="cut", episodes=6, segment_bytes=40_000)

    class Cut(Exception):
        pass

    def cuts(done: int, total: int) -> None:
        if done > total // 3:
            raise Cut

    with pytest.raises(Cut):
        sends(folder, elsewhere, listen=cuts)
    seen: list[tuple[int, int]] = []
    sent = sends(folder, elsewhere, listen=lambda done, total: seen.append((done, total)))
    assert 0 < seen[0][0] < seen[-1][0] == seen[-1][1]
    assert sent.said["new"] == [1, 2, 3, 4, 5, 6] and sent.sent_bytes < seen[-1][1]


def test_who_may_not_and_what_may_not_are_said(elsewhere: Server, tmp_path: Path) -> None:
    folder = make_release(tmp_path / "r", slug="taken", episodes=1)
    with pytest.raises(ServerRefused, match="The address or the password is wrong"):
        sends(folder, elsewhere, password="not this one")
    with pytest.raises(ServerRefused, match="This page is not for you"):
        sends(folder, elsewhere, mail=MAILS["viewer"])
    sends(folder, elsewhere)
    with pytest.raises(ServerRefused, match=r"400|403|409"):
        sends(make_release(tmp_path / "b", slug="taken", episodes=2), elsewhere, mail=MAILS["creator2"])
    with pytest.raises(BadInput, match="in the clear"):
        send_release(folder, "http://films.example.org", mail="a", password="b", offer={})
    closed = Server(elsewhere.process, 9, 0.0)
    with pytest.raises(ServerUnreachable, match="See that the theatre is open"):
        sends(folder, closed)
    next(folder.rglob("*.m4s")).write_bytes(b"changed")
    with pytest.raises(BadInput, match="not sound"):
        sends(folder, elsewhere)


@pytest.fixture
def creator(theatre: TestClient) -> TestClient:
    return become(theatre, "creator")


def test_what_comes_is_what_was_named(creator: TestClient, tmp_path: Path) -> None:
    """Neither other bytes, nor other files, nor somebody else's upload; and nothing is shown before all is
    there."""
    folder = make_release(tmp_path / "r", episodes=1)
    begun = creator.post("/api/uploads", content=(folder / "manifest.json").read_bytes()).json()
    here = f"/api/uploads/{begun['upload']}"
    file = begun["missing"][0]
    bad = creator.put(f"{here}/files/{file['sha256']}", content=b"x" * file["byte_count"])
    assert bad.status_code == 400 and "not those" in bad.json()["what"]
    long = creator.put(f"{here}/files/{file['sha256']}", content=b"x" * (file["byte_count"] + 9))
    assert long.status_code == 400
    assert creator.put(f"{here}/files/{'0' * 64}", content=b"").status_code == 400
    early = creator.post(f"{here}/publish", json={})
    assert early.status_code == 400 and "have not come" in early.json()["what"]
    stranger = become(another_device(creator), "creator", "lee@example.com")
    assert stranger.post(f"{here}/publish", json={}).status_code == 400
    assert another_device(creator).post("/api/uploads", content=b"{}").status_code in (401, 403)
    for one in begun["missing"]:
        answer = creator.put(f"{here}/files/{one['sha256']}", content=(folder / one["path"]).read_bytes())
        assert answer.status_code == 204
    done = creator.post(f"{here}/publish", json={"price_coins": 7, "tags": ["sea"]})
    assert done.json()["new"] == [1], done.text
    found = only_series(creator)
    assert (found.price_coins, found.tags) == (7, ("sea",))
    uploads = hall(creator).settings.folder / "uploads"
    assert not [path for path in uploads.rglob("*") if path.is_file()]


@pytest.mark.parametrize("path", ["../../secret", "/etc/passwd", "a\\b", "manifest.json", ""])
def test_a_manifest_that_names_something_outside_is_refused(
    creator: TestClient, tmp_path: Path, path: str
) -> None:
    folder = make_release(tmp_path / "r", episodes=1)
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["files"][0]["path"] = path
    answer = creator.post("/api/uploads", content=json.dumps(manifest).encode())
    assert answer.status_code == 400, answer.text
    assert str(hall(creator).settings.folder) not in answer.text
    assert creator.post("/api/uploads", content=b"{").status_code == 400


def test_a_creator_has_few_unfinished_uploads(creator: TestClient, tmp_path: Path) -> None:
    for number in range(6):
        folder = make_release(tmp_path / "r", slug=f"s{number}", episodes=1)
        assert (
            creator.post("/api/uploads", content=(folder / "manifest.json").read_bytes()).status_code == 201
        )
        shutil.rmtree(folder)
    assert len(list((hall(creator).settings.folder / "uploads").glob("*/*"))) == 4
