// Premultiplied YUVA 4:2:0 sprites under affine placements -> the encoder's own planes, tile by tile.
//
// One source for every build; the default is WebAssembly with SIMD128 (see build.sh). Rules:
//  * A sprite keeps (Y,A) interleaved at full size and (U,V,A,-) at half size. Values carry their offset
//    times alpha (y + 16a, u + 128a), so that "over" is  d = s + d * (255 - a) / 255  on every plane.
//  * A layer's matrix maps the index of a frame pixel to the index of a sprite pixel (both at centres).
//  * What lies outside a sprite adds nothing. Sprites fade into 14 transparent pixels or more (`pad`); only
//    pictures that fill the frame may end abruptly, and their last tiles are sampled pixel by pixel.
//  * Sampling is bilinear with 7 fraction bits: vertically first, rounded to a byte, then horizontally.
#include <stdint.h>
#include <wasm_simd128.h>

#define EXPORT __attribute__((visibility("default")))
#define TILE_WIDTH 64
#define TILE_HEIGHT 16
#define FLAG_SHIFT 4 // emptiness is flagged for blocks of 16 x 16 sprite pixels
#define MOST_LAYERS 512
#define MOST_SHRINK 1.33f // of a sprite on the straight path: four samples lie in a window of 8

enum { OVER = 0, ADD = 1 };
enum { EMPTY = 0, MIXED = 1, OPAQUE = 2 };

typedef struct {
    uint32_t luma_alpha, chroma_alpha, flags; // addresses
    int32_t width, height;                    // of the luma, multiples of 16
    float m[6];
    int32_t mode;
    int32_t pad;       // transparent pixels around: PAD or more, or 0 for a picture that fills the frame
    uint32_t identity; // of the sprite: two sprites at one address are told apart by it
} Layer;

static inline const uint8_t *at(uint32_t address) { return (const uint8_t *)(uintptr_t)address; }
static inline float least(float a, float b) { return a < b ? a : b; }
static inline float most(float a, float b) { return a > b ? a : b; }
static inline int saturate(int v) { return v < 0 ? 0 : v > 255 ? 255 : v; }
static inline int under(int d, int alpha) { // d * (255 - alpha) / 255, rounded
    int m = d * (255 - alpha) + 128;
    return (m + (m >> 8)) >> 8;
}

// The matrix for the half-size planes: chroma pixel c covers luma pixels 2c and 2c + 1.
static void half_size(const float *m, float *half) {
    half[0] = m[0], half[1] = m[1], half[3] = m[3], half[4] = m[4];
    half[2] = (m[0] * .5f + m[1] * .5f + m[2] - .5f) * .5f;
    half[5] = (m[3] * .5f + m[4] * .5f + m[5] - .5f) * .5f;
}

// Vertical mix of 16 bytes of two rows, by w of 128.
static inline v128_t mix_rows(v128_t upper, v128_t lower, int w) {
    v128_t w0 = wasm_i8x16_splat(128 - w), w1 = wasm_i8x16_splat(w), half = wasm_i16x8_splat(64);
    v128_t low = wasm_i16x8_add(wasm_u16x8_extmul_low_u8x16(upper, w0), wasm_u16x8_extmul_low_u8x16(lower, w1));
    v128_t high = wasm_i16x8_add(wasm_u16x8_extmul_high_u8x16(upper, w0), wasm_u16x8_extmul_high_u8x16(lower, w1));
    return wasm_u8x16_narrow_i16x8(wasm_u16x8_shr(wasm_i16x8_add(low, half), 7),
                                   wasm_u16x8_shr(wasm_i16x8_add(high, half), 7));
}

static inline v128_t mix_columns(v128_t pairs, v128_t weights) { // i16 pairs . weights -> i32, rounded
    return wasm_u32x4_shr(wasm_i32x4_add(wasm_i32x4_dot_i16x8(pairs, weights), wasm_i32x4_splat(64)), 7);
}

static inline v128_t blend_over(v128_t source, v128_t below, v128_t alpha) { // all i16x8
    v128_t m = wasm_i16x8_mul(below, wasm_i16x8_sub(wasm_i16x8_splat(255), alpha));
    m = wasm_i16x8_add(m, wasm_i16x8_splat(128));
    m = wasm_u16x8_shr(wasm_u16x8_add_sat(m, wasm_u16x8_shr(m, 8)), 8);
    return wasm_i16x8_add(source, m);
}

// ---- pixel by pixel: the edge of a sprite that does not fade ------------------------------------------

static inline int sample(const uint8_t *p, int stride, int step, int wx, int wy) {
    int left = (p[0] * (128 - wy) + p[stride] * wy + 64) >> 7;
    int right = (p[step] * (128 - wy) + p[stride + step] * wy + 64) >> 7;
    return (left * (128 - wx) + right * wx + 64) >> 7;
}

static void luma_edge(uint8_t *plane, int stride, int x0, int y0, int nx, int ny, const Layer *l) {
    const float *m = l->m;
    for (int y = y0; y < y0 + ny; y++)
        for (int x = x0; x < x0 + nx; x++) {
            float sx = m[0] * x + m[1] * y + m[2], sy = m[3] * x + m[4] * y + m[5];
            if (!(sx >= 0 && sy >= 0 && sx < l->width - 1.01f && sy < l->height - 1.01f)) continue;
            int fx = (int)(sx * 128.f), fy = (int)(sy * 128.f), row = l->width * 2;
            const uint8_t *p = at(l->luma_alpha) + (fy >> 7) * row + (fx >> 7) * 2;
            int value = sample(p, row, 2, fx & 127, fy & 127);
            uint8_t *d = plane + (long)y * stride + x;
            *d = l->mode == ADD ? saturate(*d + value)
                                : saturate(value + under(*d, sample(p + 1, row, 2, fx & 127, fy & 127)));
        }
}

