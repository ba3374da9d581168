// What MTGo's own modules make of its strings and files: session-converter, which its client decodes every string
// with, and storage/sqlite.
package main

import (
	judge "tgferry-interop-judge"
)

func read(form, path, text string) (any, error) {
	if form == "mtgo-sqlite" {
		return readFile(path)
	}
	return readString(text)
}

func write(form, path string, one judge.Case) (string, error) {
	if form == "mtgo-sqlite" {
		return "", writeFile(path, one)
	}
	return writeString(form, one)
}

func main() { judge.Serve(read, write) }
