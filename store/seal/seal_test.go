package seal

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
)

var quick = Cost{Time: 1, Memory: 64, Threads: 1}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestARecordOpensOnlyWhereItWasSealed(t *testing.T) {
	k := NewKey(NewID())
	for n := range 200 {
		plain, bound := bytes.Repeat([]byte("s"), n), bytes.Repeat([]byte("b"), n%7)
		sealed, err := k.Seal("connection", "id", bound, plain)
		must(t, err)
		if len(plain) > 3 && bytes.Contains(sealed, plain) {
			t.Fatal("it is in clear")
		}
		gotBound, got, err := k.Open("connection", "id", sealed)
		if err != nil || !bytes.Equal(got, plain) || !bytes.Equal(gotBound, bound) {
			t.Fatalf("%d bytes: %q bound to %q, %v", n, got, gotBound, err)
		}
	}
	sealed, err := k.Seal("connection", "id", []byte("hosts"), []byte("sesame"))
	must(t, err)
	other := NewKey(k.Vault())
	sameID := newKey(k.Vault(), k.ID(), random(keySize))
	otherVault := newKey(NewID(), k.ID(), bytes.Clone(k.data[:]))
	for what, open := range map[string]func() error{
		"another id":    func() error { _, _, err := k.Open("connection", "id2", sealed); return err },
		"another table": func() error { _, _, err := k.Open("grant", "id", sealed); return err },
		"moved border":  func() error { _, _, err := k.Open("connectioni", "d", sealed); return err },
		"another key":   func() error { _, _, err := other.Open("connection", "id", sealed); return err },
		"its name only": func() error { _, _, err := sameID.Open("connection", "id", sealed); return err },
		"another vault": func() error { _, _, err := otherVault.Open("connection", "id", sealed); return err },
		"a wiped key": func() error {
			c := k.Clone()
			c.Wipe()
			_, _, err := c.Open("connection", "id", sealed)
			return err
		},
	} {
		if err := open(); !errors.Is(err, ErrAltered) {
			t.Errorf("%s: %v", what, err)
		}
	}
	newer := bytes.Clone(sealed)
	newer[0] = Format + 1
	if _, _, err := k.Open("connection", "id", newer); !errors.Is(err, ErrNewer) {
		t.Errorf("of a newer format: %v", err)
	}
	if text := fmt.Sprintf("%v %+v %#v %s", k, k, k, k); strings.Contains(text, hex.EncodeToString(k.data[:4])) || !strings.Contains(text, "•••") {
		t.Errorf("printed: %s", text)
	}
}

func TestEveryBitOfARecordCounts(t *testing.T) {
	k := NewKey(NewID())
	sealed, err := k.Seal("connection", "id", []byte("hosts"), []byte("sesame"))
	must(t, err)
	for i := range len(sealed) * 8 {
		b := bytes.Clone(sealed)
		b[i/8] ^= 1 << (i % 8)
		if _, _, err := k.Open("connection", "id", b); err == nil {
			t.Errorf("bit %d of %d was changed and it opened", i, len(sealed)*8)
		}
	}
	for n := range sealed {
		if _, _, err := k.Open("connection", "id", sealed[:n]); err == nil {
			t.Errorf("cut to %d bytes it opened", n)
		}
	}
}

func TestALengthTellsLittle(t *testing.T) {
	k := NewKey(NewID())
	a, _ := k.Seal("t", "id", nil, []byte("x"))
	b, _ := k.Seal("t", "id", nil, bytes.Repeat([]byte("x"), 60))
	c, _ := k.Seal("t", "id", nil, bytes.Repeat([]byte("x"), 61))
	if len(a) != len(b) || len(c) != len(b)+padTo {
		t.Errorf("%d, %d, %d bytes", len(a), len(b), len(c))
	}
}

func TestRandomBytesNeverOpenOrPanic(t *testing.T) {
	k := NewKey(NewID())
	random := rand.New(rand.NewPCG(5, 6))
	for range 20_000 {
		b := make([]byte, random.IntN(200))
		for i := range b {
			b[i] = byte(random.Uint32())
		}
		if len(b) > 5 && random.IntN(2) == 0 { // far enough to matter
			copy(b, []byte{Format, 0, 0, 0, byte(random.IntN(80))})
		}
		if _, _, err := k.Open("t", "id", b); err == nil {
			t.Fatalf("%x opened", b)
		}
		if _, err := ReadHeader(b); err == nil {
			t.Fatalf("%x was read as a header", b)
		}
	}
}

