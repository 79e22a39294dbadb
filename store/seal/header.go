package seal

import (
	"errors"
	"slices"

	"github.com/go-json-experiment/json"
)

// A Header is what a vault is, in clear. It holds nothing that opens it.
type Header struct {
	Format int    `json:"format"`
	Vault  string `json:"vault"`
	Key    string `json:"key"`
	Slots  []Slot `json:"slots"`
}

const (
	maxHeader = 64 << 10
	maxSlots  = 16
)

// NewHeader is the header of the vault that k is of.
func NewHeader(k *Key, slots ...Slot) Header {
	return Header{Format: Format, Vault: k.vault, Key: k.id, Slots: slots}
}

// Write writes the header.
func (h Header) Write() ([]byte, error) { return json.Marshal(h, json.Deterministic(true)) }

// ReadHeader reads what Write wrote. A newer format is ErrNewer.
func ReadHeader(b []byte) (h Header, err error) {
	if len(b) > maxHeader {
		return h, errors.New("it is too large")
	}
	var f struct {
		Format int `json:"format"`
	}
	if err := json.Unmarshal(b, &f); err != nil {
		return h, errors.New("it cannot be read")
	}
	switch {
	case f.Format > Format:
		return h, ErrNewer
	case f.Format != Format:
		return h, errors.New("it is of no known format")
	}
	if err := json.Unmarshal(b, &h, json.RejectUnknownMembers(true)); err != nil {
		return Header{}, errors.New("it cannot be read")
	}
	if len(h.Vault) != 2*idSize || len(h.Key) != 2*idSize || len(h.Slots) == 0 || len(h.Slots) > maxSlots {
		return Header{}, errors.New("it is not whole")
	}
	return h, nil
}

// Slot finds the slot of a kind.
func (h Header) Slot(kind string) (Slot, bool) {
	if i := h.index(kind); i >= 0 {
		return h.Slots[i], true
	}
	return Slot{}, false
}

// With is the header with s as the one slot of its kind.
func (h Header) With(s Slot) Header {
	h.Slots = append(h.Without(s.Kind).Slots, s)
	return h
}

// Without is the header without the slot of a kind.
func (h Header) Without(kind string) Header {
	h.Slots = slices.DeleteFunc(slices.Clone(h.Slots), func(s Slot) bool { return s.Kind == kind })
	return h
}

func (h Header) index(kind string) int {
	return slices.IndexFunc(h.Slots, func(s Slot) bool { return s.Kind == kind })
}

// Open gives the data key by the slot of a kind.
func (h Header) Open(kind string, secret []byte) (*Key, error) {
	s, ok := h.Slot(kind)
	if !ok {
		return nil, ErrWrongKey
	}
	return s.Unwrap(h.Vault, h.Key, secret)
}
