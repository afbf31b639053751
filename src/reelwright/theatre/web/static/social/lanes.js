// Bullets of an episode and the size of the stage → in which lane each flies, and when: pure values, no picture.
//
// All bullets move at one speed for a stage of one width, so that none overtakes another and two in a lane never
// meet; it takes as long to cross a phone as a desktop. The plan depends on nothing but its arguments: after a seek,
// a pause or a resize the same bullets are where they would have been.

/** How long it takes from the first pixel at one edge until the tail has left at the other is this for a bullet of no
 * width; a long one takes longer by its width. */
export const CROSSING_MS = 7000;
/** A bullet that finds no lane waits this long at most, then it is left out. */
export const LONGEST_WAIT_MS = 1200;
/** How long a bullet stands when nothing may move. */
export const STANDING_MS = 4000;
/** Distance between two bullets of a lane, in heights of the type. */
const GAP_EM = 1.2;
const LINE_EM = 1.5;
/** Bullets keep clear of the bar above and of faces and captions below: the part of the picture's height they use. */
export const BAND = { start: 0.1, end: 0.46 };
/** Of the lanes, how many are used. */
export const DENSITIES = { few: 0.34, some: 0.67, many: 1 };
const STILL_LANES = 3;

/**
 * @typedef {{id: string, time_ms: number, width: number, own?: boolean}} Measured `width` in pixels of the stage
 * @typedef {{id: string, lane: number, start_ms: number, end_ms: number, width: number}} Placed
 * @typedef {{width: number, height: number, type_px: number, density?: string, still?: boolean}} Stage
 */

/** @param {Stage} stage @returns {number} lanes in use, at least one */
export function laneCount(stage) {
  const band = stage.height * (BAND.end - BAND.start);
  const all = Math.max(1, Math.floor(band / (stage.type_px * LINE_EM)));
  const used = Math.max(1, Math.round(all * (DENSITIES[stage.density ?? "some"] ?? DENSITIES.some)));
  return stage.still ? Math.min(used, STILL_LANES) : used;
}

/** @param {Stage} stage @returns {number} pixels a millisecond */
export function speed(stage) {
  return stage.width / CROSSING_MS;
}

/** @param {number} lane @param {Stage} stage @returns {number} top of the lane in pixels */
export function laneTop(lane, stage) {
  return stage.height * BAND.start + lane * stage.type_px * LINE_EM;
}

/**
 * Each bullet in the uppermost lane that is free at its time; one that would have to wait too long is left out,
 * unless it is the viewer's own, which waits for as long as it takes.
 * @param {Measured[]} bullets in any order @param {Stage} stage @returns {Placed[]} by `start_ms`
 */
export function plan(bullets, stage) {
  const freeAt = new Array(laneCount(stage)).fill(-Infinity);
  const placed = [];
  for (const bullet of [...bullets].sort(byTime)) {
    const lane = earliest(freeAt, bullet.time_ms);
    const start = Math.max(bullet.time_ms, freeAt[lane]);
    if (start - bullet.time_ms > LONGEST_WAIT_MS && !bullet.own) continue;
    placed.push({ id: bullet.id, lane, start_ms: start, end_ms: start + onStage(bullet, stage), width: bullet.width });
    freeAt[lane] = start + untilFree(bullet, stage);
  }
  return placed.sort((a, b) => a.start_ms - b.start_ms);
}

/**
 * Those that are to be seen at a time of the film, with the pixel at which each begins.
 * @param {Placed[]} placed @param {number} time_ms @param {Stage} stage
 * @returns {{id: string, x: number, y: number}[]}
 */
export function at(placed, time_ms, stage) {
  const seen = [];
  for (const one of placed) {
    if (one.start_ms > time_ms) break;
    if (one.end_ms <= time_ms) continue;
    const x = stage.still
      ? Math.max(0, (stage.width - one.width) / 2)
      : stage.width - (time_ms - one.start_ms) * speed(stage);
    seen.push({ id: one.id, x, y: laneTop(one.lane, stage) });
  }
  return seen;
}

function byTime(a, b) {
  return a.time_ms - b.time_ms || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/** The uppermost lane that is free at `time`, or else the one that is free first. */
function earliest(freeAt, time) {
  const free = freeAt.findIndex((at) => at <= time);
  return free >= 0 ? free : freeAt.indexOf(Math.min(...freeAt));
}

function onStage(bullet, stage) {
  return stage.still ? STANDING_MS : (stage.width + bullet.width) / speed(stage);
}

/** Until the tail has come in, with a gap behind it. */
function untilFree(bullet, stage) {
  return stage.still ? STANDING_MS : (bullet.width + GAP_EM * stage.type_px) / speed(stage);
}