static void chroma_edge(uint8_t *u, uint8_t *v, int stride, int x0, int y0, int nx, int ny, const Layer *l) {
    float m[6];
    half_size(l->m, m);
    int width = l->width >> 1, height = l->height >> 1, row = width * 4;
    for (int y = y0; y < y0 + ny; y++)
        for (int x = x0; x < x0 + nx; x++) {
            float sx = m[0] * x + m[1] * y + m[2], sy = m[3] * x + m[4] * y + m[5];
            if (!(sx > -1.f && sy > -1.f && sx < width && sy < height)) continue;
            sx = most(0, least(sx, width - 1.01f)), sy = most(0, least(sy, height - 1.01f));
            int fx = (int)(sx * 128.f), fy = (int)(sy * 128.f);
            const uint8_t *p = at(l->chroma_alpha) + (fy >> 7) * row + (fx >> 7) * 4;
            int alpha = sample(p + 2, row, 4, fx & 127, fy & 127);
            uint8_t *planes[2] = {u + (long)y * stride + x, v + (long)y * stride + x};
            for (int c = 0; c < 2; c++) {
                int value = sample(p + c, row, 4, fx & 127, fy & 127);
                uint8_t *d = planes[c];
                *d = l->mode == ADD ? saturate(*d + value - 128) : saturate(value + under(*d, alpha));
            }
        }
}

// ---- what the fast paths share ------------------------------------------------------------------------

// Lay 8 luma samples, i16, into d; alpha is read only for OVER.
static inline void lay_luma(uint8_t *d, v128_t value, v128_t alpha, int mode, int opaque) {
    if (!opaque) {
        v128_t below = wasm_u16x8_load8x8(d);
        value = mode == OVER ? blend_over(value, below, alpha) : wasm_i16x8_add(value, below);
    }
    wasm_v128_store64_lane(d, wasm_u8x16_narrow_i16x8(value, value), 0);
}

// Lay 4 samples of u and 4 of v, i16 u u u u v v v v, with alpha twice over.
static inline void lay_chroma(uint8_t *du, uint8_t *dv, v128_t value, v128_t alpha, int mode, int opaque) {
    if (!opaque) {
        v128_t both = wasm_v128_load32_lane(dv, wasm_v128_load32_zero(du), 1);
        v128_t below = wasm_u16x8_extend_low_u8x16(both);
        value = mode == OVER ? blend_over(value, below, alpha)
                             : wasm_i16x8_sub(wasm_i16x8_add(value, below), wasm_i16x8_splat(128));
    }
    value = wasm_u8x16_narrow_i16x8(value, value);
    wasm_v128_store32_lane(du, value, 0);
    wasm_v128_store32_lane(dv, value, 1);
}

// ---- moved and scaled, not turned: the weights of a column are those of the whole tile -----------------

typedef struct {
    int offset;           // of the window that a group loads, in bytes
    v128_t pick, weights; // of its samples: which bytes of the window, and how much of each
} Group;

enum { ROW_BYTES = (int)(TILE_WIDTH * MOST_SHRINK) * 2 + 64 };

// A row of the sprite between two of its lines, from p on.
static inline const uint8_t *between(uint8_t *row, const uint8_t *p, int stride, int bytes, int w) {
    if (!w) return p;
    for (int i = 0; i < bytes; i += 16)
        wasm_v128_store(row + i, mix_rows(wasm_v128_load(p + i), wasm_v128_load(p + stride + i), w));
    return row;
}

// The groups of 8 pixels, from first to end, whose windows lie in the sprite, or in what is transparent of
// the lines around: left of a line lies the padding of the line above. What they leave out is transparent.
static inline void reach(float s, float step, int count, int width, int pad, int *first, int *end) {
    float low = pad ? -6 : 0, high = width + (pad ? 5 : -2);
    *first = 0, *end = count;
    while (*first < *end && s + step * 8 * *first < low) ++*first;
    while (*end > *first && s + step * (8 * *end - 1) > high) --*end;
}

static void luma_straight(uint8_t *plane, int stride, int x0, int y0, int nx, int ny, const Layer *l, int opaque) {
    const v128_t one = wasm_i8x16_splat(1);
    const float *m = l->m;
    Group groups[TILE_WIDTH / 4];
    uint8_t line[ROW_BYTES];
    float start = m[0] * x0 + m[2];
    int row = l->width * 2, first, end;
    reach(start, m[0], (nx + 7) >> 3, l->width, l->pad, &first, &end);
    if (first >= end) return;
    first *= 2, end *= 2;
    for (int g = first; g < end; g++) {
        float sx = start + m[0] * 4 * g + 128; // a window may start left of 0
        int ix = (int)sx;
        v128_t lane = wasm_f32x4_mul(wasm_f32x4_make(0, 1, 2, 3), wasm_f32x4_splat(m[0]));
        v128_t fx = wasm_f32x4_mul(wasm_f32x4_add(wasm_f32x4_splat(sx - ix), lane), wasm_f32x4_splat(128));
        fx = wasm_i32x4_trunc_sat_f32x4(fx);
        v128_t near = wasm_i32x4_shl(wasm_u32x4_shr(fx, 7), 1), w = wasm_v128_and(fx, wasm_i32x4_splat(127));
        groups[g].offset = (ix - 128) * 2;
        groups[g].pick = wasm_i32x4_add(wasm_v128_or(near, wasm_i32x4_shl(near, 16)),
                                        wasm_i32x4_splat((int)0x80028000));
        groups[g].weights = wasm_v128_or(wasm_i32x4_sub(wasm_i32x4_splat(128), w), wasm_i32x4_shl(w, 16));
    }
    int base = groups[first].offset, bytes = groups[end - 1].offset - base + 16;
    for (int y = y0; y < y0 + ny; y++) {
        float sy = m[4] * y + m[5];
        if (!(sy >= 1 && sy < l->height - 2)) continue;
        int fy = (int)(sy * 128.f);
        const uint8_t *from = between(line, at(l->luma_alpha) + (fy >> 7) * row + base, row, bytes, fy & 127) - base;
        uint8_t *d = plane + (long)y * stride + x0;
        for (int g = first; g < end; g += 2) {
            const Group *a = groups + g, *b = a + 1;
            v128_t left = wasm_v128_load(from + a->offset), right = wasm_v128_load(from + b->offset);
            v128_t value = wasm_i16x8_narrow_i32x4(mix_columns(wasm_i8x16_swizzle(left, a->pick), a->weights),
                                                   mix_columns(wasm_i8x16_swizzle(right, b->pick), b->weights));
            v128_t alpha = value;
            if (!opaque && l->mode == OVER)
                alpha = wasm_i16x8_narrow_i32x4(
                    mix_columns(wasm_i8x16_swizzle(left, wasm_v128_or(a->pick, one)), a->weights),
                    mix_columns(wasm_i8x16_swizzle(right, wasm_v128_or(b->pick, one)), b->weights));
            lay_luma(d + 4 * g, value, alpha, l->mode, opaque);
        }
    }
}

