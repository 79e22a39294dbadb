package store

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"go.etcd.io/bbolt"
)

func texts(recs [][]byte) string {
	var list []string
	for _, r := range recs {
		list = append(list, string(r))
	}
	return strings.Join(list, ",")
}

func TestDraftIsItsSnapshotAndWhatCameAfter(t *testing.T) {
	s := open(t, dir(t), Options{})
	check := func(wantSnap, wantRecs string) {
		t.Helper()
		snap, recs, err := s.Draft("doc")
		if err != nil || string(snap) != wantSnap || texts(recs) != wantRecs {
			t.Errorf("got %q %q %v, want %q %q", snap, texts(recs), err, wantSnap, wantRecs)
		}
	}
	check("", "")
	must(t, s.AppendDraft("doc", []byte("a"), []byte("b")))
	must(t, s.AppendDraft("doc"))
	must(t, s.AppendDraft("doc", nil))
	must(t, s.AppendDraft("doc2", []byte("other")))
	must(t, s.AppendDraft("do", []byte("third")))
	check("", "a,b,")
	must(t, s.Snapshot("doc", []byte("S")))
	check("S", "")
	must(t, s.AppendDraft("doc", []byte("c")))
	must(t, s.Snapshot("doc", []byte("T")))
	must(t, s.AppendDraft("doc", []byte("d"), []byte("e")))
	check("T", "d,e")
	if list, err := s.Drafts(); err != nil || !slices.Equal(list, []string{"do", "doc", "doc2"}) {
		t.Errorf("drafts %v, %v", list, err)
	}
	must(t, s.DropDraft("doc"))
	check("", "")
	if _, recs, _ := s.Draft("doc2"); texts(recs) != "other" {
		t.Errorf("the other draft: %q", texts(recs))
	}
}

func TestADraftWithAHoleEndsBeforeIt(t *testing.T) {
	for _, c := range []struct {
		lost uint64
		want string
	}{
		{2, ""}, // the snapshot: nothing can be applied
		{3, "S"},
		{4, "S,3"},
	} {
		s := open(t, dir(t), Options{})
		must(t, s.AppendDraft("doc", []byte("1")))
		must(t, s.Snapshot("doc", []byte("S"))) // number 2
		must(t, s.AppendDraft("doc", []byte("3"), []byte("4"), []byte("5")))
		must(t, s.update(func(tx *bbolt.Tx) error { return remove(tx, draftTable, logKey("doc", c.lost)) }))
		snap, recs, err := s.Draft("doc")
		if !errors.Is(err, ErrDamaged) || !strings.Contains(err.Error(), `draft "doc"`) {
			t.Errorf("without number %d: %v", c.lost, err)
		}
		got := texts(recs)
		if snap != nil {
			got = texts(append([][]byte{snap}, recs...))
		}
		if got != c.want {
			t.Errorf("without number %d: %q, want %q", c.lost, got, c.want)
		}
	}
}

func BenchmarkAppendDraft(b *testing.B) {
	s, err := Open(b.TempDir()+"/data", Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	rec := fmt.Appendf(nil, `{"do":{"move":{"node":"Start","to":[%d,0]}}}`, 12)
	for b.Loop() {
		if err := s.AppendDraft("doc", rec); err != nil {
			b.Fatal(err)
		}
	}
}
