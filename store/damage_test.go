package store

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var sampleCode = NewRecoveryCode()

// A sample store: what it holds, as one text a record.
func fillSample(t *testing.T, s *Store) map[string]string {
	t.Helper()
	for n := range 40 {
		must(t, things.Put(s, fmt.Sprintf("thing%02d", n), thing{Title: strings.Repeat("t", n*5), Count: n}))
	}
	for doc := range 3 {
		id := fmt.Sprintf("doc%d", doc)
		must(t, s.Snapshot(id, []byte(`{"flowbench":1}`)))
		for n := range 10 {
			must(t, s.AppendDraft(id, fmt.Appendf(nil, `{"do":{"n":%d}}`, n)))
		}
	}
	for n := range 5 {
		must(t, s.PutRun("crm", run(n), []byte(strings.Repeat("event\n", 300)), map[string][]byte{
			"shared": bytes.Repeat([]byte("s"), 9000), fmt.Sprintf("own%d", n): bytes.Repeat([]byte("o"), 3000+n)}))
	}
	must(t, s.SetSetting("theme", "dark"))
	v := s.Vault()
	must(t, v.Create(ctx, RecoveryCode(sampleCode)))
	for n := range 10 {
		must(t, v.Put("connection", fmt.Sprintf("sealed%d", n), []byte("hosts"), []byte(strings.Repeat("s", n*20))))
	}
	must(t, os.RemoveAll(s.backupsPath())) // whoever wants one makes it
	return readSample(t, s, nil)
}

// readSample reads all that the sample has. Errors of the store go to bad; with
// none given they fail the test.
func readSample(t *testing.T, s *Store, bad *[]error) map[string]string {
	t.Helper()
	have := map[string]string{}
	keep := func(key string, v any, err error) {
		switch {
		case err == nil:
			have[key] = fmt.Sprint(v)
		case bad == nil:
			t.Fatal(err)
		case !errors.Is(err, ErrNotFound) && !errors.Is(err, ErrNoVault):
			*bad = append(*bad, err)
		}
	}
	for n := range 40 {
		id := fmt.Sprintf("thing%02d", n)
		v, err := things.Get(s, id)
		keep(id, v, err)
	}
	list, err := things.List(s, "")
	keep("things", len(list), err)
	for doc := range 3 {
		id := fmt.Sprintf("doc%d", doc)
		snap, recs, err := s.Draft(id)
		keep(id, string(snap)+texts(recs), err)
	}
	runs, err := s.Runs("crm", 0)
	keep("runs", fmt.Sprint(runs), err)
	for n := range 5 {
		events, err := s.RunEvents(run(n).ID)
		keep("events of "+run(n).ID, string(events), err)
		blob, err := s.Blob(fmt.Sprintf("own%d", n))
		keep(fmt.Sprintf("own%d", n), string(blob), err)
	}
	blob, err := s.Blob("shared")
	keep("shared", string(blob), err)
	var theme string
	err = s.Setting("theme", &theme)
	keep("theme", theme, err)
	v := s.Vault()
	state, err := v.State()
	if err == nil && state == Locked {
		err = v.Unlock(ctx, RecoveryCode(sampleCode))
	}
	keep("vault", "", err)
	if err != nil {
		return have
	}
	for n := range 10 {
		id := fmt.Sprintf("sealed%d", n)
		row, err := v.Get("connection", id)
		keep(id, string(row.Bound)+string(row.Data), err)
	}
	return have
}

