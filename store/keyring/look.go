//go:build !linux

package keyring

// look reports whether the key ring is locked, where that can be told before
// it is asked. An error says that there is none.
func look() (locked bool, err error) { return false, nil }
