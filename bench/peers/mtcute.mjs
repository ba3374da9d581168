// The string-to-string conversions of @mtcute/convert, timed in this process. Prints JSON: "from/to" -> per second.
// With "once FROM TO" it converts standard input once and ends, which is what a cold start costs.
import { readFileSync } from 'node:fs'
import * as convert from '@mtcute/convert'
import { readStringSession, writeStringSession } from '@mtcute/core/utils.js'

const read = {
    'telethon-string': convert.convertFromTelethonSession,
    'pyrogram-string': convert.convertFromPyrogramSession,
    'gramjs-string': convert.convertFromGramjsSession,
    'mtkruto-string': convert.convertFromMtkrutoSession,
    'mtcute-string': readStringSession,
}
const write = {
    'telethon-string': convert.convertToTelethonSession,
    'gramjs-string': convert.convertToGramjsSession,
    'mtcute-string': writeStringSession,
}

function perSecond(from, to, text) {
    const once = () => write[to](read[from](text))
    const until = (ms) => {
        const start = process.hrtime.bigint()
        let count = 0
        let elapsed = 0
        while (elapsed < ms * 1e6) {
            for (let i = 0; i < 2000; i++) once()
            count += 2000
            elapsed = Number(process.hrtime.bigint() - start)
        }
        return count / (elapsed / 1e9)
    }
    until(300) // warm
    return Math.round(until(700))
}

const input = readFileSync(0, 'utf8')
if (process.argv[2] === 'once') {
    const [, , , from, to] = process.argv
    console.log(write[to](read[from](input.trim())))
} else {
    const results = {}
    for (const { from, to, text } of JSON.parse(input)) results[`${from}/${to}`] = perSecond(from, to, text)
    console.log(JSON.stringify(results))
}
