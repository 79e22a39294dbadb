// Package auth is how a request proves who it comes from.
//
// A [Method] looks at a request that is complete but for authentication and says what is
// to be added: [Parts], headers, query parameters or body fields, each with a [Secret]
// value. It adds nothing itself: package transport does, last and innermost, and makes
// the record of the call from the same parts with each value as •••, so that the record
// never held one. A [Connection] is what a call knows of the stored account: its method,
// the hosts it may be sent to, and the made-up account that a sandbox gets in its place.
//
// What people see is a [Scheme]: its form, checks and help. A [Record] is a connection as
// it is kept, its settings loaded into an [Account] of its scheme, which makes the Method.
// Methods that need a token ask for it by a [Sender], which is the transport again, and
// keep it in a [Cache]: in memory, by environment, asked for once however many need it.
// A person signs in by way of a [Grant].
//
// Behind that stands a net: [Redactor] finds secrets, in every form they may come back
// in, in what others send us.
//
// Guarantees. A Secret shows itself as ••• to everything but [Secret.Reveal]: printed,
// logged, marshalled, also from within a struct. Nothing here reaches the network or
// keeps a secret longer than its owner does. A method is one file.
package auth
