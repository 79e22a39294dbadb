// Package store keeps what Flowbench remembers in one file, flowbench.db, in
// the user's data folder. It knows no flow: records are bytes, or values that a
// caller's [Table] turns into JSON.
//
// The nouns:
//
//   - a table keeps records of one type under ids ([Table]); settings are a
//     table of their own ([Store.Setting]);
//   - a draft is an edit log: a snapshot and the records appended since
//     ([Store.AppendDraft], [Store.Snapshot]);
//   - a run is a header, its events and its blobs ([Store.PutRun]); the newest
//     100 of an integration are kept;
//   - the vault is the sealed part: records that only a key opens ([Vault]);
//   - a backup is a verified copy of the file ([Store.Backup]);
//   - a window holds the store's window lock ([LockWindow]).
//
// The guarantees:
//
//   - What returned nil is on disk: it survives a crash, a kill and a power cut.
//   - Each call is one transaction: all of it happened, or nothing.
//   - A record is never silently wrong. Every row carries a hash of its table,
//     id and bytes, and an index of ids and hashes is written with it, so a
//     changed, missing or misplaced row is an [ErrDamaged] that names it while
//     all others stay readable.
//   - A damaged file never ends the process. It is examined without mapping it
//     into memory, kept as flowbench.db.damaged-TIME, and replaced by all that
//     could be read from it and from the newest good backup; Options.Notice is
//     told what came back and what did not.
//   - After an unclean stop, and once a week, the file is read whole in a child
//     process first ([Options].Probe).
//   - What is compacted holds nothing of what was changed or deleted
//     ([Store.Compact]).
//   - The folder is 0700, the file 0600, repaired at each opening.
//
// The file is held open only for a burst of work and let go after 200 ms of
// rest, so that a command works beside an open window. All methods may be
// called from several goroutines. A call waits for another process's burst, at
// most Options.Timeout, and then fails with [ErrInUse]. A function given to the
// store (Table.Update) must not block and must not call the store.
package store
