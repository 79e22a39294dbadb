// Package seal makes sealed bytes of bytes, and bytes of sealed ones. It reads
// and writes nothing else: the store keeps what it makes.
//
// The nouns:
//
//   - a [Key] is a vault's random data key and what is derived from it. It
//     seals records, each under its table, its id and what it is bound to, and
//     makes the MAC over all of them;
//   - a [Slot] is the data key wrapped by something a person or a machine has:
//     a passphrase, a recovery code, a key file, a key in the key ring;
//   - a [Header] is a vault's id, its key's id and its slots, as JSON.
//
// Records are sealed by XChaCha20-Poly1305 with a random nonce, padded to 64
// bytes so that a length tells little. Passphrases go through Argon2id, all
// else is random enough for HKDF-SHA256. What a slot asks of Argon2id is
// bounded before it runs.
//
// A wrong key and an altered slot look the same, and are one error. What is
// wiped is wiped as well as Go can: the runtime may have copied it before.
package seal
