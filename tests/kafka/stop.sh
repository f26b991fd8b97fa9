#!/bin/bash
# Stops the broker that start.sh started, by its process id, and nothing else.
#
# usage: stop.sh <folder given to start.sh>
set -uo pipefail
folder=$1
[[ -f $folder/pid ]] || exit 0
pid=$(< "$folder/pid")
rm -f "$folder/pid" "$folder/broker"
# The id may have gone to another process since.
tr '\0' ' ' < "/proc/$pid/cmdline" 2> /dev/null | grep -qF "$folder/server.properties" || exit 0
kill "$pid" 2> /dev/null
timeout 20 tail --pid="$pid" -f /dev/null || kill -9 "$pid" 2> /dev/null
exit 0
