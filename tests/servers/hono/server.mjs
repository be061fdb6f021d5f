// A print shop, as Hono describes it with `@hono/zod-openapi`.
//
// `server.mjs describe` prints the description. `server.mjs serve` prints its address and answers with what it understood of a request.

import { serve } from '@hono/node-server'
import { OpenAPIHono, createRoute, z } from '@hono/zod-openapi'

const app = new OpenAPIHono()
app.openAPIRegistry.registerComponent('securitySchemes', 'bearer', { type: 'http', scheme: 'bearer' })

const Payment = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('card'), number: z.string() }).openapi('Card'),
    z.object({ kind: z.literal('transfer'), iban: z.string() }).openapi('Transfer'),
  ])
  .openapi('Payment')
const Order = z
  .object({
    copies: z.number().int().min(1),
    paper: z.enum(['plain', 'glossy']),
    note: z.string().nullable().optional(),
    payment: Payment,
  })
  .openapi('Order')
const Refused = z.object({ success: z.literal(false), error: z.object({ name: z.string() }) }).openapi('Refused')

const json = (schema, description) => ({ content: { 'application/json': { schema } }, description })

app.openapi(
  createRoute({
    method: 'post',
    path: '/login',
    request: {
      body: {
        required: true,
        content: {
          'application/x-www-form-urlencoded': {
            schema: z.object({ user: z.string(), scopes: z.array(z.string()) }),
          },
        },
      },
    },
    responses: { 200: json(z.object({ token: z.string(), scopes: z.array(z.string()) }), 'Logged in') },
  }),
  (c) => {
    const { user, scopes } = c.req.valid('form')
    return c.json({ token: `token of ${user}`, scopes }, 200)
  },
)

app.openapi(
  createRoute({
    method: 'post',
    path: '/shops/{shop}/orders',
    security: [{ bearer: [] }],
    request: {
      params: z.object({ shop: z.string() }),
      query: z.object({ tags: z.array(z.string()), page: z.coerce.number().int().optional() }),
      headers: z.object({ 'x-request-id': z.string() }),
      cookies: z.object({ session: z.string() }),
      body: { required: true, content: { 'application/json': { schema: Order } } },
    },
    responses: {
      201: json(
        z.object({
          shop: z.string(),
          tags: z.array(z.string()),
          page: z.number().int().nullable(),
          request_id: z.string(),
          session: z.string(),
          order: Order,
        }),
        'Ordered',
      ),
      400: json(Refused, 'Not an order'),
      401: { description: 'Not logged in' },
    },
  }),
  (c) => {
    if (c.req.header('authorization') !== 'Bearer token of Ada') return c.body(null, 401)
    const { tags, page } = c.req.valid('query')
    return c.json(
      {
        shop: c.req.valid('param').shop,
        tags,
        page: page ?? null,
        request_id: c.req.valid('header')['x-request-id'],
        session: c.req.valid('cookie').session,
        order: c.req.valid('json'),
      },
      201,
    )
  },
)

app.openapi(
  createRoute({
    method: 'post',
    path: '/files',
    request: {
      body: {
        required: true,
        content: {
          'multipart/form-data': {
            schema: z.object({ file: z.instanceof(File).openapi({ type: 'string', format: 'binary' }), label: z.string() }),
          },
        },
      },
    },
    responses: {
      200: json(z.object({ name: z.string(), type: z.string(), size: z.number().int(), label: z.string() }), 'Stored'),
    },
  }),
  (c) => {
    const { file, label } = c.req.valid('form')
    return c.json({ name: file.name, type: file.type, size: file.size, label }, 200)
  },
)

if (process.argv[2] === 'describe') {
  const info = { title: 'Print shop', version: '1.0.0' }
  console.log(JSON.stringify(app.getOpenAPI31Document({ openapi: '3.1.0', info })))
} else {
  serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, ({ port }) => console.log(`http://127.0.0.1:${port}`))
}
