// What GramJS, teleproto and mtcute make of a session, told by each of them.
//
//     node js.mjs LIBRARY read|write FORMAT [PATH]
//     node js.mjs LIBRARY serve                        (same contract as judges/common.py)
//
// LIBRARY is gramjs, teleproto, mtcute, mtcute-0.17, mtcute-0.2, gramjs-sqlitesession or node-localstorage. The runner
// copies this file into the folder that holds node_modules: that is where ES modules look for packages.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname } from 'node:path'
import { createInterface } from 'node:readline'
import * as storages from './js_storages.mjs'

const requireFrom = createRequire(import.meta.url)

const sha1 = (key) => key && key.length ? createHash('sha1').update(key).digest('hex') : null
const seen = (facts) => ({
  dc: null, host: null, port: null, test: null, key_sha1: null, user_id: null, is_bot: null, api_id: null,
  update_state: null, takeout_id: null, schema: null, keeps: null, peers: [], ...facts,
})

// GramJS and teleproto: the same classes under two names.

const gramFamily = (name) => ({
  read: async (form, path, text) => {
    const { StringSession, StoreSession } = requireFrom(`${name}/sessions`)
    const { Logger } = requireFrom(`${name}/extensions`)
    const session = form === 'gramjs-string' ? new StringSession(text) : inFolder(path, (n) => new StoreSession(n))
    await session.load()
    const test = session.testServers // of the store; the client puts its own over it
    // The client is built on the session and must not start over with its default data centre.
    const { TelegramClient } = requireFrom(name)
    const client = new TelegramClient(session, 1, '0'.repeat(32), { baseLogger: new Logger('none') })
    await client._initSession?.()
    const facts = { dc: session.dcId, host: session.serverAddress, port: session.port,
      key_sha1: sha1(session.authKey?.getKey()), keeps: Boolean(session.authKey?.getKey()) }
    if (form === 'gramjs-store') facts.peers = storedPeers(session)
    if (session._dcAuthKeys) Object.assign(facts, moreOfTeleproto(session, test))
    return seen(facts)
  },
  write: async (form, path, one) => {
    const { StringSession, StoreSession } = requireFrom(`${name}/sessions`)
    const { AuthKey } = requireFrom(`${name}/crypto/AuthKey`)
    const key = new AuthKey()
    await key.setKey(Buffer.from(one.auth_key, 'hex'))
    const session = form === 'gramjs-string' ? new StringSession('') : inFolder(path, (n) => new StoreSession(n))
    await session.load()
    session.setDC(one.dc, one.host, one.port)
    session.authKey = key
    if (form === 'gramjs-string') return session.save()
    if (name === 'teleproto' && one.other_keys) await setMoreOfTeleproto(session, one, AuthKey)
    if (one.clock) Date.prototype.getTime = () => one.clock * 1000
    session.processEntities(entities(requireFrom(`${name}/tl`).Api, requireFrom('big-integer'), one.peers))
  },
})

// teleproto keeps the keys of other DCs, and whether the servers are the test ones.
function moreOfTeleproto(session, test) {
  return { test, other_keys: Object.fromEntries([...session._dcAuthKeys].map(([dc, key]) => [dc, sha1(key.getKey())])) }
}

async function setMoreOfTeleproto(session, one, AuthKey) {
  session.testServers = one.test
  for (const [dc, key] of Object.entries(one.other_keys)) {
    const other = new AuthKey()
    await other.setKey(Buffer.from(key, 'hex'))
    session.setAuthKey(other, Number(dc))
  }
}

// StoreSession makes ./NAME in the working folder and takes no path.
function inFolder(path, make) {
  process.chdir(dirname(path))
  return make(basename(path))
}

function storedPeers(session) {
  const prefix = session.sessionName
  const rows = session.store.keys().map((key) => key.startsWith(prefix) ? key.slice(prefix.length) : key)
    .filter((key) => /^-?\d+$/.test(key)).map((key) => session.store.get(prefix + key))
  return rows.map(([id, hash, username, phone, name]) => {
    const input = session.getEntityRowsById(id)
    if (String(input[0]) !== String(id)) throw new Error(`peer ${id} is not found again`)
    const number = Number(id)
    return { id: number, kind: number >= 0 ? 'user' : number < -1e12 ? 'channel' : 'group', access_hash: String(hash),
      usernames: username ? [username] : [], phone: phone ?? null, name: name ?? null }
  }).sort((a, b) => a.id - b.id)
}

