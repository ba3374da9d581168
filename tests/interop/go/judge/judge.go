// Package judge is what the programs here have in common: how they are asked and what they say. Same contract as
// judges/common.py.
package judge

import (
	"bufio"
	"crypto/sha1"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"strconv"
)

// Case is a made-up session, as support/cases.py describes it.
type Case struct {
	DC          int     `json:"dc"`
	Test        bool    `json:"test"`
	Host        string  `json:"host"`
	Port        int     `json:"port"`
	AuthKey     string  `json:"auth_key"`
	UserID      *int64  `json:"user_id"`
	IsBot       *bool   `json:"is_bot"`
	APIID       *int32  `json:"api_id"`
	API         API     `json:"api"`
	Peers       []Peer  `json:"peers"`
	UpdateState *State  `json:"update_state"`
	Layout      *string `json:"layout"` // which of a library's own layouts, where it has several
}

// API is the application's profile, as far as a library keeps it.
type API struct {
	Hash string `json:"hash"`
}

// Peer is somebody the account has met. AccessHash is decimal text.
type Peer struct {
	ID         int64    `json:"id"`
	Kind       string   `json:"kind"`
	AccessHash string   `json:"access_hash"`
	Usernames  []string `json:"usernames"`
	Phone      *string  `json:"phone"`
	Name       *string  `json:"name"`
	Updated    int64    `json:"updated"`
}

// State is where the account stands in its updates.
type State struct {
	Pts      int32     `json:"pts"`
	Qts      int32     `json:"qts"`
	Date     int32     `json:"date"`
	Seq      int32     `json:"seq"`
	Channels []Channel `json:"channels"`
}

// Channel is the same of one channel.
type Channel struct {
	ID  int64 `json:"id"`
	Pts int32 `json:"pts"`
}

// Key is the case's auth key.
func (c Case) Key() []byte {
	key, err := hex.DecodeString(c.AuthKey)
	if err != nil {
		panic(err)
	}
	return key
}

// Address is the case's address and port.
func (c Case) Address() string { return net.JoinHostPort(c.Host, strconv.Itoa(c.Port)) }

// Seen is what a library sees in a session; what it does not know is null.
type Seen map[string]any

// New has every fact that a judge tells of.
func New() Seen {
	seen := Seen{"peers": []Peer{}}
	for _, name := range []string{"dc", "host", "port", "test", "key_sha1", "user_id", "is_bot", "api_id", "update_state",
		"takeout_id", "schema", "keeps"} {
		seen[name] = nil
	}
	return seen
}

// Sha1 names a key; nothing for none.
func Sha1(key []byte) any {
	if len(key) == 0 {
		return nil
	}
	digest := sha1.Sum(key)
	return hex.EncodeToString(digest[:])
}

// SetAddress takes "host:port" apart.
func (s Seen) SetAddress(address string) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return
	}
	s["host"] = host
	s["port"], _ = strconv.Atoi(port)
}

// Read tells what is in a path, or in a text where there is none.
type Read func(form, path, text string) (any, error)

// Write writes a path, or gives a text where there is none.
type Write func(form, path string, one Case) (string, error)

// Serve answers one request a line: [action, format, path or null, what would be on standard input].
func Serve(read Read, write Write) {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<22)
	answers := os.Stdout
	os.Stdout = os.Stderr // what a library prints must not mix with the answers
	for lines.Scan() {
		text, _ := json.Marshal(answer(read, write, lines.Bytes()))
		fmt.Fprintln(answers, string(text))
	}
}

// A library's panics on broken input are refusals like its errors.
func answer(read Read, write Write, line []byte) (said map[string]string) {
	defer func() {
		if trouble := recover(); trouble != nil {
			said = map[string]string{"refused": fmt.Sprintf("panic: %v", trouble)}
		}
	}()
	text, err := act(read, write, line)
	if err != nil {
		return map[string]string{"refused": err.Error()}
	}
	return map[string]string{"answer": text}
}

func act(read Read, write Write, line []byte) (string, error) {
	var asked [4]*string
	if err := json.Unmarshal(line, &asked); err != nil {
		return "", err
	}
	path, form, given := "", *asked[1], *asked[3]
	if asked[2] != nil {
		path = *asked[2]
	}
	if *asked[0] == "read" {
		seen, err := read(form, path, given)
		if err != nil {
			return "", err
		}
		text, err := json.Marshal(seen)
		return string(text), err
	}
	var one Case
	if err := json.Unmarshal([]byte(given), &one); err != nil {
		return "", err
	}
	return write(form, path, one)
}
