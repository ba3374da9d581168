// What gogram's client makes of its session strings, before it would dial.
package main

import (
	"bytes"
	"crypto/sha1"

	"github.com/amarnathcjd/gogram/telegram"

	judge "tgferry-interop-judge"
)

const madeUpHash = "0123456789abcdef0123456789abcdef"

func client(config telegram.ClientConfig) (*telegram.Client, error) {
	config.AppHash, config.MemorySession, config.DisableCache = madeUpHash, true, true
	config.NoPreconnect, config.NoUpdates, config.LogLevel = true, true, telegram.LogDisable
	return telegram.NewClient(config)
}

// read gives the DC that gogram's client is on: it passes over the one in the string and asks its list of addresses.
func read(_, _, text string) (any, error) {
	c, err := client(telegram.ClientConfig{StringSession: text})
	if err != nil {
		return nil, err
	}
	auth, dc := c.MTProto.ExportAuth()
	digest := sha1.Sum(auth.Key)
	seen := judge.New()
	seen["dc"], seen["key_sha1"] = dc, judge.Sha1(auth.Key)
	seen["keeps"] = bytes.Equal(auth.Hash, digest[12:20]) // it goes in front of every message as it stands
	seen.SetAddress(auth.Hostname)
	if id := c.AppID(); id != 0 {
		seen["api_id"] = id
	}
	return seen, nil
}

// write exports as the client does, or with the layout "raw" as the type Session does, which knows no DC.
func write(_, _ string, one judge.Case) (string, error) {
	digest := sha1.Sum(one.Key())
	raw := &telegram.Session{Key: one.Key(), Hash: digest[12:20], Hostname: one.Address()}
	if one.APIID != nil {
		raw.AppID = *one.APIID
	}
	if one.Layout != nil && *one.Layout == "raw" {
		return raw.Encode(), nil
	}
	c, err := client(telegram.ClientConfig{AppID: raw.AppID})
	if err != nil {
		return "", err
	}
	if err := c.ImportRawSession(raw); err != nil {
		return "", err
	}
	return c.ExportSession(), nil
}

func main() { judge.Serve(read, write) }
