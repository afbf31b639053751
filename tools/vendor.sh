#!/bin/sh
# hls.js and htmx, by name and version from npm, into the package: the wheel carries them, the repository does not.
set -eu
cd "$(dirname "$0")/.."
hls=hls.js@1.7.4
htmx=htmx.org@2.0.7
into=src/reelwright/theatre/web/static/vendor
want="$hls $htmx"
[ -f "$into/.versions" ] && [ "$(cat "$into/.versions")" = "$want" ] && exit 0
command -v npm >/dev/null 2>&1 || {
    echo "npm is missing: the theatre's player falls back to whole films until tools/vendor.sh has run." >&2
    exit 0
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$into"
for package in "$hls" "$htmx"; do
    (cd "$work" && npm pack --silent "$package" >/dev/null)
done
for archive in "$work"/*.tgz; do tar -xzf "$archive" -C "$work" --one-top-level="$(basename "$archive" .tgz)"; done
cp "$work"/hls.js-*/package/dist/hls.min.mjs "$work"/hls.js-*/package/dist/hls.worker.js "$into/"
cp "$work"/hls.js-*/package/LICENSE "$into/hls.LICENSE"
cp "$work"/htmx.org-*/package/dist/htmx.min.js "$into/htmx.min.js"
cp "$work"/htmx.org-*/package/LICENSE "$into/htmx.LICENSE"
echo "$want" >"$into/.versions"
