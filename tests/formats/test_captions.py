"""Caption cues → SubRip and WebVTT, read back the same."""

from __future__ import annotations

from reelwright.formats.captions import CaptionCue, read_srt, read_vtt, write_srt, write_vtt

CUES = (
    CaptionCue(start_s=0.5, end_s=2.25, text="You <came> & went.", speaker="MEI", line_id="k3f9"),
    CaptionCue(
        start_s=2.25, end_s=3.0, text="Why?\nTell me.", speaker="MEI", line_id="k3f9", line_percent=72.5
    ),
    CaptionCue(start_s=3725.001, end_s=3726.5, text="你来干什么？", speaker="苏晚", line_id="a2c4"),
)


def test_vtt_reads_back_with_speakers_ids_and_positions() -> None:
    text = write_vtt(CUES)
    assert text.startswith(
        "WEBVTT\n\nk3f9\n00:00:00.500 --> 00:00:02.250\n<v MEI>You &lt;came&gt; &amp; went.</v>\n"
    )
    assert "\nk3f9.2\n00:00:02.250 --> 00:00:03.000 line:72.5%\n" in text
    assert read_vtt(text) == CUES


def test_srt_reads_back_texts_and_times() -> None:
    text = write_srt(CUES)
    assert text.startswith("1\n00:00:00,500 --> 00:00:02,250\nYou <came> & went.\n\n2\n")
    assert "01:02:05,001 --> 01:02:06,500\n你来干什么？\n" in text
    found = read_srt(text.replace("<came>", "<i>came</i>").replace("\n", "\r\n"))
    assert [(c.start_s, c.end_s) for c in found] == [(c.start_s, c.end_s) for c in CUES]
    assert found[0].text == "You came & went." and found[1].text == "Why?\nTell me."


def test_nothing_in_a_text_can_end_its_cue() -> None:
    odd = CaptionCue(start_s=1, end_s=1, text="a\n\nb --> c\r\n", speaker="A > B", line_id="x")
    for written, read in ((write_vtt([odd, odd]), read_vtt), (write_srt([odd, odd]), read_srt)):
        found = read(written)
        assert [cue.text for cue in found] == ["a\nb → c"] * 2
        assert all(cue.end_s > cue.start_s for cue in found)
    assert read_vtt(write_vtt([odd]))[0].speaker == "A > B"
    assert read_vtt(write_vtt([])) == ()
