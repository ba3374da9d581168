// What gotgproto makes of its session strings, told by its own decoder and gotd's.
package main

import (
	"bytes"
	"context"
	"errors"

	"github.com/celestix/gotgproto/functions"
	"github.com/celestix/gotgproto/storage"
	"github.com/gotd/td/crypto"
	"github.com/gotd/td/session"

	judge "tgferry-interop-judge"
)

// read goes the way of gotgproto's NewClient with a StringSession: its decoder, then gotd's loader, which its client
// restores from. gotd's client refuses a key that has another id.
func read(_, _, text string) (any, error) {
	decoded, err := functions.DecodeStringToSession(text)
	if err != nil {
		return nil, err
	}
	memory := session.StorageMemory{}
	if err := memory.StoreSession(context.Background(), decoded.Data); err != nil {
		return nil, err
	}
	data, err := (&session.Loader{Storage: &memory}).Load(context.Background())
	if err != nil {
		return nil, err
	}
	var key crypto.Key
	copy(key[:], data.AuthKey)
	id := key.ID()
	if !bytes.Equal(id[:], data.AuthKeyID) {
		return nil, errors.New("corrupted key")
	}
	seen := judge.New()
	seen["dc"], seen["test"], seen["key_sha1"], seen["keeps"] = data.DC, data.Config.TestMode, judge.Sha1(data.AuthKey), true
	seen.SetAddress(data.Addr)
	return seen, nil
}

func write(_, _ string, one judge.Case) (string, error) {
	var key crypto.Key
	copy(key[:], one.Key())
	id := key.ID()
	data := session.Data{DC: one.DC, Addr: one.Address(), AuthKey: key[:], AuthKeyID: id[:],
		Config: session.Config{TestMode: one.Test}}
	memory := session.StorageMemory{}
	if err := (&session.Loader{Storage: &memory}).Save(context.Background(), &data); err != nil {
		return "", err
	}
	inner, err := memory.LoadSession(context.Background())
	if err != nil {
		return "", err
	}
	return functions.EncodeSessionToString(&storage.Session{Version: storage.LatestVersion, Data: inner})
}

func main() { judge.Serve(read, write) }
