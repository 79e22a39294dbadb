package seal

import (
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"hash"

	"golang.org/x/crypto/chacha20poly1305"
)

// Errors that callers tell apart.
var (
	ErrWrongKey = errors.New("the key does not fit")
	ErrAltered  = errors.New("altered, or sealed elsewhere")
	ErrNewer    = errors.New("written by a newer Flowbench")
)

// Format is the number of the layout of records, slots and headers.
const Format = 1

const (
	keySize  = chacha20poly1305.KeySize
	idSize   = 16
	padTo    = 64
	maxPlain = 16 << 20
)

// A Key is a data key in memory. It may be used by several goroutines, but not
// beside Wipe.
type Key struct {
	vault, id string
	data      [keySize]byte
	records   [keySize]byte
	manifest  [keySize]byte
}

// NewID is a random id of a vault or a key, in hex.
func NewID() string { return hex.EncodeToString(random(idSize)) }

// NewKey is a new random data key of the vault with this id.
func NewKey(vault string) *Key { return newKey(vault, NewID(), random(keySize)) }

func newKey(vault, id string, data []byte) *Key {
	k := &Key{vault: vault, id: id}
	copy(k.data[:], data)
	copy(k.records[:], derive(data, vault, "records"))
	copy(k.manifest[:], derive(data, vault, "manifest"))
	clear(data)
	return k
}

// Vault is the id of the vault that the key is of.
func (k *Key) Vault() string { return k.vault }

// ID tells the key from the vault's earlier ones.
func (k *Key) ID() string { return k.id }

// Clone is a copy to work with while the original may be wiped.
func (k *Key) Clone() *Key { c := *k; return &c }

// Wipe forgets the key.
func (k *Key) Wipe() {
	clear(k.data[:])
	clear(k.records[:])
	clear(k.manifest[:])
}

func (k *Key) String() string   { return "•••" }
func (k *Key) GoString() string { return "•••" }

// A sealed record: format u8, length of bound u32, bound in clear, key id,
// nonce, ciphertext.
const recordHead = 1 + 4

// Seal seals a record. Bound lies in clear in what it makes, and opens with no
// other.
func (k *Key) Seal(table, id string, bound, plain []byte) ([]byte, error) {
	if len(plain) > maxPlain || len(bound) > maxPlain {
		return nil, errors.New("it is larger than 16 MB")
	}
	keyID, err := hex.DecodeString(k.id)
	if err != nil {
		return nil, err
	}
	padded := pad(plain)
	defer clear(padded)
	out := make([]byte, 0, recordHead+len(bound)+idSize+chacha20poly1305.NonceSizeX+len(padded)+chacha20poly1305.Overhead)
	out = append(out, Format)
	out = binary.BigEndian.AppendUint32(out, uint32(len(bound)))
	out = append(out, bound...)
	out = append(out, keyID...)
	nonce := random(chacha20poly1305.NonceSizeX)
	out = append(out, nonce...)
	return aead(k.records[:]).Seal(out, nonce, padded, k.about(table, id, bound)), nil
}

// Open opens what Seal made under the same table and id.
func (k *Key) Open(table, id string, sealed []byte) (bound, plain []byte, err error) {
	if len(sealed) > 0 && sealed[0] > Format {
		return nil, nil, ErrNewer
	}
	if len(sealed) < recordHead || sealed[0] != Format {
		return nil, nil, ErrAltered
	}
	n := int64(binary.BigEndian.Uint32(sealed[1:]))
	rest := sealed[recordHead:]
	if int64(len(rest)) < n+idSize+chacha20poly1305.NonceSizeX {
		return nil, nil, ErrAltered
	}
	bound, rest = rest[:n:n], rest[n:]
	if hex.EncodeToString(rest[:idSize]) != k.id {
		return nil, nil, ErrAltered
	}
	nonce, text := rest[idSize:][:chacha20poly1305.NonceSizeX], rest[idSize+chacha20poly1305.NonceSizeX:]
	padded, err := aead(k.records[:]).Open(nil, nonce, text, k.about(table, id, bound))
	if err != nil {
		return nil, nil, ErrAltered
	}
	plain, ok := unpad(padded)
	if !ok {
		return nil, nil, ErrAltered
	}
	return append([]byte(nil), bound...), plain, nil
}

// about is what a record is sealed with: it opens nowhere else.
func (k *Key) about(table, id string, bound []byte) []byte {
	return joined("flowbench record 1", k.vault, table, id, k.id, string(bound))
}

// A MAC is made over all records of a vault, in order.
type MAC struct{ hash hash.Hash }

// MAC begins one.
func (k *Key) MAC() *MAC {
	m := &MAC{hmac.New(sha256.New, k.manifest[:])}
	m.Add("flowbench manifest 1", k.vault, k.id)
	return m
}

// Add goes on with these parts.
func (m *MAC) Add(parts ...string) {
	var n [4]byte
	binary.BigEndian.PutUint32(n[:], uint32(len(parts)))
	m.hash.Write(n[:])
	m.hash.Write(joined(parts...))
}

// Sum is the MAC.
func (m *MAC) Sum() []byte { return m.hash.Sum(nil) }

// Same compares two MACs.
func Same(a, b []byte) bool { return hmac.Equal(a, b) }

func derive(key []byte, salt, info string) []byte {
	out, err := hkdf.Key(sha256.New, key, []byte(salt), "flowbench 1 "+info, keySize)
	if err != nil {
		panic(err) // of sizes only
	}
	return out
}

func aead(key []byte) cipher.AEAD {
	a, err := chacha20poly1305.NewX(key)
	if err != nil {
		panic(err) // of sizes only
	}
	return a
}

// joined is the parts, each led by its length, so that no two lists of parts
// are the same bytes.
func joined(parts ...string) []byte {
	var b []byte
	for _, p := range parts {
		b = binary.BigEndian.AppendUint32(b, uint32(len(p)))
		b = append(b, p...)
	}
	return b
}

func random(n int) []byte {
	b := make([]byte, n)
	rand.Read(b)
	return b
}

// pad leads b with its length and fills it up.
func pad(b []byte) []byte {
	out := make([]byte, (4+len(b)+padTo-1)/padTo*padTo)
	binary.BigEndian.PutUint32(out, uint32(len(b)))
	copy(out[4:], b)
	return out
}

func unpad(b []byte) ([]byte, bool) {
	if len(b) < 4 {
		return nil, false
	}
	n := int64(binary.BigEndian.Uint32(b))
	if n > int64(len(b)-4) {
		return nil, false
	}
	return b[4 : 4+n : 4+n], true
}
