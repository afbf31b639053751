#!/bin/sh
# compositor.c and baking.c -> compositor.wasm. The committed file is made by clang-16 and lld-16
# (Debian's names); any later clang will do to try a change. Users never run it.
set -eu
cd "$(dirname "$0")"
clang=$(command -v clang-16 || command -v clang-19 || command -v clang)
"$clang" --target=wasm32 -O3 -fno-slp-vectorize -nostdlib -ffreestanding -fvisibility=hidden \
    -msimd128 -mrelaxed-simd -mbulk-memory -Wall -Wextra -Wl,--no-entry -Wl,--export-dynamic -Wl,--export=__heap_base -Wl,--strip-all \
    -o "${1:-compositor.wasm}" compositor.c baking.c
