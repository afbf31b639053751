"""This machine → what is installed, which engines work, and what each missing thing needs."""

from __future__ import annotations

import ctypes.util
import platform
import shutil
import sys
from collections.abc import Callable, Iterator
from fnmatch import fnmatch
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from importlib.util import find_spec

import msgspec

from reelwright.errors import ReelwrightError

_STUDIO_MODULES = {
    "av": "av",
    "numpy": "numpy",
    "opencv-python-headless": "cv2",
    "skia-python": "skia",
    "wasmtime": "wasmtime",
    "scipy": "scipy",
    "lz4": "lz4",
    "soxr": "soxr",
    "tomlkit": "tomlkit",
    "watchfiles": "watchfiles",
    "mido": "mido",
    "espeakng-loader": "espeakng_loader",
    "pocketsphinx": "pocketsphinx",
    "polib": "polib",
    "pypdfium2": "pypdfium2",
    "pypinyin": "pypinyin",
    "python-docx": "docx",
    "rjieba": "rjieba",
    "opentimelineio": "opentimelineio",
    "pebble": "pebble",
    "charset-normalizer": "charset_normalizer",
}
_WRITER_MODULES = {"openai": "openai", "json-repair": "json_repair"}
_THEATRE_MODULES = {
    "alembic": "alembic",
    "babel": "babel",
    "fastapi": "fastapi",
    "jinja2": "jinja2",
    "obstore": "obstore",
    "psycopg": "psycopg",
    "pwdlib": "pwdlib",
    "python-multipart": "python_multipart",
    "sqlalchemy": "sqlalchemy",
    "stripe": "stripe",
    "uvicorn": "uvicorn",
}
_CARRIED_SCRIPTS = {
    "hls.js": ("hls*.js", "the player takes the whole film where the browser has no HLS of its own"),
    "htmx": ("htmx*.js", "pages load whole"),
}
_LIBRARIES = {"EGL": "libegl1", "GL": "libgl1", "expat": "libexpat1", "flite": "libflite1"}


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One thing looked for. ``is_needed`` things must be there for the built-in engines to make a
    film; the others have a fall-back, which ``detail`` names."""

    name: str
    is_present: bool
    is_needed: bool
    detail: str = ""
    remedy: str = ""


def examine() -> list[Finding]:
    """Everything the studio stands on, in the order in which a film needs it, and then the theatre."""
    return [*_base(), *_packages(), *_system(), *_fonts(), *_sound_banks(), *_engines(), *_theatre()]


def _base() -> Iterator[Finding]:
    right = (3, 11) <= sys.version_info[:2] < (3, 14)
    yield Finding(
        name="Python",
        is_present=right,
        is_needed=True,
        detail=platform.python_version(),
        remedy="use Python 3.11, 3.12 or 3.13",
    )


def _packages() -> Iterator[Finding]:
    for package, module in (_STUDIO_MODULES | _WRITER_MODULES).items():
        try:
            import_module(module)
            found, detail = True, version(package)
        except PackageNotFoundError:
            found, detail = True, ""
        except Exception as problem:
            # Skia raises whatever the missing shared library makes it raise.
            found, detail = False, str(problem).splitlines()[0]
        yield Finding(
            name=package,
            is_present=found,
            is_needed=package in _STUDIO_MODULES,
            detail=detail,
            remedy="pip install 'reelwright[studio]' and the system libraries below"
            if package in _STUDIO_MODULES
            else "pip install 'reelwright[writer]', for a series written by a model",
        )


def _system() -> Iterator[Finding]:
    for library, package in _LIBRARIES.items():
        found = ctypes.util.find_library(library)
        yield Finding(
            name=f"lib{library}",
            is_present=found is not None,
            is_needed=library != "flite",
            detail=found or "not found",
            remedy=f"apt install {package}",
        )
    flite = shutil.which("flite")
    yield Finding(
        name="flite",
        is_present=flite is not None or ctypes.util.find_library("flite") is not None,
        is_needed=True,
        detail="English voices",
        remedy="apt install libflite1 flite",
    )


def _fonts() -> Iterator[Finding]:
    def fonts() -> object:
        from reelwright.drawing.text import fonts

        return fonts()

    yield _tried("fonts", fonts, is_needed=True, remedy="apt install fonts-lato fonts-noto-cjk")


def _sound_banks() -> Iterator[Finding]:
    def find_sound_bank() -> object:
        from reelwright.score.soundfont import find_sound_bank

        return find_sound_bank()

    yield _tried(
        "sound bank",
        find_sound_bank,
        is_needed=False,
        remedy="apt install musescore-general-soundfont-small; until then a plain synthesiser plays",
    )


def _engines() -> Iterator[Finding]:
    try:
        from reelwright.production import engines
    except ImportError as problem:
        for kind in ("voice", "camera", "composer"):
            yield Finding(
                name=f"{kind} engine built-in",
                is_present=False,
                is_needed=True,
                detail=str(problem),
                remedy="see above",
            )
        return
    for kind, group, named in (
        ("voice", engines.VOICES, engines.voice_named),
        ("camera", engines.CAMERAS, engines.camera_named),
        ("composer", engines.COMPOSERS, engines.composer_named),
    ):
        for name in engines.registered(group):

            def make(named: Callable[[str], object] = named, name: str = name) -> object:
                return named(name)

            yield _tried(
                f"{kind} engine {name}", make, is_needed=name == engines.BUILT_IN, remedy="see above"
            )


def _theatre() -> Iterator[Finding]:
    missing = sorted(name for name, module in _THEATRE_MODULES.items() if find_spec(module) is None)
    yield Finding(
        name="theatre",
        is_present=not missing,
        is_needed=False,
        detail=f"without {', '.join(missing)}" if missing else "reelwright serve",
        remedy="pip install 'reelwright[theatre]'",
    )
    vendor = files("reelwright") / "theatre" / "web" / "static" / "vendor"
    there = [one.name for one in vendor.iterdir()] if vendor.is_dir() else []
    for name, (pattern, without) in _CARRIED_SCRIPTS.items():
        is_there = any(fnmatch(one, pattern) for one in there)
        yield Finding(
            name=name,
            is_present=is_there,
            is_needed=False,
            detail="" if is_there else f"not there: {without}",
            remedy="tools/vendor.sh, which needs npm",
        )


def _tried(name: str, find: Callable[[], object], *, is_needed: bool, remedy: str) -> Finding:
    try:
        found = find()
    except ReelwrightError as problem:
        return Finding(
            name=name,
            is_present=False,
            is_needed=is_needed,
            detail=problem.what,
            remedy=problem.next_step or remedy,
        )
    except Exception as problem:
        return Finding(name=name, is_present=False, is_needed=is_needed, detail=str(problem), remedy=remedy)
    shown = getattr(found, "version", None) or found
    return Finding(
        name=name,
        is_present=found is not None,
        is_needed=is_needed,
        detail=str(shown or ""),
        remedy=remedy,
    )
