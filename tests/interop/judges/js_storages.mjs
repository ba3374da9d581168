// The storages of the JavaScript libraries that lie in files: what each library finds in one, and how it makes one.
import { createRequire } from 'node:module'

const requireFrom = createRequire(import.meta.url)
const bytes = (hex) => Uint8Array.from(Buffer.from(hex, 'hex'))
const CHANNEL_MARK = 1000000000000

// mtcute: a whole client on the storage, which is never connected.

async function mtcuteClient(path, testMode) {
  const { BaseTelegramClient } = await import('@mtcute/node')
  return new BaseTelegramClient({ apiId: 1, apiHash: '0'.repeat(32), storage: path, testMode, logLevel: 0 })
}

/// What the client sees, `session` being what it exports.
export async function mtcuteReads(path) {
  const client = await mtcuteClient(path, true)
  try {
    const session = await client.exportSession()
    const { driver } = client.mt.storage
    const rows = (sql) => driver.db.prepare(sql).all()
    const peers = []
    for (const { id } of rows('select id from peers order by id')) peers.push(await mtcutePeer(client, id))
    const state = await client.storage.updates.getState()
    const channels = []
    for (const { key } of rows("select key from key_value where key like 'updates_channel:%'")) {
      const id = Number(key.slice('updates_channel:'.length))
      channels.push({ id, pts: await client.storage.updates.getChannelPts(id) })
    }
    channels.sort((a, b) => a.id - b.id)
    const self = await client.storage.self.fetch()
    return { session, peers, usernames: self?.usernames ?? [], is_premium: self?.isPremium ?? null,
      update_state: state && { pts: state[0], qts: state[1], date: state[2], seq: state[3], channels },
      other_keys: await otherKeys(client, rows('select dc from auth_keys order by dc')),
      salts: await storedSalts(client, rows("select key from key_value where key like 'salts:%' order by key")) }
  } finally {
    await client.destroy()
  }
}

async function mtcutePeer(client, id) {
  const input = await client.storage.peers.getById(id)
  const { usernames, phone } = await client.storage.provider.peers.getById(id)
  // The ways in which a client finds a peer again.
  if (phone && (await client.storage.peers.getByPhone(phone)) === null) throw new Error(`peer ${id} is not found by its phone`)
  const kind = { inputPeerUser: 'user', inputPeerChat: 'group', inputPeerChannel: 'channel' }[input._]
  return { id, kind, access_hash: String(input.accessHash ?? 0), usernames, phone: phone ?? null, name: null }
}

async function otherKeys(client, rows) {
  const home = client.mt._defaultDcs.main.id
  const keys = {}
  for (const { dc } of rows) {
    if (dc !== home) keys[dc] = Buffer.from(await client.mt.storage.provider.authKeys.get(dc)).toString('hex')
  }
  return keys
}

async function storedSalts(client, rows) {
  const all = []
  for (const { key } of rows) {
    const dc = Number(key.slice('salts:'.length))
    for (const salt of await client.mt.storage.salts.fetch(dc)) {
      all.push({ dc, valid_since: salt.validSince, valid_until: salt.validUntil, salt: String(salt.salt) })
    }
  }
  return all
}

export async function mtcuteWrites(path, session, one) {
  if (one.clock) Date.now = () => one.clock * 1000
  const { default: Long } = await import('long')
  const client = await mtcuteClient(path, one.test)
  await client.importSession(session)
  const { storage, mt } = client
  if (one.update_state) {
    await storage.updates.setPts(one.update_state.pts)
    await storage.updates.setQts(one.update_state.qts)
    await storage.updates.setDate(one.update_state.date)
    await storage.updates.setSeq(one.update_state.seq)
    await storage.updates.setManyChannelPts(new Map(one.update_state.channels.map(({ id, pts }) => [id, pts])))
  }
  if (one.usernames) await storage.self.store({ userId: one.user_id, isBot: one.is_bot, isPremium: one.is_premium ?? false, usernames: one.usernames })
  for (const [dc, key] of Object.entries(one.other_keys ?? {})) await mt.storage.provider.authKeys.set(Number(dc), bytes(key))
  if (one.salts) {
    await mt.storage.salts.store(one.dc, one.salts.map((s) => ({ _: 'mt_future_salt', validSince: s.valid_since,
      validUntil: s.valid_until, salt: Long.fromString(s.salt) })))
  }
  await mt.storage.provider.authKeys.setTemp(one.dc, 0, bytes('ee'.repeat(256)), 4102444800000) // never to be exported
  await storage.peers.updatePeersFrom(mtcuteObjects(Long, one.peers))
  if (one.logged_out) await storage.self.store(null)
  await mt.storage.save()
  await client.destroy()
  return ''
}

function mtcuteObjects(Long, peers) {
  const users = [], chats = []
  for (const p of peers) {
    const accessHash = Long.fromString(p.access_hash), username = p.usernames[0]
    const chat = { id: p.id, title: p.name, photo: { _: 'chatPhotoEmpty' }, date: 0 }
    if (p.kind === 'user' || p.kind === 'bot') users.push({ _: 'user', id: p.id, accessHash, username, phone: p.phone ?? undefined, firstName: p.name, bot: p.kind === 'bot' })
    else if (p.kind === 'group') chats.push({ _: 'chat', ...chat, participantsCount: 2, version: 1 })
    else chats.push({ _: 'channel', ...chat, accessHash, username, megagroup: p.kind === 'supergroup' })
  }
  return { users, chats }
}

