package main

import (
	tgconv "github.com/mtgo-labs/session-converter"
	"github.com/mtgo-labs/storage"
	"github.com/mtgo-labs/storage/sqlite"

	judge "tgferry-interop-judge"
)

func readString(text string) (any, error) {
	found, format, err := tgconv.Decode(text)
	if err != nil {
		return nil, err
	}
	seen := judge.New()
	seen["schema"] = string(format)
	seen["dc"], seen["test"], seen["key_sha1"] = found.DCID, found.TestMode, judge.Sha1(found.AuthKey)
	seen["host"], seen["port"] = found.ServerAddress, found.Port
	if found.AppID != 0 {
		seen["api_id"] = found.AppID
	}
	if found.UserID != 0 {
		seen["user_id"], seen["is_bot"] = found.UserID, found.IsBot
	}
	seen["keeps"] = len(found.AuthKey) == 256 && found.DCID > 0
	return seen, nil
}

// writeString makes any of the strings that MTGo converts to; with the layout "store" that of storage/sqlite, with
// "adapter" that of the storage adapter.
func writeString(form string, one judge.Case) (string, error) {
	if one.Layout != nil {
		return exportStored(*one.Layout, one)
	}
	session := &tgconv.Session{DCID: one.DC, ServerAddress: one.Host, Port: one.Port, AuthKey: one.Key(), TestMode: one.Test}
	if one.APIID != nil {
		session.AppID = *one.APIID
	}
	if one.UserID != nil {
		session.UserID, session.IsBot = *one.UserID, *one.IsBot
	}
	names := map[string]tgconv.Format{"mtgo-string": tgconv.FormatPyrogram, "pyrogram-string": tgconv.FormatPyrogram,
		"gogram-string": tgconv.FormatGogram, "gotgproto-string": tgconv.FormatGotgproto}
	return tgconv.Encode(session, names[form])
}

func exportStored(layout string, one judge.Case) (string, error) {
	if layout == "adapter" {
		store := storage.NewMemory()
		if err := store.SetDCID(one.DC); err != nil {
			return "", err
		}
		if err := store.SetAuthKey(one.Key()); err != nil {
			return "", err
		}
		return store.ExportSessionString()
	}
	return sqlite.ExportSessionString(recordOf(one))
}