function entities(Api, bigInt, peers) {
  const users = [], chats = []
  for (const p of peers) {
    const id = bigInt(String(p.id)), accessHash = bigInt(p.access_hash), username = p.usernames[0]
    if (p.kind === 'user' || p.kind === 'bot') users.push(new Api.User({ id, accessHash, username, phone: p.phone ?? undefined, firstName: p.name }))
    else if (p.kind === 'group') chats.push(new Api.Chat({ id, title: p.name }))
    else chats.push(new Api.Channel({ id, accessHash, username, title: p.name }))
  }
  return { classType: 'constructor', users, chats }
}

// mtcute: strings of its own, and its converters for the other libraries.

const fromData = (data) => {
  const main = data.primaryDcs?.main
  return seen({ dc: main?.id ?? null, host: main?.ipAddress ?? null, port: main?.port ?? null,
    test: main?.testMode ?? data.testMode ?? false, key_sha1: sha1(data.authKey), user_id: data.self?.userId ?? null,
    is_bot: data.self?.isBot ?? null, media: data.primaryDcs?.media && { host: data.primaryDcs.media.ipAddress, port: data.primaryDcs.media.port } })
}
const toData = (one) => {
  const main = { id: one.dc, ipAddress: one.host, port: one.port, ipv6: one.host.includes(':'), mediaOnly: false, testMode: one.test }
  const media = one.media ? { ...main, ipAddress: one.media.host, port: one.media.port, mediaOnly: true } : main
  return { version: 3, primaryDcs: { main, media }, authKey: Uint8Array.from(Buffer.from(one.auth_key, 'hex')),
    self: one.user_id === null ? null : { userId: one.user_id, isBot: one.is_bot, isPremium: false, usernames: [] } }
}
const onlyDcAndKey = (s, ip, port) => seen({ dc: s.dcId, host: ip ?? null, port: port ?? null, test: s.isTest ?? null, key_sha1: sha1(s.authKey) })

// Its converter takes an account by its index; the order and the active one are in the key file.
async function tdataSeen(convert, path, options) {
  const tdata = await convert.Tdata.open({ path, ...options })
  const { order, active, version } = tdata.keyData
  const accounts = await Promise.all(order.map(async (index) => {
    const { primaryDcs, authKey, self } = await convert.convertFromTdata(tdata, index)
    return { index, dc: primaryDcs.main.id, key_sha1: sha1(authKey), user_id: self.userId }
  }))
  return { accounts, active: order.indexOf(active), version }
}

const mtcute = {
  read: async (form, path, text) => {
    const convert = await import('@mtcute/convert')
    const core = await import('@mtcute/core/utils.js')
    if (form === 'mtcute-string') return fromData(core.readStringSession(text))
    if (form === 'mtcute-sqlite') {
      const { session, ...rest } = await storages.mtcuteReads(path)
      return { ...fromData(core.readStringSession(session)), ...rest }
    }
    if (form === 'gramjs-store') {
      const s = await convert.readGramjsStoreSession(path)
      return onlyDcAndKey(s, s.ipAddress, s.port)
    }
    if (form === 'tdata') return tdataSeen(convert, path, JSON.parse(text || '{}'))
    if (form === 'mtkruto-string') return onlyDcAndKey(convert.parseMtkrutoSession(text))
    if (form === 'pyrogram-string') {
      const s = convert.parsePyrogramSession(text)
      return seen({ dc: s.dcId, test: s.isTest, key_sha1: sha1(s.authKey), user_id: Number(s.userId), is_bot: s.isBot, api_id: s.apiId ?? null })
    }
    const s = form === 'telethon-string' ? convert.parseTelethonSession(text) : convert.parseGramjsSession(text)
    return onlyDcAndKey(s, s.ipAddress, s.port)
  },
  write: async (form, path, one) => {
    const convert = await import('@mtcute/convert')
    const core = await import('@mtcute/core/utils.js')
    if (form === 'tdata') {
      const { passcode, accounts } = one
      return void await convert.convertToTdata(accounts.map(toData), { path, ...(passcode ? { passcode } : {}) })
    }
    const data = toData(one)
    if (form === 'mtcute-sqlite') return storages.mtcuteWrites(path, core.writeStringSession(data), one)
    switch (form) {
      case 'mtcute-string': return core.writeStringSession(data)
      case 'mtkruto-string': return convert.convertToMtkrutoSession(data)
      case 'pyrogram-string': return convert.convertToPyrogramSession(data, one.api_id === null ? {} : { apiId: one.api_id })
      case 'telethon-string': return convert.convertToTelethonSession(data)
      case 'gramjs-string': return convert.convertToGramjsSession(data)
      case 'gramjs-store': {
        // Its mkdir works on the base name: run beside the target.
        const folder = process.chdir(dirname(path)) ?? basename(path)
        return void await convert.writeGramjsStoreSession(folder, convert.parseGramjsSession(convert.convertToGramjsSession(data)))
      }
      default: throw new Error(`mtcute does not write ${form}`)
    }
  },
}

