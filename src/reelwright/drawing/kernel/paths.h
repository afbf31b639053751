// How the samples of a sprite are laid into the planes of a frame: one function for every way it may lie.
//
// Sampling is bilinear with 6 fraction bits; sums of samples are 64 * (v - 128), in i16.
#include "kernel.h"

#define STRIP 2048   // pixels of a row that are composed together
#define MOST_GROUPS (STRIP / 8)
#define MOST_SHRINK 1.6f // of a sprite on the fast paths: the samples of eight pixels lie in a window of 16
#define MOST_SLOPE .0625f // of a row of eight pixels in the sprite: from its middle it leaves its lines by a fifth
#define MOST_TILT .15f    // of a row of four

// Luma or chroma of one layer, and where in the frame it goes.
typedef struct {
    uint8_t *to[2];
    const uint8_t *from[2], *alpha; // chroma has two planes with one alpha
    int stride, width, height, pad; // of the frame; the others of the sprite
    float m[6];
    const struct Steps *steps;
} Planes;

static inline float least(float a, float b) { return a < b ? a : b; }
static inline float most(float a, float b) { return a > b ? a : b; }
static inline float size_of(float a) { return a < 0 ? -a : a; }

// ---- sums of samples, and how they are laid -----------------------------------------------------------

INLINE v128_t pick_bytes(v128_t window, v128_t which) { // all of which < 16
    return (v128_t)__builtin_wasm_relaxed_swizzle_i8x16((__i8x16)window, (__i8x16)which);
}

INLINE v128_t pair_sums(v128_t values, v128_t weights) { // values i8, weights 0 to 64 -> i16
    return (v128_t)__builtin_wasm_relaxed_dot_i8x16_i7x16_s_i16x8((__i8x16)values, (__i8x16)weights);
}

INLINE v128_t times(v128_t a, v128_t b) { // a * b / 32768, rounded; not both are -32768
    return (v128_t)__builtin_wasm_relaxed_q15mulr_s_i16x8((__i16x8)a, (__i16x8)b);
}

INLINE v128_t whole(v128_t sums) { // 0 to 255, in i16
    return wasm_u16x8_shr(wasm_i16x8_add(sums, wasm_i16x8_splat(64 * 128 + 32)), 6);
}

// What eight pixels of a sprite let through of what is below them, of 32768.
INLINE v128_t through(v128_t alpha_sums) {
    v128_t rest = wasm_i16x8_sub(wasm_i16x8_splat(64 * 127), alpha_sums); // 64 * (255 - alpha)
    return wasm_i16x8_add(wasm_i16x8_shl(rest, 1), wasm_u16x8_shr(rest, 7)); // * 32768 / (64 * 255)
}

// Lay eight sums into d. How: OVER (with what they let through), ADD, or COVER: nothing is seen of d.
INLINE void lay(uint8_t *d, v128_t sums, v128_t seen, int how, int is_chroma) {
    v128_t value;
    if (how == ADD && is_chroma)
        value = wasm_i16x8_shr(wasm_i16x8_add(sums, wasm_i16x8_splat(32)), 6); // centred on 0
    else
        value = whole(sums);
    if (how == OVER) value = wasm_i16x8_add(value, times(wasm_u16x8_load8x8(d), seen));
    if (how == ADD) value = wasm_i16x8_add(value, wasm_u16x8_load8x8(d));
    wasm_v128_store64_lane(d, wasm_u8x16_narrow_i16x8(value, value), 0);
}

// ---- eight pixels of a row -----------------------------------------------------------------------------

// Of a window of 16 bytes: the pair that each of eight pixels lies between, and how much of each.
typedef struct {
    v128_t pick, weights;
} Eight;

// For each place of the first pixel, in 1/64: its eight, and how much of the lower of two lines each has when
// that is the place of their middle, of 32768.
typedef struct Steps {
    Eight across[64];
    v128_t down[64];
    float step, slope;
} Steps;

