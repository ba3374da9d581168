package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/cenkalti/backoff/v4"
	"github.com/gotd/td/crypto"
	"github.com/gotd/td/session"
	"github.com/gotd/td/telegram"
	"github.com/gotd/td/telegram/dcs"
	"github.com/gotd/td/tg"
	"github.com/gotd/td/transport"

	judge "tgferry-interop-judge"
)

const patience = 20 * time.Second

// dialled is in place of a connection: it remembers which DC the client wants and ends the client.
type dialled struct {
	dc  int
	end context.CancelFunc
}

var errNoNetwork = errors.New("nothing is dialled here")

func (d *dialled) Primary(_ context.Context, dc int, _ dcs.List) (transport.Conn, error) {
	d.dc = dc
	d.end()
	return nil, errNoNetwork
}

func (d *dialled) MediaOnly(context.Context, int, dcs.List) (transport.Conn, error) {
	return nil, errNoNetwork
}

func (d *dialled) CDN(context.Context, int, dcs.List) (transport.Conn, error) {
	return nil, errNoNetwork
}

// restore has gotd's client take the session up, to the point where it would dial.
func restore(storage session.Storage) (int, error) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	resolver := &dialled{end: cancel}
	client := telegram.NewClient(1, "made up", telegram.Options{SessionStorage: storage, Resolver: resolver, NoUpdates: true,
		DC: 77, ReconnectionBackoff: func() backoff.BackOff { return &backoff.StopBackOff{} }})
	err := client.Run(ctx, func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() })
	if resolver.dc == 0 {
		return 0, err
	}
	return resolver.dc, nil
}

func readSession(text string) (any, error) {
	folder, err := os.MkdirTemp("", "gotd")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	storage := &session.FileStorage{Path: filepath.Join(folder, "session.json")}
	if err := os.WriteFile(storage.Path, []byte(text), 0o600); err != nil {
		return nil, err
	}
	data, err := (&session.Loader{Storage: storage}).Load(context.Background())
	if err != nil {
		return nil, err
	}
	dc, err := restore(storage)
	if err != nil {
		return nil, err
	}
	seen := judge.New()
	seen["dc"], seen["test"], seen["key_sha1"], seen["keeps"] = dc, data.Config.TestMode, judge.Sha1(data.AuthKey), true
	seen["salt"] = strconv.FormatInt(data.Salt, 10) // of 64 bits: a text, as in tgferry's own format
	seen.SetAddress(data.Addr)
	return seen, nil
}

// dataOf is the session as gotd's importers make one; with the layout "client" as its client saves it.
func dataOf(one judge.Case) session.Data {
	var key crypto.Key
	copy(key[:], one.Key())
	id := key.WithID().ID
	data := session.Data{DC: one.DC, Addr: one.Address(), AuthKey: key[:], AuthKeyID: id[:],
		Config: session.Config{TestMode: one.Test}}
	if one.Layout == nil || *one.Layout != "client" {
		return data
	}
	data.Addr, data.Salt = "", -1<<62
	data.Config = session.Config{BlockedMode: true, Date: 1767225600, Expires: 1767229200, TestMode: one.Test, ThisDC: one.DC,
		DCTxtDomainName: "apv3.stel.com", TmpSessions: 3, WebfileDCID: 4, DCOptions: []tg.DCOption{
			{ID: one.DC, Ipv6: true, IPAddress: "2001:67c:4e8:f002::a", Port: 443},
			{ID: one.DC, MediaOnly: true, IPAddress: "149.154.167.151", Port: 443},
			{ID: one.DC, TCPObfuscatedOnly: true, IPAddress: "149.154.167.41", Port: 443, Secret: []byte("0123456789abcdef")},
			{ID: one.DC, Static: true, IPAddress: one.Host, Port: one.Port}}}
	for i := range data.Config.DCOptions {
		data.Config.DCOptions[i].SetFlags()
	}
	return data
}

func writeSession(_, _ string, one judge.Case) (string, error) {
	data, storage := dataOf(one), session.StorageMemory{}
	if err := (&session.Loader{Storage: &storage}).Save(context.Background(), &data); err != nil {
		return "", err
	}
	text, err := storage.LoadSession(context.Background())
	return string(text), err
}