static void chroma_straight(uint8_t *u, uint8_t *v, int stride, int x0, int y0, int nx, int ny, const Layer *l,
                            int opaque) {
    const v128_t one = wasm_i8x16_splat(1), two = wasm_i8x16_splat(2);
    float m[6];
    half_size(l->m, m);
    Group groups[TILE_WIDTH / 4]; // of two samples; the second of a pair picks into the upper half
    uint8_t line[ROW_BYTES];
    float start = m[0] * x0 + m[2];
    int row = (l->width >> 1) * 4, first, end;
    reach(start, m[0], (nx + 7) >> 3, l->width >> 1, l->pad >> 1, &first, &end);
    if (first >= end) return;
    first *= 4, end *= 4;
    for (int g = first; g < end; g++) {
        float sx = start + m[0] * 2 * g + 128;
        int ix = (int)sx, f0 = (int)((sx - ix) * 128.f), f1 = (int)((sx - ix + m[0]) * 128.f);
        int p0 = (int)0x80048000 + (f0 >> 7) * 0x40004, p1 = (int)0x80048000 + (f1 >> 7) * 0x40004;
        int w0 = (128 - (f0 & 127)) | (f0 & 127) << 16, w1 = (128 - (f1 & 127)) | (f1 & 127) << 16;
        int none = (int)0x80808080;
        groups[g].offset = (ix - 128) * 4;
        groups[g].pick = g & 1 ? wasm_i32x4_make(none, none, p0, p1) : wasm_i32x4_make(p0, p1, none, none);
        groups[g].weights = g & 1 ? wasm_i32x4_make(0, 0, w0, w1) : wasm_i32x4_make(w0, w1, 0, 0);
    }
    for (int g = first; g < end; g += 2) groups[g].weights = wasm_v128_or(groups[g].weights, groups[g + 1].weights);
    int base = groups[first].offset, bytes = groups[end - 1].offset - base + 16;
    for (int y = y0; y < y0 + ny; y++) {
        float sy = m[4] * y + m[5];
        if (!(sy >= 1 && sy < (l->height >> 1) - 2)) continue;
        int fy = (int)(sy * 128.f);
        const uint8_t *from = between(line, at(l->chroma_alpha) + (fy >> 7) * row + base, row, bytes, fy & 127) - base;
        uint8_t *du = u + (long)y * stride + x0, *dv = v + (long)y * stride + x0;
        for (int g = first; g < end; g += 2) {
            const Group *a = groups + g, *b = a + 1;
            v128_t left = wasm_v128_load(from + a->offset), right = wasm_v128_load(from + b->offset);
#define PLANE(n) mix_columns(wasm_v128_or(wasm_i8x16_swizzle(left, wasm_v128_or(a->pick, n)), \
                                          wasm_i8x16_swizzle(right, wasm_v128_or(b->pick, n))), a->weights)
            v128_t value = wasm_i16x8_narrow_i32x4(PLANE(wasm_i8x16_splat(0)), PLANE(one)), alpha = value;
            if (!opaque && l->mode == OVER) {
                alpha = PLANE(two);
                alpha = wasm_i16x8_narrow_i32x4(alpha, alpha);
            }
#undef PLANE
            lay_chroma(du + 2 * g, dv + 2 * g, value, alpha, l->mode, opaque);
        }
    }
}

// ---- turned: every pixel has a place of its own --------------------------------------------------------

// Four places in 1/128 of a pixel, held inside the sprite: beyond its padding nothing is to be seen.
static inline v128_t held(float s, float step, int size) {
    v128_t at4 = wasm_f32x4_add(wasm_f32x4_splat(s), wasm_f32x4_mul(wasm_f32x4_make(0, 1, 2, 3), wasm_f32x4_splat(step)));
    v128_t f = wasm_i32x4_trunc_sat_f32x4(wasm_f32x4_mul(at4, wasm_f32x4_splat(128)));
    return wasm_i32x4_min(wasm_i32x4_max(f, wasm_i32x4_splat(0)), wasm_i32x4_splat((size - 2) * 128));
}

// Vertical mix of 16 bytes with weights for each.
static inline v128_t mix_rows_by(v128_t upper, v128_t lower, v128_t w1) {
    v128_t w0 = wasm_i8x16_sub(wasm_i8x16_splat((char)128), w1), half = wasm_i16x8_splat(64);
    v128_t low = wasm_i16x8_add(wasm_u16x8_extmul_low_u8x16(upper, w0), wasm_u16x8_extmul_low_u8x16(lower, w1));
    v128_t high = wasm_i16x8_add(wasm_u16x8_extmul_high_u8x16(upper, w0), wasm_u16x8_extmul_high_u8x16(lower, w1));
    return wasm_u8x16_narrow_i16x8(wasm_u16x8_shr(wasm_i16x8_add(low, half), 7),
                                   wasm_u16x8_shr(wasm_i16x8_add(high, half), 7));
}

