# Sourced. Puts the node packages of a folder with package.json, and package-lock.json if it has one,
# into another folder, once; where that cannot be, the test skips, and says so.

checked=""
skip() {
  echo "SKIPPED: $1. Nobody has checked $checked." >&2
  exit 77
}

# need_packages <folder with package.json> <folder to install into> <what they are to check>
need_packages() {
  local from=$1 to=$2 tool asked npm=(npm install --no-package-lock)
  checked=$3
  for tool in node npm; do
    command -v "$tool" > /dev/null || skip "there is no $tool here"
  done
  asked=$from/package.json
  if [[ -e $from/package-lock.json ]]; then
    asked=$from/package-lock.json
    npm=(npm ci --legacy-peer-deps)
  fi
  mkdir -p "$to"
  ! cmp -s "$asked" "$to/installed" || return 0
  cp "$from"/package*.json "$to"
  (cd "$to" && "${npm[@]}" --ignore-scripts --no-audit --no-fund > npm.log 2>&1) || {
    tail -n 5 "$to/npm.log" >&2
    skip "npm could not fetch the packages of $(basename "$from")"
  }
  cp "$asked" "$to/installed"
}
