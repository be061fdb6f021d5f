#!/usr/bin/env bash
# `respect` of @redocly/cli 2.77.0 runs Arazzo documents, and compares strings with their case.
#
# Arazzo 1.0.1 wants strings compared without regard to case (Criterion Object, operators). A response with `"state": "paid"` meets
# `$response.body#/state == 'PAID'` by that, and not in `respect`, whose workflow takes another branch or fails.
#
# Seen: 'paid' == 'paid' passes / 'paid' == 'PAID' fails
set -euo pipefail

folder=$(mktemp -d)
server=
trap '[[ -z "$server" ]] || kill "$server"; rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes > /dev/null
npm install --silent --no-audit --no-fund @redocly/cli@2.77.0
cat > server.mjs <<'JS'
import http from 'node:http'
import { writeFileSync } from 'node:fs'
const server = http.createServer((_, response) => {
  response.setHeader('Content-Type', 'application/json')
  response.end('{"state":"paid"}')
})
server.listen(0, '127.0.0.1', () => writeFileSync('port', String(server.address().port)))
JS
node server.mjs &
server=$!
until [[ -s port ]]; do sleep 0.1; done
cat > shop.yml <<YAML
openapi: 3.1.0
info: { title: Shop, version: 1.0.0 }
servers: [{ url: 'http://127.0.0.1:$(< port)' }]
paths:
  /order:
    get:
      operationId: order
      responses: { '200': { description: ok, content: { application/json: { schema: { type: object } } } } }
YAML
workflow() {
    cat > "$1.arazzo.yml" <<YAML
arazzo: 1.0.1
info: { title: Compare, version: 1.0.0 }
sourceDescriptions: [{ name: shop, url: shop.yml, type: openapi }]
workflows:
  - workflowId: compare
    steps: [{ stepId: ask, operationId: shop.order, successCriteria: [{ condition: "\$response.body#/state == '$2'" }] }]
YAML
    if npx redocly respect "$1.arazzo.yml" > "$1.log" 2>&1; then echo passes; else
        grep -q 'success criteria check' "$1.log" || { cat "$1.log" >&2; return 1; }
        echo fails
    fi
}
seen="'paid' == 'paid' $(workflow same paid) / 'paid' == 'PAID' $(workflow other PAID)"
expected="'paid' == 'paid' passes / 'paid' == 'PAID' fails"
echo "$seen"
[[ "$seen" == "$expected" ]] || { echo "expected $expected" >&2; exit 1; }
