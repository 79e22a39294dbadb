package store

import (
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"go.etcd.io/bbolt"
)

// A Run is the header of one run in the history. ID and Started do not change.
type Run struct {
	ID      string    `json:"id"`
	Flow    string    `json:"flow"`
	Started time.Time `json:"started"`
	Status  string    `json:"status"`
	// Info is what else the caller keeps of it, as JSON.
	Info jsontext.Value `json:"info,omitzero"`
}

// Tables of the history. A run's key is INTEGRATION NUL STARTED ID, STARTED as
// 8 bytes, so that keys are in order of time. Blobs are shared: blobRunTable
// (REF NUL RUN -> size) says who uses one, runBlobTable (RUN NUL REF) what a run uses.
const (
	runTable     = "run"
	eventTable   = "event"
	blobTable    = "blob"
	blobRunTable = "blob of run"
	runBlobTable = "run with blob"
)

func runKey(integration string, r Run) string {
	key := binary.BigEndian.AppendUint64([]byte(integration+"\x00"), uint64(max(r.Started.UnixNano(), 0)))
	return string(key) + r.ID
}

// runOf takes a run's key apart: when it started, and its id.
func runOf(key string) (started uint64, id string) {
	_, rest, _ := cut(key)
	if len(rest) < 8 {
		return 0, ""
	}
	return binary.BigEndian.Uint64([]byte(rest)), rest[8:]
}

// PutRun keeps the header of a run of the integration, adds events to those it
// has, and keeps blobs under their refs. It is called once with everything, or
// as the run goes on: with no events at the start, a batch at a time, and with
// the final status. The newest 100 runs of an integration and 500 MB of blobs
// are kept; older runs go, with their events and the blobs nobody else uses.
func (s *Store) PutRun(integration string, r Run, events []byte, blobs map[string][]byte) error {
	refs := slices.Sorted(maps.Keys(blobs))
	for _, err := range []error{validID("integration", integration), validID("run", r.ID)} {
		if err != nil {
			return err
		}
	}
	for _, ref := range refs {
		if err := validID("blob", ref); err != nil {
			return err
		}
	}
	header, err := encode(r)
	if err != nil {
		return fmt.Errorf("run %q: %w", r.ID, err)
	}
	key := runKey(integration, r)
	return s.update(func(tx *bbolt.Tx) error {
		if err := put(tx, runTable, key, header); err != nil {
			return err
		}
		if len(events) > 0 {
			n := lastNumber(tx, eventTable, r.ID) + 1
			if err := put(tx, eventTable, logKey(r.ID, n), events); err != nil {
				return err
			}
		}
		for _, ref := range refs {
			if err := putBlob(tx, r.ID, ref, blobs[ref]); err != nil {
				return err
			}
		}
		if err := s.trimRuns(tx, integration); err != nil {
			return err
		}
		if len(refs) == 0 {
			return nil
		}
		return s.trimBlobs(tx, r.ID)
	})
}

func putBlob(tx *bbolt.Tx, run, ref string, data []byte) error {
	if _, err := get(tx, blobTable, ref); err != nil { // also renews a damaged one
		if err := put(tx, blobTable, ref, data); err != nil {
			return err
		}
	}
	size := binary.BigEndian.AppendUint64(nil, uint64(len(data)))
	if err := put(tx, blobRunTable, ref+"\x00"+run, size); err != nil {
		return err
	}
	return put(tx, runBlobTable, run+"\x00"+ref, nil)
}

// removeRun removes a run and gives the bytes of the blobs that went with it.
func removeRun(tx *bbolt.Tx, key, id string) (freed int64, err error) {
	if err := errors.Join(remove(tx, runTable, key), removeAll(tx, eventTable, id+"\x00")); err != nil {
		return 0, err
	}
	for _, use := range ids(tx, runBlobTable, id+"\x00") {
		_, ref, _ := cut(use)
		size := blobSize(tx, ref, id)
		if err := errors.Join(remove(tx, runBlobTable, use), remove(tx, blobRunTable, ref+"\x00"+id)); err != nil {
			return 0, err
		}
		if len(ids(tx, blobRunTable, ref+"\x00")) > 0 {
			continue
		}
		if err := remove(tx, blobTable, ref); err != nil {
			return 0, err
		}
		freed += size
	}
	return freed, nil
}

