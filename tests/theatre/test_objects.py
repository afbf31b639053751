"""Objects in a folder and in a bucket of a real S3 server: written once, read back, signed, listed."""

from __future__ import annotations

import asyncio
from pathlib import Path

import httpx
import pytest
from tests.theatre.s3 import KEYS

from reelwright.build.digest import digest_of_bytes
from reelwright.errors import BadInput, CannotWrite
from reelwright.theatre.catalogue.objects import ObjectStore, media_type_of


@pytest.fixture(params=["folder", "bucket", "bucket with a prefix"])
def objects(request: pytest.FixtureRequest, tmp_path: Path) -> ObjectStore:
    if request.param == "folder":
        return ObjectStore(str(tmp_path / "media"))
    server = request.getfixturevalue("s3_server")
    prefix = "/theatre/media" if "prefix" in request.param else ""
    return ObjectStore(f"s3://shelf{prefix}", options={"endpoint": server, **KEYS})


def test_an_object_is_written_once_and_read_back(objects: ObjectStore) -> None:
    data = b"segment" * 1000
    name = digest_of_bytes(data)
    assert not objects.has(name, len(data))
    assert objects.put(name, data, media_type="video/iso.segment")
    assert not objects.put(name, data, media_type="video/iso.segment")
    assert objects.has(name, len(data)) and not objects.has(name, 5)
    assert objects.read(name) == data
    assert (name, len(data)) in set(objects.listed())

    async def middle() -> bytes:
        return b"".join([piece async for piece in objects.stream(name, 7, 21)])

    assert asyncio.run(middle()) == b"segmentsegment"
    objects.remove(name)
    objects.remove(name)
    assert not objects.has(name, len(data)) and name not in {one for one, _ in objects.listed()}
    with pytest.raises(FileNotFoundError):
        objects.read(name)


def test_bytes_of_another_name_are_refused(objects: ObjectStore) -> None:
    with pytest.raises(BadInput, match="changed while it was read"):
        objects.put("0" * 64, b"else", media_type="x/y")
    assert not objects.has("0" * 64, 4)


def test_a_bucket_signs_an_address_that_a_browser_can_open(s3_server: str) -> None:
    objects = ObjectStore("s3://shelf/signed", options={"endpoint": s3_server, **KEYS})
    data = b"\x89PNG picture"
    objects.put(digest_of_bytes(data), data, media_type="image/png")
    answer = httpx.get(objects.signed_address(digest_of_bytes(data)))
    assert answer.content == data and answer.headers["content-type"] == "image/png"
    assert objects.local_path(digest_of_bytes(data)) is None


def test_a_torn_copy_is_written_over(tmp_path: Path) -> None:
    objects = ObjectStore(str(tmp_path))
    name = digest_of_bytes(b"whole")
    path = objects.local_path(name)
    assert path is not None
    path.parent.mkdir()
    path.write_bytes(b"who")
    assert objects.put(name, b"whole", media_type="x/y") and objects.read(name) == b"whole"


def test_a_bucket_that_is_not_there_is_said(s3_server: str) -> None:
    objects = ObjectStore("s3://nowhere", options={"endpoint": s3_server, **KEYS})
    with pytest.raises(CannotWrite, match="s3://nowhere"):
        objects.put(digest_of_bytes(b"x"), b"x", media_type="x/y")


def test_other_addresses_are_refused() -> None:
    with pytest.raises(BadInput, match="folder or s3://"):
        ObjectStore("ftp://somewhere/x")


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CannotWrite):
        ObjectStore(str(tmp_path / "file" / "media"))


def test_media_types() -> None:
    assert media_type_of("hls/master.m3u8") == "application/vnd.apple.mpegurl"
    assert media_type_of("hls/0001.m4s") == "video/iso.segment"
    assert media_type_of("x.weird") == "application/octet-stream"