INLINE v128_t weights_of(v128_t w) { // bytes 64 - w and w of each w in i16
    return wasm_i16x8_add(wasm_i16x8_mul(w, wasm_i16x8_splat(255)), wasm_i16x8_splat(64));
}

static inline int fixed(float v) { return (int)(v * 65536.f); } // in 1/65536 of a pixel

// Rows of `together` pixels lie between two lines; beyond them they are on the nearer one.
static void find_steps(Steps *s, float step, float slope, int together) {
    s->step = step, s->slope = slope;
    int across = (int)(step * 4096), lean = (int)(slope * 16384);
    const v128_t lanes = wasm_i16x8_mul(wasm_i16x8_make(0, 1, 2, 3, 4, 5, 6, 7), wasm_i16x8_splat((short)across));
    const v128_t half = wasm_i16x8_make(-3, -1, 1, 3, -3, -1, 1, 3), all = wasm_i16x8_make(-7, -5, -3, -1, 1, 3, 5, 7);
    const v128_t leaning = wasm_i16x8_mul(together == 4 ? half : all, wasm_i16x8_splat((short)lean));
    for (int i = 0; i < 64; i++) {
        v128_t at8 = wasm_i16x8_add(wasm_i16x8_splat((short)(i * 64 + 32)), lanes); // in 1/4096
        v128_t near = wasm_u16x8_shr(at8, 12), w = wasm_v128_and(wasm_u16x8_shr(at8, 6), wasm_i16x8_splat(63));
        v128_t low = wasm_i16x8_add_sat(wasm_i16x8_splat((short)(i * 512)), leaning);
        s->across[i].pick = wasm_i16x8_add(wasm_i16x8_mul(near, wasm_i16x8_splat(0x0101)), wasm_i16x8_splat(0x0100));
        s->across[i].weights = weights_of(w);
        s->down[i] = wasm_i16x8_max(low, wasm_i16x8_splat(0));
    }
}

INLINE v128_t sums_of(const uint8_t *window, Eight e) {
    return pair_sums(pick_bytes(wasm_v128_load(window), e.pick), e.weights);
}

// The groups from first to end whose windows lie in the sprite, or in what is transparent of the lines
// around: left of a line lies the padding of the line above. What they leave out is transparent.
static inline void reach(float s, float step, int count, int width, int pad, int *first, int *end) {
    float low = 1 - pad, high = width + pad - 2;
    *first = 0, *end = count;
    while (*first < *end && s + step * 8 * *first < low) ++*first;
    while (*end > *first && s + step * (8 * *end - 1) > high) --*end;
}

// ---- moved and scaled, not turned: the groups are those of every row -----------------------------------

enum { LINE_BYTES = (int)(STRIP * MOST_SHRINK) + 64 };

