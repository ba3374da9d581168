// What gotd makes of a tdata folder, told by gotd. Same contract as judges/common.py: `serve` answers one request a line.
package main

import (
	"bufio"
	"crypto/sha1"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"

	"github.com/gotd/td/session/tdesktop"
)

// A request is [action, format, path or null, what would be on standard input].
type request [4]*string

type options struct {
	Passcode string `json:"passcode"`
}

type account struct {
	Index   uint32         `json:"index"`
	UserID  uint64         `json:"user_id"`
	DC      int            `json:"dc"`
	Test    bool           `json:"test"`
	KeySha1 *string        `json:"key_sha1"`
	Keys    map[int]string `json:"keys"`
}

func read(path, given string) (any, error) {
	var with options
	if given != "" {
		if err := json.Unmarshal([]byte(given), &with); err != nil {
			return nil, err
		}
	}
	found, err := tdesktop.Read(path, []byte(with.Passcode))
	if err != nil {
		return nil, err
	}
	accounts := make([]account, 0, len(found))
	for _, one := range found {
		accounts = append(accounts, told(one))
	}
	return map[string]any{"accounts": accounts}, nil
}

func told(one tdesktop.Account) account {
	facts := account{Index: one.IDx, UserID: one.Authorization.UserID, DC: one.Authorization.MainDC,
		Test: one.Config.Environment.Test(), Keys: map[int]string{}}
	for dc, key := range one.Authorization.Keys {
		digest := sha1.Sum(key[:])
		facts.Keys[dc] = hex.EncodeToString(digest[:])
	}
	if home, ok := facts.Keys[facts.DC]; ok {
		facts.KeySha1 = &home
	}
	return facts
}

// answer never fails: gotd's panics on broken input are refusals like its errors.
func answer(line []byte) (said map[string]string) {
	defer func() {
		if trouble := recover(); trouble != nil {
			said = map[string]string{"refused": fmt.Sprintf("panic: %v", trouble)}
		}
	}()
	var asked request
	if err := json.Unmarshal(line, &asked); err != nil {
		return map[string]string{"refused": err.Error()}
	}
	if *asked[0] != "read" || *asked[1] != "tdata" || asked[2] == nil {
		return map[string]string{"refused": "gotd reads tdata folders, and nothing else is asked of it"}
	}
	facts, err := read(*asked[2], *asked[3])
	if err != nil {
		return map[string]string{"refused": err.Error()}
	}
	text, err := json.Marshal(facts)
	if err != nil {
		return map[string]string{"refused": err.Error()}
	}
	return map[string]string{"answer": string(text)}
}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		text, _ := json.Marshal(answer(lines.Bytes()))
		fmt.Println(string(text))
	}
}
