#!/usr/bin/env bash
# @hono/zod-openapi 1.6.3 describes a query parameter as a list, and refuses the list of one value that the description asks for.
#
# `tags: z.array(z.string())` is exported as `{in: query, required: true, schema: {type: array}}`, which has the style `form` and
# `explode`: a list of one is `?tags=a`. The server reads a name that occurs once as a string, and answers 400; `?tags=a&tags=b` is
# 200. No client that follows the description can send one tag.
#
# Seen: array / 400 Invalid input: expected array, received string / 200
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes > /dev/null
npm install --silent --no-audit --no-fund hono@4.13.19 @hono/zod-openapi@1.6.3 zod@4.6.7
cat > probe.mjs <<'JS'
import { OpenAPIHono, createRoute, z } from '@hono/zod-openapi'
const app = new OpenAPIHono()
app.openapi(
  createRoute({
    method: 'get',
    path: '/things',
    request: { query: z.object({ tags: z.array(z.string()) }) },
    responses: { 200: { description: 'Found' } },
  }),
  (c) => c.text('found'),
)
const described = app.getOpenAPI31Document({ openapi: '3.1.0', info: { title: 't', version: '1' } })
const one = await app.request('/things?tags=a')
const two = await app.request('/things?tags=a&tags=b')
const why = JSON.parse((await one.json()).error.message)[0].message
console.log(`${described.paths['/things'].get.parameters[0].schema.type} / ${one.status} ${why} / ${two.status}`)
JS
seen=$(node probe.mjs)
expected='array / 400 Invalid input: expected array, received string / 200'
echo "$seen"
[[ "$seen" == "$expected" ]] || { echo "expected $expected" >&2; exit 1; }