// hurt damages the file in one of several ways and says how.
func hurt(random *rand.Rand, good []byte) (b []byte, how string) {
	b = bytes.Clone(good)
	at := random.IntN(len(b))
	if random.IntN(3) == 0 {
		at = random.IntN(len(b)/4096)*4096 + random.IntN(80) // metas, page headers and elements
	}
	switch random.IntN(7) {
	case 0, 1:
		b[at] ^= 1 << random.IntN(8)
		return b, fmt.Sprintf("bit at %d", at)
	case 2:
		for range 8 {
			b[random.IntN(len(b))] ^= byte(1 + random.IntN(255))
		}
		return b, "eight bytes"
	case 3:
		end := min(at+512, len(b))
		clear(b[at:end])
		return b, fmt.Sprintf("sector at %d zeroed", at)
	case 4:
		return b[:at], fmt.Sprintf("cut at %d", at)
	case 5:
		from, to := random.IntN(len(b)/4096)*4096, random.IntN(len(b)/4096)*4096
		copy(b[to:to+4096], good[from:from+4096])
		return b, fmt.Sprintf("page at %d copied to %d", from, to)
	default:
		end := min(at+4, len(b))
		for i := at; i < end; i++ {
			b[i] = byte(random.Uint32())
		}
		return b, fmt.Sprintf("four bytes at %d", at)
	}
}

// FLOWBENCH_LONG=1 makes it a long one.
func TestADamagedFileIsNeverSilentlyWrong(t *testing.T) {
	d := dir(t)
	s := open(t, d, Options{})
	want := fillSample(t, s)
	must(t, s.Close())
	good, err := os.ReadFile(s.Path())
	must(t, err)

	random := rand.New(rand.NewPCG(3, 4))
	told, whole, named := 0, 0, 0
	for n := range times(t, 100, 5000) {
		d := dir(t)
		must(t, os.Mkdir(d, 0o700))
		b, how := hurt(random, good)
		must(t, os.WriteFile(filepath.Join(d, fileName), b, 0o600))
		var notices []string
		s, err := Open(d, Options{Notice: func(text string) { notices = append(notices, text) }})
		if err != nil {
			t.Fatalf("%d, %s: %v", n, how, err)
		}
		var bad []error
		have := readSample(t, s, &bad)
		complete := true
		for key, value := range want {
			got, ok := have[key]
			complete = complete && ok && got == value
			switch {
			case ok && got == value:
			case len(notices) == 0 && len(bad) == 0:
				t.Errorf("%d, %s: %s is silently %.60q", n, how, key, got)
			case ok && strings.HasPrefix(key, "thing") && key != "things", ok && strings.HasPrefix(key, "own"), ok && strings.HasPrefix(key, "sealed"):
				t.Errorf("%d, %s: %s is wrong: %.60q", n, how, key, got)
			}
		}
		switch {
		case len(notices) > 0:
			told++
		case len(bad) > 0:
			named++
		}
		if complete {
			whole++
		}
		if err := things.Put(s, "new", thing{Title: "after"}); err != nil {
			t.Errorf("%d, %s: writing after: %v", n, how, err)
		}
		if v, err := things.Get(s, "new"); err != nil || v.Title != "after" {
			t.Errorf("%d, %s: reading after: %v, %v", n, how, v, err)
		}
		must(t, s.Close())
	}
	t.Logf("%d damaged files with a vault each: 0 process deaths, 0 silent losses; told of %d, named the record in %d, everything was there in %d",
		times(t, 100, 5000), told, named, whole)
	if told == 0 || named == 0 {
		t.Error("nothing was damaged")
	}
}

// All that could be read of a vault is in the new file byte for byte.
func TestAVaultSurvivesTheDamageOfOthers(t *testing.T) {
	d := dir(t)
	s := open(t, d, Options{})
	want := fillSample(t, s)
	sealed := func(s *Store) map[name]string {
		rows := map[name]string{}
		_, err := read(s.Path(), func(n name, row []byte, valid bool) error {
			if n.table == vaultTable || strings.HasPrefix(n.table, sealedPrefix) {
				rows[n] = string(row)
			}
			return nil
		})
		must(t, err)
		return rows
	}
	before := sealed(s)
	must(t, s.Close())
	breakLargeLeaf(t, s.Path())
	told := ""
	s = open(t, d, Options{Notice: func(text string) { told += text }})
	if after := sealed(s); fmt.Sprint(after) != fmt.Sprint(before) || len(after) != 12 {
		t.Errorf("%d rows of the vault, %d before", len(after), len(before))
	}
	var bad []error
	have := readSample(t, s, &bad)
	if len(bad) > 0 || told == "" {
		t.Errorf("told %q, %v", told, bad)
	}
	for key, value := range want {
		if strings.HasPrefix(key, "sealed") && have[key] != value {
			t.Errorf("%s is %q", key, have[key])
		}
	}
	if state, err := s.Vault().State(); state != Unlocked || err != nil {
		t.Error(state, err)
	}
	must(t, s.Check())
}

