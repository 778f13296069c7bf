#!/usr/bin/env bash
# isolated.sh PID SECONDS COMMAND... - runs a command in process, mount and network namespaces of its own, as root. Everything in them
# ends with the command, when it takes longer than SECONDS, and when the process PID (the test) ends, however it ends.
set -u
owner=$1 limit=$2; shift 2
unshare --fork --pid --mount-proc --mount --net --kill-child=KILL "$@" &
child=$!
trap 'kill -KILL $child 2>/dev/null' TERM INT HUP EXIT
while kill -0 "$child" 2>/dev/null; do
  kill -0 "$owner" 2>/dev/null || { echo 'the owner has ended'; exit 1; }
  ((SECONDS < limit)) || { echo "took longer than $limit s"; exit 1; }
  sleep 0.2
done
wait "$child"
status=$?
trap - EXIT
exit "$status"
