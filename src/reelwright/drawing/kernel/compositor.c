// Premultiplied YUVA 4:2:0 sprites under affine placements -> the encoder's own planes, block by block.
//
//  * A sprite is kept as planes: Y and A at full size, U, V and A at half size. Values carry their offset
//    times alpha (y + 16a, u + 128a), so that "over" is  d = s + d * (255 - a) / 255  on every plane. Bytes
//    are kept as v - 128: so the products of pairs of them can be summed in one operation.
//  * A layer's matrix maps the index of a frame pixel to the index of a sprite pixel (both at centres).
//  * What lies outside a sprite adds nothing. Sprites fade into 14 transparent pixels or more (`pad`); only
//    pictures that fill the frame may end abruptly, and their last blocks are sampled pixel by pixel.
//  * Sampling is bilinear with 6 fraction bits; sums are 64 * (v - 128), in i16.
#include "kernel.h"

#define BLOCK 16
#define FLAG_SHIFT 4 // a flag tells of 16 x 16 pixels of a sprite
#define STRIP 2048   // pixels of a row that are composed together
#define PIECE 16     // blocks of a turned sprite that are laid together: their many lines stay in the nearest cache
#define MOST_BLOCKS (STRIP / BLOCK)
#define MOST_GROUPS (STRIP / 8)
#define MOST_LAYERS 512
#define MOST_SHRINK 1.6f // of a sprite on the fast paths: the samples of eight pixels lie in a window of 16
#define MOST_SLOPE .0625f // of a row of eight pixels in the sprite: from its middle it leaves its lines by a fifth
#define MOST_TILT .15f    // of a row of four
#define MOST_SCALE 256.f  // a sprite made smaller than this is not seen,
#define MOST_PLACE 3e6f   // nor what is so far away

typedef struct {
    uint32_t planes, flags; // addresses
    int32_t width, height;  // of the luma, multiples of 16
    float m[6];
    int32_t mode;
    int32_t pad;       // transparent pixels around: PAD or more, or 0 for a picture that fills the frame
    uint32_t identity; // of the sprite: two sprites at one address are told apart by it
} Layer;

// Luma or chroma of one layer, and where in the frame it goes.
typedef struct {
    uint8_t *to[2];
    const uint8_t *from[2], *alpha; // chroma has two planes with one alpha
    int stride, width, height, pad; // of the frame; the others of the sprite
    float m[6];
    const struct Steps *steps;
} Planes;

