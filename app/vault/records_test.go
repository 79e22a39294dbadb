package vault

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"go.etcd.io/bbolt"

	"flowbench/engine/auth"
	"flowbench/engine/spec"
	"flowbench/store"
	"flowbench/store/keyring"
)

func names(list []auth.Record) (out []string) {
	for _, r := range list {
		out = append(out, r.Name)
	}
	return out
}

func TestConnectionsAreKeptAndListedByName(t *testing.T) {
	k := ready(t)
	for _, r := range []auth.Record{slack("zebra"), own(" Crm\u200b  two ", "API.example.com", "*.example.org"), slack("Ada")} {
		_, err := k.Save(r)
		must(t, err)
	}
	list, err := k.Connections()
	must(t, err)
	if got := names(list); !slices.Equal(got, []string{"Ada", "Crm two", "zebra"}) {
		t.Errorf("%q", got)
	}
	if got := list[1].Hosts; !slices.Equal(got, []string{"https://api.example.com", "https://*.example.org"}) {
		t.Errorf("%q", got)
	}
	r, err := k.Connection(list[0].ID)
	must(t, err)
	if !slices.Equal(r.Hosts, []string{"https://slack.com", "https://hooks.slack.com"}) || r.Settings.Reveal()["token"] != secret || r.Created.IsZero() || r.Changed != r.Created {
		t.Errorf("%+v", r)
	}
	if s := fmt.Sprintf("%v %+v", list, r); strings.Contains(s, "canary") {
		t.Error("a record printed shows its secret")
	}
	must(t, k.Delete(r.ID))
	if _, err := k.Connection(r.ID); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("deleted: %v", err)
	}
	if list, err := k.Connections(); err != nil || len(list) != 2 {
		t.Errorf("%v, %v", list, err)
	}
}

func TestWhatCannotBeSavedIsExplained(t *testing.T) {
	k := ready(t)
	kept, err := k.Save(slack("Team"))
	must(t, err)
	gone := slack("Gone")
	gone.ID = store.NewID()
	odd := slack("Odd")
	odd.Settings = auth.HideSettings(spec.Values{"token": map[string]any{"k": secret}})
	foreign := slack("Foreign")
	foreign.Hosts = []string{"https://evil.example"}
	for _, c := range []struct {
		r    auth.Record
		want string
	}{
		{slack(" \u200b "), "give the connection a name"},
		{slack(strings.Repeat("x", 201)), "201 characters, and 200 is the most"},
		{slack("team"), `there is a connection called "Team" already among those of Slack`},
		{gone, "was removed meanwhile: save it as a new one"},
		{auth.Record{Name: "X", Provider: "moon", Scheme: "api-key"}, `the provider "moon", which this Flowbench does not know`},
		{auth.Record{Name: "X", Provider: "slack", Scheme: "none"}, `Slack does not authenticate by "none"`},
		{auth.Record{Name: "X", Hosts: []string{"https://api.example.com"}, Scheme: "magic"}, `does not authenticate by "magic": choose one of none`},
		{auth.Record{Name: "X", Hosts: []string{"https://api.example.com"}}, "choose how a connection authenticates"},
		{auth.Record{Name: "X", Scheme: "none"}, "name a host"},
		{own("X", "*.com"), "too wide"},
		{own("X", "http://api.example.com"), "Write https://"},
		{foreign, "Slack has none of these hosts: https://evil.example"},
		{auth.Record{Name: "X", Provider: "slack", Scheme: "token"}, "Token is required."},
		{odd, "Token: a text belongs here."},
	} {
		r, err := k.Save(c.r)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %s", c.r.Name, err, c.want)
		}
		if err != nil && strings.Contains(err.Error(), "canary") {
			t.Errorf("%s: the error shows the secret: %v", c.r.Name, err)
		}
		if r.ID != c.r.ID {
			t.Errorf("%s: it got an id", c.r.Name)
		}
	}
	if list, err := k.Connections(); err != nil || len(list) != 1 || list[0].ID != kept.ID {
		t.Errorf("%v, %v", list, err)
	}
	same := own("Team", "https://api.example.com") // of another provider's names
	if _, err := k.Save(same); err != nil {
		t.Error(err)
	}
}

