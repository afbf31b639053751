"""Points of a room in centimetres → a drawing on a canvas in one-point perspective."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reelwright.drawing.colour import Colour
from reelwright.drawing.ink import fill, path_of, stroke

Point3 = tuple[float, float, float]
"""x to the right of the middle, y up from the floor, z away from us."""

_NEAREST_Z = 20.0


class Perspective:
    """Draws on ``canvas``, ``width`` x ``height`` pixels, as seen from ``eye_height`` with the horizon at
    ``horizon`` of the height and a focal length in pixels."""

    def __init__(
        self,
        canvas: Any,
        width: float,
        height: float,
        *,
        focal: float = 1150.0,
        eye_height: float = 165.0,
        horizon: float = 0.5,
        eye_x: float = 0.0,
    ) -> None:
        self.canvas = canvas
        self.width, self.height = width, height
        self.focal, self.eye_height, self.eye_x = focal, eye_height, eye_x
        self.horizon_y = height * horizon

    def on(self, canvas: Any) -> Perspective:
        """The same view on another canvas."""
        return Perspective(
            canvas,
            self.width,
            self.height,
            focal=self.focal,
            eye_height=self.eye_height,
            horizon=self.horizon_y / self.height,
            eye_x=self.eye_x,
        )

    def at(self, x: float, y: float, z: float) -> tuple[float, float]:
        """The pixel of a point."""
        z = max(z, _NEAREST_Z)
        return (
            self.width / 2 + (x - self.eye_x) * self.focal / z,
            self.horizon_y - (y - self.eye_height) * self.focal / z,
        )

    def size(self, length: float, z: float) -> float:
        """How many pixels a length has at depth ``z``."""
        return length * self.focal / max(z, _NEAREST_Z)

    def outline(self, points: Sequence[Point3]) -> Any:
        return path_of([self.at(*p) for p in points])

    def face(
        self,
        points: Sequence[Point3],
        colour: Colour | None = None,
        alpha: float = 1.0,
        *,
        shader: Any = None,
        blend: Any = None,
        blur: float = 0.0,
    ) -> Any:
        """Fill a polygon; returns its path."""
        path = self.outline(points)
        if colour is not None or shader is not None:
            paint = fill(
                "#000000" if colour is None else colour, alpha, blend=blend, blur=blur, shader=shader
            )
            self.canvas.drawPath(path, paint)
        return path

    def front(
        self,
        x0: float,
        x1: float,
        y0: float,
        y1: float,
        z: float,
        colour: Colour | None = None,
        alpha: float = 1.0,
        **how: Any,
    ) -> Any:
        """A rectangle that faces us."""
        return self.face([(x0, y0, z), (x1, y0, z), (x1, y1, z), (x0, y1, z)], colour, alpha, **how)

    def side(
        self,
        x: float,
        z0: float,
        z1: float,
        y0: float,
        y1: float,
        colour: Colour | None = None,
        alpha: float = 1.0,
        **how: Any,
    ) -> Any:
        """A rectangle on a wall to the left or right."""
        return self.face([(x, y0, z0), (x, y0, z1), (x, y1, z1), (x, y1, z0)], colour, alpha, **how)

    def level(
        self,
        x0: float,
        x1: float,
        z0: float,
        z1: float,
        y: float,
        colour: Colour | None = None,
        alpha: float = 1.0,
        **how: Any,
    ) -> Any:
        """A rectangle on the floor, a table or the ceiling."""
        return self.face([(x0, y, z0), (x1, y, z0), (x1, y, z1), (x0, y, z1)], colour, alpha, **how)

    def block(
        self,
        x0: float,
        x1: float,
        y0: float,
        y1: float,
        z0: float,
        z1: float,
        front: Colour,
        top: Colour,
        side: Colour,
    ) -> None:
        """A box: what is seen of its top, its side towards the middle and its front."""
        if y1 < self.eye_height:
            self.level(x0, x1, z0, z1, y1, top)
        if x0 > self.eye_x:
            self.side(x0, z0, z1, y0, y1, side)
        if x1 < self.eye_x:
            self.side(x1, z0, z1, y0, y1, side)
        self.front(x0, x1, y0, y1, z0, front)

    def line(
        self, start: Point3, end: Point3, colour: Colour, width: float, alpha: float = 1.0, **how: Any
    ) -> None:
        self.canvas.drawLine(*self.at(*start), *self.at(*end), stroke(colour, width, alpha, **how))
