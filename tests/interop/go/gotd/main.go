// What gotd makes of a tdata folder and of its own session file, told by gotd.
package main

import (
	"errors"

	judge "tgferry-interop-judge"
)

func read(form, path, text string) (any, error) {
	switch form {
	case "tdata":
		return readFolder(path, text)
	case "gotd-json":
		return readSession(text)
	}
	return nil, errors.New("gotd reads no " + form)
}

func main() { judge.Serve(read, writeSession) }