func FuzzOpen(f *testing.F) {
	k := NewKey(strings.Repeat("ab", idSize))
	sealed, _ := k.Seal("t", "id", []byte("b"), []byte("plain"))
	f.Add(sealed)
	f.Fuzz(func(t *testing.T, b []byte) {
		if _, _, err := k.Open("t", "id", b); err == nil && !bytes.Equal(b, sealed) {
			t.Errorf("%x opened", b)
		}
	})
}

func TestEachKindOfSlotOpensWithItsSecretAlone(t *testing.T) {
	k := NewKey(NewID())
	h := NewHeader(k)
	secrets := map[string][]byte{Passphrase: []byte("correct horse"), Recovery: []byte("code"), KeyFile: random(40), KeyRing: random(32)}
	for kind, secret := range secrets {
		s, err := k.Wrap(kind, secret, quick, time.Now())
		must(t, err)
		h = h.With(s)
	}
	raw, err := h.Write()
	must(t, err)
	h, err = ReadHeader(raw)
	must(t, err)
	for kind, secret := range secrets {
		got, err := h.Open(kind, secret)
		if err != nil || got.data != k.data || got.ID() != k.ID() {
			t.Errorf("%s: %v", kind, err)
		}
		for other := range secrets {
			if _, err := h.Open(other, secret); other != kind && !errors.Is(err, ErrWrongKey) {
				t.Errorf("the secret of %s opens %s: %v", kind, other, err)
			}
		}
		// A slot of one kind does not do for another: its kind is sealed with it.
		s, _ := h.Slot(kind)
		for other := range secrets {
			moved := s
			moved.Kind = other
			if _, err := moved.Unwrap(h.Vault, h.Key, secret); other != kind && err == nil {
				t.Errorf("the slot of %s opens as %s", kind, other)
			}
		}
		for _, at := range [][2]string{{NewID(), h.Key}, {h.Vault, NewID()}} {
			if _, err := s.Unwrap(at[0], at[1], secret); !errors.Is(err, ErrWrongKey) {
				t.Errorf("in another vault: %v", err)
			}
		}
	}
}

func TestAPassphraseIsTheSameHoweverItsLettersAreTyped(t *testing.T) {
	k := NewKey(NewID())
	s, err := k.Wrap(Passphrase, []byte("caf\u00e9"), quick, time.Now())
	must(t, err)
	if _, err := s.Unwrap(k.Vault(), k.ID(), []byte("cafe\u0301")); err != nil {
		t.Errorf("typed on another machine: %v", err)
	}
}

func TestASlotThatAsksForTooMuchIsRefusedBeforeItRuns(t *testing.T) {
	k := NewKey(NewID())
	s, err := k.Wrap(Passphrase, []byte("x"), quick, time.Now())
	must(t, err)
	for _, cost := range []Cost{
		{1, 1 << 30, 1}, // a terabyte
		{1, 256<<10 + 1, 1}, {65, 64, 1}, {1 << 31, 64, 1}, {0, 64, 1}, {1, 64, 0}, {1, 1 << 10, 17}, {1, 0, 1}, {1, 7, 1},
	} {
		s.Cost = &cost
		begin := time.Now()
		if _, err := s.Unwrap(k.Vault(), k.ID(), []byte("x")); !errors.Is(err, ErrBounds) {
			t.Errorf("%+v: %v", cost, err)
		}
		if _, err := k.Wrap(Passphrase, []byte("x"), cost, time.Now()); !errors.Is(err, ErrBounds) {
			t.Errorf("making one with %+v: %v", cost, err)
		}
		if took := time.Since(begin); took > time.Second {
			t.Errorf("%+v took %v", cost, took)
		}
	}
	s.Cost = nil
	if _, err := s.Unwrap(k.Vault(), k.ID(), []byte("x")); !errors.Is(err, ErrWrongKey) {
		t.Errorf("without a cost: %v", err)
	}
	if err := Standard.check(); err != nil {
		t.Error(err)
	}
}

