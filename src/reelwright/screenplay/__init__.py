"""The screenplay as everybody reads it: scenes, lines with permanent ids, directions."""

from reelwright.screenplay.delivery import delivery_of
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
from reelwright.screenplay.line_ids import KnownLine, LineRegister, assign_ids, load_register, save_register
from reelwright.screenplay.notices import script_notices
from reelwright.screenplay.scenes import scenes_of, screenplay_of

__all__ = [
    "Action",
    "Delivery",
    "Direction",
    "Element",
    "Heading",
    "Item",
    "KnownLine",
    "Line",
    "LineRegister",
    "Scene",
    "Screenplay",
    "TitleField",
    "Transition",
    "assign_ids",
    "delivery_of",
    "load_register",
    "save_register",
    "scenes_of",
    "screenplay_of",
    "script_notices",
]
