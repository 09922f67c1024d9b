# SPDX-License-Identifier: Apache-2.0
# Sourced by the commands of this folder.
set -euo pipefail
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$ROOT"

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        echo "tools: '$*' needs root: run as root or install sudo" >&2
        exit 1
    fi
}

# install_packages KIND...: installs what tools/packages lists under these kinds and is not there yet.
install_packages() {
    local missing=() kind package command kinds=" $* "
    while read -r kind package command; do
        [[ -z $kind || $kind == \#* || $kinds != *" $kind "* ]] && continue
        [[ -n ${command:-} ]] && command -v "$command" >/dev/null && continue
        # A query a package, so that one unknown name does not hide the others' answers.
        [[ $(dpkg-query -W -f '${Status}' "$package" 2>/dev/null || true) == "install ok installed" ]] || missing+=("$package")
    done < "$ROOT/tools/packages"
    if [ ${#missing[@]} -gt 0 ]; then
        echo "tools: installing ${missing[*]}" >&2
        as_root apt-get update -qq
        # nginx and friends must not start their system service just because a test needs the binary.
        local policy=/usr/sbin/policy-rc.d made=0
        if [ ! -e $policy ]; then
            printf '#!/bin/sh\nexit 101\n' | as_root tee $policy >/dev/null
            as_root chmod 755 $policy
            made=1
        fi
        local status=0
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2 || status=$?
        [ $made = 0 ] || as_root rm -f $policy
        [ $status = 0 ] || exit $status
    fi
}

# build PRESET [TARGET...]
build() {
    local preset=$1
    shift
    if [ ! -f "build/$preset/build.ninja" ]; then
        cmake --preset "$preset" ${KS_CMAKE_OPTIONS:-} >&2
    fi
    cmake --build --preset "$preset" ${1:+--target "$@"} >&2
}