func TestThePassphrasesCostIsRaisedToHalfASecond(t *testing.T) {
	for _, c := range []struct {
		took time.Duration
		want uint32
	}{{60 * time.Millisecond, 25}, {500 * time.Millisecond, 3}, {3 * time.Second, 3}, {time.Microsecond, 64}, {0, 3}} {
		if got := Standard.raised(c.took); got.Time != c.want || got.Memory != Standard.Memory || got.check() != nil {
			t.Errorf("after %v: %+v", c.took, got)
		}
	}
}

func TestARecoveryCodeIsReadHoweverItIsTyped(t *testing.T) {
	for range 200 {
		code := NewCode()
		want, err := ReadCode(code)
		must(t, err)
		if len(code) != 34 || len(want) != 26 {
			t.Fatalf("%s", code)
		}
		for _, typed := range []string{
			strings.ToLower(code), strings.ReplaceAll(code, "-", ""), strings.ReplaceAll(code, "-", " – "), " " + code + "\n",
			strings.NewReplacer("0", "O", "1", "I").Replace(code), strings.NewReplacer("0", "o", "1", "l").Replace(code),
		} {
			if got, err := ReadCode(typed); err != nil || !bytes.Equal(got, want) {
				t.Errorf("%q: %v", typed, err)
			}
		}
	}
	if a, b := NewCode(), NewCode(); a == b {
		t.Error("two are the same")
	}
}

func TestATypingMistakeIsToldFromAWrongCode(t *testing.T) {
	code := strings.ReplaceAll(NewCode(), "-", "")
	missed := 0
	for i := range code {
		for _, c := range codeLetters {
			if byte(c) == code[i] {
				continue
			}
			if _, err := ReadCode(code[:i] + string(c) + code[i+1:]); err == nil {
				missed++
			}
		}
	}
	if missed > 5 { // one in 1024 of 868
		t.Errorf("%d of %d wrong letters were not seen", missed, len(code)*31)
	}
	for _, bad := range []string{"", code[1:], code + "0", code[:27] + "U", code[:27] + "ä", strings.Repeat("0", 28) + "1"} {
		if _, err := ReadCode(bad); !errors.Is(err, ErrMistyped) {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

func TestAHeaderOfANewerFormatIsToldFromABrokenOne(t *testing.T) {
	if _, err := ReadHeader([]byte(`{"format":2,"what":"ever"}`)); !errors.Is(err, ErrNewer) {
		t.Errorf("got %v", err)
	}
	k := NewKey(NewID())
	s, err := k.Wrap(Recovery, []byte("x"), quick, time.Now())
	must(t, err)
	good, err := NewHeader(k, s).Write()
	must(t, err)
	for _, bad := range []string{``, `{}`, `{"format":1}`, `{"format":0}`, `[1]`, strings.Repeat(" ", maxHeader) + string(good),
		strings.Replace(string(good), `"slots"`, `"more":1,"slots"`, 1), strings.Replace(string(good), k.ID(), "00", 1)} {
		if _, err := ReadHeader([]byte(bad)); err == nil || errors.Is(err, ErrNewer) {
			t.Errorf("%.40s: %v", bad, err)
		}
	}
}

// The layout is a promise: what this program sealed, a later one opens.
func TestAKnownRecordAndSlotStillOpen(t *testing.T) {
	vault, id := strings.Repeat("01", idSize), strings.Repeat("02", idSize)
	raw := []byte(knownHeader)
	h, err := ReadHeader(raw)
	must(t, err)
	if h.Vault != vault || h.Key != id {
		t.Fatal(h.Vault, h.Key)
	}
	record, err := hex.DecodeString(knownRecord)
	must(t, err)
	for kind, secret := range map[string]string{Passphrase: "correct horse", Recovery: "RECOVERY", KeyFile: "a file", KeyRing: "a ring"} {
		k, err := h.Open(kind, []byte(secret))
		must(t, err)
		bound, plain, err := k.Open("connection", "id", record)
		if err != nil || string(bound) != "hosts" || string(plain) != "sesame" {
			t.Errorf("%s: %q bound to %q, %v", kind, plain, bound, err)
		}
		mac := k.MAC()
		mac.Add("a", "b")
		if got := hex.EncodeToString(mac.Sum()); got != knownMAC {
			t.Errorf("the MAC is %s", got)
		}
	}
}