static inline v128_t column_weights(v128_t fx) {
    v128_t w = wasm_v128_and(fx, wasm_i32x4_splat(127));
    return wasm_v128_or(wasm_i32x4_sub(wasm_i32x4_splat(128), w), wasm_i32x4_shl(w, 16));
}

static void luma_turned(uint8_t *plane, int stride, int x0, int y0, int nx, int ny, const Layer *l, int opaque) {
    const float *m = l->m;
    const uint8_t *source = at(l->luma_alpha);
    int row = l->width * 2;
    for (int y = y0; y < y0 + ny; y++) {
        uint8_t *d = plane + (long)y * stride + x0;
        float bx = m[0] * x0 + m[1] * y + m[2], by = m[3] * x0 + m[4] * y + m[5];
        for (int x = 0; x < nx; x += 8) {
            v128_t value[2], alpha[2];
            for (int h = 0; h < 2; h++) {
                v128_t fx = held(bx + m[0] * (x + 4 * h), m[0], l->width);
                v128_t fy = held(by + m[3] * (x + 4 * h), m[3], l->height);
                v128_t where = wasm_i32x4_add(wasm_i32x4_mul(wasm_u32x4_shr(fy, 7), wasm_i32x4_splat(row)),
                                              wasm_i32x4_shl(wasm_u32x4_shr(fx, 7), 1));
                const uint8_t *p0 = source + wasm_i32x4_extract_lane(where, 0);
                const uint8_t *p1 = source + wasm_i32x4_extract_lane(where, 1);
                const uint8_t *p2 = source + wasm_i32x4_extract_lane(where, 2);
                const uint8_t *p3 = source + wasm_i32x4_extract_lane(where, 3);
                v128_t upper = wasm_v128_load32_zero(p0), lower = wasm_v128_load32_zero(p0 + row);
                upper = wasm_v128_load32_lane(p1, upper, 1), lower = wasm_v128_load32_lane(p1 + row, lower, 1);
                upper = wasm_v128_load32_lane(p2, upper, 2), lower = wasm_v128_load32_lane(p2 + row, lower, 2);
                upper = wasm_v128_load32_lane(p3, upper, 3), lower = wasm_v128_load32_lane(p3 + row, lower, 3);
                v128_t wy = wasm_v128_and(fy, wasm_i32x4_splat(127));
                v128_t mixed = mix_rows_by(upper, lower, wasm_i32x4_mul(wy, wasm_i32x4_splat(0x01010101)));
                v128_t w = column_weights(fx), bytes = wasm_i32x4_splat(0x00FF00FF); // Y A Y A
                value[h] = mix_columns(wasm_v128_and(mixed, bytes), w);
                alpha[h] = mix_columns(wasm_u16x8_shr(mixed, 8), w);
            }
            lay_luma(d + x, wasm_i16x8_narrow_i32x4(value[0], value[1]), wasm_i16x8_narrow_i32x4(alpha[0], alpha[1]),
                     l->mode, opaque);
        }
    }
}

// Lay four samples of which a and b hold U V A - twice each: of the columns left and right of them.
static inline void lay_quads(uint8_t *du, uint8_t *dv, v128_t a, v128_t b, v128_t weights, int mode, int opaque) {
    v128_t left = wasm_i32x4_shuffle(a, b, 0, 2, 4, 6), right = wasm_i32x4_shuffle(a, b, 1, 3, 5, 7);
    const v128_t byte = wasm_i32x4_splat(255);
#define PLANE(n) mix_columns(wasm_v128_or(wasm_v128_and(wasm_u32x4_shr(left, 8 * n), byte), \
                                          wasm_i32x4_shl(wasm_v128_and(wasm_u32x4_shr(right, 8 * n), byte), 16)), weights)
    v128_t value = wasm_i16x8_narrow_i32x4(PLANE(0), PLANE(1)), alpha = value;
    if (!opaque) {
        alpha = PLANE(2);
        alpha = wasm_i16x8_narrow_i32x4(alpha, alpha);
    }
#undef PLANE
    lay_chroma(du, dv, value, alpha, mode, opaque);
}

static void chroma_turned(uint8_t *u, uint8_t *v, int stride, int x0, int y0, int nx, int ny, const Layer *l,
                          int opaque) {
    float m[6];
    half_size(l->m, m);
    const uint8_t *source = at(l->chroma_alpha);
    int row = (l->width >> 1) * 4;
    for (int y = y0; y < y0 + ny; y++) {
        uint8_t *du = u + (long)y * stride + x0, *dv = v + (long)y * stride + x0;
        float bx = m[0] * x0 + m[1] * y + m[2], by = m[3] * x0 + m[4] * y + m[5];
        for (int x = 0; x < nx; x += 4) {
            v128_t fx = held(bx + m[0] * x, m[0], l->width >> 1), fy = held(by + m[3] * x, m[3], l->height >> 1);
            v128_t where = wasm_i32x4_add(wasm_i32x4_mul(wasm_u32x4_shr(fy, 7), wasm_i32x4_splat(row)),
                                          wasm_i32x4_shl(wasm_u32x4_shr(fx, 7), 2));
            const uint8_t *p0 = source + wasm_i32x4_extract_lane(where, 0);
            const uint8_t *p1 = source + wasm_i32x4_extract_lane(where, 1);
            const uint8_t *p2 = source + wasm_i32x4_extract_lane(where, 2);
            const uint8_t *p3 = source + wasm_i32x4_extract_lane(where, 3);
            v128_t wy = wasm_i32x4_mul(wasm_v128_and(fy, wasm_i32x4_splat(127)), wasm_i32x4_splat(0x01010101));
            v128_t w = column_weights(fx);
            v128_t a = mix_rows_by(wasm_v128_load64_lane(p1, wasm_v128_load64_zero(p0), 1),
                                   wasm_v128_load64_lane(p1 + row, wasm_v128_load64_zero(p0 + row), 1),
                                   wasm_i32x4_shuffle(wy, wy, 0, 0, 1, 1));
            v128_t b = mix_rows_by(wasm_v128_load64_lane(p3, wasm_v128_load64_zero(p2), 1),
                                   wasm_v128_load64_lane(p3 + row, wasm_v128_load64_zero(p2 + row), 1),
                                   wasm_i32x4_shuffle(wy, wy, 2, 2, 3, 3)); // U V A - U V A - U V A - U V A -
            lay_quads(du + x, dv + x, a, b, w, l->mode, opaque);
        }
    }
}

