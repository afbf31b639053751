#!/bin/sh
# compositor.c and baking.c -> compositor.wasm. Needs clang-16 and lld-16 (Debian's names); users never run it.
set -eu
cd "$(dirname "$0")"
clang-16 --target=wasm32 -O3 -fno-slp-vectorize -nostdlib -ffreestanding -fvisibility=hidden \
    -msimd128 -mrelaxed-simd -mbulk-memory -Wall -Wextra -Wl,--no-entry -Wl,--export-dynamic -Wl,--export=__heap_base -Wl,--strip-all \
    -o "${1:-compositor.wasm}" compositor.c baking.c
