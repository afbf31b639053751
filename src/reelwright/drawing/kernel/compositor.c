// Premultiplied YUVA 4:2:0 sprites under affine placements -> the encoder's own planes, block by block.
//
//  * A sprite is kept as planes: Y and A at full size, U, V and A at half size. Values carry their offset
//    times alpha (y + 16a, u + 128a), so that "over" is  d = s + d * (255 - a) / 255  on every plane. Bytes
//    are kept as v - 128: so the products of pairs of them can be summed in one operation.
//  * A layer's matrix maps the index of a frame pixel to the index of a sprite pixel (both at centres).
//  * What lies outside a sprite adds nothing. Sprites fade into 14 transparent pixels or more (`pad`); only
//    pictures that fill the frame may end abruptly, and their last blocks are sampled pixel by pixel.
#include "paths.h"

#define BLOCK 16
#define PIECE 16     // blocks of a turned sprite that are laid together: their many lines stay in the nearest cache
#define MOST_BLOCKS (STRIP / BLOCK)
#define MOST_COLUMNS 256 // of a sprite's parts that are looked at together
#define MOST_LAYERS 512
#define MOST_SCALE 256.f  // a sprite made smaller than this is not seen,
#define MOST_PLACE 3e6f   // nor what is so far away

typedef struct {
    uint32_t planes;       // the address of what `spread` made
    int32_t width, height; // of the luma, multiples of 16
    float m[6];
    int32_t mode;
    int32_t pad;       // transparent pixels around: PAD or more, or 0 for a picture that fills the frame
    uint32_t identity; // of the sprite: two sprites at one address are told apart by it
} Layer;

static inline const uint8_t *at(uint32_t address) { return (const uint8_t *)(uintptr_t)address; }

enum { SOME = 1, NOT_ALL = 2 }; // of the pixels of a part are covered

