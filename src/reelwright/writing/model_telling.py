"""Documents of the passes → the few words in which the next question repeats them."""

from __future__ import annotations

from reelwright.writing.model_documents import Beats, BiblePlan, PlannedEpisode, Scenes


def told_bible(plan: BiblePlan) -> str:
    """The bible; what may be left out first stands last."""
    rows = [f"The series: {plan.title}. {plan.premise}", "The cast:"]
    rows += [
        f"- {one.name} ({one.part}, {one.sex}, {one.age}): {one.persona} Wants: {one.wants} "
        f"Hides: {one.hides} Arc: {one.arc}"
        for one in plan.cast
    ]
    rows.append("Secrets:")
    rows += [
        f"- {one.key}: {one.fact} Done by {one.culprit} to {one.victim}. Known from the start to "
        f"{', '.join(one.knows) or 'nobody'}. Only who knows says: {', '.join(one.words) or '–'}."
        for one in plan.secrets
    ]
    rows.append(f"World: {plan.world}")
    rows.append(f"Places: {', '.join(plan.places)}")
    rows += [f"- {tie.one} and {tie.other}: {tie.bond}" for tie in plan.ties]
    rows.append(f"Motifs: {'; '.join(plan.motifs)}")
    return "\n".join(rows)


def told_row(row: PlannedEpisode) -> str:
    """One episode of the season in one line."""
    learns = "; ".join(f"{one.who} learns of {one.secret}" for one in row.learns)
    said = f"{row.number} “{row.title}”. Hook: {row.hook} Turn: {row.turn} Cliffhanger: {row.cliffhanger}"
    return " ".join(f"{said} {learns}".split())


def told_beats(beats: Beats) -> str:
    """One beat a line."""
    return "\n".join(
        f"{number}. {beat.happens} ({', '.join(beat.people)}; {beat.feeling})"
        for number, beat in enumerate(beats.beats, start=1)
    )


def told_scenes(scenes: Scenes) -> str:
    """One scene a line."""
    return "\n".join(
        f"Scene {number}: {scene.place}, {scene.hour}, {scene.mood}; {', '.join(scene.people)}. "
        f"{scene.happens}"
        for number, scene in enumerate(scenes.scenes, start=1)
    )
