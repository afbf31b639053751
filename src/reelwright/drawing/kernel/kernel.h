// What the compositor and the baker share. One source for every build; the default is WebAssembly with
// SIMD128 and relaxed SIMD (see build.sh). Of the relaxed operations only what every machine does alike is used.
#include <stdint.h>
#include <wasm_simd128.h>

#define EXPORT __attribute__((visibility("default")))
#define INLINE static inline __attribute__((always_inline))

enum { OVER = 0, ADD = 1, COVER = 2 };                // how pixels are laid; a sprite is made for one of the first two
enum { EMPTY = 0, MIXED = 1, OPAQUE = 2, EDGE = 3 }; // what a block is: of a sprite one of the first three
