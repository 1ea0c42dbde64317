#!/bin/sh
# programs.sh [browser] [office]: the two programs that tests of pages and documents need, which pip cannot install.
# Found on PATH, else installed by apt-get where that needs no password, else named.
set -eu

packages=
for program in "$@"; do
    case $program in
        browser) command -v chromium >/dev/null || packages="$packages chromium" ;;
        office) command -v soffice >/dev/null ||
            packages="$packages libreoffice-writer libreoffice-calc libreoffice-impress" ;;
    esac
done
[ -n "$packages" ] || exit 0

give_up() {
    echo "make test needs$packages: $1; install them, or leave their tests out: make test WITHOUT=browser,office" >&2
    exit 1
}

command -v apt-get >/dev/null || give_up "not on PATH, and there is no apt-get here"
as_root=
if [ "$(id -u)" != 0 ]; then
    sudo -n true 2>/dev/null || give_up "not on PATH, and installing them needs root"
    as_root="sudo -n"
fi
echo "Installing$packages."
apt="$as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300"
$apt update </dev/null >/dev/null || true # one source that does not answer need not matter
$apt install --yes --no-install-recommends $packages </dev/null >/dev/null || give_up "apt-get install failed"
