// What gotd makes of a tdata folder, told by gotd.
package main

import (
	"errors"

	judge "tgferry-interop-judge"
)

func read(_, path, text string) (any, error) { return readFolder(path, text) }

func write(form, _ string, _ judge.Case) (string, error) {
	return "", errors.New("gotd writes no " + form)
}

func main() { judge.Serve(read, write) }