// Without its key slots nothing in the vault can be read, so that they come from
// a backup, and nothing that is newer is lost for it.
func TestDamagedKeySlotsComeFromABackup(t *testing.T) {
	d := dir(t)
	s, v := vault(t, d, Passphrase(password), RecoveryCode(sampleCode))
	must(t, v.SetSlot(ctx, Passphrase("a newer one")))
	must(t, v.Put("connection", "a", nil, []byte("newer than each backup")))
	must(t, s.Close())
	b, err := os.ReadFile(s.Path())
	must(t, err)
	must(t, os.WriteFile(s.Path(), bytes.ReplaceAll(b, []byte(`"slots"`), []byte(`"spots"`)), 0o600))
	told := ""
	opts := cheap
	opts.Notice = func(text string) { told += text }
	s = open(t, d, opts)
	if !strings.Contains(told, "the key slots of the vault") {
		t.Errorf("told %q", told)
	}
	v = s.Vault()
	must(t, v.Unlock(ctx, Passphrase("a newer one")))
	if row, err := v.Get("connection", "a"); err != nil || string(row.Data) != "newer than each backup" {
		t.Errorf("got %q, %v", row.Data, err)
	}
	if state, err := v.State(); state != Unlocked || err != nil {
		t.Error(state, err)
	}
	must(t, s.Check())
	must(t, s.Close())

	// Only what was saved will do: not the slots that an older backup has.
	must(t, os.WriteFile(s.Path(), bytes.ReplaceAll(b, []byte(`"slots"`), []byte(`"spots"`)), 0o600))
	backups, err := s.Backups()
	must(t, err)
	must(t, os.Remove(backups[0].Path))
	told = ""
	s = open(t, d, opts)
	if _, err := s.Vault().State(); !errors.Is(err, ErrDamaged) || told != "" {
		t.Errorf("with an older backup: %v, told %q", err, told)
	}
}

// A sealed record that only the backup has comes from there, and a person is
// asked whether the older one will do.
func TestALostSealedRecordComesFromTheBackup(t *testing.T) {
	d := dir(t)
	s := open(t, d, Options{})
	fillSample(t, s)
	_, err := s.Backup()
	must(t, err)
	must(t, s.Vault().Put("connection", "sealed3", []byte("hosts"), []byte("newer")))
	must(t, s.Close())
	b, err := os.ReadFile(s.Path())
	must(t, err)
	must(t, os.WriteFile(s.Path(), b[:len(b)/4096/2*4096], 0o600))
	told := ""
	s = open(t, d, Options{Notice: func(text string) { told += text }})
	if told == "" {
		t.Fatal("nobody was told")
	}
	v := s.Vault()
	must(t, v.Unlock(ctx, RecoveryCode(sampleCode)))
	rows, err := v.List("connection")
	if len(rows) != 10 || err != nil && !errors.Is(err, ErrTampered) {
		t.Errorf("%d records, %v", len(rows), err)
	}
}

