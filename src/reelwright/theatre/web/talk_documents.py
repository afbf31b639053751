"""What the routes of comments and bullets take and give, as JSON."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from reelwright.theatre.social.limits import BULLET_LENGTH, COMMENT_LENGTH, NOTE_LENGTH
from reelwright.theatre.social.reading import SeenBullet, SeenComment
from reelwright.theatre.social.tables import DELETED

DAY_MS = 86_400_000
Colour = Literal["white", "red", "amber", "yellow", "green", "cyan", "blue", "pink"]
PublicId = Annotated[str, Field(max_length=16, pattern="^[0-9a-z]*$")]


class NewComment(BaseModel):
    """A comment on a moment of an episode, or an answer to one."""

    text: str = Field(max_length=4 * COMMENT_LENGTH, description=f"at most {COMMENT_LENGTH} characters")
    time_ms: int = Field(ge=0, le=DAY_MS, description="the moment, in milliseconds of the episode")
    parent: PublicId | None = Field(default=None, description="the comment that is answered")


class NewText(BaseModel):
    """Other words for a comment."""

    text: str = Field(max_length=4 * COMMENT_LENGTH)


class NewBullet(BaseModel):
    """Words that fly over the picture at a moment."""

    text: str = Field(max_length=4 * BULLET_LENGTH, description=f"at most {BULLET_LENGTH} characters")
    time_ms: int = Field(ge=0, le=DAY_MS)
    colour: Colour = "white"


class NewReport(BaseModel):
    """What is wrong with a comment or bullet."""

    kind: Literal["comment", "bullet"]
    id: PublicId
    reason: Literal["spoiler", "abuse", "hate", "sexual", "spam", "other"]
    note: str = Field(default="", max_length=4 * NOTE_LENGTH)


class Bullet(BaseModel):
    """A bullet as it is drawn."""

    id: PublicId
    time_ms: int
    text: str
    colour: Colour
    author: str
    is_own: bool
    state: Literal["shown", "held"]

    @classmethod
    def of(cls, seen: SeenBullet, viewer_id: int | None) -> Bullet:
        return cls.model_validate(
            {
                "id": seen.public_id, "time_ms": seen.time_ms, "text": seen.text, "colour": seen.colour,
                "author": seen.author, "is_own": seen.author_id == viewer_id, "state": seen.state,
            }
        )  # fmt: skip


class Bullets(BaseModel):
    """The bullets of a window. ``is_complete`` is false while the window reaches beyond what this viewer may
    be sent: ask again when the film has come nearer."""

    bullets: list[Bullet]
    is_complete: bool


class Comment(BaseModel):
    """A comment with its answers. ``text`` and ``author`` are empty for one that its author took back."""

    id: PublicId
    time_ms: int
    line: str
    text: str
    author: str
    author_id: PublicId
    is_own: bool
    is_creator: bool
    is_pinned: bool
    is_edited: bool
    is_deleted: bool
    state: Literal["shown", "held", "hidden", "deleted"]
    created_us: int
    answers: list[Comment] = []

    @classmethod
    def of(cls, seen: SeenComment, viewer_id: int | None) -> Comment:
        return cls.model_validate(
            {
                "id": seen.public_id, "time_ms": seen.time_ms, "line": seen.line, "text": seen.text,
                "author": seen.author, "author_id": seen.author_public_id,
                "is_own": seen.author_id == viewer_id, "is_creator": seen.is_creator,
                "is_pinned": seen.is_pinned, "is_edited": seen.is_edited,
                "is_deleted": seen.state == DELETED, "state": seen.state, "created_us": seen.created_us,
                "answers": [cls.of(answer, viewer_id) for answer in seen.answers],
            }
        )  # fmt: skip


class Comments(BaseModel):
    """The threads of an episode; ``veiled_count`` remarks lie beyond the viewer's horizon."""

    comments: list[Comment]
    veiled_count: int


class Kept(BaseModel):
    """What became of words that were sent: ``held`` ones are looked at by a moderator first."""

    id: PublicId
    state: Literal["shown", "held", "hidden"]
    time_ms: int
    text: str


class KeptBullet(Kept):
    """A bullet of the viewer's own, as it is drawn at once."""

    colour: Colour
    is_own: bool = True


class Likes(BaseModel):
    """Whether the viewer likes an episode, and how many do."""

    liked: bool
    likes: int
