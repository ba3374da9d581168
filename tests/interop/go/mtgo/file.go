package main

import (
	"database/sql"
	"errors"
	"strconv"

	"github.com/mtgo-labs/storage"
	"github.com/mtgo-labs/storage/sqlite"

	judge "tgferry-interop-judge"
)

const (
	sessionName = "made_up"
	clock       = 1767225600
)

func recordOf(one judge.Case) *storage.Session {
	record := &storage.Session{SessionID: sessionName, DC: one.DC, APIHash: one.API.Hash, TestMode: one.Test, AuthKey: one.Key(),
		FirstName: "Mady", LastName: "Upson", Username: "made_up", Date: clock, Addr: one.Host, Port: one.Port}
	if one.APIID != nil {
		record.APIID = *one.APIID
	}
	if one.UserID != nil {
		record.UserID, record.IsBot = *one.UserID, *one.IsBot
	}
	return record
}

func typeOf(kind string) storage.PeerType {
	switch kind {
	case "user", "bot":
		return storage.PeerTypeUser
	case "group":
		return storage.PeerTypeChat
	}
	return storage.PeerTypeChannel
}

func text(value *string) string {
	if value == nil {
		return ""
	}
	return *value
}

// writeFile makes the rows that a client leaves. With the layout "migrated" there are two more: the row of DC 0 from
// before the first login, and that of a DC the account has left.
func writeFile(path string, one judge.Case) error {
	store, err := sqlite.Open(path)
	if err != nil {
		return err
	}
	defer store.Close()
	if one.Layout != nil && *one.Layout == "migrated" {
		if err := store.SaveSession(&storage.Session{SessionID: sessionName}); err != nil {
			return err
		}
		if err := store.SaveSession(&storage.Session{SessionID: sessionName, DC: 1, AuthKey: make([]byte, 256)}); err != nil {
			return err
		}
	}
	if err := store.SaveSession(recordOf(one)); err != nil {
		return err
	}
	for _, peer := range one.Peers {
		if err := store.SavePeer(peerOf(peer)); err != nil {
			return err
		}
	}
	if err := writeState(store, one.UpdateState); err != nil {
		return err
	}
	return stopClock(path)
}

// stopClock puts the made-up time where MTGo puts the present, so that files made again are the same.
func stopClock(path string) error {
	db, err := sql.Open("sqlite", path)
	if err != nil {
		return err
	}
	defer db.Close()
	for _, table := range []string{"update_state", "channel_update_state"} {
		if _, err := db.Exec("UPDATE "+table+" SET updated_at = ?", clock); err != nil {
			return err
		}
	}
	return nil
}

func peerOf(peer judge.Peer) *storage.Peer {
	hash, _ := strconv.ParseInt(peer.AccessHash, 10, 64)
	out := &storage.Peer{ID: peer.ID, Type: typeOf(peer.Kind), AccessHash: hash, FirstName: text(peer.Name),
		PhoneNumber: text(peer.Phone), IsBot: peer.Kind == "bot", LastUpdated: peer.Updated}
	if len(peer.Usernames) > 0 {
		out.Username = peer.Usernames[0]
	}
	return out
}

func writeState(store *sqlite.SQLite, state *judge.State) error {
	if state == nil {
		return nil
	}
	err := store.SaveUpdateState(&storage.UpdateState{SessionID: sessionName, Pts: state.Pts, Qts: state.Qts, Date: state.Date,
		Seq: state.Seq})
	for _, channel := range state.Channels {
		err = errors.Join(err, store.SaveChannelUpdateState(&storage.ChannelUpdateState{SessionID: sessionName,
			ChannelID: channel.ID, Pts: channel.Pts}))
	}
	return err
}

// readFile reads as a client does that was given the session's name.
func readFile(path string) (any, error) {
	adapter, err := sqlite.Open(path)
	if err != nil {
		return nil, err
	}
	defer adapter.Close()
	record, err := adapter.LoadSession()
	if err != nil {
		return nil, err
	}
	if record == nil {
		return nil, errors.New("no session")
	}
	seen := judge.New()
	seen["dc"], seen["test"], seen["key_sha1"] = record.DC, record.TestMode, judge.Sha1(record.AuthKey)
	seen["host"], seen["port"], seen["api_id"], seen["api_hash"] = record.Addr, record.Port, record.APIID, record.APIHash
	seen["keeps"] = len(record.AuthKey) == 256
	seen["name"], seen["username"], seen["session_id"] = record.FirstName+" "+record.LastName, record.Username, record.SessionID
	if record.UserID != 0 {
		seen["user_id"], seen["is_bot"] = record.UserID, record.IsBot
	}
	if seen["peers"], err = peersIn(adapter); err != nil {
		return nil, err
	}
	seen["update_state"], err = stateIn(adapter, record.SessionID)
	return seen, err
}

func peersIn(store *sqlite.SQLite) ([]judge.Peer, error) {
	found, err := store.LoadPeers()
	peers := []judge.Peer{}
	for _, peer := range found {
		kind := map[storage.PeerType]string{storage.PeerTypeUser: "user", storage.PeerTypeChat: "group",
			storage.PeerTypeChannel: "channel"}[peer.Type]
		one := judge.Peer{ID: peer.ID, Kind: kind, AccessHash: strconv.FormatInt(peer.AccessHash, 10), Phone: &peer.PhoneNumber,
			Name: &peer.FirstName, Updated: peer.LastUpdated}
		if peer.Username != "" {
			one.Usernames = []string{peer.Username}
		}
		peers = append(peers, one)
	}
	return peers, err
}

func stateIn(store *sqlite.SQLite, name string) (any, error) {
	state, err := store.LoadUpdateState(name)
	if err != nil || state == nil {
		return nil, err
	}
	out := &judge.State{Pts: state.Pts, Qts: state.Qts, Date: state.Date, Seq: state.Seq, Channels: []judge.Channel{}}
	channels, err := store.LoadAllChannelUpdateStates(name)
	for _, channel := range channels {
		out.Channels = append(out.Channels, judge.Channel{ID: channel.ChannelID, Pts: channel.Pts})
	}
	return out, err
}
