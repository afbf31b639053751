"""The screenplay as everybody reads it: scenes, lines with permanent ids, directions."""

from reelwright.screenplay.documents import (
    Action,
    Delivery,
    Direction,
    Element,
    Heading,
    Item,
    Line,
    Scene,
    Screenplay,
    TitleField,
    Transition,
)

__all__ = [
    "Action",
    "Delivery",
    "Direction",
    "Element",
    "Heading",
    "Item",
    "Line",
    "Scene",
    "Screenplay",
    "TitleField",
    "Transition",
]