// ---- turned a little: four pixels lie on one line of the sprite ----------------------------------------

#define MOST_SLOPE .0625f // of a line: within four pixels it is nowhere further than an eighth off

// Places in 1/65536 of a pixel, in whole numbers: turning floats into them costs more than all the rest.
static inline int fixed(float v) { return (int)(v * 65536.f); }

static inline v128_t lanes_of(int step) {
    return wasm_i32x4_mul(wasm_i32x4_make(0, 1, 2, 3), wasm_i32x4_splat(step));
}

static inline v128_t weights_of(v128_t places) { // of the columns left and right of each
    v128_t w = wasm_v128_and(wasm_u32x4_shr(places, 9), wasm_i32x4_splat(127));
    return wasm_i32x4_add(wasm_i32x4_sub(wasm_i32x4_shl(w, 16), w), wasm_i32x4_splat(128));
}

static void luma_slanted(uint8_t *plane, int stride, int x0, int y0, int nx, int ny, const Layer *l, int opaque) {
    const v128_t one = wasm_i8x16_splat(1);
    const float *m = l->m;
    const uint8_t *source = at(l->luma_alpha);
    int row = l->width * 2, count = (nx + 7) >> 3, step = fixed(m[0]), slope = fixed(m[3]);
    const v128_t lanes = lanes_of(step);
    for (int y = y0; y < y0 + ny; y++) {
        uint8_t *d = plane + (long)y * stride + x0;
        float start = m[0] * x0 + m[1] * y + m[2];
        int first, end, low = 1 << 16, high = (l->height - 2) << 16;
        reach(start, m[0], count, l->width, l->pad, &first, &end);
        // A window may start left of 0.
        int px = fixed(start + 128) + 8 * first * step;
        int py = fixed(m[3] * (x0 + 1.5f) + m[4] * y + m[5]) + 8 * first * slope;
        for (int x = 8 * first; x < 8 * end; x += 8, px += 8 * step, py += 8 * slope) {
            v128_t value[2], alpha[2];
            if (py < low || py + 4 * slope < low || py >= high || py + 4 * slope >= high) continue;
            for (int h = 0; h < 2; h++) {
                int sx = px + 4 * h * step, sy = py + 4 * h * slope;
                // From the first of the four on, whose window it is.
                v128_t places = wasm_i32x4_add(wasm_i32x4_splat(sx & 0xFFFF), lanes);
                v128_t near = wasm_i32x4_shl(wasm_u32x4_shr(places, 16), 1), w = weights_of(places);
                v128_t pick = wasm_i32x4_add(wasm_v128_or(near, wasm_i32x4_shl(near, 16)),
                                             wasm_i32x4_splat((int)0x80028000));
                const uint8_t *p = source + (sy >> 16) * row + ((sx >> 16) - 128) * 2;
                v128_t mixed = mix_rows(wasm_v128_load(p), wasm_v128_load(p + row), sy >> 9 & 127);
                value[h] = mix_columns(wasm_i8x16_swizzle(mixed, pick), w);
                if (!opaque) alpha[h] = mix_columns(wasm_i8x16_swizzle(mixed, wasm_v128_or(pick, one)), w);
            }
            v128_t laid = wasm_i16x8_narrow_i32x4(value[0], value[1]);
            lay_luma(d + x, laid, opaque ? laid : wasm_i16x8_narrow_i32x4(alpha[0], alpha[1]), l->mode, opaque);
        }
    }
}

static void chroma_slanted(uint8_t *u, uint8_t *v, int stride, int x0, int y0, int nx, int ny, const Layer *l,
                           int opaque) {
    float m[6];
    half_size(l->m, m);
    const uint8_t *source = at(l->chroma_alpha);
    int row = (l->width >> 1) * 4, count = (nx + 7) >> 3, step = fixed(m[0]), slope = fixed(m[3]);
    const v128_t lanes = lanes_of(step);
    for (int y = y0; y < y0 + ny; y++) {
        uint8_t *du = u + (long)y * stride + x0, *dv = v + (long)y * stride + x0;
        float start = m[0] * x0 + m[1] * y + m[2];
        int first, end, low = 1 << 16, high = ((l->height >> 1) - 2) << 16;
        reach(start, m[0], count, l->width >> 1, l->pad >> 1, &first, &end);
        int px = fixed(start + 128) + 8 * first * step;
        int py = fixed(m[3] * (x0 + 1.5f) + m[4] * y + m[5]) + 8 * first * slope;
        for (int x = 8 * first; x < 8 * end; x += 4, px += 4 * step, py += 4 * slope) {
            if (py < low || py >= high) continue;
            v128_t w = weights_of(wasm_i32x4_add(wasm_i32x4_splat(px), lanes));
            const uint8_t *p = source + (py >> 16) * row - 512;
            int wy = py >> 9 & 127;
            const uint8_t *p0 = p + (px >> 16) * 4, *p1 = p + ((px + step) >> 16) * 4;
            const uint8_t *p2 = p + ((px + 2 * step) >> 16) * 4, *p3 = p + ((px + 3 * step) >> 16) * 4;
            v128_t a = mix_rows(wasm_v128_load64_lane(p1, wasm_v128_load64_zero(p0), 1),
                                wasm_v128_load64_lane(p1 + row, wasm_v128_load64_zero(p0 + row), 1), wy);
            v128_t b = mix_rows(wasm_v128_load64_lane(p3, wasm_v128_load64_zero(p2), 1),
                                wasm_v128_load64_lane(p3 + row, wasm_v128_load64_zero(p2 + row), 1), wy);
            lay_quads(du + x, dv + x, a, b, w, l->mode, opaque);
        }
    }
}