// mtcute 0.17, the last line that knows no DC blobs of version 2. Its node package leaves the opening to the driver.

export async function mtcute17Reads(path, platform, sha1) {
  const core = await import('mtcute-core-0.17')
  const open = requireFrom('better-sqlite3')
  class Driver extends core.BaseSqliteStorageDriver {
    _createDatabase() { return open(path) }
  }
  const { setPlatform } = await import('mtcute-core-0.17/platform.js')
  setPlatform(platform)
  const { BaseTelegramClient } = await import('mtcute-core-0.17/client.js')
  const storage = new core.BaseSqliteStorage(new Driver())
  const client = new BaseTelegramClient({ apiId: 1, apiHash: '0'.repeat(32), storage, logLevel: 0, transport: () => {}, crypto: {} })
  try {
    await client.mt.prepare()
    const main = client.mt._defaultDcs.main
    const self = await client.storage.self.fetch()
    const state = await client.storage.updates.getState()
    return { dc: main.id, host: main.ipAddress, port: main.port, key_sha1: sha1(await client.mt.storage.provider.authKeys.get(main.id)),
      user_id: self?.userId ?? null, is_bot: self?.isBot ?? null, has_state: state !== null }
  } finally {
    storage.driver.db?.close()
  }
}

// @mtcute/sqlite 0.2, the layout before that of today.

export async function mtcute2Writes(path, one) {
  if (one.clock) Date.now = () => one.clock * 1000
  const { SqliteStorage } = requireFrom('@mtcute/sqlite')
  const own = createRequire(requireFrom.resolve('@mtcute/sqlite'))
  const { LogManager } = own('@mtcute/core/utils.js')
  const Long = own('long')
  const storage = new SqliteStorage(path)
  const log = new LogManager('judge')
  log.level = 0
  storage.setup(log, own('@mtcute/tl/binary/reader.js').__tlReaderMap, own('@mtcute/tl/binary/writer.js').__tlWriterMap)
  storage.load()
  const option = (dc, mediaOnly) => ({ _: 'dcOption', ipv6: dc.host.includes(':'), mediaOnly, tcpoOnly: false, cdn: false,
    static: true, thisPortOnly: true, id: one.dc, ipAddress: dc.host, port: dc.port })
  storage.setDefaultDcs({ main: option(one, false), media: option(one.media ?? one, true) })
  storage.setAuthKeyFor(one.dc, bytes(one.auth_key))
  storage.setTempAuthKeyFor(one.dc, 0, bytes('ee'.repeat(256)), 4102444800000)
  if (one.user_id !== null) storage.setSelf({ userId: one.user_id, isBot: one.is_bot })
  if (one.update_state) {
    storage.setUpdatesPts(one.update_state.pts)
    storage.setUpdatesQts(one.update_state.qts)
    storage.setUpdatesDate(one.update_state.date)
    storage.setUpdatesSeq(one.update_state.seq)
    storage.setManyChannelPts(new Map(one.update_state.channels.map(({ id, pts }) => [id, pts])))
  }
  storage.updatePeers(one.peers.map((p) => legacyPeer(Long, p)))
  storage.save()
  storage.destroy()
  return ''
}

function legacyPeer(Long, p) {
  const user = p.kind === 'user' || p.kind === 'bot'
  const id = user ? p.id : p.kind === 'group' ? -p.id : -CHANNEL_MARK - p.id
  const full = user ? { _: 'userEmpty', id: p.id } : { _: 'chatEmpty', id: p.id }
  return { id, accessHash: Long.fromString(p.access_hash), type: user ? 'user' : p.kind === 'group' ? 'chat' : 'channel',
    username: p.usernames[0], phone: p.phone ?? undefined, full }
}

// gramjs-sqlitesession: the session, and a GramJS client on it.

export async function gramjsSqliteReads(path, sha1) {
  const SQLiteSession = requireFrom('gramjs-sqlitesession')
  const { TelegramClient } = requireFrom('telegram')
  const { Logger } = requireFrom('telegram/extensions')
  const session = new SQLiteSession(path)
  const client = new TelegramClient(session, 1, '0'.repeat(32), { baseLogger: new Logger('none') })
  await session.load()
  await client._initSession?.()
  await session._conn.close()
  return { dc: session.dcId, host: session.serverAddress, port: session.port, key_sha1: sha1(session.authKey?.getKey()),
    keeps: Boolean(session.authKey?.getKey()) }
}

// node-localstorage: the entries of a folder, whatever they mean.

export function localStorageReads(path) {
  const { LocalStorage } = requireFrom('node-localstorage')
  const storage = new LocalStorage(path)
  return Object.fromEntries(Array.from({ length: storage.length }, (_, i) => storage.key(i)).map((key) => [key, storage.getItem(key)]))
}

export function localStorageWrites(path, entries) {
  const { LocalStorage } = requireFrom('node-localstorage')
  const storage = new LocalStorage(path)
  for (const [key, value] of Object.entries(entries)) storage.setItem(key, value)
  return ''
}
