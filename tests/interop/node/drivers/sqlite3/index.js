// The package of this name is native code that npm alone cannot install. These are its calls that gramjs-sqlitesession
// makes, over SQLite in WebAssembly.
'use strict'
const { Database: Engine } = require('node-sqlite3-wasm')

class Database {
  constructor(path, ...rest) {
    const done = rest.find((given) => typeof given === 'function') ?? (() => {})
    try {
      this.engine = new Engine(path)
      setImmediate(done, null)
    } catch (error) {
      setImmediate(done, error)
    }
  }
  get(sql, ...rest) {
    const done = rest.pop()
    try {
      const row = this.engine.get(sql, rest.flat()) ?? undefined
      for (const name in row) if (row[name] instanceof Uint8Array) row[name] = Buffer.from(row[name])
      setImmediate(done, null, row)
    } catch (error) {
      setImmediate(done, error)
    }
  }
  close(done) {
    this.engine.close()
    setImmediate(done ?? (() => {}), null)
  }
}

module.exports = { Database, verbose: () => module.exports }