// ---- tiles -------------------------------------------------------------------------------------------

// What a layer is over a tile: EMPTY, MIXED or OPAQUE; *inside: every sample, with those of a tile that is
// filled up to whole groups, lies in the sprite.
static int classify(const Layer *l, int x0, int y0, int nx, int ny, int *inside) {
    const float *m = l->m;
    float xa = 1e30f, xb = -1e30f, ya = 1e30f, yb = -1e30f;
    for (int k = 0; k < 4; k++) {
        float x = x0 + ((k & 1) ? nx - 1 : 0), y = y0 + ((k & 2) ? ny - 1 : 0);
        float sx = m[0] * x + m[1] * y + m[2], sy = m[3] * x + m[4] * y + m[5];
        xa = least(xa, sx), xb = most(xb, sx), ya = least(ya, sy), yb = most(yb, sy);
    }
    // Not-a-number and infinities fail this test too, and add nothing.
    if (!(xb >= -2 && yb >= -2 && xa <= l->width + 1 && ya <= l->height + 1)) return EMPTY;
    if (!(xa > -1e6f && ya > -1e6f && xb < 1e6f && yb < 1e6f)) return *inside = 0, MIXED;
    *inside = xa >= 3 && ya >= 3 && xb < l->width - 20 && yb < l->height - 4;
    int columns = l->width >> FLAG_SHIFT, rows = l->height >> FLAG_SHIFT;
    int tx0 = (int)most(xa - 3, 0) >> FLAG_SHIFT, ty0 = (int)most(ya - 3, 0) >> FLAG_SHIFT;
    int tx1 = (int)least(xb + 4, l->width - 1) >> FLAG_SHIFT, ty1 = (int)least(yb + 4, l->height - 1) >> FLAG_SHIFT;
    int any = 0, all = 1;
    for (int ty = ty0; ty <= ty1 && ty < rows; ty++)
        for (int tx = tx0; tx <= tx1 && tx < columns; tx++) {
            int flag = at(l->flags)[ty * columns + tx];
            any |= flag;
            all &= flag == OPAQUE;
        }
    if (!any) return EMPTY;
    return all && *inside && l->mode == OVER ? OPAQUE : MIXED;
}

static uint64_t stir(uint64_t h, uint32_t v) { return (h ^ v) * 1099511628211ull; }

static uint64_t signature(const Layer *layers, const int *list, int count) {
    uint64_t h = stir(1469598103934665603ull, (uint32_t)count);
    for (int j = 0; j < count; j++) {
        const Layer *l = layers + list[j];
        h = stir(h, l->identity);
        for (int i = 0; i < 6; i++) {
            union { float f; uint32_t u; } bits = {l->m[i]};
            h = stir(h, bits.u);
        }
    }
    return h ? h : 1;
}

static int is_slanted(const Layer *l) {
    const float *m = l->m; // the places of a tile that touches the sprite fit into whole numbers
    return m[3] >= -MOST_SLOPE && m[3] <= MOST_SLOPE && m[0] > 0 && m[0] <= MOST_SHRINK && m[1] > -2 && m[1] < 2 &&
           m[4] > -2 && m[4] < 2 && l->width < 30000 && l->height < 30000;
}

static int is_straight(const float *m) { return m[1] == 0 && m[3] == 0 && m[0] > 0 && m[0] <= MOST_SHRINK; }

// Compose layers[0..count) from back to front into planes of width x height (both even; the strides are
// multiples of 16 and leave room for whole tiles). With keep, what is in the planes stays below the layers.
// hashes, if not 0, holds one value a tile from the call before: an unchanged tile is left as it is.
// Returns the number of tiles that were composed.
EXPORT int compose(uint8_t *y_plane, uint8_t *u_plane, uint8_t *v_plane, int width, int height, int y_stride,
                   int c_stride, const Layer *layers, int count, int keep, uint64_t *hashes) {
    int composed = 0;
    if (count > MOST_LAYERS) count = MOST_LAYERS;
    for (int y0 = 0; y0 < height; y0 += TILE_HEIGHT)
        for (int x0 = 0; x0 < width; x0 += TILE_WIDTH) {
            int ny = y0 + TILE_HEIGHT <= height ? TILE_HEIGHT : height - y0;
            int nx = x0 + TILE_WIDTH <= width ? TILE_WIDTH : width - x0;
            static int list[MOST_LAYERS];
            static uint8_t kind[MOST_LAYERS], whole[MOST_LAYERS];
            int k = 0;
            for (int i = count - 1; i >= 0; i--) {
                int inside = 0, c = classify(layers + i, x0, y0, nx, ny, &inside);
                if (c == EMPTY) continue;
                list[k] = i, kind[k] = c, whole[k] = inside, k++;
                if (c == OPAQUE) break;
            }
            if (hashes) {
                uint64_t h = signature(layers, list, k);
                if (*hashes == h) { hashes++; continue; }
                *hashes++ = h;
            }
            if (keep && !k) continue;
            composed++;
            if (!keep && !(k && kind[k - 1] == OPAQUE)) {
                for (int y = y0; y < y0 + ny; y++) __builtin_memset(y_plane + (long)y * y_stride + x0, 16, nx);
                for (int y = y0 / 2; y < (y0 + ny) / 2; y++) {
                    __builtin_memset(u_plane + (long)y * c_stride + x0 / 2, 128, nx / 2);
                    __builtin_memset(v_plane + (long)y * c_stride + x0 / 2, 128, nx / 2);
                }
            }
            for (int j = k - 1; j >= 0; j--) {
                const Layer *l = layers + list[j];
                int opaque = kind[j] == OPAQUE;
                if (!whole[j] && !l->pad) {
                    luma_edge(y_plane, y_stride, x0, y0, nx, ny, l);
                    chroma_edge(u_plane, v_plane, c_stride, x0 / 2, y0 / 2, nx / 2, ny / 2, l);
                } else if (is_straight(l->m)) {
                    luma_straight(y_plane, y_stride, x0, y0, nx, ny, l, opaque);
                    chroma_straight(u_plane, v_plane, c_stride, x0 / 2, y0 / 2, nx / 2, ny / 2, l, opaque);
                } else if (is_slanted(l)) {
                    luma_slanted(y_plane, y_stride, x0, y0, nx, ny, l, opaque);
                    chroma_slanted(u_plane, v_plane, c_stride, x0 / 2, y0 / 2, nx / 2, ny / 2, l, opaque);
                } else {
                    luma_turned(y_plane, y_stride, x0, y0, nx, ny, l, opaque);
                    chroma_turned(u_plane, v_plane, c_stride, x0 / 2, y0 / 2, nx / 2, ny / 2, l, opaque);
                }
            }
        }
    return composed;
}

