// Package connect is Settings > Integrations: where people keep the accounts that their
// flows use, and the dialogs of the vault that keeps them.
//
// It stores nothing, calls nobody and knows no way to authenticate: all that it asks of
// its [Host]. A form is built from the fields that a scheme declares.
//
// A stored secret is never put into a form. A field says that there is one, and takes
// another in its place; what is typed is masked, and what comes back from a server is
// masked where it may be a token, until the person presses to see it.
//
// All must be called on the window's goroutine.
package connect