static inline const uint8_t *at(uint32_t address) { return (const uint8_t *)(uintptr_t)address; }
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
        s->across[i].pick = wasm_i16x8_add(wasm_i16x8_mul(near, wasm_i16x8_splat(0x0101)), wasm_i16x8_splat(0x0100));
        s->across[i].weights = wasm_i16x8_add(wasm_i16x8_mul(w, wasm_i16x8_splat(255)), wasm_i16x8_splat(64)); // 64 - w, w
        s->down[i] = wasm_i16x8_max(wasm_i16x8_add_sat(wasm_i16x8_splat((short)(i * 512)), leaning), wasm_i16x8_splat(0));
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
        v128_t left = pair_sums(wasm_i8x16_shuffle(upper, lower, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23), weights);
        v128_t right = pair_sums(wasm_i8x16_shuffle(upper, lower, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31), weights);
        wasm_v128_store(line + i, wasm_i8x16_narrow_i16x8(wasm_i16x8_shr(wasm_i16x8_add(left, half), 6),
                                                          wasm_i16x8_shr(wasm_i16x8_add(right, half), 6)));
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
    int bytes = groups[end - 1].offset + 16, width = p->width, count = end - first;
    for (int y = y0; y < y1; y++) {
        float sy = m[4] * y + m[5];
        if (!(sy >= 1 && sy < p->height - 2)) continue;
        int fy = (int)(sy * 64), w = fy & 63;
        long from = (long)(fy >> 6) * width + base - 128, to = (long)y * p->stride + x0 + 8 * first;
        const uint8_t *one = between(lines[0], p->from[0] + from, width, bytes, w), *other = one, *alpha = one;
        if (is_chroma) other = between(lines[1], p->from[1] + from, width, bytes, w);
        if (how == OVER) alpha = between(lines[2], p->alpha + from, width, bytes, w);
        uint8_t *d = p->to[0] + to, *e = p->to[1] + to;
        const Group *g = groups + first;
        for (int i = 0; i < count; i++, g++, d += 8, e += 8) {
            Eight eight = g->eight;
            int offset = g->offset;
            v128_t seen = how == OVER ? through(sums_of(alpha + offset, eight)) : eight.pick;
            lay(d, sums_of(one + offset, eight), seen, how, is_chroma);
            if (is_chroma) lay(e, sums_of(other + offset, eight), seen, how, is_chroma);
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
    return (Row){end - first, fixed(start + m[0] * 8 * first + 128), fixed(down + m[3] * 8 * first), y * p->stride + x0 + 8 * first};
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
    v128_t at4 = wasm_f32x4_add(wasm_f32x4_splat(s), wasm_f32x4_mul(wasm_f32x4_make(0, 1, 2, 3), wasm_f32x4_splat(step)));
    v128_t f = wasm_i32x4_trunc_sat_f32x4(wasm_f32x4_mul(at4, wasm_f32x4_splat(64)));
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
            v128_t weights = wasm_i16x8_add(wasm_i16x8_mul(wx, wasm_i16x8_splat(255)), wasm_i16x8_splat(64));
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
            int fx = (int)(most(0, least(sx, p->width - 1.01f)) * 64), fy = (int)(most(0, least(sy, p->height - 1.01f)) * 64);
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

// ---- layers, blocks and runs of them -------------------------------------------------------------------

typedef struct {
    Planes luma, chroma;
    const uint8_t *flags;
    int mode, pad;
    int left, right, top, bottom; // blocks of the frame in which it may be seen
    int x, y, width, height;      // of what the first block of the frame covers in the sprite, in 1/1024
    int across_x, across_y, down_x, down_y; // from there to the next block
    uint64_t key;                 // of all that its pixels depend on
    void (*lay)(const Planes *luma, const Planes *chroma, int x0, int x1, int y0, int how);
} Prepared;

// One function for each path, in which every way to lay is a loop of its own.
#define LAID_BY(path)                                                                                            \
    static void lay_##path(const Planes *luma, const Planes *chroma, int x0, int x1, int y0, int how) {          \
        int y1 = y0 + BLOCK, c0 = x0 / 2, c1 = x1 / 2, d0 = y0 / 2, d1 = y1 / 2;                                  \
        if (how == COVER) path(luma, x0, x1, y0, y1, COVER, 0), path(chroma, c0, c1, d0, d1, COVER, 1);          \
        else if (how == ADD) path(luma, x0, x1, y0, y1, ADD, 0), path(chroma, c0, c1, d0, d1, ADD, 1);           \
        else path(luma, x0, x1, y0, y1, OVER, 0), path(chroma, c0, c1, d0, d1, OVER, 1);                         \
    }
LAID_BY(straight)
LAID_BY(slanted)
LAID_BY(tilted)
LAID_BY(turned)
LAID_BY(edge)

static uint64_t stir(uint64_t h, uint32_t v) { return (h ^ v) * 1099511628211ull; }

// How steep the rows of a frame are in a sprite, where one of the fast paths can take it; else MOST_TILT or more.
static float slope_of(const Layer *l) {
    const float *m = l->m; // the places of a block that touches the sprite fit into whole numbers
    int is_fit = m[0] > 0 && m[0] <= MOST_SHRINK && size_of(m[1]) < 2 && size_of(m[4]) < 2 && l->width < 30000 && l->height < 30000;
    return is_fit ? size_of(m[3]) : 1;
}

// The blocks of a frame of width x height in which the sprite's corners lie; none for what is not a number.
static void find_range(Prepared *p, const Layer *l, int width, int height) {
    const float *m = l->m;
    double whole = (double)m[0] * m[4] - (double)m[1] * m[3], x0 = 1e30, x1 = -1e30, y0 = 1e30, y1 = -1e30;
    for (int k = 0; k < 4; k++) {
        double sx = (k & 1 ? l->width + 2 : -3) - (double)m[2], sy = (k & 2 ? l->height + 2 : -3) - (double)m[5];
        double x = (m[4] * sx - m[1] * sy) / whole, y = (m[0] * sy - m[3] * sx) / whole;
        if (x < x0) x0 = x;
        if (x > x1) x1 = x;
        if (y < y0) y0 = y;
        if (y > y1) y1 = y;
    }
    p->left = p->right = p->top = p->bottom = 0;
    if (!(x1 >= -1 && y1 >= -1 && x0 < width + 1 && y0 < height + 1)) return;
    for (int i = 0; i < 6; i++)
        if (!(size_of(m[i]) < (i % 3 < 2 ? MOST_SCALE : MOST_PLACE))) return;
    p->left = x0 < 1 ? 0 : (int)(x0 - 1) / BLOCK, p->right = x1 > width - 2 ? (width + BLOCK - 1) / BLOCK : (int)(x1 + 1) / BLOCK + 1;
    p->top = y0 < 1 ? 0 : (int)(y0 - 1) / BLOCK, p->bottom = y1 > height - 2 ? (height + BLOCK - 1) / BLOCK : (int)(y1 + 1) / BLOCK + 1;
}

// `last`: the steps of a layer before, which often are those of this one; else the next are found.
static void prepare(Prepared *p, const Layer *l, int width, int height, uint8_t *const *frame, int y_stride,
                    int c_stride, Steps **last) {
    const float *m = l->m;
    long size = (long)l->width * l->height;
    const uint8_t *from = at(l->planes);
    find_range(p, l, width, height);
    if (p->left >= p->right) return;
    float slope = slope_of(l);
    if (slope < MOST_TILT && ((*last)->step != m[0] || (*last)->slope != m[3]))
        find_steps(++*last, m[0], m[3], slope <= MOST_SLOPE ? 8 : 4);
    p->luma = (Planes){{frame[0]}, {from}, from + size, y_stride, l->width, l->height, l->pad, {0}, *last};
    p->chroma = (Planes){{frame[1], frame[2]}, {from + 2 * size, from + 2 * size + size / 4}, from + 2 * size + size / 2,
                         c_stride, l->width / 2, l->height / 2, l->pad / 2, {0}, *last};
    p->flags = at(l->flags), p->mode = l->mode, p->pad = l->pad;
    p->lay = slope == 0 && m[1] == 0 ? lay_straight : slope <= MOST_SLOPE ? lay_slanted : slope < MOST_TILT ? lay_tilted : lay_turned;
    p->key = stir(1469598103934665603ull, l->identity);
    for (int i = 0; i < 6; i++) {
        union { float f; uint32_t u; } bits = {m[i]};
        p->key = stir(p->key, bits.u);
        p->luma.m[i] = p->chroma.m[i] = m[i];
    }
    // Chroma pixel c covers luma pixels 2c and 2c + 1.
    p->chroma.m[2] = (m[0] * .5f + m[1] * .5f + m[2] - .5f) * .5f;
    p->chroma.m[5] = (m[3] * .5f + m[4] * .5f + m[5] - .5f) * .5f;
    float wide = (size_of(m[0]) + size_of(m[1])) * (BLOCK - 1), high = (size_of(m[3]) + size_of(m[4])) * (BLOCK - 1);
    p->x = (int)(((m[0] + m[1]) * 7.5f + m[2] - wide * .5f) * 256), p->width = (int)(wide * 256) + 1;
    p->y = (int)(((m[3] + m[4]) * 7.5f + m[5] - high * .5f) * 256), p->height = (int)(high * 256) + 1;
    p->across_x = (int)(m[0] * BLOCK * 256), p->across_y = (int)(m[3] * BLOCK * 256);
    p->down_x = (int)(m[1] * BLOCK * 256), p->down_y = (int)(m[4] * BLOCK * 256);
}

// What a layer is in a block of the frame: EMPTY, MIXED, OPAQUE, or EDGE where a picture ends abruptly.
static int classify(const Prepared *p, int block_x, int block_y) {
    int width = p->luma.width, height = p->luma.height;
    int xa = p->x + block_x * p->across_x + block_y * p->down_x, xb = (xa + p->width) >> 8;
    int ya = p->y + block_x * p->across_y + block_y * p->down_y, yb = (ya + p->height) >> 8;
    xa >>= 8, ya >>= 8;
    if (xb < -3 || yb < -3 || xa > width + 1 || ya > height + 1) return EMPTY;
    int inside = xa >= 3 && ya >= 3 && xb < width - 21 && yb < height - 5;
    int columns = width >> FLAG_SHIFT;
    // Chroma is sampled from up to three pixels further.
    int left = xa < 4 ? 0 : (xa - 4) >> FLAG_SHIFT, right = (xb + 5 < width ? xb + 5 : width - 1) >> FLAG_SHIFT;
    int top = ya < 4 ? 0 : (ya - 4) >> FLAG_SHIFT, bottom = (yb + 5 < height ? yb + 5 : height - 1) >> FLAG_SHIFT;
    int any = 0, all = OPAQUE;
    for (int y = top; y <= bottom; y++)
        for (int x = left; x <= right; x++) any |= p->flags[y * columns + x], all &= p->flags[y * columns + x];
    if (!any) return EMPTY;
    if (!inside && !p->pad) return EDGE;
    return all && inside && p->mode == OVER ? OPAQUE : MIXED;
}

static void blacken(uint8_t *const *frame, int y_stride, int c_stride, int x0, int y0) {
    for (int y = y0; y < y0 + BLOCK; y++) wasm_v128_store(frame[0] + (long)y * y_stride + x0, wasm_i8x16_splat(16));
    for (int y = y0 / 2; y < (y0 + BLOCK) / 2; y++)
        for (int c = 1; c < 3; c++)
            wasm_v128_store64_lane(frame[c] + (long)y * c_stride + x0 / 2, wasm_i8x16_splat((char)128), 0);
}

// Compose layers[0..count) from back to front into planes of width x height (both even; the strides are
// multiples of 16 and leave room for whole blocks, as do the rows). With keep, what is in the planes stays
// below the layers. hashes, if not 0, holds one value a block from the call before: an unchanged block is
// left as it is. Returns the number of blocks that were composed.
EXPORT int compose(uint8_t *y_plane, uint8_t *u_plane, uint8_t *v_plane, int width, int height, int y_stride,
                   int c_stride, const Layer *layers, int count, int keep, uint64_t *hashes) {
    static Prepared prepared[MOST_LAYERS];
    static Steps steps[MOST_LAYERS + 1]; // the first is nobody's
    static const Prepared *seen[MOST_LAYERS];              // in a strip of a row of blocks, front to back,
    static uint8_t kinds[MOST_LAYERS][MOST_BLOCKS];        // and what each of them is there
    uint8_t *frame[3] = {y_plane, u_plane, v_plane};
    int columns = (width + BLOCK - 1) / BLOCK, rows = (height + BLOCK - 1) / BLOCK, composed = 0;
    if (count > MOST_LAYERS) count = MOST_LAYERS;
    Steps *last = steps;
    for (int i = 0; i < count; i++)
        prepare(prepared + i, layers + i, width, height, frame, y_stride, c_stride, &last);
    for (int row = 0; row < rows; row++)
        for (int column = 0; column < columns; column += MOST_BLOCKS) {
            int blocks = columns - column < MOST_BLOCKS ? columns - column : MOST_BLOCKS, number = 0;
            uint64_t hash[MOST_BLOCKS];
            uint8_t covered[MOST_BLOCKS], skipped[MOST_BLOCKS];
            for (int b = 0; b < blocks; b++) hash[b] = 1469598103934665603ull, covered[b] = 0;
            for (int i = count - 1; i >= 0; i--) {
                const Prepared *p = prepared + i;
                int first = p->left > column ? p->left - column : 0, end = p->right - column, any = 0;
                if (row < p->top || row >= p->bottom || first >= blocks || end <= 0) continue;
                if (end > blocks) end = blocks;
                uint8_t *kind = kinds[number];
                for (int b = 0; b < blocks; b += 16) wasm_v128_store(kind + b, wasm_i8x16_splat(EMPTY));
                for (int b = first; b < end; b++) {
                    if (covered[b]) continue;
                    kind[b] = (uint8_t)classify(p, column + b, row);
                    if (kind[b] == EMPTY) continue;
                    any = 1, covered[b] = kind[b] == OPAQUE;
                    hash[b] = (hash[b] ^ p->key) * 1099511628211ull;
                }
                if (any) seen[number++] = p;
            }
            for (int b = 0; b < blocks; b++) {
                uint64_t *before = hashes ? hashes + (long)row * columns + column + b : 0;
                skipped[b] = before && *before == hash[b];
                if (before) *before = hash[b];
                if (skipped[b]) continue;
                composed++;
                if (!keep && !covered[b]) blacken(frame, y_stride, c_stride, (column + b) * BLOCK, row * BLOCK);
            }
            for (int j = number - 1; j >= 0; j--) {
                const Prepared *p = seen[j];
                for (int b = 0, end; b < blocks; b = end) {
                    int kind = skipped[b] ? EMPTY : kinds[j][b];
                    int most = p->lay == lay_straight ? blocks : b + PIECE < blocks ? b + PIECE : blocks;
                    for (end = b + 1; end < most && (skipped[end] ? EMPTY : kinds[j][end]) == kind;) end++;
                    if (kind == EMPTY) continue;
                    (kind == EDGE ? lay_edge : p->lay)(&p->luma, &p->chroma, (column + b) * BLOCK, (column + end) * BLOCK,
                                                       row * BLOCK, kind == OPAQUE ? COVER : p->mode);
                }
            }
        }
    return composed;
}

// The pixels of a sprite, as they are baked, to planes.
EXPORT void spread(const uint8_t *luma_alpha, const uint8_t *chroma_alpha, uint8_t *planes, int width, int height) {
    long size = (long)width * height;
    uint8_t *alpha = planes + size, *u = alpha + size, *v = u + size / 4, *chroma = v + size / 4;
    const v128_t middle = wasm_i8x16_splat((char)128), byte = wasm_i16x8_splat(255);
    for (long i = 0; i < size; i += 16) {
        v128_t a = wasm_v128_load(luma_alpha + 2 * i), b = wasm_v128_load(luma_alpha + 2 * i + 16);
        v128_t values = wasm_u8x16_narrow_i16x8(wasm_v128_and(a, byte), wasm_v128_and(b, byte));
        v128_t alphas = wasm_u8x16_narrow_i16x8(wasm_u16x8_shr(a, 8), wasm_u16x8_shr(b, 8));
        wasm_v128_store(planes + i, wasm_v128_xor(values, middle));
        wasm_v128_store(alpha + i, wasm_v128_xor(alphas, middle));
    }
    for (long i = 0; i < size / 4; i += 4) {
        v128_t four = wasm_v128_load(chroma_alpha + 4 * i); // U V A - U V A - ...
        four = wasm_v128_xor(wasm_i8x16_shuffle(four, four, 0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15), middle);
        wasm_v128_store32_lane(u + i, four, 0), wasm_v128_store32_lane(v + i, four, 1);
        wasm_v128_store32_lane(chroma + i, four, 2);
    }
}