// ---- baking ------------------------------------------------------------------------------------------

typedef struct {
    v128_t luma, u, v, alpha; // f32, of four pixels; u and v are centred on 0
} Colours;

// f32 of 0 to 2^22 -> i32, rounded: in a float beyond 2^23 the whole part is the mantissa.
static inline v128_t rounded(v128_t values) {
    return wasm_i32x4_sub(wasm_f32x4_add(values, wasm_f32x4_splat(8388608.f)), wasm_i32x4_splat(0x4B000000));
}

// Four pixels of premultiplied RGBA, relit and graded. A transparent one gives nothing.
static inline Colours colours(v128_t pixels, v128_t multiply, v128_t add, int relit, const uint8_t *grade, int mode) {
    const v128_t byte = wasm_i32x4_splat(255), share = wasm_f32x4_splat(1 / 255.f);
    v128_t alpha = wasm_f32x4_convert_u32x4(wasm_u32x4_shr(pixels, 24));
    v128_t whole = wasm_f32x4_div(wasm_f32x4_splat(255), wasm_f32x4_pmax(alpha, wasm_f32x4_splat(1)));
    v128_t covered = wasm_f32x4_mul(alpha, share), c[3];
    for (int n = 0; n < 3; n++) {
#define CHANNEL(from) wasm_f32x4_convert_u32x4(wasm_v128_and(wasm_u32x4_shr(from, 8 * n), byte))
        c[n] = CHANNEL(pixels);
        if (mode == ADD) continue;
        v128_t value = wasm_f32x4_mul(c[n], whole);
        if (relit)
            value = wasm_f32x4_add(wasm_f32x4_mul(wasm_f32x4_mul(value, CHANNEL(multiply)), share), CHANNEL(add));
#undef CHANNEL
        v128_t q = wasm_i32x4_min(rounded(value), byte);
        if (grade)
            q = wasm_i32x4_make(grade[3 * wasm_i32x4_extract_lane(q, 0) + n], grade[3 * wasm_i32x4_extract_lane(q, 1) + n],
                                grade[3 * wasm_i32x4_extract_lane(q, 2) + n], grade[3 * wasm_i32x4_extract_lane(q, 3) + n]);
        c[n] = wasm_f32x4_mul(wasm_f32x4_convert_i32x4(q), covered);
    }
#define WEIGHTED(r, g, b, range) wasm_f32x4_add(wasm_f32x4_add(wasm_f32x4_mul(c[0], wasm_f32x4_splat(r * range / 255)), \
                                                              wasm_f32x4_mul(c[1], wasm_f32x4_splat(g * range / 255))), \
                                               wasm_f32x4_mul(c[2], wasm_f32x4_splat(b * range / 255)))
    Colours made = {WEIGHTED(.2126f, .7152f, .0722f, 219.f), WEIGHTED(-.114572f, -.385428f, .5f, 224.f),
                    WEIGHTED(.5f, -.454153f, -.045847f, 224.f), alpha};
#undef WEIGHTED
    return made;
}

static inline v128_t whole_bytes(v128_t values) { // f32 -> i32 of 0..255, rounded
    return wasm_i32x4_min(rounded(wasm_f32x4_pmax(values, wasm_f32x4_splat(0))), wasm_i32x4_splat(255));
}

// Four pixels of row y from x on; what is outside the picture is transparent.
static inline v128_t four(const uint8_t *picture, int width, int height, int x, int y) {
    if (y < 0 || y >= height) return wasm_i32x4_splat(0);
    const uint8_t *p = picture + 4 * ((long)y * width + x);
    if (x >= 0 && x + 4 <= width) return wasm_v128_load(p);
    uint32_t pixels[4];
    for (int k = 0; k < 4; k++) pixels[k] = x + k < 0 || x + k >= width ? 0 : *(const uint32_t *)(p + 4 * k);
    return wasm_v128_load(pixels);
}