// By its first key bbolt finds a page in the one above it: where that is another
// one a later change goes astray. FLOWBENCH_LONG=1 changes more of it.
func TestAfterDamageOfAFirstKeyNothingThatIsSavedGoesAstray(t *testing.T) {
	s := open(t, dir(t), Options{})
	fillSample(t, s)
	must(t, s.Close())
	good, err := os.ReadFile(s.Path())
	must(t, err)
	opened, told := 0, 0
	for page := 2; page < len(good)/4096; page++ {
		if kind := order.Uint16(good[page*4096+8:]); kind != leafPage && kind != branchPage {
			continue
		}
		for bit := page % times(t, 97, 7); bit < 32*8; bit += times(t, 97, 7) {
			at := page*4096 + headSize + bit/8
			b := bytes.Clone(good)
			b[at] ^= 1 << (bit % 8)
			d := dir(t)
			must(t, os.Mkdir(d, 0o700))
			must(t, os.WriteFile(filepath.Join(d, fileName), b, 0o600))
			notices := 0
			s := open(t, d, Options{Notice: func(string) { notices++ }})
			for _, id := range []string{"new", "thing00x", "zzz"} {
				must(t, things.Put(s, id, thing{Title: id}))
			}
			for _, id := range []string{"new", "thing00x", "zzz"} {
				if v, err := things.Get(s, id); err != nil || v.Title != id {
					t.Errorf("page %d, bit %d: %s is %q, %v", page, bit, id, v.Title, err)
				}
			}
			must(t, s.Close())
			opened++
			told += min(notices, 1)
		}
	}
	t.Logf("%d damaged files, told of %d, nothing that was saved after it was lost", opened, told)
	if told == 0 || told == opened {
		t.Error("nothing was tested")
	}
}

// breakLargeLeaf changes the number of a page that holds rows and is in use.
func breakLargeLeaf(t *testing.T, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	must(t, err)
	for at := 2 * 4096; at < len(b); at += 4096 {
		if order.Uint16(b[at+8:]) != leafPage || order.Uint32(b[at+12:]) == 0 {
			continue
		}
		b[at] ^= 0xFF
		must(t, os.WriteFile(path, b, 0o600))
		if _, err := inspect(path, true); err != nil {
			return b
		}
		b[at] ^= 0xFF // a free one
	}
	t.Fatal("no page found")
	return nil
}

func TestADamagedFileIsKeptAndItsRecordsAreRead(t *testing.T) {
	for _, backup := range []bool{false, true} {
		d := dir(t)
		s := open(t, d, Options{})
		want := fillSample(t, s)
		if backup {
			_, err := s.Backup()
			must(t, err)
		}
		must(t, things.Put(s, "thing00", thing{Title: "newer than the backup"}))
		newer, err := things.Get(s, "thing00")
		must(t, err)
		want["thing00"] = fmt.Sprint(newer)
		must(t, s.Close())
		b := breakLargeLeaf(t, s.Path())

		var notices []string
		s = open(t, d, Options{Notice: func(text string) { notices = append(notices, text) }})
		var bad []error
		have := readSample(t, s, &bad)
		if len(bad) > 0 {
			t.Error(bad)
		}
		if len(notices) != 1 {
			t.Fatalf("told %q", notices)
		}
		missing := 0
		for key, value := range want {
			if got := have[key]; got == value {
				continue
			} else if backup || !strings.Contains(notices[0], strings.TrimPrefix(key, "events of ")) {
				t.Errorf("backup %v: %s is %.60q, told %q", backup, key, got, notices)
			}
			missing++
		}
		if !backup && missing == 0 {
			t.Error("nothing was lost")
		}
		kept, _ := filepath.Glob(s.Path() + ".damaged-*")
		if len(kept) != 1 || !strings.Contains(notices[0], kept[0]) || strings.Contains(notices[0], "backup") != backup || strings.Contains(notices[0], "lost") == backup {
			t.Fatalf("kept %q, told %q", kept, notices)
		}
		if still, _ := os.ReadFile(kept[0]); !bytes.Equal(still, b) {
			t.Error("the kept file is not the damaged one")
		}
		must(t, s.Check())
		must(t, s.Close())
		open(t, d, Options{}) // and it is well from now on
	}
}