typedef struct {
    Planes luma, chroma;
    const uint8_t *parts;         // of each 16 x 16 pixels of the sprite
    int mode, pad;
    int left, right, top, bottom; // blocks of the frame in which it may be seen
    int x, y, width, height;      // of what the first block of the frame covers in the sprite, in 1/256
    int across_x, across_y, down_x, down_y; // from there to the next block
    uint8_t first_part[MOST_BLOCKS], last_part[MOST_BLOCKS], inside[MOST_BLOCKS]; // across, where no row differs
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
    int is_fit = m[0] > 0 && m[0] <= MOST_SHRINK && size_of(m[1]) < 2 && size_of(m[4]) < 2 && l->width < 30000 &&
                 l->height < 30000;
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
    p->left = x0 < 1 ? 0 : (int)(x0 - 1) / BLOCK, p->top = y0 < 1 ? 0 : (int)(y0 - 1) / BLOCK;
    p->right = x1 > width - 2 ? (width + BLOCK - 1) / BLOCK : (int)(x1 + 1) / BLOCK + 1;
    p->bottom = y1 > height - 2 ? (height + BLOCK - 1) / BLOCK : (int)(y1 + 1) / BLOCK + 1;
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
    const uint8_t *u = from + 2 * size, *v = u + size / 4;
    p->chroma = (Planes){{frame[1], frame[2]}, {u, v}, v + size / 4, c_stride,
                         l->width / 2, l->height / 2, l->pad / 2, {0}, *last};
    p->parts = from + size * 11 / 4, p->mode = l->mode, p->pad = l->pad;
    p->lay = slope == 0 && m[1] == 0 ? lay_straight
             : slope <= MOST_SLOPE   ? lay_slanted
             : slope < MOST_TILT     ? lay_tilted
                                     : lay_turned;
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

// Blocks of a layer in a row of blocks of the frame.
typedef struct {
    const Prepared *layer;
    int first, end;
    uint8_t kinds[MOST_BLOCKS]; // from `first` to `end`: EMPTY, MIXED, OPAQUE, or EDGE where a picture ends abruptly
} Seen;

// What the parts of some rows have together, column by column. Returns whether anything is to be seen.
static int merge(const uint8_t *parts, int columns, int top, int bottom, uint8_t *merged) {
    v128_t found = wasm_i8x16_splat(0);
    for (int x = 0; x < columns; x += 16) {
        v128_t all = wasm_v128_load(parts + top * columns + x);
        for (int y = top + 1; y <= bottom; y++) all = wasm_v128_or(all, wasm_v128_load(parts + y * columns + x));
        wasm_v128_store(merged + x, all);
        found = wasm_v128_or(found, all);
    }
    return wasm_v128_any_true(wasm_v128_and(found, wasm_i8x16_splat(SOME)));
}

// The parts that samples between two places may touch: chroma is sampled from up to three pixels further.
INLINE int part_before(int x) { return x < 4 ? 0 : (x - 4) / BLOCK; }
INLINE int part_after(int x, int size) { return (x + 5 < size ? x + 5 : size - 1) / BLOCK; }
INLINE int is_inside(int first, int last, int size) { return first >= 3 && last < size - 4; }
INLINE int is_beyond(int first, int last, int size) { return last < -3 || first > size + 1; }

// What a block is of which this is found together.
INLINE uint8_t kind_of(const Prepared *p, int found, int inside) {
    if (!(found & SOME)) return EMPTY;
    if (!inside && !p->pad) return EDGE;
    return inside && !(found & NOT_ALL) && p->mode == OVER ? OPAQUE : MIXED;
}

// Find the parts that each block of a strip may touch, for a layer that is moved and scaled.
static void find_parts(Prepared *p, int column) {
    for (int b = 0; b < MOST_BLOCKS; b++) {
        int x = p->x + (column + b) * p->across_x, xa = x >> 8, xb = (x + p->width) >> 8, width = p->luma.width;
        int none = is_beyond(xa, xb, width);
        p->first_part[b] = none ? 1 : part_before(xa), p->last_part[b] = none ? 0 : part_after(xb, width);
        p->inside[b] = is_inside(xa, xb, width);
    }
}

// Find what a layer is in the blocks from first to end of a row, where nothing covers it.
static void classify(Seen *seen, int column, int row, const uint8_t *covered) {
    const Prepared *p = seen->layer;
    int width = p->luma.width, height = p->luma.height, columns = width / BLOCK, is_there = 0;
    int x = p->x + (column + seen->first) * p->across_x + row * p->down_x;
    int y = p->y + (column + seen->first) * p->across_y + row * p->down_y;
    if (p->lay == lay_straight && columns <= MOST_COLUMNS) {
        uint8_t merged[MOST_COLUMNS + 16];
        int ya = y >> 8, yb = (y + p->height) >> 8, inside = is_inside(ya, yb, height);
        if (!is_beyond(ya, yb, height))
            is_there = merge(p->parts, columns, part_before(ya), part_after(yb, height), merged);
        for (int b = seen->first; b < seen->end; b++) {
            int found = 0;
            if (is_there && !covered[b])
                for (int k = p->first_part[b]; k <= p->last_part[b]; k++) found |= merged[k];
            seen->kinds[b] = kind_of(p, found, inside && p->inside[b]);
        }
        return;
    }
    for (int b = seen->first; b < seen->end; b++, x += p->across_x, y += p->across_y) {
        int xa = x >> 8, xb = (x + p->width) >> 8, ya = y >> 8, yb = (y + p->height) >> 8, found = 0;
        if (!covered[b] && !is_beyond(xa, xb, width) && !is_beyond(ya, yb, height)) {
            int first = part_before(xa), last = part_after(xb, width), bottom = part_after(yb, height);
            for (int j = part_before(ya); j <= bottom; j++)
                for (int k = first; k <= last; k++) found |= p->parts[j * columns + k];
        }
        seen->kinds[b] = kind_of(p, found, is_inside(xa, xb, width) && is_inside(ya, yb, height));
    }
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
    static Seen seen[MOST_LAYERS]; // in a strip of a row of blocks, front to back
    uint8_t *frame[3] = {y_plane, u_plane, v_plane};
    int columns = (width + BLOCK - 1) / BLOCK, rows = (height + BLOCK - 1) / BLOCK, composed = 0;
    if (count > MOST_LAYERS) count = MOST_LAYERS;
    Steps *last = steps;
    for (int i = 0; i < count; i++) prepare(prepared + i, layers + i, width, height, frame, y_stride, c_stride, &last);
    for (int column = 0; column < columns; column += MOST_BLOCKS) {
        for (int i = 0; i < count; i++)
            if (prepared[i].left < prepared[i].right && prepared[i].lay == lay_straight)
                find_parts(prepared + i, column);
        for (int row = 0; row < rows; row++) {
            int blocks = columns - column < MOST_BLOCKS ? columns - column : MOST_BLOCKS, number = 0;
            uint64_t hash[MOST_BLOCKS];
            uint8_t covered[MOST_BLOCKS], skipped[MOST_BLOCKS];
            for (int b = 0; b < blocks; b++) hash[b] = 1469598103934665603ull, covered[b] = 0;
            for (int i = count - 1; i >= 0; i--) {
                const Prepared *p = prepared + i;
                int first = p->left > column ? p->left - column : 0, end = p->right - column, any = 0;
                if (row < p->top || row >= p->bottom || first >= blocks || end <= 0) continue;
                if (end > blocks) end = blocks;
                Seen *one = seen + number;
                one->layer = p, one->first = first, one->end = end;
                classify(one, column, row, covered);
                for (int b = first; b < end; b++) {
                    if (one->kinds[b] == EMPTY) continue;
                    any = 1, covered[b] = one->kinds[b] == OPAQUE;
                    hash[b] = (hash[b] ^ p->key) * 1099511628211ull;
                }
                number += any;
            }
            for (int b = 0; b < blocks; b++) {
                uint64_t *before = hashes ? hashes + (long)row * columns + column + b : 0;
                skipped[b] = before && *before == hash[b];
                if (before) *before = hash[b];
                if (skipped[b]) continue;
                composed++;
                if (!keep && !covered[b]) blacken(frame, y_stride, c_stride, (column + b) * BLOCK, row * BLOCK);
            }
            for (Seen *one = seen + number - 1; one >= seen; one--) {
                const Prepared *p = one->layer;
                for (int b = one->first, end; b < one->end; b = end) {
                    int kind = skipped[b] ? EMPTY : one->kinds[b];
                    int most = p->lay != lay_straight && b + PIECE < one->end ? b + PIECE : one->end;
                    for (end = b + 1; end < most && (skipped[end] ? EMPTY : one->kinds[end]) == kind;) end++;
                    if (kind == EMPTY) continue;
                    int x0 = (column + b) * BLOCK, x1 = (column + end) * BLOCK;
                    (kind == EDGE ? lay_edge : p->lay)(&p->luma, &p->chroma, x0, x1, row * BLOCK,
                                                       kind == OPAQUE ? COVER : p->mode);
                }
            }
        }
    }
    return composed;
}

// A sprite as it is baked -> its five planes, and what of each 16 x 16 pixels is covered.
EXPORT void spread(const uint8_t *luma_alpha, const uint8_t *chroma_alpha, const uint8_t *flags, uint8_t *planes,
                   int width, int height) {
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
        four = wasm_i8x16_shuffle(four, four, 0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15);
        four = wasm_v128_xor(four, middle);
        wasm_v128_store32_lane(u + i, four, 0), wasm_v128_store32_lane(v + i, four, 1);
        wasm_v128_store32_lane(chroma + i, four, 2);
    }
    for (long i = 0; i < size / 256; i++)
        chroma[size / 4 + i] = flags[i] == EMPTY ? NOT_ALL : flags[i] == OPAQUE ? SOME : SOME | NOT_ALL;
}