func TestOtherSettingsMakeItUntestedAndSignItOut(t *testing.T) {
	k := ready(t)
	r, err := k.Save(slack("Team"))
	must(t, err)
	r, err = k.SetTested(r.ID, auth.Tested{At: k.Now(), In: "Live", OK: true, Said: "slack.com\nanswered"})
	must(t, err)
	must(t, k.Grants().Keep(r.ID, auth.Hide("refresh-canary")))
	must(t, k.Grants().Keep(r.ID+"~sandbox", auth.Hide("refresh-sandbox")))

	r.Name = "Renamed"
	r, err = k.Save(r)
	must(t, err)
	if in, _ := k.SignedIn(r.ID); !in || !r.Tested.OK || r.Tested.Said != "slack.com answered" || !r.Changed.After(r.Created) {
		t.Errorf("a new name: signed in %v, %+v", in, r)
	}
	r.Settings = r.Settings.With("token", "another-secret").With("left", "behind")
	r, err = k.Save(r)
	must(t, err)
	if in, _ := k.SignedIn(r.ID); in || !r.Tested.At.IsZero() {
		t.Errorf("another secret: signed in %v, tested %+v", in, r.Tested)
	}
	if s, err := k.Grants().Grant(r.ID + "~sandbox"); err != nil || !s.Empty() {
		t.Errorf("the sandbox's: %v", err)
	}
	if _, left := r.Settings.Reveal()["left"]; left {
		t.Error("a setting that no field knows was kept")
	}
}

func TestDuplicateAndDisableLeaveTheRestAsItIs(t *testing.T) {
	k := ready(t)
	r, err := k.Save(slack("Team"))
	must(t, err)
	must(t, k.Grants().Keep(r.ID, auth.Hide("refresh-canary")))
	copy, err := k.Duplicate(r.ID)
	must(t, err)
	third, err := k.Duplicate(r.ID)
	must(t, err)
	if copy.Name != "Team 2" || third.Name != "Team 3" || copy.ID == r.ID || copy.Settings.Reveal()["token"] != secret {
		t.Errorf("%q, %q", copy.Name, third.Name)
	}
	if in, _ := k.SignedIn(copy.ID); in {
		t.Error("the copy is signed in")
	}
	off, err := k.SetDisabled(r.ID, true)
	must(t, err)
	again, err := k.Connection(r.ID)
	if err != nil || !off.Disabled || !again.Disabled || again.Settings.Reveal()["token"] != secret {
		t.Errorf("%+v, %v", again, err)
	}
}

func TestHostsThatTheCatalogueGainedAreNotAddedSilently(t *testing.T) {
	k := ready(t)
	r := slack("Team")
	r.Hosts = []string{"https://slack.com"} // as if hooks.slack.com had come later
	r, err := k.Save(r)
	must(t, err)
	if got := k.Widened(r); !slices.Equal(got, []string{"https://hooks.slack.com"}) {
		t.Errorf("widened by %q", got)
	}
	r.Name, r.Hosts = "Other", nil
	r, err = k.Save(r)
	must(t, err)
	if !slices.Equal(r.Hosts, []string{"https://slack.com"}) {
		t.Errorf("saved with %q", r.Hosts)
	}
	r.Hosts = append(r.Hosts, k.Widened(r)...)
	r, err = k.Save(r)
	must(t, err)
	if got := k.Widened(r); len(got) != 0 || len(r.Hosts) != 2 {
		t.Errorf("agreed to, and yet %q of %q", got, r.Hosts)
	}
}

// spoil writes a row as somebody would who has the vault's key but not this package: the
// record says other hosts than the row is bound to.
func spoil(t *testing.T, k *Keeper, id string) {
	t.Helper()
	r, err := k.Connection(id)
	must(t, err)
	was := bound(r.Hosts)
	r.Hosts = []string{"https://evil.example"}
	data, err := r.Seal()
	must(t, err)
	must(t, k.vault.Put(recordTable, id, was, data))
}

func TestARecordWhoseHostsAreNotItsBoundOnesNeedsToBeEnteredAgain(t *testing.T) {
	k := ready(t)
	bad, err := k.Save(slack("Team"))
	must(t, err)
	_, err = k.Save(slack("Good"))
	must(t, err)
	spoil(t, k, bad.ID)
	list, err := k.Connections()
	broken, ok := errors.AsType[*BrokenError](err)
	if !ok || len(broken.List) != 1 || broken.List[0].ID != bad.ID || broken.List[0].Name != "Team" || broken.List[0].Provider != "slack" ||
		!strings.Contains(err.Error(), `the connection "Team" needs to be entered again`) {
		t.Fatalf("%v", err)
	}
	if got := names(list); !slices.Equal(got, []string{"Good"}) {
		t.Errorf("beside it: %q", got)
	}
	if r, err := k.Connection(bad.ID); err == nil || r.Settings.Reveal()["token"] != nil {
		t.Errorf("it was given out: %v", err)
	}
	again := slack("Team")
	again.ID = bad.ID
	if _, err := k.Save(again); err != nil {
		t.Fatal(err)
	}
	if list, err := k.Connections(); err != nil || len(list) != 2 {
		t.Errorf("entered again: %v, %v", list, err)
	}
}

