/** The player's pure modules under node: captions, time, budget. Run by tests/theatre/player/test_modules.py. */

import assert from "node:assert/strict";
import test from "node:test";

const modules = process.env.PLAYER_MODULES;
const { parseVtt, cuesAt, lineAt, languageFor } = await import(`${modules}/captions.js`);
const { Budget } = await import(`${modules}/ahead.js`);
globalThis.document = { documentElement: { lang: "en" } };
const { wholeFiles } = await import(`${modules}/film.js`);
const { clockOf, learn, say, countOf } = await import(`${modules}/words.js`);

const FILE = `WEBVTT\r
\r
NOTE a remark\r
\r
rnv2\r
00:00:01.667 --> 00:00:02.825 align:center\r
<v Victor>Smile.</v>\r
\r
rnv2.2
00:00:02.825 --> 00:00:04.951
<v Victor>Tonight &amp; tomorrow
you are <i>my</i> daughter.</v>

00:00:04.951 --> 00:00:05.500
&lt;b&gt;no markup&lt;/b&gt;
`;

test("cues keep line id, time, speaker and text without markup", () => {
  const cues = parseVtt(FILE);
  assert.deepEqual(cues.map((cue) => cue.id), ["rnv2", "rnv2.2", ""]);
  assert.deepEqual([cues[0].start, cues[0].end, cues[0].speaker], [1.667, 2.825, "Victor"]);
  assert.equal(cues[1].text, "Tonight & tomorrow\nyou are my daughter.");
  assert.equal(cues[2].text, "<b>no markup</b>");
});

test("a cue is shown from its start until its end, and no other", () => {
  const cues = parseVtt(FILE);
  assert.deepEqual(cuesAt(cues, 1.6), []);
  assert.equal(cuesAt(cues, 1.667)[0].id, "rnv2");
  assert.deepEqual(cuesAt(cues, 2.825).map((cue) => cue.id), ["rnv2.2"]);
});

test("the line is that of the permanent id, without the number of the cue", () => {
  const cues = parseVtt(FILE);
  assert.equal(lineAt(cues, 0), "");
  assert.equal(lineAt(cues, 3), "rnv2");
  assert.equal(lineAt(cues, 60), "rnv2");
});

test("what is no WebVTT gives no cues", () => {
  for (const broken of ["", "WEBVTT", "<html>", "a --> b\nx", "00:05 --> 00:01\nbackwards"]) assert.deepEqual(parseVtt(broken), []);
});

test("the language is the one wished for, or its nearest, or the first", () => {
  const offered = ["en", "zh-Hans", "pt-BR"];
  assert.equal(languageFor(offered, ["zh", "en"]), "zh-Hans");
  assert.equal(languageFor(offered, ["", "PT-br"]), "pt-BR");
  assert.equal(languageFor(offered, ["de", undefined]), "en");
  assert.equal(languageFor([], ["en"]), "");
});

test("what waits unwatched never passes the budget by more than one segment", () => {
  const told = [];
  const budget = new Budget(1000, 600, ({ unwatched, fetched }) => told.push([unwatched, fetched]));
  const first = budget.purse();
  first.pay(400);
  assert.equal(first.isEmpty, false);
  first.pay(300);
  assert.equal(first.isEmpty, true);
  const second = budget.purse();
  second.pay(300);
  assert.equal(second.isEmpty, true);
  assert.equal(budget.purse(), null);
  budget.settle(first);
  assert.deepEqual(told.at(-1), [300, 1000]);
  assert.notEqual(budget.purse(), null);
});

test("without HLS the smallest picture and its sound are taken as whole files", () => {
  const master = `#EXTM3U
#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="audio",NAME="en",CHANNELS="2",URI="audio/index.m3u8"
#EXT-X-STREAM-INF:BANDWIDTH=400000,AVERAGE-BANDWIDTH=1,RESOLUTION=180x320,AUDIO="audio"
180p/index.m3u8
#EXT-X-STREAM-INF:AVERAGE-BANDWIDTH=9,BANDWIDTH=200000,AUDIO="audio"
90p/index.m3u8
`;
  assert.deepEqual(wholeFiles(master, "https://films.example/media/v/hls/master.m3u8"), {
    picture: "https://films.example/media/v/hls/90p/film.mp4",
    sound: "https://films.example/media/v/hls/audio/film.mp4",
  });
  assert.deepEqual(wholeFiles("#EXTM3U", "https://films.example/"), { picture: undefined, sound: undefined });
});

test("words are filled in, and unknown ones show themselves", () => {
  learn({ hello: "Episode {number} of {count}" });
  assert.equal(say("hello", { number: 2, count: "{number}" }), "Episode 2 of {number}");
  assert.equal(say("missing"), "missing");
  learn({ coins: "{coins} coins", "coins.one": "{coins} coin" });
  assert.equal(`${say("coins", { coins: 1 })}, ${say("coins", { coins: 2 })}`, "1 coin, 2 coins");
  assert.deepEqual([0, 65.9, 3723, NaN].map(clockOf), ["0:00", "1:05", "1:02:03", "0:00"]);
  assert.equal(countOf(1234), "1.2K");
});
