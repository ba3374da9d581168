// The package of this name is native code that npm alone cannot install. These are its calls that mtcute makes, over
// SQLite in WebAssembly: the storage, its SQL and its migrations are mtcute's own.
'use strict'
const { Database: Engine } = require('node-sqlite3-wasm')

const bindable = (value) => value === undefined ? null : value
const values = (given) => (given.length === 1 && Array.isArray(given[0]) ? given[0] : given).map(bindable)
const row = (found) => {
  for (const name in found) if (found[name] instanceof Uint8Array) found[name] = Buffer.from(found[name])
  return found ?? undefined
}

class Database {
  constructor(path) {
    this.engine = new Engine(path)
    this.statements = []
  }
  exec(sql) {
    this.engine.exec(sql)
  }
  // No WAL: it needs memory that processes share.
  pragma(text) {
    if (!/^journal_mode *= *WAL$/i.test(text)) this.engine.exec(`PRAGMA ${text}`)
  }
  prepare(sql) {
    const statement = this.engine.prepare(sql)
    this.statements.push(statement)
    return {
      run: (...given) => statement.run(values(given)),
      get: (...given) => row(statement.get(values(given))),
      all: (...given) => statement.all(values(given)).map(row),
    }
  }
  transaction(work) {
    return (...given) => {
      this.engine.exec('BEGIN')
      try {
        const result = work(...given)
        this.engine.exec('COMMIT')
        return result
      } catch (error) {
        this.engine.exec('ROLLBACK')
        throw error
      }
    }
  }
  close() {
    for (const statement of this.statements) statement.finalize()
    this.engine.close()
  }
}

module.exports = (path) => new Database(path)