func TestALostNewestHeaderIsToldAndMended(t *testing.T) {
	d := dir(t)
	s := open(t, d, Options{})
	must(t, things.Put(s, "x", thing{Title: "first"}))
	must(t, things.Put(s, "x", thing{Title: "second"}))
	must(t, s.Close())
	b, err := os.ReadFile(s.Path())
	must(t, err)
	newest := 0
	m0, _ := readMeta(b)
	if m1, _ := readMeta(b[m0.pageSize:]); m1.txid > m0.txid {
		newest = int(m0.pageSize)
	}
	b[newest+headSize+20] ^= 1
	must(t, os.WriteFile(s.Path(), b, 0o600))
	told := ""
	s = open(t, d, Options{Notice: func(text string) { told += text }})
	if v, err := things.Get(s, "x"); err != nil || v.Title != "first" || !strings.Contains(told, "may be missing") {
		t.Errorf("got %v, %v, told %q", v, err, told)
	}
	must(t, s.Close())
	open(t, d, Options{})
}

func TestAnEmptyFileIsDamageNotANewStore(t *testing.T) {
	d := dir(t)
	s := open(t, d, Options{})
	want := fillSample(t, s)
	_, err := s.Backup()
	must(t, err)
	must(t, s.Close())
	must(t, os.Truncate(s.Path(), 0))
	told := ""
	s = open(t, d, Options{Notice: func(text string) { told += text }})
	if have := readSample(t, s, nil); fmt.Sprint(have) != fmt.Sprint(want) {
		t.Error("not all came back from the backup")
	}
	if !strings.Contains(told, "came from the backup of") {
		t.Errorf("told %q", told)
	}
}

func TestADamagedRecordIsNamedAndTheOthersStayUsable(t *testing.T) {
	d := dir(t)
	s := open(t, d, Options{})
	must(t, things.Put(s, "bad", thing{Title: "needle"}))
	must(t, things.Put(s, "good", thing{Title: "fine"}))
	must(t, s.Close())
	b, err := os.ReadFile(s.Path())
	must(t, err)
	must(t, os.WriteFile(s.Path(), bytes.ReplaceAll(b, []byte("needle"), []byte("noodle")), 0o600))

	s = open(t, d, Options{})
	if _, err := things.Get(s, "bad"); !errors.Is(err, ErrDamaged) || !strings.Contains(err.Error(), `thing "bad"`) {
		t.Errorf("got %v", err)
	}
	list, err := things.List(s, "")
	if !errors.Is(err, ErrDamaged) || len(list) != 1 || list[0].ID != "good" {
		t.Errorf("listed %v, %v", list, err)
	}
	if err := s.Check(); !errors.Is(err, ErrDamaged) || !strings.Contains(err.Error(), "bad") {
		t.Errorf("check says %v", err)
	}
	must(t, things.Put(s, "bad", thing{Title: "written anew"}))
	must(t, s.Check())
}

// The file loses its end while it is mapped: reading there is a fault that ends
// a program which does not expect it.
func TestAFaultWhileOpenIsAnErrorAndTheStoreGoesOn(t *testing.T) {
	d := dir(t)
	var notices []string
	s := open(t, d, Options{Notice: func(text string) { notices = append(notices, text) }})
	want := fillSample(t, s)
	_, err := s.Backup()
	must(t, err)
	_, err = s.Blob("shared") // the file is open now
	must(t, err)
	must(t, os.Truncate(s.Path(), 8192))
	if _, err := things.List(s, ""); !errors.Is(err, ErrDamaged) {
		t.Errorf("got %v", err)
	}
	if have := readSample(t, s, nil); fmt.Sprint(have) != fmt.Sprint(want) {
		t.Error("not all came back")
	}
	if len(notices) != 1 {
		t.Errorf("told %q", notices)
	}
}
