"""Picture engines for a shot: a brief in, the layers of every frame out."""

from reelwright.camera.camera import ENTRY_POINT_GROUP, Camera, Take

__all__ = ["ENTRY_POINT_GROUP", "Camera", "Take"]
