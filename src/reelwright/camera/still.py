"""A take → the frame of it to show as a picture: nobody blinks, nobody is caught in the middle of a word."""

from __future__ import annotations

from reelwright.camera.camera import Take

_REACH = 0.3
"""How far from the wanted frame, as a part of the shot."""
_OPEN_ENOUGH = 0.9
_CLOSED_ENOUGH = 0.12


def still_frame(take: Take, near: int | None = None) -> int:
    """The frame nearest to ``near`` (the middle) in which all eyes are as open as in this shot they are
    and all lips are closed; where there is none, the one that comes nearest to it."""
    wanted = take.frame_count // 2 if near is None else near
    reach = round(take.frame_count * _REACH)
    around = range(max(0, wanted - reach), min(take.frame_count, wanted + reach + 1))
    seen = {frame: take.faces(frame) for frame in around}
    if not any(seen.values()):
        return wanted
    # Somebody who weeps or laughs never opens their eyes as far as others do.
    widest: dict[str, float] = {}
    for face in (face for faces in seen.values() for face in faces):
        widest[face.character] = max(face.lids, widest.get(face.character, 0.0))

    def unrest(frame: int) -> float:
        if not seen[frame]:
            return float("inf")
        lids = max(max(0.0, _OPEN_ENOUGH - f.lids / max(widest[f.character], 0.05)) for f in seen[frame])
        lips = max(max(0.0, f.lips - _CLOSED_ENOUGH) for f in seen[frame])
        return round(2 * lids + lips, 3)

    return min(around, key=lambda frame: (unrest(frame), abs(frame - wanted)))
