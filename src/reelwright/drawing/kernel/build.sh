#!/bin/sh
# compositor.c -> compositor.wasm. Needs clang and lld (Debian: clang lld); users never need to run it.
set -eu
cd "$(dirname "$0")"
clang --target=wasm32 -O3 -nostdlib -ffreestanding -fvisibility=hidden -msimd128 -mbulk-memory \
    -Wall -Wextra -Wl,--no-entry -Wl,--export-dynamic -Wl,--export=__heap_base -Wl,--strip-all \
    -o "${1:-compositor.wasm}" compositor.c
