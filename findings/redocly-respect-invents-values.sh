#!/usr/bin/env bash
# `respect` of @redocly/cli 2.77.0 sends values that no document has: what a step leaves out is made up by the type of its schema.
#
# A step that gives neither the variable of the path nor the body of its operation is sent with the word `string` in the path, and with a
# body of such words and numbers. The run passes, where an API takes it. So a document that works there may lack what it needs.
#
# Seen: POST /orders/string/payments {"amount":0,"card":"string"}, and the run passes
set -euo pipefail

folder=$(mktemp -d)
trap 'kill %1 2> /dev/null || true; rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . @redocly/cli@2.77.0
node -e 'const { writeFileSync } = require("fs")
const server = require("http").createServer((request, response) => {
  let body = ""
  request.on("data", part => body += part).on("end", () => {
    writeFileSync("sent", `${request.method} ${request.url} ${body}`)
    response.writeHead(201, { "Content-Type": "application/json" }).end("{}")
  })
}).listen(0, "127.0.0.1", () => writeFileSync("port", String(server.address().port)))' &
until [[ -s port ]]; do sleep 0.1; done

cat > api.json <<JSON
{ "openapi": "3.1.0", "info": { "title": "Payments", "version": "1" }, "servers": [{ "url": "http://127.0.0.1:$(< port)" }],
  "paths": { "/orders/{order}/payments": { "post": { "operationId": "pay", "responses": { "201": { "description": "paid" } },
    "parameters": [{ "name": "order", "in": "path", "required": true, "schema": { "type": "string" } }],
    "requestBody": { "required": true, "content": { "application/json": { "schema": { "type": "object",
      "required": ["amount", "card"], "properties": { "amount": { "type": "integer" }, "card": { "type": "string" } } } } } } } } } }
JSON
cat > pay.arazzo.json <<JSON
{ "arazzo": "1.0.1", "info": { "title": "Pay", "version": "1" },
  "sourceDescriptions": [{ "name": "api", "url": "api.json", "type": "openapi" }],
  "workflows": [{ "workflowId": "pay", "steps": [{ "stepId": "pay", "operationId": "api.pay",
    "successCriteria": [{ "condition": "\$statusCode == 201" }] }] }] }
JSON
ended=passes
npx redocly respect pay.arazzo.json > log 2>&1 || ended=fails
seen="$(cat sent 2> /dev/null || echo nothing), and the run $ended"
expected='POST /orders/string/payments {"amount":0,"card":"string"}, and the run passes'
echo "$seen"
[[ "$seen" == "$expected" ]] || { cat log >&2; exit 1; }
