"""Final Draft files: every word goes in and comes out; unsafe and broken XML is refused."""

import pytest

from reelwright.errors import BadInput
from reelwright.formats import read_fountain, write_fountain
from reelwright.formats.fdx import read_fdx, write_fdx

SCRIPT = """<?xml version="1.0" encoding="UTF-8" standalone="no" ?>
<FinalDraft DocumentType="Script" Template="No" Version="5"><Content>
<Paragraph Number="1" Type="Scene Heading"><Text>INT. KITCHEN - NIGHT</Text></Paragraph>
<Paragraph Type="Action"><Text>Mei drops </Text><Text Style="Bold">the ring</Text><Text>.</Text></Paragraph>
<Paragraph Type="Character"><Text>MEI (V.O.)</Text></Paragraph>
<Paragraph Type="Parenthetical"><Text>(coldly)</Text></Paragraph>
<Paragraph Type="Dialogue"><Text>You &amp; I are done.</Text></Paragraph>
<Paragraph Type="Character"><Text>陈默</Text></Paragraph>
<Paragraph Type="Dialogue"><Text>你说什么？</Text></Paragraph>
<Paragraph Type="Shot"><Text>ON THE DOOR</Text></Paragraph>
<Paragraph Type="Cast List"><Text>ON THE RING</Text></Paragraph>
<Paragraph><DualDialogue>
<Paragraph Type="Character"><Text>MEI</Text></Paragraph>
<Paragraph Type="Dialogue"><Text>Go.</Text></Paragraph>
<Paragraph Type="Character"><Text>KAI</Text></Paragraph>
<Paragraph Type="Dialogue"><Text>No.</Text></Paragraph>
</DualDialogue></Paragraph>
<Paragraph Type="Transition"><Text>CUT TO:</Text></Paragraph>
</Content></FinalDraft>""".encode()


def _told(screenplay):
    return [(e.kind, e.text, e.extension, e.scene_number) for e in screenplay.elements if e.kind != "blank"]


def test_every_paragraph_is_read_and_the_unknown_type_is_named():
    screenplay = read_fdx(SCRIPT, source_name="a.fdx")
    assert _told(screenplay)[:3] == [
        ("scene-heading", "INT. KITCHEN - NIGHT", "", "1"),
        ("action", "Mei drops the ring.", "", ""),
        ("character", "MEI", "V.O.", ""),
    ]
    assert [(line.speaker, line.text) for line in screenplay.lines] == [
        ("MEI", "You & I are done."),
        ("陈默", "你说什么？"),
        ("MEI", "Go."),
        ("KAI", "No."),
    ]
    assert [line.is_dual for line in screenplay.lines][-1]
    assert ("action", "ON THE RING", "", "") in _told(screenplay)
    assert [(n.code, n.where) for n in screenplay.notices] == [("unknown-paragraph", "a.fdx:9")]


def test_the_words_survive_fdx_and_fountain():
    screenplay = read_fdx(SCRIPT)
    again = read_fdx(write_fdx(screenplay))
    assert _told(again) == _told(screenplay)
    assert _told(read_fountain(write_fountain(screenplay))) == _told(screenplay)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><FinalDraft>&x;</FinalDraft>', "DOCTYPE"),
        (SCRIPT[:300], "no readable XML"),
        (b"", "no readable XML"),
        (b"<html/>", "no Final Draft script"),
    ],
)
def test_what_is_unsafe_or_broken_is_refused(data, message):
    with pytest.raises(BadInput, match=message):
        read_fdx(data, source_name="a.fdx")
