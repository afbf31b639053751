// Premultiplied RGBA -> the pixels of a sprite (drawing/sprite.py), with the flags of its blocks.
#include "kernel.h"

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
