"""The bytes of a text file → its text, whatever the encoding; random bytes are refused by line and column."""

from __future__ import annotations

import codecs
from pathlib import Path

import charset_normalizer
import msgspec

from reelwright.errors import BadInput
from reelwright.screenplay.language import is_chinese

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROLS = frozenset(chr(code) for code in range(32)) - set("\t\n\r\f\v\x1a") | {"\x7f"}
_MOST_CONTROLS = 0.002
_SAMPLE_BYTES = 200_000
_SAVE_AS_TEXT = "Save the script as plain text in UTF-8 and try again."


class TextFile(msgspec.Struct, frozen=True):
    """A decoded file: ``text`` without byte order mark, and what it takes to write it back the same."""

    text: str
    encoding: str
    byte_order_mark: bytes = b""

    def bytes_of(self, text: str) -> bytes:
        """``text`` as this file was written."""
        return self.byte_order_mark + text.encode(self.encoding)


def read_text(path: Path) -> str:
    """The text of the file at ``path``: UTF-8, UTF-16, UTF-32, GB18030, Big5 or Windows-1252, found by
    looking; line ends stay as they are, the byte order mark goes.

    Raises ``BadInput`` for a missing, unreadable or empty file, and for bytes that are no text.
    """
    return decode_text(read_bytes(path), source_name=str(path)).text


def read_bytes(path: Path) -> bytes:
    """The bytes of a user's file; raises ``BadInput`` with the reason and a next step."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise BadInput(
            "There is no such file", where=f"{path}:1:1", next_step="Check the spelling of the path."
        ) from None
    except IsADirectoryError:
        raise BadInput(
            "This is a folder, not a script", where=f"{path}:1:1", next_step="Name a .fountain file in it."
        ) from None
    except OSError as error:
        raise BadInput(
            f"The file cannot be read: {error.strerror}",
            where=f"{path}:1:1",
            next_step="Check its permissions.",
        ) from None


def decode_text(data: bytes, *, source_name: str) -> TextFile:
    """The text in ``data``. Raises ``BadInput`` when it is empty or no text, and says from where on."""
    if not data:
        raise _empty(source_name)
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _decoded_as(data[len(mark) :], encoding, mark, source_name)
    wide = _utf16_without_mark(data)
    if wide:
        return _decoded_as(data, wide, b"", source_name)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _legacy(data, error, source_name)
    _refuse_controls(text, source_name)
    return TextFile(text, "utf-8")


def _decoded_as(data: bytes, encoding: str, mark: bytes, source_name: str) -> TextFile:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        before = data[: error.start].decode(encoding, errors="replace")
        raise _no_text(before, f"no valid {encoding.upper()}", source_name) from None
    if not text:
        raise _empty(source_name)
    _refuse_controls(text, source_name)
    return TextFile(text, encoding, mark)


def _utf16_without_mark(data: bytes) -> str:
    """``utf-16-le`` or ``-be`` when the line ends and blanks say so: they hold a zero on one side."""
    sample = data[:_SAMPLE_BYTES]
    if b"\0" not in sample or len(data) % 2:
        return ""
    # Stray zero bytes in UTF-8 are damage; in UTF-16 every other byte of Latin text is one, and Chinese
    # text in it is no UTF-8.
    if sample.count(0) < 0.2 * len(sample) and _try_decode(data, "utf-8") is not None:
        return ""
    for encoding, zeros in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[::2])):
        ascii_share = zeros.count(0) / max(1, len(zeros))
        try:
            text = sample.decode(encoding, errors="strict")
        except UnicodeDecodeError:
            continue
        if "\0" not in text and ascii_share > 0.02 and _plausible_share(text) > 0.95:
            return encoding
    return ""


def _legacy(data: bytes, error: UnicodeDecodeError, source_name: str) -> TextFile:
    """Text in an encoding older than Unicode, or a refusal that points at the first odd byte."""
    for encoding in ("gb18030", "big5"):
        text = _try_decode(data, encoding)
        if text is not None and is_chinese(text) and _is_common_chinese(text, encoding):
            _refuse_controls(text, source_name)
            return TextFile(text, encoding)
    high = sum(byte >= 0x80 for byte in data[:_SAMPLE_BYTES]) / min(len(data), _SAMPLE_BYTES)
    text = _try_decode(data, "cp1252")
    if text is not None and high < 0.15 and _control_share(text) == 0:
        return TextFile(text, "cp1252")
    if _control_share(data[:_SAMPLE_BYTES].decode("latin-1")) <= _MOST_CONTROLS:
        best = charset_normalizer.from_bytes(data[:_SAMPLE_BYTES]).best()
        text = _try_decode(data, best.encoding) if best is not None and best.chaos < 0.1 else None
        if best is not None and text is not None and _plausible_share(text) > 0.95:
            return TextFile(text, best.encoding)
    before = data[: error.start].decode("utf-8", errors="replace")
    reason = f"byte 0x{data[error.start]:02x} belongs to no encoding that a script is written in"
    raise _no_text(before, reason, source_name)


def _try_decode(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _is_common_chinese(text: str, encoding: str) -> bool:
    """Whether nearly every character is one that people write: random bytes land on rare ones."""
    sample = [char for char in text[:_SAMPLE_BYTES] if not char.isascii()]
    charset = "gb2312" if encoding == "gb18030" else encoding
    common = sum(_is_in(char, charset) for char in sample)
    return common >= 0.9 * len(sample) and _control_share(text[:_SAMPLE_BYTES]) <= _MOST_CONTROLS


def _is_in(char: str, charset: str) -> bool:
    try:
        char.encode(charset)
    except UnicodeEncodeError:
        return False
    return True


def _plausible_share(text: str) -> float:
    """The share of letters, digits, punctuation and blanks of scripts in daily use."""
    if not text:
        return 0.0
    good = sum(
        char.isascii()
        or "\u00a0" <= char <= "\u06ff"
        or "\u2010" <= char <= "\u2027"
        or "\u3000" <= char <= "\u9fff"
        or "\uff00" <= char <= "\uffef"
        or "\uac00" <= char <= "\ud7a3"
        or char >= "\U0001f000"
        for char in text
    )
    return good / len(text)


def _control_share(text: str) -> float:
    return sum(char in _CONTROLS for char in text) / max(1, len(text))


def _refuse_controls(text: str, source_name: str) -> None:
    """A stray control character is no reason to refuse; a zero byte or many of them are."""
    if "\0" not in text and _control_share(text[:_SAMPLE_BYTES]) <= _MOST_CONTROLS:
        return
    first = next((index for index, char in enumerate(text) if char in _CONTROLS), 0)
    raise _no_text(text[:first], f"control character 0x{ord(text[first]):02x}", source_name)


def _no_text(before: str, reason: str, source_name: str) -> BadInput:
    line = before.count("\n") + 1
    column = len(before) - (before.rfind("\n") + 1) + 1
    where = f"{source_name}:{line}:{column}"
    return BadInput(f"This is not a text file: {reason}", where=where, next_step=_SAVE_AS_TEXT)


def _empty(source_name: str) -> BadInput:
    return BadInput("The file is empty", where=f"{source_name}:1:1", next_step="Write a script in it first.")
