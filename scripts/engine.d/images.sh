# Images under the names the world knows them by, made from Debian and npm packages: no image registry is asked.
# Sourced by scripts/engine. Each recipe make_NAME works in an empty directory of its own, which then is the build context.

BASE_IMAGES=(busybox debian noshell)

known_images() { echo "${BASE_IMAGES[*]} node"; }

image_name() {
  case $1 in
    busybox) echo busybox:latest ;;
    debian) echo debian:bookworm-slim ;;
    noshell) echo para-test/noshell:latest ;;
    node) echo node:22-bookworm-slim ;;
    *) die "no such image: $1 (known: $(known_images))" ;;
  esac
}

make_images() {
  local name
  for name in "$@"; do make_image "$name"; done
}

make_image() {
  local name=$1 image work=$DIR/work/$1
  image=$(image_name "$name") || exit
  if has_image "$image"; then return; fi
  if users_own && [[ $name != noshell ]]; then
    say "$image: not made in an engine that is yours (try: docker pull $image)"
    return
  fi
  is_root || die "$image is missing, and only root can make it (try: sudo scripts/engine images $name)"
  mkdir -p "$DIR/work"
  (
    # One maker for each image; who waited finds it made. debootstrap inherits the lock: killed here, it goes on there.
    exec 7>"$DIR/work/$name.lock"
    flock 7
    if has_image "$image"; then exit; fi
    say "making $image"
    trap 'clear_work "$work"' EXIT
    clear_work "$work"
    mkdir -p "$work"
    cd "$work"
    "make_$name" "$image" >&2
  ) 8<&- || die "could not make $image"
}

clear_work() {
  unmount_below "$1" # a debootstrap that was killed leaves /proc there
  rm -rf --one-file-system "$1"
}

has_image() { engine image inspect "$1" >/dev/null 2>&1; }

# engine …: the docker client on the engine in use.
engine() {
  if users_own; then docker "$@"; else docker --host "$HOST" "$@"; fi
}

# The old builder is in every client and every engine of these years; buildx is not.
build() {
  local name=$1 image=$2
  cp -R "$ROOT/fixtures/images/$name/." .
  DOCKER_BUILDKIT=0 engine build --force-rm --network host --tag "$image" .
}

make_busybox() {
  # Unpacked, not installed: as a package it would push out the machine's own busybox.
  apt_update
  chmod 0777 .
  apt-get download busybox-static
  dpkg-deb -x busybox-static_*.deb unpacked
  mv unpacked/bin/busybox .
  rm -rf unpacked ./*.deb
  build busybox "$1"
}

make_debian() {
  local mirror options=(--variant=minbase)
  need debootstrap=debootstrap
  mirror=$(debian_mirror)
  # apt inside the image needs certificates for such a mirror.
  if [[ $mirror == https:* ]]; then options+=(--include=ca-certificates); fi
  debootstrap "${options[@]}" bookworm root ${mirror:+"$mirror"}
  rm -rf root/var/cache/apt/archives/*.deb root/var/lib/apt/lists/* root/usr/share/{doc,man,info,locale}/*
  tar -C root -c . | engine import --change 'CMD ["bash"]' - "$1"
}

make_noshell() {
  need gcc=gcc
  [[ -e $(gcc -print-file-name=libc.a) ]] || install libc6-dev
  gcc -static -Os -Wall -Wextra -o whoami "$ROOT/fixtures/images/noshell/whoami.c"
  build noshell "$1"
}

# Node and npm are packages of npm's registry too: this machine's npm fetches them, with this machine's registry,
# proxy and certificates, and nothing of that is needed in the build. The binary's own package is taken, because the
# package `node` fetches it in an install script. It is moved, because npm's prefix is where node's binary is.
make_node() {
  local arch modules=local/lib/node_modules
  make_image debian
  command -v npm >/dev/null || die "node:22-bookworm-slim is made with npm (try: install Node.js)"
  case $(uname -m) in
    x86_64) arch=x64 ;;
    aarch64) arch=arm64 ;;
    *) die "no Node.js in npm's registry for $(uname -m)" ;;
  esac
  npm install --global --prefix "$PWD/local" --ignore-scripts --no-fund --no-audit "node-linux-$arch@22" npm@10
  rm -f local/bin/node
  mv "$modules/node-linux-$arch/bin/node" local/bin/node
  rm -rf "${modules:?}/node-linux-$arch"
  npm_settings
  build node "$1"
}

# An image built on this one runs npm inside, unchanged; behind a proxy or a registry of one's own that fails
# without this machine's settings. They go where the lowest of npm's own files is, and no token is among them.
npm_settings() {
  local key value ca=/usr/local/etc/npm-ca.crt
  mkdir -p local/etc
  for key in registry proxy https-proxy noproxy; do
    value=$(npm config get "$key")
    case $value in '' | null | undefined) ;; *) echo "$key=$value" ;; esac
  done >local/etc/npmrc
  value=$(npm config get cafile)
  [[ -f $value ]] || value=${NODE_EXTRA_CA_CERTS:-${SSL_CERT_FILE:-}}
  if [[ -f $value ]]; then
    cp "$value" "local/${ca#/usr/local/}"
    echo "cafile=$ca" >>local/etc/npmrc
  fi
}
