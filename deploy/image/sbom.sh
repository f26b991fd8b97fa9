#!/bin/sh
# deploy/image/sbom.sh
#
# The image's last step: its bill of materials, as CycloneDX 1.6, of what dpkg has installed and of
# the packages that were compiled into the binary and are nowhere else. Without a time or a serial
# number: the same image says the same. Runs in the image.
set -eu
documents=/usr/share/doc/dateline
. /etc/os-release

# "package version architecture source part", a line each.
list() {
  dpkg-query -W -f='${Package} ${Version} ${Architecture} ${source:Package} installed\n' > /tmp/list
  awk 'NR == FNR { installed[$4]; next } !($4 in installed) { print $0, "compiled-in" }' \
    /tmp/list "$documents/compiled-in" >> /tmp/list.more
  sort /tmp/list /tmp/list.more
  rm /tmp/list /tmp/list.more
}

# Package names and versions hold nothing that JSON must escape, and two characters that a package
# URL must.
components() {
  awk -v distro="$ID-$VERSION_ID" '
    function in_url(text) { gsub(/:/, "%3A", text); gsub(/\+/, "%2B", text); return text }
    { url = "pkg:deb/debian/" in_url($1) "@" in_url($2) "?arch=" $3 "&distro=" distro
      printf "%s\n    {\"type\": \"library\", \"bom-ref\": \"%s\", \"purl\": \"%s\",\n", comma, url, url
      printf "     \"name\": \"%s\", \"version\": \"%s\", \"properties\": [\n", $1, $2
      printf "       {\"name\": \"debian:source\", \"value\": \"%s\"},\n", $4
      printf "       {\"name\": \"dateline:part\", \"value\": \"%s\"}]}", $5
      comma = "," }'
}

version=$(dateline version | sed -n '1s/^dateline \([^ ]*\).*/\1/p')
cat > "$documents/sbom.cdx.json" << END
{
  "bomFormat": "CycloneDX",
  "specVersion": "1.6",
  "version": 1,
  "metadata": {
    "component": {
      "type": "application", "bom-ref": "dateline", "name": "dateline", "version": "$version",
      "licenses": [{"license": {"id": "Apache-2.0"}}]
    }
  },
  "components": [$(list | components)
  ]
}
END
rm "$documents/compiled-in"
