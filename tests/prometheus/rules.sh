#!/bin/bash
# Asks promtool whether rules, alerts and the file that loads them are well formed, and every case
# comes true. Where there is no promtool, it skips, and says so.
#
#   rules.sh <root of the repository>
set -euo pipefail
root=$1
command -v promtool >/dev/null || {
  echo "SKIPPED: there is no promtool here (deploy/install.sh --monitoring)." \
    "Nobody has tried deploy/prometheus." >&2
  exit 77
}
promtool check config "$root/deploy/prometheus/local.yaml"  # the rules and alerts with it
promtool test rules "$root"/tests/prometheus/cases/*.yaml
