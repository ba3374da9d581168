// A folder of Telethon strings to a folder of mtcute strings with @mtcute/convert: IN OUT, prints the seconds as JSON.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { convertFromTelethonSession } from '@mtcute/convert'
import { writeStringSession } from '@mtcute/core/utils.js'

const [, , input, output] = process.argv
const start = process.hrtime.bigint()
for (const name of readdirSync(input).sort()) {
    const session = convertFromTelethonSession(readFileSync(join(input, name), 'utf8').trim())
    writeFileSync(join(output, name), writeStringSession(session) + '\n', { mode: 0o600 })
}
console.log(JSON.stringify({ seconds: Number(process.hrtime.bigint() - start) / 1e9, made: readdirSync(output).length }))
