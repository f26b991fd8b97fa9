# Sourced. Puts the node packages of a folder with package.json and package-lock.json into another
# folder, once; where that cannot be, the test skips, and says so.

checked=""
skip() {
  echo "SKIPPED: $1. Nobody has checked $checked." >&2
  exit 77
}

# need_packages <folder with package.json> <folder to install into> <what they are to check>
need_packages() {
  local from=$1 to=$2 tool
  checked=$3
  for tool in node npm; do
    command -v "$tool" > /dev/null || skip "there is no $tool here"
  done
  mkdir -p "$to"
  ! cmp -s "$from/package-lock.json" "$to/installed" || return 0
  cp "$from/package.json" "$from/package-lock.json" "$to"
  (cd "$to" && npm ci --ignore-scripts --legacy-peer-deps --no-audit --no-fund > npm.log 2>&1) || {
    tail -n 5 "$to/npm.log" >&2
    skip "npm could not fetch the packages of $(basename "$from")"
  }
  cp "$from/package-lock.json" "$to/installed"
}
