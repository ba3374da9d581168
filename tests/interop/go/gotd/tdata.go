package main

import (
	"encoding/json"

	"github.com/gotd/td/session/tdesktop"

	judge "tgferry-interop-judge"
)

type options struct {
	Passcode string `json:"passcode"`
}

type account struct {
	Index   uint32      `json:"index"`
	UserID  uint64      `json:"user_id"`
	DC      int         `json:"dc"`
	Test    bool        `json:"test"`
	KeySha1 any         `json:"key_sha1"`
	Keys    map[int]any `json:"keys"`
}

func readFolder(path, given string) (any, error) {
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
		Test: one.Config.Environment.Test(), Keys: map[int]any{}}
	for dc, key := range one.Authorization.Keys {
		facts.Keys[dc] = judge.Sha1(key[:])
	}
	facts.KeySha1 = facts.Keys[facts.DC]
	return facts
}
