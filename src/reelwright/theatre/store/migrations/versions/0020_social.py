"""Comments, bullets, ties between viewers and what they watch, reports, and the moderators' log."""

import sqlalchemy as sa
from alembic import op

from reelwright.theatre.store.schema import Id, Micros, PublicId

revision = "0020"
down_revision = "0013"


def upgrade() -> None:
    op.create_table(
        "comment",
        sa.Column("id", Id, primary_key=True),
        sa.Column("public_id", PublicId, nullable=False),
        sa.Column(
            "episode_id", Id, sa.ForeignKey("episode.id", name="fk_comment_episode_id"), nullable=False
        ),
        sa.Column(
            "version_id",
            Id,
            sa.ForeignKey("episode_version.id", name="fk_comment_version_id"),
            nullable=False,
        ),
        sa.Column("viewer_id", Id, nullable=False),
        sa.Column("line_id", sa.String(32), nullable=True),
        sa.Column("offset_ms", sa.Integer, nullable=False),
        sa.Column("time_ms", sa.Integer, nullable=False),
        sa.Column("knows_episode", sa.Integer, nullable=False),
        sa.Column("knows_ms", sa.Integer, nullable=False),
        sa.Column("text", sa.String(1000), nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("created_us", Micros, nullable=False),
        sa.Column("parent_id", Id, sa.ForeignKey("comment.id", name="fk_comment_parent_id"), nullable=True),
        sa.Column("edited_us", Micros, nullable=True),
        sa.Column("pinned_us", Micros, nullable=True),
        sa.CheckConstraint("time_ms >= 0", name=op.f("ck_comment_time")),
        sa.UniqueConstraint("public_id", name="uq_comment_public_id"),
    )
    op.create_index("ix_comment_author", "comment", ["viewer_id", "created_us"])
    op.create_index("ix_comment_place", "comment", ["episode_id", "time_ms"])
    op.create_index("ix_comment_state", "comment", ["state", "created_us"])
    op.create_index("ix_comment_thread", "comment", ["parent_id"])
    op.create_index("ix_comment_version", "comment", ["episode_id", "version_id"])
    op.create_table(
        "bullet",
        sa.Column("id", Id, primary_key=True),
        sa.Column("public_id", PublicId, nullable=False),
        sa.Column("episode_id", Id, sa.ForeignKey("episode.id", name="fk_bullet_episode_id"), nullable=False),
        sa.Column(
            "version_id", Id, sa.ForeignKey("episode_version.id", name="fk_bullet_version_id"), nullable=False
        ),
        sa.Column("viewer_id", Id, nullable=False),
        sa.Column("line_id", sa.String(32), nullable=True),
        sa.Column("offset_ms", sa.Integer, nullable=False),
        sa.Column("time_ms", sa.Integer, nullable=False),
        sa.Column("knows_episode", sa.Integer, nullable=False),
        sa.Column("knows_ms", sa.Integer, nullable=False),
        sa.Column("text", sa.String(80), nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("created_us", Micros, nullable=False),
        sa.Column("colour", sa.String(8), nullable=False),
        sa.CheckConstraint("time_ms >= 0", name=op.f("ck_bullet_time")),
        sa.UniqueConstraint("public_id", name="uq_bullet_public_id"),
    )
    op.create_index("ix_bullet_author", "bullet", ["viewer_id", "created_us"])
    op.create_index("ix_bullet_place", "bullet", ["episode_id", "time_ms"])
    op.create_index("ix_bullet_state", "bullet", ["state", "created_us"])
    op.create_index("ix_bullet_version", "bullet", ["episode_id", "version_id"])
    op.create_table(
        "episode_like",
        sa.Column("viewer_id", Id, primary_key=True),
        sa.Column(
            "episode_id", Id, sa.ForeignKey("episode.id", name="fk_episode_like_episode_id"), primary_key=True
        ),
        sa.Column("created_us", Micros, nullable=False),
    )
    op.create_index("ix_episode_like_episode_id", "episode_like", ["episode_id"])
    op.create_table(
        "favourite",
        sa.Column("viewer_id", Id, primary_key=True),
        sa.Column(
            "series_id", Id, sa.ForeignKey("series.id", name="fk_favourite_series_id"), primary_key=True
        ),
        sa.Column("created_us", Micros, nullable=False),
    )
    op.create_index("ix_favourite_series_id", "favourite", ["series_id"])
    op.create_table(
        "follow",
        sa.Column("viewer_id", Id, primary_key=True),
        sa.Column("creator_id", Id, primary_key=True),
        sa.Column("created_us", Micros, nullable=False),
    )
    op.create_index("ix_follow_creator_id", "follow", ["creator_id"])
    op.create_table(
        "block",
        sa.Column("viewer_id", Id, primary_key=True),
        sa.Column("blocked_id", Id, primary_key=True),
        sa.Column("created_us", Micros, nullable=False),
    )
    op.create_index("ix_block_blocked_id", "block", ["blocked_id"])
    op.create_table(
        "report",
        sa.Column("id", Id, primary_key=True),
        sa.Column("public_id", PublicId, nullable=False),
        sa.Column("reporter_id", Id, nullable=False),
        sa.Column("comment_id", Id, sa.ForeignKey("comment.id", name="fk_report_comment_id"), nullable=True),
        sa.Column("bullet_id", Id, sa.ForeignKey("bullet.id", name="fk_report_bullet_id"), nullable=True),
        sa.Column("reason", sa.String(16), nullable=False),
        sa.Column("note", sa.String(500), nullable=False),
        sa.Column("created_us", Micros, nullable=False),
        sa.Column("settled_us", Micros, nullable=True),
        sa.CheckConstraint("(comment_id IS NULL) <> (bullet_id IS NULL)", name=op.f("ck_report_subject")),
        sa.UniqueConstraint("public_id", name="uq_report_public_id"),
        sa.UniqueConstraint("reporter_id", "bullet_id", name="uq_report_reporter_id_bullet_id"),
        sa.UniqueConstraint("reporter_id", "comment_id", name="uq_report_reporter_id_comment_id"),
    )
    op.create_index("ix_report_bullet_id", "report", ["bullet_id"])
    op.create_index("ix_report_comment_id", "report", ["comment_id"])
    op.create_index("ix_report_settled_us", "report", ["settled_us"])
    op.create_table(
        "watched_word",
        sa.Column("id", Id, primary_key=True),
        sa.Column("public_id", PublicId, nullable=False),
        sa.Column("word", sa.String(64), nullable=False),
        sa.Column("added_by", Id, nullable=False),
        sa.Column("created_us", Micros, nullable=False),
        sa.UniqueConstraint("public_id", name="uq_watched_word_public_id"),
        sa.UniqueConstraint("word", name="uq_watched_word_word"),
    )
    op.create_table(
        "ban",
        sa.Column("id", Id, primary_key=True),
        sa.Column("viewer_id", Id, nullable=False),
        sa.Column("until_us", Micros, nullable=False),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.Column("created_us", Micros, nullable=False),
        sa.Column("lifted_us", Micros, nullable=True),
    )
    op.create_index("ix_ban_viewer", "ban", ["viewer_id", "until_us"])
    op.create_table(
        "moderation",
        sa.Column("id", Id, primary_key=True),
        sa.Column("moderator_id", Id, nullable=False),
        sa.Column("act", sa.String(16), nullable=False),
        sa.Column(
            "comment_id", Id, sa.ForeignKey("comment.id", name="fk_moderation_comment_id"), nullable=True
        ),
        sa.Column("bullet_id", Id, sa.ForeignKey("bullet.id", name="fk_moderation_bullet_id"), nullable=True),
        sa.Column("viewer_id", Id, nullable=True),
        sa.Column("detail", sa.Text, nullable=False),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.Column("created_us", Micros, nullable=False),
    )
    op.create_index("ix_moderation_created_us", "moderation", ["created_us"])
    op.create_index("ix_moderation_viewer_id", "moderation", ["viewer_id"])
