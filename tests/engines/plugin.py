"""A package of somebody else's, as pip would install it: engines that go wrong, and one that loads a model.

``REELWRIGHT_TEST_NOTES`` names a file that the engines write into what they did, a line each.
"""

from __future__ import annotations

from pathlib import Path

_CODE = '''
import os
import time
from pathlib import Path

from reelwright.build import Resources
from reelwright.camera.built_in import BuiltInCamera
from reelwright.voice.built_in import BuiltInVoice


def note(what):
    with open(os.environ["REELWRIGHT_TEST_NOTES"], "a") as notes:
        notes.write(f"{what} {os.getpid()}\\n")


class Faulty:
    """The built-in camera, but for the shots that begin on an insert; each a fault of its own."""

    version = "1"
    name = "faulty"
    resources = Resources()

    def film(self, brief, cache):
        take = BuiltInCamera().film(brief, cache)
        if brief.shot.insert:
            return self.spoil(take)
        return take


class Raises(Faulty):
    def spoil(self, take):
        raise RuntimeError("the model is upset")


class Hangs(Faulty):
    resources = Resources(timeout_s=30)

    def spoil(self, take):
        note("hangs")
        time.sleep(600)


class Eats(Faulty):
    resources = Resources(memory_mib=900)

    def spoil(self, take):
        return bytearray(2 << 30)


class Dies(Faulty):
    def spoil(self, take):
        os.kill(os.getpid(), 9)


class Short:
    def __init__(self, take, count):
        self.take, self.frame_count, self.notices = take, count, take.notices

    def layers(self, frame):
        if frame >= self.take.frame_count:
            raise IndexError(frame)
        return self.take.layers(frame)

    def faces(self, frame):
        return self.take.faces(frame)


class Few(Faulty):
    def spoil(self, take):
        return Short(take, take.frame_count - 3)


class Wrong(Faulty):
    def spoil(self, take):
        class Broken(Short):
            def layers(self, frame):
                return [("not a sprite", None)]

        return Broken(take, take.frame_count)


class Loaded:
    """The built-in voice behind a model that is slow to load."""

    name = "loaded"
    version = "1"
    resources = Resources(model="loaded")

    def __init__(self):
        note("loads")
        self.voice = BuiltInVoice()

    def speak(self, utterance):
        note("speaks")
        time.sleep(float(os.environ.get("REELWRIGHT_TEST_SPEAKS_S", "0")))
        return self.voice.speak(utterance)
'''
CAMERAS = ("raises", "hangs", "eats", "dies", "few", "wrong")


def write_plugin(folder: Path) -> Path:
    """The package and what says that it is installed; put ``folder`` on the path."""
    (folder / "somebodys_engines.py").write_text(_CODE)
    info = folder / "somebodys_engines-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: somebodys-engines\nVersion: 1.0\n")
    cameras = "".join(f"{name} = somebodys_engines:{name.title()}\n" for name in CAMERAS)
    (info / "entry_points.txt").write_text(
        f"[reelwright.cameras]\n{cameras}\n[reelwright.voices]\nloaded = somebodys_engines:Loaded\n"
    )
    return folder
