# What the engine and its images need from Debian. Sourced by scripts/engine.

# need COMMAND=PACKAGE…: install the packages whose command is missing.
need() {
  local pair missing=()
  for pair in "$@"; do
    command -v "${pair%%=*}" >/dev/null || missing+=("${pair#*=}")
  done
  ((${#missing[@]} == 0)) || install "${missing[@]}"
}

install() {
  command -v apt-get >/dev/null ||
    die "missing: $* — this script installs them only on Debian (try: install and start docker yourself)"
  say "installing $*"
  apt_update
  # Packages bring services and start them; ours is started by hand, and the machine's must not come up beside it.
  # In a mount namespace of its own, what starts services is `true`, and nothing is left behind whatever happens.
  # shellcheck disable=SC2016
  DEBIAN_FRONTEND=noninteractive unshare --mount sh -c '
    for tool in /usr/sbin/invoke-rc.d /usr/bin/deb-systemd-invoke; do
      [ ! -e "$tool" ] || mount --bind /bin/true "$tool"
    done
    exec apt-get install --yes --no-install-recommends "$@"' sh "$@" >&2 8<&- 9<&- </dev/null ||
    die "apt-get could not install: $*"
  hash -r
}

apt_update() {
  # A third party's broken source makes this fail while Debian's own lists are good: let the install decide.
  DEBIAN_FRONTEND=noninteractive apt-get update >&2 8<&- 9<&- || say "apt-get update failed, going on"
}

# debian_mirror: the archive this machine itself is configured with, asked of apt, which reads both of its formats.
# Nothing when there is none (debootstrap then has a default of its own).
debian_mirror() {
  local codename
  codename=$(. /etc/os-release && echo "${VERSION_CODENAME:-}")
  # shellcheck disable=SC2016
  apt-get indextargets --format '$(RELEASE) $(REPO_URI)' 'Identifier: Packages' |
    awk -v own="$codename" '
      ($1 == own || $1 == "bookworm" || $1 == "stable" || $1 == "oldstable") && $2 ~ /^(https?|file):/ { print $2; exit }'
}
