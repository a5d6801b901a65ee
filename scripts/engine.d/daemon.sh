# The engine's processes: up, down, and what a violent end leaves. Sourced by scripts/engine.

# answers [HOST]: an engine answers there (without HOST: where the user's own environment points).
answers() {
  command -v docker >/dev/null || return
  # A far-off engine that is gone can keep the client waiting for minutes.
  local patience=()
  if command -v timeout >/dev/null; then patience=(timeout 20); fi
  ${patience[@]+"${patience[@]}"} docker ${1:+--host "$1"} version --format '{{.Server.Version}}' >/dev/null 2>&1
}

users_own() { [[ ${DOCKER_HOST:-} != "$HOST" ]] && answers; }

# Under the lock.
bring_up() {
  if answers "$HOST"; then return; fi
  is_root || die "no engine answers, and only root can start one (try: start docker, or sudo scripts/engine start)"
  need dockerd=docker.io containerd=containerd docker=docker.io iptables=iptables ip=iproute2 ps=procps
  sweep
  refuse_company
  launch
}

# Two dockerds in one network namespace fight over docker0 and the firewall's chains: the later one empties the
# chains of the earlier, and with --bridge=none it deletes its bridge.
refuse_company() {
  local pid own
  own=$(readlink /proc/self/ns/net)
  if [[ -n ${PARA_ENGINE_NETNS:-} ]]; then return; fi
  for pid in $(ours dockerd); do
    [[ $(readlink "/proc/$pid/ns/net") != "$own" ]] ||
      die "another dockerd runs here, pid $pid (try: point DOCKER_HOST at it, or PARA_ENGINE_NETNS=NAME)"
  done
}

launch() {
  local seconds=60 inside=()
  # Not `ip netns exec`: that brings a /sys without the control groups.
  if [[ -n ${PARA_ENGINE_NETNS:-} ]]; then inside=(nsenter "--net=/run/netns/$PARA_ENGINE_NETNS"); fi
  mkdir -p "$DIR"
  # Our own containerd: dockerd alone would take the machine's when it finds a socket of one, dead or alive.
  printf 'version = 2\ndisabled_plugins = ["io.containerd.grpc.v1.cri"]\n' >"$RUN/containerd.toml"
  # The machine's daemon.json belongs to the machine's engine.
  echo '{}' >"$RUN/daemon.json"
  : >"$RUN/keep"
  chgrp docker "$RUN/keep" 2>/dev/null && chmod 0664 "$RUN/keep"

  say "starting dockerd"
  # Sessions of their own, so that ctrl-c here is not theirs; no lock descriptors, or they would hold the locks.
  setsid containerd --config "$RUN/containerd.toml" --address "$RUN/containerd.sock" --root "$DIR/containerd" \
    --state "$RUN/containerd" --log-level warn >"$RUN/containerd.log" 2>&1 </dev/null 8<&- 9<&- &
  # shellcheck disable=SC2086
  setsid "${inside[@]}" dockerd --host "$HOST" --group docker --data-root "$DIR/docker" --exec-root "$RUN/exec" \
    --pidfile "$RUN/dockerd.pid" --config-file "$RUN/daemon.json" --containerd "$RUN/containerd.sock" \
    ${PARA_ENGINE_ARGS:-} >"$RUN/dockerd.log" 2>&1 </dev/null 8<&- 9<&- &
  local daemon=$! deadline=$((SECONDS + seconds))
  until answers "$HOST"; do
    if ! kill -0 "$daemon" 2>/dev/null || ((SECONDS > deadline)); then
      tail -n 20 "$RUN/containerd.log" "$RUN/dockerd.log" >&2
      sweep
      die "dockerd did not come up; its last words are above, all of them in $RUN/dockerd.log"
    fi
    sleep 0.1
  done
}

# Under the lock.
bring_down() {
  if [[ -n $(ours dockerd "$RUN/dockerd.pid") ]]; then say "stopping dockerd"; else say "dockerd is not running"; fi
  end TERM 30 dockerd "$RUN/dockerd.pid"
  sweep
}

# After this nothing of a former engine is left but its data: processes of one that was killed, their mounts, sockets
# and pid files. dockerd and containerd believe a pid file whose number is another process by now; here no pid
# file is believed: a process is ours when it is the right program with an argument that only ours have.
sweep() {
  end KILL 10 dockerd "$RUN/dockerd.pid"
  end TERM 10 containerd "$RUN/containerd.sock"
  end_containers
  end TERM 5 containerd-shim-runc-v2 "$RUN/containerd.sock"
  unmount_below "$DIR/docker"
  unmount_below "$RUN/exec"
  unmount_below "$RUN/containerd"
  rm -rf --one-file-system "$RUN/exec" "$RUN/containerd" "$RUN/containerd.sock" "$RUN/containerd.sock.ttrpc" \
    "$RUN/containerd.toml" "$RUN/daemon.json" "$RUN/docker.sock" "$RUN/dockerd.pid" "$RUN/keep"
}

# A container outlives dockerd, containerd and even its shim. Its processes are known by their control group, which is
# named after it, whether its first process still lives or has its process ids to itself.
end_containers() {
  local ids cgroup pid
  ids=$(ls "$RUN/containerd/io.containerd.runtime.v2.task/moby" 2>/dev/null) || return 0
  [[ -n $ids ]] || return 0
  { grep -lsF "$ids" /proc/[0-9]*/cgroup || true; } | while read -r cgroup; do
    pid=${cgroup#/proc/}
    kill -KILL "${pid%/cgroup}" 2>/dev/null || true
  done
}

# end SIGNAL SECONDS PROGRAM ARGUMENT: signal ours, wait for the end, then KILL. Every look verifies anew.
end() {
  local signal=$1 deadline=$((SECONDS + $2)) pids
  pids=$(ours "$3" "$4")
  [[ -n $pids ]] || return 0
  # shellcheck disable=SC2086
  kill "-$signal" $pids 2>/dev/null || true
  while pids=$(ours "$3" "$4") && [[ -n $pids ]]; do
    # shellcheck disable=SC2086
    if ((SECONDS > deadline)); then kill -KILL $pids 2>/dev/null || true; fi
    sleep 0.1
  done
}

# ours PROGRAM [ARGUMENT]: the pids of that program that have that argument (without one: any).
ours() {
  local proc argv arg
  for proc in /proc/[0-9]*; do
    argv=()
    { mapfile -d '' -t argv <"$proc/cmdline"; } 2>/dev/null || continue
    [[ ${argv[0]-} == "$1" || ${argv[0]-} == */"$1" ]] || continue
    for arg in "${argv[@]}"; do
      if [[ $arg == "${2-$arg}" ]]; then echo "${proc#/proc/}"; break; fi
    done
  done
}

# The directory too: dockerd mounts its data on itself. The deepest first: mountinfo lists a mount after the one it is on.
unmount_below() {
  local point
  awk -v dir="$1/" 'index($5 "/", dir) == 1 { print $5 }' /proc/self/mountinfo | tac | while read -r point; do
    umount --lazy "$point" || say "cannot unmount $point"
  done
}