func TestARecordThatGotLostIsNamed(t *testing.T) {
	k := ready(t)
	r, err := k.Save(slack("Three"))
	must(t, err)
	must(t, k.vault.Delete(recordTable, r.ID))
	list, err := k.Connections()
	broken, ok := errors.AsType[*BrokenError](err)
	if !ok || len(list) != 0 || len(broken.List) != 1 || broken.List[0].Name != "Three" || !strings.Contains(err.Error(), "deleted by something else") {
		t.Errorf("%v, %v", list, err)
	}
	must(t, k.Delete(r.ID))
	if _, err := k.Connections(); err != nil {
		t.Errorf("removed: %v", err)
	}
}

// A row is altered in the file, past everything that guards it.
func TestARecordThatWasAlteredIsNamedAndHoldsChangesBackUntilItIsAccepted(t *testing.T) {
	k := ready(t)
	bad, err := k.Save(slack("Team"))
	must(t, err)
	_, err = k.Save(slack("Good"))
	must(t, err)
	must(t, k.Store.Close())
	db, err := bbolt.Open(k.Store.Path(), 0o600, nil)
	must(t, err)
	must(t, db.Update(func(tx *bbolt.Tx) error {
		rows := tx.Bucket([]byte("rows:sealed:" + recordTable))
		row := bytes.Clone(rows.Get([]byte(bad.ID)))
		row[len(row)-1] ^= 1
		return rows.Put([]byte(bad.ID), row)
	}))
	must(t, db.Close())

	k = openIn(t, k.Store.Dir(), &fakeRing{fault: keyring.ErrNone})
	must(t, k.Unlock(t.Context(), store.Passphrase(passphrase)))
	list, err := k.Connections()
	broken, ok := errors.AsType[*BrokenError](err)
	if !ok || len(broken.List) != 1 || broken.List[0].Name != "Team" || broken.Tampered == nil || !slices.Equal(names(list), []string{"Good"}) {
		t.Fatalf("%q, %v", names(list), err)
	}
	if _, err := k.Connection(bad.ID); err == nil || !strings.Contains(err.Error(), `"Team" needs to be entered again`) {
		t.Errorf("it alone: %v", err)
	}
	again := slack("Team")
	again.ID = bad.ID
	if _, err := k.Save(again); !errors.Is(err, store.ErrTampered) {
		t.Errorf("a change before anybody looked: %v", err)
	}
	must(t, k.Vault().Accept())
	_, err = k.Save(again)
	must(t, err)
	if list, err := k.Connections(); err != nil || len(list) != 2 {
		t.Errorf("entered again: %v, %v", list, err)
	}
}

func TestALockedVaultGivesNothing(t *testing.T) {
	k := ready(t)
	r, err := k.Save(slack("Team"))
	must(t, err)
	k.Lock()
	if _, err := k.Connections(); !errors.Is(err, store.ErrLocked) {
		t.Errorf("list: %v", err)
	}
	if _, err := k.Save(slack("Other")); !errors.Is(err, store.ErrLocked) {
		t.Errorf("save: %v", err)
	}
	if _, err := k.Grants().Grant(r.ID); !errors.Is(err, store.ErrLocked) {
		t.Errorf("grant: %v", err)
	}
	if _, err := k.Secrets(); !errors.Is(err, store.ErrLocked) {
		t.Errorf("secrets: %v", err)
	}
	if err := k.Unlock(t.Context(), store.Passphrase("wrong")); !errors.Is(err, store.ErrWrongKey) {
		t.Errorf("a wrong passphrase: %v", err)
	}
}

func TestSecretsAreThoseOfAllConnectionsAndSignIns(t *testing.T) {
	k := ready(t)
	r, err := k.Save(slack("Team"))
	must(t, err)
	_, err = k.Save(own("Crm", "https://api.example.com"))
	must(t, err)
	must(t, k.Grants().Keep(r.ID, auth.Hide("refresh-canary")))
	all, err := k.Secrets()
	must(t, err)
	var got []string
	for _, s := range all {
		got = append(got, s.Reveal())
	}
	slices.Sort(got)
	if !slices.Equal(got, []string{"own-canary-secret", "refresh-canary", secret}) {
		t.Errorf("%q", got)
	}
	must(t, k.Store.Close())
	b, err := os.ReadFile(k.Store.Path())
	must(t, err)
	for _, s := range append(got, "Team", "api.example.com") {
		if bytes.Contains(b, []byte(s)) {
			t.Errorf("the store's file holds %q in clear", s)
		}
	}
}