// Older mtcute: 0.17 is the last that reads versions 1 and 2 and writes DC blobs of version 1; 0.2 writes versions 1 and 2.

// 0.17 leaves text, base64 and logging to the host; this is what its own node package supplies.
const nodeText = {
  utf8Encode: (text) => Buffer.from(text, 'utf8'), utf8Decode: (bytes) => Buffer.from(bytes).toString('utf8'),
  utf8ByteLength: (text) => Buffer.byteLength(text, 'utf8'),
  base64Encode: (bytes, url) => Buffer.from(bytes).toString(url ? 'base64url' : 'base64'),
  base64Decode: (text, url) => Buffer.from(text, url ? 'base64url' : 'base64'),
  hexEncode: (bytes) => Buffer.from(bytes).toString('hex'), hexDecode: (text) => Buffer.from(text, 'hex'),
  beforeExit: () => () => {}, getDefaultLogLevel: () => 0, getDeviceModel: () => 'judge', log: () => {},
}
const strings17 = async () => {
  (await import('mtcute-core-0.17/platform.js')).setPlatform(nodeText)
  return await import('mtcute-core-0.17/utils.js')
}
const mtcute17 = {
  read: async (form, path, text) => form === 'mtcute-sqlite' ? seen(await storages.mtcute17Reads(path, nodeText, sha1))
    : fromData((await strings17()).readStringSession(text)),
  write: async (_form, _path, one) => (await strings17()).writeStringSession({ ...toData(one), testMode: one.test }),
}

const strings2 = () => {
  const core = requireFrom.resolve('mtcute-core-0.2')
  const tl = (part) => createRequire(core)(`@mtcute/tl/binary/${part}.js`)
  return { ...requireFrom('mtcute-core-0.2/utils.js'), reader: tl('reader').__tlReaderMap, writer: tl('writer').__tlWriterMap }
}
const mtcute2 = {
  read: async (_form, _path, text) => {
    const { readStringSession, reader } = strings2()
    return fromData(readStringSession(reader, text))
  },
  write: async (form, path, one) => {
    if (form === 'mtcute-sqlite') return storages.mtcute2Writes(path, one)
    const { writeStringSession, writer } = strings2()
    const option = (dc, mediaOnly) => ({ _: 'dcOption', ipv6: dc.host.includes(':'), mediaOnly, tcpoOnly: false, cdn: false,
      static: true, thisPortOnly: true, id: one.dc, ipAddress: dc.host, port: dc.port })
    const main = option(one, false)
    return writeStringSession(writer, { ...toData(one), version: one.version ?? 2, testMode: one.test,
      primaryDcs: { main, media: one.media ? option(one.media, true) : main } })
  },
}

// Packages that read, and have no writer of their own.

const sqliteSession = { read: async (_form, path) => seen(await storages.gramjsSqliteReads(path, sha1)) }
const nodeLocalStorage = {
  read: async (_form, path) => storages.localStorageReads(path),
  write: async (_form, path, entries) => storages.localStorageWrites(path, entries),
}

const LIBRARIES = { gramjs: gramFamily('telegram'), teleproto: gramFamily('teleproto'), mtcute, 'mtcute-0.17': mtcute17, 'mtcute-0.2': mtcute2,
  'gramjs-sqlitesession': sqliteSession, 'node-localstorage': nodeLocalStorage }

async function answer(action, form, path, given) {
  try {
    if (action === 'read') return { answer: JSON.stringify(await library.read(form, path, given.trimEnd())) }
    return { answer: (await library.write(form, path, JSON.parse(given))) ?? '' }
  } catch (error) {
    console.error(error)
    return { refused: `${error.name}: ${error.message}` }
  }
}

console.log = console.error // what a library prints must not mix with the answers
const [name, action, form, path] = process.argv.slice(2)
const library = LIBRARIES[name]
if (action === 'serve') {
  for await (const line of createInterface({ input: process.stdin })) {
    process.stdout.write(`${JSON.stringify(await answer(...JSON.parse(line)))}\n`)
  }
} else {
  const said = await answer(action, form, path, action === 'write' || !path ? readFileSync(0, 'utf8') : '')
  process.stdout.write(`${said.answer ?? JSON.stringify(said)}\n`)
  process.exitCode = said.answer === undefined ? 1 : 0
}
