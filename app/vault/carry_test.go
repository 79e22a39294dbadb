package vault

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"filippo.io/age"
	"filippo.io/age/armor"

	"flowbench/engine/auth"
)

const filePass = "for the journey"

func TestConnectionsTravelInOneSealedFile(t *testing.T) {
	k := ready(t)
	team, err := k.Save(slack("Team"))
	must(t, err)
	must(t, k.Grants().Keep(team.ID, auth.Hide("refresh-canary")))
	crm, err := k.Save(own("Crm", "https://api.example.com"))
	must(t, err)
	_, err = k.SetTested(crm.ID, auth.Tested{At: time.Now(), OK: true})
	must(t, err)
	plain, err := k.Export([]string{team.ID, crm.ID}, filePass, false)
	must(t, err)
	all, err := k.Export([]string{team.ID}, filePass, true)
	must(t, err)
	for _, b := range [][]byte{plain, all} {
		if !bytes.HasPrefix(b, []byte(armor.Header)) || bytes.Contains(b, []byte("canary")) || bytes.Contains(b, []byte("Team")) {
			t.Errorf("the file is\n%s", b)
		}
	}

	other := ready(t)
	list, err := other.Import(append([]byte("\ufeff\r\n"), plain...), filePass)
	if err != nil || len(list) != 2 || list[0].Name != "Team" || list[1].Name != "Crm" {
		t.Fatalf("%v, %v", list, err)
	}
	if have, _ := other.Connections(); len(have) != 0 {
		t.Error("it went in before it was taken")
	}
	if list[0].ID != "" || !list[1].Tested.At.IsZero() || !list[0].SignIn.Empty() || !slices.Equal(list[1].Hosts, []string{"https://api.example.com"}) {
		t.Errorf("%+v", list)
	}
	r, err := other.Take(list[0])
	must(t, err)
	if r.Settings.Reveal()["token"] != secret {
		t.Error("the secret got lost")
	}
	if again, err := other.Take(list[0]); err != nil || again.Name != "Team 2" || again.ID == r.ID {
		t.Errorf("twice: %q, %v", again.Name, err)
	}
	list, err = other.Import(all, filePass)
	must(t, err)
	list[0].Name = "Again"
	r, err = other.Take(list[0])
	must(t, err)
	if s, err := other.Grants().Grant(r.ID); err != nil || s.Reveal() != "refresh-canary" {
		t.Errorf("the sign-in: %v", err)
	}
}

// sealed makes a file with anything in it.
func sealed(t *testing.T, text string, to ...age.Recipient) []byte {
	t.Helper()
	if to == nil {
		r, err := age.NewScryptRecipient(filePass)
		must(t, err)
		r.SetWorkFactor(8)
		to = append(to, r)
	}
	var b bytes.Buffer
	lines := armor.NewWriter(&b)
	w, err := age.Encrypt(lines, to...)
	must(t, err)
	_, err = w.Write([]byte(text))
	must(t, err)
	must(t, w.Close())
	must(t, lines.Close())
	return b.Bytes()
}

func TestBadFilesOfConnectionsAreRefusedInWords(t *testing.T) {
	good := sealed(t, `{"flowbenchConnections": 1, "connections": []}`)
	body := []byte(strings.Split(string(good), "\n")[4])
	greedy := regreed(t, good)
	key, err := age.GenerateX25519Identity()
	must(t, err)
	changed := bytes.Replace(good, body, append([]byte("AAAA"), body[4:]...), 1)
	for _, c := range []struct {
		name string
		data []byte
		pass string
		want string
	}{
		{"wrong passphrase", good, "another passphrase", "the passphrase is not that of this file"},
		{"no passphrase", good, "", "the passphrase is not that of this file"},
		{"empty", nil, filePass, "this is no file of connections"},
		{"a flow", []byte(`{"flowbench": 1}`), filePass, "this is no file of connections"},
		{"sealed to a key", sealed(t, "{}", key.Recipient()), filePass, "this is no file of connections"},
		{"something else in it", sealed(t, `{"hello": "canary"}`), filePass, "this is no file of connections"},
		{"no JSON in it", sealed(t, "canary"), filePass, "this is no file of connections"},
		{"newer", sealed(t, `{"flowbenchConnections": 2, "what": "ever"}`), filePass, "written by a newer Flowbench (format 2, this one reads 1): update this one"},
		{"unknown key", sealed(t, `{"flowbenchConnections": 1, "connections": [], "canary": 1}`), filePass, "is damaged"},
		{"unknown record", sealed(t, `{"flowbenchConnections": 1, "connections": [{"record": {"name": "canary", "provider": "slack", "odd": []}}, {"record": 7}]}`), filePass, "connection 2 of the file"},
		{"a host that is none", sealed(t, `{"flowbenchConnections": 1, "connections": [{"record": {"name": "x", "hosts": ["http://127.0.0.1"]}}]}`), filePass, "connection 1 of the file: A connection is sent to https hosts only"},
		{"cut", good[:len(good)-60], filePass, "is damaged"},
		{"changed", changed, filePass, ""},
		{"more after it", append(slices.Clone(good), good...), filePass, "is damaged"},
		{"too much work", greedy, filePass, "more memory and time"},
		{"too large", append(slices.Clone(good), bytes.Repeat([]byte{'x'}, maxCarried)...), filePass, "has at most 8"},
		{"too many", sealed(t, `{"flowbenchConnections": 1, "connections": [`+strings.Repeat(`{"record": {}},`, maxCarriedCount)+`{"record": {}}]}`), filePass, "5000 is the most"},
	} {
		began := time.Now()
		list, err := unpack(c.data, c.pass)
		if err == nil || !strings.Contains(err.Error(), c.want) || list != nil {
			t.Errorf("%s: %v, %v", c.name, list, err)
		}
		if err != nil && strings.Contains(err.Error(), "canary") {
			t.Errorf("%s: the error quotes the file: %v", c.name, err)
		}
		if took := time.Since(began); took > 3*time.Second {
			t.Errorf("%s: took %v", c.name, took)
		}
	}
	if _, err := unpack(good, filePass); err != nil {
		t.Errorf("a good one: %v", err)
	}
}

// regreed writes a greater work factor into a file.
func regreed(t *testing.T, file []byte) []byte {
	t.Helper()
	r := armor.NewReader(bytes.NewReader(file))
	var raw bytes.Buffer
	_, err := raw.ReadFrom(r)
	must(t, err)
	b := bytes.Replace(raw.Bytes(), []byte(" 8\n"), []byte(" 30\n"), 1)
	var out bytes.Buffer
	w := armor.NewWriter(&out)
	_, err = w.Write(b)
	must(t, err)
	must(t, w.Close())
	return out.Bytes()
}

func TestAWeakPassphraseDoesNotSealAFile(t *testing.T) {
	k := ready(t)
	r, err := k.Save(slack("Team"))
	must(t, err)
	if b, err := k.Export([]string{r.ID}, "short", false); b != nil || err == nil || !strings.Contains(err.Error(), "5 characters: take at least 8") {
		t.Errorf("%v", err)
	}
	if _, err := k.Export([]string{"nobody"}, filePass, false); err == nil {
		t.Error("a connection that is not there was exported")
	}
}
