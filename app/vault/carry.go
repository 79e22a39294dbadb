package vault

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"filippo.io/age"
	"filippo.io/age/armor"
	json2 "github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"flowbench/engine/auth"
)

// Bounds of a file of connections, checked before anything is reckoned.
const (
	carryFormat     = 1
	maxCarried      = 8 << 20
	maxCarriedCount = 5000
	maxWork         = 18 // 2^18 rounds take a second and 256 MB; more is an attack or a mistake
	minPassphrase   = 8
)

// carried is what is sealed in a file of connections.
type carried struct {
	Version     int          `json:"flowbenchConnections"`
	Made        time.Time    `json:"made,omitzero"`
	Connections []carriedOne `json:"connections"`
}

type carriedOne struct {
	Record jsontext.Value `json:"record"` // as auth.Record.Seal writes it
	SignIn string         `json:"signIn,omitzero"`
}

// An Imported is a connection from a file, not yet kept: it has no id.
type Imported struct {
	auth.Record
	SignIn auth.Secret // what keeps a person signed in; empty where the file has none
}

// pack seals connections with a passphrase; work is a power of two, 0 the standard one.
func pack(list []Imported, passphrase string, work int, now time.Time) ([]byte, error) {
	if n := utf8.RuneCountInString(passphrase); n < minPassphrase {
		return nil, fmt.Errorf("the passphrase has %d characters: take at least %d, since whoever has the file can try them all", n, minPassphrase)
	}
	file := carried{Version: carryFormat, Made: now.UTC().Truncate(time.Second), Connections: []carriedOne{}}
	for _, one := range list {
		r := one.Record
		r.Tested = auth.Tested{}
		b, err := r.Seal()
		if err != nil {
			return nil, err
		}
		file.Connections = append(file.Connections, carriedOne{b, one.SignIn.Reveal()})
	}
	plain, err := json2.Marshal(file)
	if err != nil {
		return nil, errors.New("the connections cannot be written as JSON")
	}
	to, err := age.NewScryptRecipient(passphrase)
	if err != nil {
		return nil, err
	}
	to.SetWorkFactor(cmp.Or(work, maxWork))
	var out bytes.Buffer
	lines := armor.NewWriter(&out)
	w, err := age.Encrypt(lines, to)
	if err == nil {
		_, err = w.Write(plain)
	}
	if err == nil {
		err = errors.Join(w.Close(), lines.Close())
	}
	if err != nil {
		return nil, fmt.Errorf("sealing the connections: %w", err)
	}
	return out.Bytes(), nil
}

// unpack opens what pack sealed. Its errors quote nothing of it.
func unpack(data []byte, passphrase string) ([]Imported, error) {
	plain, err := unseal(data, passphrase)
	if err != nil {
		return nil, err
	}
	var head struct {
		Version int `json:"flowbenchConnections"`
	}
	if json2.Unmarshal(plain, &head) != nil || head.Version < 1 {
		return nil, errNoFile
	}
	if head.Version > carryFormat {
		return nil, fmt.Errorf("this file of connections was written by a newer Flowbench (format %d, this one reads %d): update this one", head.Version, carryFormat)
	}
	var file carried
	if json2.Unmarshal(plain, &file, json2.RejectUnknownMembers(true)) != nil {
		return nil, errBroken
	}
	if n := len(file.Connections); n > maxCarriedCount {
		return nil, fmt.Errorf("the file has %d connections, and %d is the most", n, maxCarriedCount)
	}
	var out []Imported
	for i, one := range file.Connections {
		r, err := auth.Unseal("", one.Record)
		if err != nil {
			return nil, fmt.Errorf("connection %d of the file: %w", i+1, err)
		}
		r.Name, r.Tested = clean(r.Name), auth.Tested{}
		if r.Provider == "" { // shown in the form in which they are kept
			if r.Hosts, err = Hosts(r.Hosts); err != nil {
				return nil, fmt.Errorf("connection %d of the file: %w", i+1, err)
			}
		}
		in := Imported{Record: r}
		if one.SignIn != "" {
			in.SignIn = auth.Hide(one.SignIn)
		}
		out = append(out, in)
	}
	return out, nil
}

var (
	errNoFile = errors.New("this is no file of connections: choose one that was made by exporting connections from Flowbench")
	errBroken = errors.New("the file of connections is damaged, or was cut: export it again. Nothing was taken from it")
	errNoPass = errors.New("the passphrase is not that of this file: type the one that was given when it was exported")
)

func unseal(data []byte, passphrase string) ([]byte, error) {
	data = bytes.TrimSpace(bytes.TrimPrefix(data, []byte("\ufeff")))
	switch {
	case len(data) > maxCarried:
		return nil, fmt.Errorf("the file has %d MB, and a file of connections has at most %d: choose another", len(data)>>20, maxCarried>>20)
	case !bytes.HasPrefix(data, []byte(armor.Header)):
		return nil, errNoFile
	case passphrase == "":
		return nil, errNoPass
	}
	who, err := age.NewScryptIdentity(passphrase)
	if err != nil {
		return nil, errNoPass
	}
	who.SetMaxWorkFactor(maxWork)
	r, err := age.Decrypt(armor.NewReader(bytes.NewReader(data)), who)
	if e, ok := errors.AsType[*age.NoIdentityMatchError](err); ok {
		if slices.Contains(e.StanzaTypes, "scrypt") {
			return nil, errNoPass
		}
		return nil, errNoFile // sealed, but not by a passphrase
	}
	if err != nil && strings.Contains(err.Error(), "work factor too large") {
		return nil, errors.New("opening this file would take more memory and time than any that Flowbench makes: it was not opened. Export it again")
	}
	if err != nil {
		return nil, errBroken
	}
	plain, err := io.ReadAll(io.LimitReader(r, maxCarried+1))
	if err != nil || len(plain) > maxCarried {
		return nil, errBroken
	}
	return plain, nil
}
