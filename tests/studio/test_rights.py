"""What a release states of rights: the built-in engines know theirs, those of others are the author's."""

from __future__ import annotations

from reelwright.production.settings import Engines, Facts
from reelwright.studio.rights import rights_of


def test_the_built_in_engines_state_their_licences() -> None:
    """Everything of others has a licence, in both languages."""
    for language in ("en", "zh"):
        rights = rights_of(Facts(rights_holder="Us"), language)
        assert rights.holder == "Us"
        assert {part.what for part in rights.parts} == {"font", "voice", "composer"}
        assert all(part.licence != "unknown" and part.source for part in rights.parts)


def test_what_an_engine_of_others_made_is_unknown_until_it_is_said() -> None:
    """And then it is as the author says."""
    facts = Facts(
        engines=Engines(voice="speech-server", camera="job-server"), licences={"camera": "CC-BY-4.0"}
    )
    licences = {part.what: part.licence for part in rights_of(facts, "en").parts}
    assert licences["voice"] == "unknown" and licences["camera"] == "CC-BY-4.0"
