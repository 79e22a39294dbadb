package seal

import (
	"encoding/binary"
	"errors"
	"fmt"
	"time"

	"golang.org/x/crypto/argon2"
	"golang.org/x/crypto/chacha20poly1305"
	"golang.org/x/text/unicode/norm"
)

// Kinds of slots.
const (
	Passphrase = "passphrase"
	Recovery   = "recovery"
	KeyFile    = "keyfile"
	KeyRing    = "keyring"
)

// Cost is what opening a passphrase's slot costs.
type Cost struct {
	Time    uint32 `json:"time"`
	Memory  uint32 `json:"memory"` // KiB
	Threads uint8  `json:"threads"`
}

// Standard is the least that a passphrase costs; its time is raised to what
// takes about half a second here.
var Standard = Cost{Time: 3, Memory: 64 << 10, Threads: 4}

const halfSecond = 500 * time.Millisecond

// The most that a slot may ask for: it may come from a stranger.
var most = Cost{Time: 64, Memory: 256 << 10, Threads: 16}

// Measured is the standard cost, raised for this machine.
func Measured() Cost {
	c := Standard
	begin := time.Now()
	argon2.IDKey([]byte("a passphrase"), make([]byte, saltSize), c.Time, c.Memory, c.Threads, keySize)
	return c.raised(time.Since(begin))
}

// raised is the cost whose time is half a second, where c took so long.
func (c Cost) raised(took time.Duration) Cost {
	if took > 0 && took < halfSecond {
		c.Time = min(uint32(float64(c.Time)*float64(halfSecond)/float64(took)), most.Time)
	}
	return c
}

func (c Cost) check() error {
	if c.Time < 1 || c.Time > most.Time || c.Threads < 1 || c.Threads > most.Threads ||
		c.Memory < 8*uint32(c.Threads) || c.Memory > most.Memory {
		return fmt.Errorf("a slot that asks for %d rounds over %d KiB in %d threads: %w", c.Time, c.Memory, c.Threads, ErrBounds)
	}
	return nil
}

// ErrBounds says that a slot asks for more than any slot of ours.
var ErrBounds = errors.New("out of bounds")

const saltSize = 16

// A Slot is a data key, wrapped.
type Slot struct {
	Kind    string    `json:"kind"`
	Made    time.Time `json:"made"`
	Salt    []byte    `json:"salt"`
	Cost    *Cost     `json:"cost,omitempty"` // of a passphrase
	Nonce   []byte    `json:"nonce"`
	Wrapped []byte    `json:"wrapped"`
}

// Wrap makes a slot of k that secret opens. The cost matters for a passphrase
// only.
func (k *Key) Wrap(kind string, secret []byte, cost Cost, made time.Time) (Slot, error) {
	s := Slot{Kind: kind, Made: made.UTC().Truncate(time.Second), Salt: random(saltSize), Nonce: random(chacha20poly1305.NonceSizeX)}
	if kind == Passphrase {
		s.Cost = &cost
	}
	wrapping, err := s.wrapping(secret)
	if err != nil {
		return Slot{}, err
	}
	defer clear(wrapping)
	s.Wrapped = aead(wrapping).Seal(nil, s.Nonce, k.data[:], s.about(k.vault, k.id))
	return s, nil
}

// Unwrap gives the data key with this id of this vault, or ErrWrongKey.
func (s Slot) Unwrap(vault, id string, secret []byte) (*Key, error) {
	if len(s.Nonce) != chacha20poly1305.NonceSizeX || len(s.Salt) != saltSize || len(s.Wrapped) != keySize+chacha20poly1305.Overhead {
		return nil, ErrWrongKey
	}
	wrapping, err := s.wrapping(secret)
	if err != nil {
		return nil, err
	}
	defer clear(wrapping)
	data, err := aead(wrapping).Open(nil, s.Nonce, s.Wrapped, s.about(vault, id))
	if err != nil {
		return nil, ErrWrongKey
	}
	return newKey(vault, id, data), nil
}

// wrapping is the key that the data key is wrapped with.
func (s Slot) wrapping(secret []byte) ([]byte, error) {
	if s.Kind != Passphrase {
		return derive(secret, string(s.Salt), "slot "+s.Kind), nil
	}
	if s.Cost == nil {
		return nil, ErrWrongKey
	}
	if err := s.Cost.check(); err != nil {
		return nil, err
	}
	// The same letters are typed as other bytes on other machines.
	text := norm.NFC.Bytes(secret)
	return argon2.IDKey(text, s.Salt, s.Cost.Time, s.Cost.Memory, s.Cost.Threads, keySize), nil
}

func (s Slot) about(vault, id string) []byte {
	var cost []byte
	if s.Cost != nil {
		cost = binary.BigEndian.AppendUint32(cost, s.Cost.Time)
		cost = binary.BigEndian.AppendUint32(cost, s.Cost.Memory)
		cost = append(cost, s.Cost.Threads)
	}
	return joined("flowbench slot 1", vault, id, s.Kind, s.Made.UTC().Format(time.RFC3339), string(s.Salt), string(cost))
}
