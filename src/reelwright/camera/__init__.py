"""Picture engines for a shot: a brief in, the layers of every frame out."""

from reelwright.camera.camera import ENTRY_POINT_GROUP, Camera, Take
from reelwright.camera.still import still_frame

__all__ = ["ENTRY_POINT_GROUP", "Camera", "Take", "still_frame"]