// A line of the sprite between two of its rows, from p on.
static inline const uint8_t *between(uint8_t *line, const uint8_t *p, int width, int bytes, int w) {
    if (!w) return p;
    const v128_t weights = wasm_i16x8_splat((short)(64 - w + (w << 8))), half = wasm_i16x8_splat(32);
    for (int i = 0; i < bytes; i += 16) {
        v128_t upper = wasm_v128_load(p + i), lower = wasm_v128_load(p + width + i);
        v128_t left = wasm_i8x16_shuffle(upper, lower, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
        v128_t right = wasm_i8x16_shuffle(upper, lower, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
        left = wasm_i16x8_shr(wasm_i16x8_add(pair_sums(left, weights), half), 6);
        right = wasm_i16x8_shr(wasm_i16x8_add(pair_sums(right, weights), half), 6);
        wasm_v128_store(line + i, wasm_i8x16_narrow_i16x8(left, right));
    }
    return line;
}

typedef struct {
    Eight eight;
    int offset; // of its window
} Group;

INLINE void straight(const Planes *p, int x0, int x1, int y0, int y1, int how, int is_chroma) {
    static Group groups[MOST_GROUPS];
    static uint8_t lines[3][LINE_BYTES];
    const float *m = p->m;
    float start = m[0] * x0 + m[2];
    int first, end, base = 0;
    reach(start, m[0], (x1 - x0) >> 3, p->width, p->pad, &first, &end);
    if (first >= end) return;
    for (int g = first; g < end; g++) {
        float sx = start + m[0] * 8 * g + 128; // a window may start left of 0
        int ix = (int)sx;
        if (g == first) base = ix;
        groups[g] = (Group){p->steps->across[(int)((sx - ix) * 64)], ix - base};
    }
    int bytes = groups[end - 1].offset + 16, width = p->width;
    long beside = p->to[1] - p->to[0];
    for (int y = y0; y < y1; y++) {
        float sy = m[4] * y + m[5];
        if (!(sy >= 1 && sy < p->height - 2)) continue;
        int fy = (int)(sy * 64), w = fy & 63;
        long from = (long)(fy >> 6) * width + base - 128, to = (long)y * p->stride + x0 + 8 * first;
        const uint8_t *one = between(lines[0], p->from[0] + from, width, bytes, w), *other = one, *alpha = one;
        if (is_chroma) other = between(lines[1], p->from[1] + from, width, bytes, w);
        if (how == OVER) alpha = between(lines[2], p->alpha + from, width, bytes, w);
        uint8_t *d = p->to[0] + to;
        for (const Group *g = groups + first; g < groups + end; g++, d += 8) {
            Eight eight = g->eight;
            int offset = g->offset;
            v128_t seen = how == OVER ? through(sums_of(alpha + offset, eight)) : eight.pick;
            lay(d, sums_of(one + offset, eight), seen, how, is_chroma);
            if (is_chroma) lay(d + beside, sums_of(other + offset, eight), seen, how, is_chroma);
        }
    }
}

// ---- leant, or turned a little: eight pixels, or twice four, lie between two lines of the sprite --------

// Between the sums of two lines; `low`: how much of the lower line each pixel has, of 32768.
INLINE v128_t leant(v128_t upper, v128_t lower, v128_t low) {
    return wasm_i16x8_add(upper, times(wasm_i16x8_sub(lower, upper), low));
}

INLINE v128_t both(v128_t a, v128_t b) { return wasm_i64x2_shuffle(a, b, 0, 2); }

// A row of a run: eight pixels each, their places in 1/65536 of a pixel, in whole numbers: turning floats into
// them costs more than all the rest.
typedef struct {
    int count, x, y, to; // of the first eight; to: where in the planes of the frame
} Row;

// `middle`: of the pixels that are taken together.
INLINE Row row_of(const Planes *p, int x0, int x1, int y, float middle) {
    const float *m = p->m;
    float start = m[0] * x0 + m[1] * y + m[2], down = m[3] * (x0 + middle) + m[4] * y + m[5];
    int first, end;
    reach(start, m[0], (x1 - x0) >> 3, p->width, p->pad, &first, &end);
    // Beyond the first and the last lines there is nothing to see; two of four end half a step further.
    float low = 1 + size_of(m[3]) * 4, high = p->height - 2 - size_of(m[3]) * 4;
    while (first < end && !(down + m[3] * 8 * first >= low && down + m[3] * 8 * first < high)) first++;
    while (first < end && !(down + m[3] * 8 * (end - 1) >= low && down + m[3] * 8 * (end - 1) < high)) end--;
    // A window may start left of 0.
    int x = fixed(start + m[0] * 8 * first + 128), to = y * p->stride + x0 + 8 * first;
    return (Row){end - first, x, fixed(down + m[3] * 8 * first), to};
}

INLINE void slanted(const Planes *p, int x0, int x1, int y0, int y1, int how, int is_chroma) {
    const Steps *s = p->steps;
    const int step = fixed(p->m[0] * 8), slope = fixed(p->m[3] * 8), width = p->width;
    for (int y = y0; y < y1; y++) {
        Row r = row_of(p, x0, x1, y, 3.5f);
        const uint8_t *one = p->from[0] - 128;
        long other = p->from[1] - p->from[0], alpha = p->alpha - p->from[0], beside = p->to[1] - p->to[0];
        uint8_t *d = p->to[0] + r.to, *end = d + 8 * r.count;
        for (; d < end; d += 8, r.x += step, r.y += slope) {
            Eight eight = s->across[r.x >> 10 & 63];
            v128_t low = s->down[r.y >> 10 & 63];
            const uint8_t *from = one + (r.y >> 16) * width + (r.x >> 16);
#define SUMS(from) leant(sums_of(from, eight), sums_of(from + width, eight), low)
            v128_t seen = how == OVER ? through(SUMS(from + alpha)) : low;
            lay(d, SUMS(from), seen, how, is_chroma);
            if (is_chroma) lay(d + beside, SUMS(from + other), seen, how, is_chroma);
#undef SUMS
        }
    }
}

INLINE void tilted(const Planes *p, int x0, int x1, int y0, int y1, int how, int is_chroma) {
    const Steps *s = p->steps;
    const int step = fixed(p->m[0] * 4), slope = fixed(p->m[3] * 4), width = p->width;
    for (int y = y0; y < y1; y++) {
        Row r = row_of(p, x0, x1, y, 1.5f);
        const uint8_t *one = p->from[0] - 128;
        long other = p->from[1] - p->from[0], alpha = p->alpha - p->from[0], beside = p->to[1] - p->to[0];
        uint8_t *d = p->to[0] + r.to, *end = d + 8 * r.count;
        for (; d < end; d += 8, r.x += step, r.y += slope) {
            Eight left = s->across[r.x >> 10 & 63];
            v128_t low = s->down[r.y >> 10 & 63];
            const uint8_t *from = one + (r.y >> 16) * width + (r.x >> 16);
            r.x += step, r.y += slope;
            Eight right = s->across[r.x >> 10 & 63];
            low = both(low, s->down[r.y >> 10 & 63]);
            const uint8_t *next = one + (r.y >> 16) * width + (r.x >> 16);
            v128_t weights = both(left.weights, right.weights);
#define LINE(a, b) \
    pair_sums(both(pick_bytes(wasm_v128_load(a), left.pick), pick_bytes(wasm_v128_load(b), right.pick)), weights)
#define SUMS(plane) leant(LINE(from + plane, next + plane), LINE(from + plane + width, next + plane + width), low)
            v128_t seen = how == OVER ? through(SUMS(alpha)) : low;
            lay(d, SUMS(0), seen, how, is_chroma);
            if (is_chroma) lay(d + beside, SUMS(other), seen, how, is_chroma);
#undef SUMS
#undef LINE
        }
    }
}

// ---- turned: every pixel has a place of its own --------------------------------------------------------

// Four places in 1/64 of a pixel, held inside the sprite: beyond its padding nothing is to be seen.
INLINE v128_t held(float s, float step, int size) {
    v128_t further = wasm_f32x4_mul(wasm_f32x4_make(0, 1, 2, 3), wasm_f32x4_splat(step));
    v128_t at4 = wasm_f32x4_mul(wasm_f32x4_add(wasm_f32x4_splat(s), further), wasm_f32x4_splat(64));
    v128_t f = wasm_i32x4_trunc_sat_f32x4(at4);
    return wasm_i32x4_min(wasm_i32x4_max(f, wasm_i32x4_splat(0)), wasm_i32x4_splat((size - 2) * 64));
}

INLINE v128_t pairs_at(const uint8_t *p, const int *where) {
    v128_t pairs = wasm_v128_load16_splat(p + where[0]);
    pairs = wasm_v128_load16_lane(p + where[1], pairs, 1), pairs = wasm_v128_load16_lane(p + where[2], pairs, 2);
    pairs = wasm_v128_load16_lane(p + where[3], pairs, 3), pairs = wasm_v128_load16_lane(p + where[4], pairs, 4);
    pairs = wasm_v128_load16_lane(p + where[5], pairs, 5), pairs = wasm_v128_load16_lane(p + where[6], pairs, 6);
    return wasm_v128_load16_lane(p + where[7], pairs, 7);
}

INLINE void turned(const Planes *p, int x0, int x1, int y0, int y1, int how, int is_chroma) {
    const float *m = p->m;
    const v128_t fraction = wasm_i16x8_splat(63);
    for (int y = y0; y < y1; y++) {
        long to = (long)y * p->stride;
        float bx = m[1] * y + m[2], by = m[4] * y + m[5];
        for (int x = x0; x < x1; x += 8) {
            int where[8];
            v128_t fx[2], fy[2];
            for (int h = 0; h < 2; h++) {
                fx[h] = held(bx + m[0] * (x + 4 * h), m[0], p->width);
                fy[h] = held(by + m[3] * (x + 4 * h), m[3], p->height);
                v128_t rows = wasm_i32x4_mul(wasm_u32x4_shr(fy[h], 6), wasm_i32x4_splat(p->width));
                wasm_v128_store(where + 4 * h, wasm_i32x4_add(rows, wasm_u32x4_shr(fx[h], 6)));
            }
            // The low halves: of a place in 1/64 only its fraction is still needed.
            v128_t wx = wasm_v128_and(wasm_i16x8_shuffle(fx[0], fx[1], 0, 2, 4, 6, 8, 10, 12, 14), fraction);
            v128_t low = wasm_v128_and(wasm_i16x8_shuffle(fy[0], fy[1], 0, 2, 4, 6, 8, 10, 12, 14), fraction);
            v128_t weights = weights_of(wx);
            low = wasm_i16x8_shl(low, 9);
#define SUMS(from) \
    leant(pair_sums(pairs_at(from, where), weights), pair_sums(pairs_at(from + p->width, where), weights), low)
            v128_t seen = how == OVER ? through(SUMS(p->alpha)) : low;
            lay(p->to[0] + to + x, SUMS(p->from[0]), seen, how, is_chroma);
            if (is_chroma) lay(p->to[1] + to + x, SUMS(p->from[1]), seen, how, is_chroma);
#undef SUMS
        }
    }
}

// ---- pixel by pixel: the edge of a sprite that does not fade -------------------------------------------

static inline int sample(const uint8_t *p, int width, int wx, int wy) {
    int left = ((p[0] ^ 128) * (64 - wy) + (p[width] ^ 128) * wy + 32) >> 6;
    int right = ((p[1] ^ 128) * (64 - wy) + (p[width + 1] ^ 128) * wy + 32) >> 6;
    return (left * (64 - wx) + right * wx + 32) >> 6;
}

static inline uint8_t saturated(int v) { return v < 0 ? 0 : v > 255 ? 255 : v; }

INLINE void edge(const Planes *p, int x0, int x1, int y0, int y1, int how, int is_chroma) {
    const float *m = p->m;
    // Half a pixel of chroma is beyond the last luma; there the last chroma is as good.
    float low = is_chroma ? -.9999f : 0, beyond = is_chroma ? 0 : 1.01f;
    for (int y = y0; y < y1; y++)
        for (int x = x0; x < x1; x++) {
            float sx = m[0] * x + m[1] * y + m[2], sy = m[3] * x + m[4] * y + m[5];
            if (!(sx >= low && sy >= low && sx < p->width - beyond && sy < p->height - beyond)) continue;
            int fx = (int)(most(0, least(sx, p->width - 1.01f)) * 64);
            int fy = (int)(most(0, least(sy, p->height - 1.01f)) * 64);
            long from = (long)(fy >> 6) * p->width + (fx >> 6);
            int rest = 255 - sample(p->alpha + from, p->width, fx & 63, fy & 63);
            for (int c = 0; c <= is_chroma; c++) {
                uint8_t *d = p->to[c] + (long)y * p->stride + x;
                int value = sample(p->from[c] + from, p->width, fx & 63, fy & 63);
                if (how == ADD) *d = saturated(*d + value - (is_chroma ? 128 : 0));
                else *d = saturated(value + (*d * rest + 127) / 255);
            }
        }
}
