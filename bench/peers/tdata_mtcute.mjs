// Telegram Desktop's folder in @mtcute/convert: FOLDER [FOLDER WITH PASSCODE, PASSCODE on standard input]. Prints JSON:
// reads per second from the disk, writes per second to the disk (without a sync) and to memory, milliseconds with a
// passcode.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { tmpdir } from 'node:os'
import { convertFromTdata, convertToTdata } from '@mtcute/convert'

async function perSecond(work) {
    const until = async (ms) => {
        const start = process.hrtime.bigint()
        let count = 0
        let elapsed = 0
        while (elapsed < ms * 1e6) {
            for (let i = 0; i < 20; i++) await work(count++)
            elapsed = Number(process.hrtime.bigint() - start)
        }
        return count / (elapsed / 1e9)
    }
    await until(300) // warm
    return Math.round(await until(700))
}

const memory = {
    stat: async () => undefined,
    mkdir: async () => {},
    readFile: async () => { throw new Error('nothing is read') },
    writeFile: async () => {},
}

const [, , folder, locked] = process.argv
const passcode = readFileSync(0, 'utf8').trim()
const session = await convertFromTdata({ path: folder, ignoreVersion: true })
const out = mkdtempSync(join(tmpdir(), 'mtcute-'))
const results = {
    read: await perSecond(() => convertFromTdata({ path: folder, ignoreVersion: true })),
    write_disk: await perSecond(() => convertToTdata(session, { path: out })),
    write_memory: await perSecond(() => convertToTdata(session, { path: '/none', fs: memory })),
}
rmSync(out, { recursive: true })
const times = []
for (let i = 0; i < 7; i++) {
    const start = process.hrtime.bigint()
    await convertFromTdata({ path: locked, passcode, ignoreVersion: true })
    times.push(Number(process.hrtime.bigint() - start) / 1e6)
}
results.passcode_ms = times.sort((a, b) => a - b)[3]
console.log(JSON.stringify(results))
