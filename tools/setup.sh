#!/bin/sh
# A fresh clone → .venv with everything installed. Usage: tools/setup.sh [dev]
# or .venv-theatre with the theatre and what tests it, and nothing of the studio: tools/setup.sh theatre
# Does nothing when nothing changed since it last succeeded.
set -eu
cd "$(dirname "$0")/.."
kind=${1:-studio}
lists=tools/system-packages.txt
extras=studio,theatre
venv=.venv
if [ "$kind" = dev ]; then
    lists="$lists tools/system-packages-dev.txt"
    extras=studio,dev,sherpa,ray,writer,theatre,theatre-tests
elif [ "$kind" = theatre ]; then
    lists=tools/system-packages-theatre.txt
    extras=theatre,theatre-tests
    venv=.venv-theatre
fi
python=${PYTHON:-python3}
want=$(cat pyproject.toml constraints.txt tools/system-packages*.txt tools/setup.sh tools/vendor.sh | cksum)
# What is installed for development serves the studio too.
for stamp in $venv/.set-up-"$kind" $venv/.set-up-dev; do
    if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$want" ] && [ -x $venv/bin/python ]; then
        exit 0
    fi
done

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    echo "Reelwright needs Python 3.11 or newer; $python is $("$python" -V 2>&1). Set PYTHON=…" >&2
    exit 2
}

if command -v dpkg-query >/dev/null 2>&1; then
    missing=
    for package in $(cat $lists | sed 's/#.*//'); do
        if [ "$package" = python3-venv ] && "$python" -c 'import ensurepip' 2>/dev/null; then
            continue # this Python brings its own
        fi
        if [ "$package" = npm ] && command -v npm >/dev/null 2>&1; then
            continue # from elsewhere, and then Debian's would break it
        fi
        is_there=
        for one in $(echo "$package" | tr '|' ' '); do
            dpkg-query -W -f='${Status}' "$one" 2>/dev/null | grep -q 'ok installed' && is_there=yes && break
        done
        [ -n "$is_there" ] || missing="$missing $package"
    done
    if [ -n "$missing" ]; then
        if [ "$(id -u)" = 0 ]; then
            as_root=
        elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
            as_root="sudo -n"
        else
            echo "Please install the missing system packages (of a|b either): sudo apt-get install$missing" >&2
            exit 2
        fi
        echo "Installing system packages:$missing"
        $as_root apt-get update -qq
        # Of alternatives, a|b, the first that this release of Debian has.
        wanted=
        for package in $missing; do
            for one in $(echo "$package" | tr '|' ' '); do
                apt-cache show "$one" >/dev/null 2>&1 && break
            done
            wanted="$wanted $one"
        done
        $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $wanted >/dev/null
    fi
else
    echo "This is no Debian: see 'reelwright doctor' for the system libraries that are needed." >&2
fi

[ -x $venv/bin/python ] || "$python" -m venv $venv
echo "Installing Python packages into $venv"
$venv/bin/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[$extras]"
tools/vendor.sh
echo "$want" >"$venv/.set-up-$kind"
