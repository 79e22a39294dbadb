package store

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.etcd.io/bbolt"
)

// What the examination takes for sound, bbolt always writes: random changes of
// random sizes, examined after each.
func TestWhateverBboltWritesIsSound(t *testing.T) {
	random := rand.New(rand.NewPCG(9, 10))
	for round := range times(t, 3, 200) {
		path := filepath.Join(t.TempDir(), "db")
		b, err := openBolt(path, time.Second)
		must(t, err)
		b.bolt.NoSync = true
		most, long := 1+random.IntN(400), 1+random.IntN(60)
		if round%2 == 0 { // few keys a page: a deep tree
			most, long = 2000, 1000
		}
		key := func() string { return fmt.Sprintf("%04d%s", random.IntN(most), strings.Repeat("k", random.IntN(long))) }
		for range 60 {
			shrink := random.IntN(3) == 0
			must(t, b.bolt.Update(func(tx *bbolt.Tx) error {
				for range random.IntN(120) {
					table := string(rune('a' + random.IntN(3)))
					switch n := random.IntN(10); {
					case n == 0:
						must(t, removeAll(tx, table, fmt.Sprint(random.IntN(10))))
					case n < 4 || shrink:
						for i, id := range ids(tx, table, key()[:3]) {
							if i%2 == 0 || shrink {
								must(t, remove(tx, table, id))
							}
						}
					default:
						must(t, put(tx, table, key(), make([]byte, random.IntN(1+random.IntN(9000)))))
					}
				}
				if random.IntN(20) == 0 {
					tx.DeleteBucket([]byte(rowsPrefix + "a"))
					tx.DeleteBucket([]byte(indexPrefix + "a"))
				}
				return nil
			}))
			if _, err := inspect(path, true); err != nil {
				t.Fatalf("round %d: %v", round, err)
			}
		}
		must(t, b.bolt.Close())
	}
}
