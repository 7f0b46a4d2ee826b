/* Keeps the front page and the newest answers readable without a connection. */
'use strict'
const told = {{ told|safe }}
const ours = `tangkal ${told.files.join(' ')}`

const isPublic = (page) => page.ok && /^public/.test(page.headers.get('cache-control') || '')
const fresh = (path) => fetch(path, { cache: 'no-cache' })

async function answersOf (page) {
  const found = (await page.text()).matchAll(/href="([^"?#]+)"/g)
  const paths = new Set([...found].map((link) => link[1]).filter((path) => path.startsWith(told.answers)))
  return [...paths].slice(0, told.most)
}

/* What every page needs, at once. */
async function begin () {
  const kept = await caches.open(ours)
  await kept.addAll([...told.files, told.offline, told.home])
}

/* The answers of the list, once somebody reads a second page. */
async function keep () {
  const list = await fresh(told.offline)
  if (!isPublic(list)) return
  const kept = await caches.open(ours)
  await kept.put(told.offline, list.clone())
  const answers = await answersOf(list)
  for (const { url } of await kept.keys()) {
    const path = new URL(url).pathname
    if (path.startsWith(told.answers) && !answers.includes(path)) await kept.delete(path)
  }
  for (const path of [told.home, ...answers]) {
    const page = await fresh(path === told.home ? path : `${path}?${told.keeping}`)
    if (isPublic(page)) await kept.put(path, page)
  }
}

/* The kept page, with a word on how old it is; else the page that says what is kept. */
async function withoutNetwork (path) {
  const kept = await caches.open(ours)
  const instead = await kept.match(told.offline)
  const page = await kept.match(path)
  if (!page || path === told.offline) return instead || Response.error()
  const note = /<template id="kept">([^]*?)<\/template>/.exec(await instead.text())
  const moment = new Date(page.headers.get('date'))
  const when = moment.toLocaleString('id', { dateStyle: 'long', timeStyle: 'short' })
  const html = (await page.text()).replace(/<main[^>]*>/, (main) => main + note[1].replace('{when}', when))
  const headers = new Headers(page.headers)
  headers.delete('content-encoding')
  headers.delete('content-length')
  return new Response(html, { headers })
}

addEventListener('install', (event) => event.waitUntil(begin().then(() => skipWaiting())))

addEventListener('activate', (event) => event.waitUntil((async () => {
  const names = await caches.keys()
  await Promise.all(names.filter((name) => name !== ours).map((name) => caches.delete(name)))
  await clients.claim()
})()))

addEventListener('message', (event) => { if (event.data === 'keep') event.waitUntil(keep()) })

addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== location.origin) return
  if (told.files.includes(pathname)) {
    event.respondWith(caches.match(pathname).then((kept) => kept || fetch(request)))
  } else if (request.mode === 'navigate' && !told.others.some((start) => pathname.startsWith(start))) {
    event.respondWith(fetch(request).catch(() => withoutNetwork(pathname)))
  }
})
