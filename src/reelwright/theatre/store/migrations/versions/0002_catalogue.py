"""The catalogue: series, episodes, versions, files, objects, lines."""

import sqlalchemy as sa
from alembic import op

from reelwright.theatre.store.schema import Id, Micros, PublicId

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "series",
        sa.Column("id", Id, primary_key=True),
        sa.Column("public_id", PublicId, nullable=False),
        sa.Column("slug", sa.String(100), nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("logline", sa.Text, nullable=False),
        sa.Column("tags", sa.Text, nullable=False),
        sa.Column("creator_id", Id, nullable=True),
        sa.Column("price_coins", sa.Integer, nullable=False),
        sa.Column("free_count", sa.Integer, nullable=False),
        sa.Column("rights", sa.Text, nullable=False),
        sa.Column("created_us", Micros, nullable=False),
        sa.Column("changed_us", Micros, nullable=False),
        sa.Column("unpublished_us", Micros, nullable=True),
        sa.UniqueConstraint("public_id", name="uq_series_public_id"),
        sa.UniqueConstraint("slug", name="uq_series_slug"),
        sa.CheckConstraint("price_coins >= 0", name=op.f("ck_series_price")),
        sa.CheckConstraint("free_count >= 0", name=op.f("ck_series_free")),
    )
    op.create_index("ix_series_creator_id", "series", ["creator_id"])
    op.create_table(
        "episode",
        sa.Column("id", Id, primary_key=True),
        sa.Column("public_id", PublicId, nullable=False),
        sa.Column("series_id", Id, sa.ForeignKey("series.id", name="fk_episode_series_id"), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("price_coins", sa.Integer, nullable=True),
        sa.Column("release_us", Micros, nullable=False),
        sa.Column("created_us", Micros, nullable=False),
        sa.Column("unpublished_us", Micros, nullable=True),
        sa.UniqueConstraint("public_id", name="uq_episode_public_id"),
        sa.UniqueConstraint("series_id", "number", name="uq_episode_series_id_number"),
        sa.CheckConstraint("price_coins >= 0", name=op.f("ck_episode_price")),
    )
    op.create_table(
        "episode_version",
        sa.Column("id", Id, primary_key=True),
        sa.Column("public_id", PublicId, nullable=False),
        sa.Column(
            "episode_id",
            Id,
            sa.ForeignKey("episode.id", name="fk_episode_version_episode_id"),
            nullable=False,
        ),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("frame_count", sa.Integer, nullable=False),
        sa.Column("rate_numerator", sa.Integer, nullable=False),
        sa.Column("rate_denominator", sa.Integer, nullable=False),
        sa.Column("master_playlist", sa.String(255), nullable=False),
        sa.Column("poster", sa.String(255), nullable=False),
        sa.Column("renditions", sa.Text, nullable=False),
        sa.Column("captions", sa.Text, nullable=False),
        sa.Column("covers", sa.Text, nullable=False),
        sa.Column("ai_label", sa.Text, nullable=False),
        sa.Column("created_us", Micros, nullable=False),
        sa.Column("replaced_us", Micros, nullable=True),
        sa.UniqueConstraint("public_id", name="uq_episode_version_public_id"),
        sa.UniqueConstraint("episode_id", "digest", name="uq_episode_version_episode_id_digest"),
    )
    op.create_index(
        "uq_episode_version_current",
        "episode_version",
        ["episode_id"],
        unique=True,
        sqlite_where=sa.text("replaced_us IS NULL"),
        postgresql_where=sa.text("replaced_us IS NULL"),
    )
    op.create_table(
        "media_object",
        sa.Column("sha256", sa.String(64), primary_key=True),
        sa.Column("byte_count", Id, nullable=False),
        sa.Column("used_us", Micros, nullable=False),
        sa.Column("removing_us", Micros, nullable=True),
    )
    of_version = sa.ForeignKey("episode_version.id", name="fk_release_file_version_id")
    of_object = sa.ForeignKey("media_object.sha256", name="fk_release_file_sha256")
    op.create_table(
        "release_file",
        sa.Column("version_id", Id, of_version, primary_key=True),
        sa.Column("path", sa.String(255), primary_key=True),
        sa.Column("sha256", sa.String(64), of_object, nullable=False),
        sa.Column("byte_count", Id, nullable=False),
    )
    op.create_index("ix_release_file_sha256", "release_file", ["sha256"])
    op.create_table(
        "line",
        sa.Column(
            "version_id",
            Id,
            sa.ForeignKey("episode_version.id", name="fk_line_version_id"),
            primary_key=True,
        ),
        sa.Column("line_id", sa.String(32), primary_key=True),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("speaker", sa.Text, nullable=False),
        sa.Column("character", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("start_ms", sa.Integer, nullable=False),
        sa.Column("end_ms", sa.Integer, nullable=False),
    )
