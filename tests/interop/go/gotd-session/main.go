// What gotd's client makes of its session file, before it would dial. A program of its own, since the client brings
// all of Telegram's schema with it: reading a tdata folder needs none of that.
package main

import judge "tgferry-interop-judge"

func read(_, _, text string) (any, error) { return readSession(text) }

func main() { judge.Serve(read, writeSession) }
