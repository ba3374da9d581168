# Which Debian packages a task needs, and how they get installed. Sourced by ./dev.

declare -A packages=(
    [build]="g++ cmake ninja-build ccache pkg-config libssl-dev libsqlite3-dev libargon2-dev libfmt-dev libcli11-dev nlohmann-json3-dev"
    [test]="libgtest-dev libgmock-dev python3 binutils zsh fish"
    [peers]="python3-venv nodejs npm util-linux"
    [desktop]="telegram-desktop xvfb xdotool util-linux"
    [browser]="chromium util-linux"
    [lint]="clang-format-19 clang-tidy-19 clang-19 python3"
    [clang]="clang-19 libclang-rt-19-dev llvm-19"
    [bench]="libbenchmark-dev hyperfine"
)

# A tool that is there by other means (a newer Node.js, a Python of one's own) need not come from Debian.
have_other() {
    case $1 in
        nodejs) command -v node >/dev/null ;;
        npm) command -v npm >/dev/null ;;
        python3) command -v python3 >/dev/null ;;
        python3-venv) python3 -c 'import ensurepip' 2>/dev/null ;;
        *) return 1 ;;
    esac
}

need_packages() {
    local missing=() package
    for package in $(for group in "$@"; do echo "${packages[$group]}"; done); do
        [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] && continue
        have_other "$package" || missing+=("$package")
    done
    [ ${#missing[@]} = 0 ] && return
    local as_root=()
    [ "$(id -u)" = 0 ] || as_root=(sudo)
    echo "installing with apt: ${missing[*]}"
    "${as_root[@]}" apt-get update -q >/dev/null
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}" \
        >/dev/null
}