func blobSize(tx *bbolt.Tx, ref, run string) int64 {
	data, err := get(tx, blobRunTable, ref+"\x00"+run)
	if err != nil || len(data) != 8 {
		return 0
	}
	return int64(binary.BigEndian.Uint64(data))
}

func (s *Store) trimRuns(tx *bbolt.Tx, integration string) error {
	keys := ids(tx, runTable, integration+"\x00")
	for _, key := range keys[:max(0, len(keys)-s.limits.runs)] {
		_, id := runOf(key)
		if _, err := removeRun(tx, key, id); err != nil {
			return err
		}
	}
	return nil
}

// trimBlobs removes the oldest runs that have blobs until the rest fits. The
// run being kept must fit alone.
func (s *Store) trimBlobs(tx *bbolt.Tx, current string) error {
	var total int64
	last := ""
	for _, use := range ids(tx, blobRunTable, "") {
		ref, run, _ := cut(use)
		if ref != last {
			total += blobSize(tx, ref, run)
		}
		last = ref
	}
	if total <= s.limits.blobBytes {
		return nil
	}
	keys := ids(tx, runTable, "")
	slices.SortStableFunc(keys, func(a, b string) int {
		sa, _ := runOf(a)
		sb, _ := runOf(b)
		return int(min(max(int64(sa)-int64(sb), -1), 1))
	})
	for _, key := range keys {
		_, id := runOf(key)
		if id == current || len(ids(tx, runBlobTable, id+"\x00")) == 0 {
			continue
		}
		freed, err := removeRun(tx, key, id)
		if err != nil {
			return err
		}
		if total -= freed; total <= s.limits.blobBytes {
			return nil
		}
	}
	return fmt.Errorf("run %q: its large values take %d MB, the history keeps at most %d MB", current, total>>20, s.limits.blobBytes>>20)
}

// Runs gives the newest runs of the integration, newest first, all of them when
// limit is 0. Damaged ones are left out and named in the error.
func (s *Store) Runs(integration string, limit int) ([]Run, error) {
	var found []Run
	var bad []error
	err := s.view(func(tx *bbolt.Tx) error {
		return scan(tx, runTable, integration+"\x00", func(key string, data []byte, err error) error {
			var r Run
			if err == nil {
				if err = json.Unmarshal(data, &r); err != nil {
					_, id := runOf(key)
					err = fmt.Errorf("run %q: %w", id, err)
				}
			}
			if err != nil {
				bad = append(bad, err)
			} else {
				found = append(found, r)
			}
			return nil
		})
	})
	if err != nil {
		return nil, err
	}
	slices.Reverse(found)
	if limit > 0 && len(found) > limit {
		found = found[:limit]
	}
	return found, errors.Join(bad...)
}

// RunEvents gives the events of the run, its batches one after the other, nil
// when it has none. With ErrDamaged it gives what stands before the damage.
func (s *Store) RunEvents(run string) (events []byte, err error) {
	err = s.view(func(tx *bbolt.Tx) error {
		return readLog(tx, eventTable, run, func(first bool, n uint64, data []byte) error {
			if first && n != 1 {
				return fmt.Errorf("the log of run %q is %w: its beginning is missing", run, ErrDamaged)
			}
			events = append(events, data...)
			return nil
		})
	})
	return events, err
}

// Blob gives the bytes kept under ref, or ErrNotFound.
func (s *Store) Blob(ref string) (data []byte, err error) {
	err = s.view(func(tx *bbolt.Tx) error {
		data, err = get(tx, blobTable, ref)
		return err
	})
	return data, err
}

// DropRuns removes the history of the integration.
func (s *Store) DropRuns(integration string) error {
	return s.update(func(tx *bbolt.Tx) error {
		for _, key := range ids(tx, runTable, integration+"\x00") {
			_, id := runOf(key)
			if _, err := removeRun(tx, key, id); err != nil {
				return err
			}
		}
		return nil
	})
}
