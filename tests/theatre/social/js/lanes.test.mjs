// Run by test_lanes.py: node --test
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  BAND, CROSSING_MS, LONGEST_WAIT_MS, STANDING_MS, at, laneCount, laneTop, plan, speed,
} from "../../../../src/reelwright/theatre/web/static/social/lanes.js";

const PHONE = { width: 360, height: 640, type_px: 18, density: "many" };
const DESKTOP = { width: 720, height: 1280, type_px: 26, density: "many" };

// A repeatable stream of bullets, as many as a busy minute has.
function crowd(count, seed = 1) {
  let state = seed;
  const next = () => (state = (state * 1103515245 + 12345) % 2147483648) / 2147483648;
  return Array.from({ length: count }, (_, index) => ({
    id: `b${index}`, time_ms: Math.floor(next() * 60000), width: 30 + next() * 400,
  }));
}

for (const stage of [PHONE, DESKTOP, { ...PHONE, still: true }, { ...PHONE, density: "few" }]) {
  test(`no two bullets meet on ${JSON.stringify(stage)}`, () => {
    const placed = plan(crowd(600), stage);
    const widths = new Map(placed.map((one) => [one.id, one.width]));
    assert.ok(placed.length > 20);
    for (let time = 0; time < 70000; time += 97) {
      const lanes = new Map();
      for (const one of at(placed, time, stage)) {
        const others = lanes.get(one.y) ?? [];
        for (const other of others) {
          const apart = one.x >= other.x + widths.get(other.id) || other.x >= one.x + widths.get(one.id);
          assert.ok(apart, `${one.id} over ${other.id} at ${time}`);
        }
        lanes.set(one.y, [...others, one]);
      }
      assert.ok(lanes.size <= laneCount(stage));
    }
  });
}

test("every lane lies in the band that keeps clear of bar and captions", () => {
  for (const stage of [PHONE, DESKTOP]) {
    const last = laneTop(laneCount(stage) - 1, stage) + stage.type_px;
    assert.ok(laneTop(0, stage) >= stage.height * BAND.start);
    assert.ok(last <= stage.height * BAND.end);
  }
});

test("a bullet enters at one edge and leaves at the other, in the same time on every width", () => {
  for (const stage of [PHONE, DESKTOP]) {
    const [one] = plan([{ id: "a", time_ms: 1000, width: 100 }], stage);
    assert.equal(at([one], 1000, stage)[0].x, stage.width);
    assert.ok(Math.abs(at([one], 1000 + CROSSING_MS, stage)[0].x) < 1e-9);
    assert.equal(at([one], 999, stage).length, 0);
    assert.equal(at([one], one.end_ms, stage).length, 0);
    assert.ok(Math.abs(one.end_ms - one.start_ms - CROSSING_MS - 100 / speed(stage)) < 1e-9);
  }
});

test("the time of the film alone says where bullets are", () => {
  const shuffled = crowd(200).reverse();
  assert.deepEqual(plan(shuffled, PHONE), plan(crowd(200), PHONE));
});

test("one's own is never left out, others wait a little or not at all", () => {
  const together = Array.from({ length: 80 }, (_, index) => ({ id: `x${index}`, time_ms: 0, width: 200 }));
  const placed = plan([...together, { id: "z", time_ms: 0, width: 200, own: true }], PHONE);
  assert.ok(placed.some((one) => one.id === "z"));
  for (const one of placed) if (one.id !== "z") assert.ok(one.start_ms <= LONGEST_WAIT_MS);
  assert.ok(placed.length < 81);
});

test("few, some, many: the density sets how many lanes are used", () => {
  const lanes = ["few", "some", "many"].map((density) => laneCount({ ...DESKTOP, density }));
  assert.ok(lanes[0] < lanes[1] && lanes[1] < lanes[2], String(lanes));
  assert.equal(laneCount({ width: 10, height: 10, type_px: 18 }), 1);
});

test("where nothing may move, bullets stand in the middle and go", () => {
  const still = { ...PHONE, still: true };
  const placed = plan([{ id: "a", time_ms: 0, width: 100 }], still);
  assert.equal(at(placed, 10, still)[0].x, at(placed, STANDING_MS - 10, still)[0].x);
  assert.equal(at(placed, 10, still)[0].x, 130);
  assert.equal(at(placed, STANDING_MS, still).length, 0);
});