// Premultiplied RGBA (width x height, tightly packed) -> a sprite of padded_width x padded_height with its flags.
// multiply and add (RGB and a byte that is not read, of the same size, or 0) relight the un-premultiplied
// colour: c * multiply / 255 + add. grade (256 x RGB, or 0) is looked up last. dither is 64 x 64 bytes; it is
// added where alpha is full. BT.709, limited range. The picture is laid left and top pixels in.
EXPORT void bake(const uint8_t *rgba, int width, int height, const uint8_t *multiply, const uint8_t *add,
                 const uint8_t *grade, const uint8_t *dither, int mode, int left, int top,
                 uint8_t *luma_alpha, uint8_t *chroma_alpha, uint8_t *flags, int padded_width, int padded_height) {
    const v128_t nothing = wasm_i32x4_splat(0);
    __builtin_memset(luma_alpha, 0, (unsigned long)padded_width * padded_height * 2);
    __builtin_memset(chroma_alpha, 0, (unsigned long)padded_width * padded_height);
    for (int by = 0; by < padded_height; by += 2)
        for (int bx = 0; bx < padded_width; bx += 4) {
            v128_t pixels[2] = {four(rgba, width, height, bx - left, by - top),
                                four(rgba, width, height, bx - left, by + 1 - top)};
            if (mode == OVER && !wasm_v128_any_true(wasm_u32x4_shr(wasm_v128_or(pixels[0], pixels[1]), 24))) continue;
            v128_t sum_u = nothing, sum_v = nothing, sum_a = nothing;
            for (int k = 0; k < 2; k++) {
                int x = bx - left, y = by + k - top;
                v128_t light = multiply ? four(multiply, width, height, x, y) : nothing;
                v128_t shine = multiply ? four(add, width, height, x, y) : nothing;
                Colours c = colours(pixels[k], light, shine, multiply != 0, grade, mode);
                v128_t luma, alpha;
                if (mode == OVER) {
                    v128_t share = wasm_f32x4_mul(c.alpha, wasm_f32x4_splat(1 / 255.f));
                    v128_t noise = wasm_v128_load32_zero(dither + ((by + k) & 63) * 64 + (bx & 63));
                    noise = wasm_f32x4_convert_u32x4(wasm_u32x4_extend_low_u16x8(wasm_u16x8_extend_low_u8x16(noise)));
                    noise = wasm_f32x4_mul(wasm_f32x4_sub(wasm_f32x4_mul(noise, wasm_f32x4_splat(1 / 255.f)),
                                                          wasm_f32x4_splat(.5f)), wasm_f32x4_splat(1.5f));
                    noise = wasm_v128_and(noise, wasm_f32x4_gt(c.alpha, wasm_f32x4_splat(250)));
                    luma = wasm_f32x4_add(wasm_f32x4_add(c.luma, wasm_f32x4_mul(share, wasm_f32x4_splat(16))), noise);
                    luma = whole_bytes(luma), alpha = wasm_u32x4_shr(pixels[k], 24);
                    v128_t offset = wasm_f32x4_mul(share, wasm_f32x4_splat(128));
                    sum_u = wasm_f32x4_add(sum_u, wasm_f32x4_add(c.u, offset));
                    sum_v = wasm_f32x4_add(sum_v, wasm_f32x4_add(c.v, offset));
                    sum_a = wasm_f32x4_add(sum_a, c.alpha);
                } else {
                    alpha = wasm_v128_and(wasm_f32x4_gt(c.luma, wasm_f32x4_splat(.5f)), wasm_i32x4_splat(1));
                    luma = whole_bytes(c.luma);
                    sum_u = wasm_f32x4_add(sum_u, c.u), sum_v = wasm_f32x4_add(sum_v, c.v);
                }
                v128_t both = wasm_v128_or(luma, wasm_i32x4_shl(alpha, 8));
                both = wasm_i8x16_shuffle(both, both, 0, 1, 4, 5, 8, 9, 12, 13, 0, 1, 4, 5, 8, 9, 12, 13);
                wasm_v128_store64_lane(luma_alpha + ((long)(by + k) * padded_width + bx) * 2, both, 0);
            }
            // Two pixels of colour: the means of two by two.
#define MEAN(sum, offset) whole_bytes(wasm_f32x4_add(wasm_f32x4_mul(wasm_f32x4_add(sum, wasm_i32x4_shuffle(sum, sum, 1, 0, 3, 2)), \
                                                                    wasm_f32x4_splat(.25f)), wasm_f32x4_splat(offset)))
            float offset = mode == ADD ? 128 : 0;
            v128_t u = MEAN(sum_u, offset), v = MEAN(sum_v, offset), a = MEAN(sum_a, 0);
#undef MEAN
            v128_t mixed = wasm_v128_or(u, wasm_v128_or(wasm_i32x4_shl(v, 8), wasm_i32x4_shl(a, 16)));
            mixed = wasm_i32x4_shuffle(mixed, mixed, 0, 2, 0, 2);
            wasm_v128_store64_lane(chroma_alpha + ((long)(by / 2) * (padded_width / 2) + bx / 2) * 4, mixed, 0);
        }
    for (int ty = 0; ty < padded_height / 16; ty++)
        for (int tx = 0; tx < padded_width / 16; tx++) {
            v128_t low = wasm_i8x16_splat((char)255), high = nothing;
            for (int y = 0; y < 16; y++) {
                const uint8_t *p = luma_alpha + ((long)(ty * 16 + y) * padded_width + tx * 16) * 2;
                v128_t a = wasm_v128_load(p), b = wasm_v128_load(p + 16);
                low = wasm_u8x16_min(low, wasm_u8x16_min(a, b)), high = wasm_u8x16_max(high, wasm_u8x16_max(a, b));
            }
            const v128_t alphas = wasm_i16x8_splat((short)0xFF00);
            int any = wasm_v128_any_true(wasm_v128_and(high, alphas));
            v128_t full = wasm_u8x16_ge(wasm_v128_or(low, wasm_i16x8_splat(0x00FF)), wasm_i8x16_splat((char)254));
            int all = mode == OVER && wasm_i8x16_all_true(full);
            flags[ty * (padded_width / 16) + tx] = !any ? EMPTY : all ? OPAQUE : MIXED;
        }
}
