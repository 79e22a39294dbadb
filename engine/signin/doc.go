// Package signin lets a person sign in to an account, in the system's browser.
//
// [Begin] opens a listener on this machine and says which page the browser is to open;
// [SignIn.Wait] waits until the browser comes back, has the account exchange the code it
// brings, and returns the token. That is RFC 8252, with PKCE (S256, RFC 7636), a random
// state, and the name that the server calls itself (iss, RFC 9207).
//
// Guarantees. The listener is on 127.0.0.1 only, takes GET with its own Host and its own
// path, at most 1 MB and 32 requests at once, and lets no page of another site read
// anything. It answers once: what comes after gets a calm page and changes nothing. It
// ends after five minutes, but for an exchange that is under way and has a minute of its
// own, and is gone half a minute after the end. The page to be opened is https at a
// domain, unless an environment maps it elsewhere. No page holds a token, a code or a
// word of the server's. Each end but success is an [Error]: what happened and what is
// safe, then what to do; it never holds a code or a token.
//
// The path holds 256 random bits, so that nobody else can answer. Some providers must
// know the address before and take no other path: with [Options.Plain] it is
// http://127.0.0.1:PORT/callback, and the state is the secret. An answer with another
// state is then a stranger's, or that of an earlier sign-in: it ends nothing.
//
// Out of reach is a process of the same user, and who may read the command line of the
// browser: the page's address holds state and path, though nothing that opens an account.
package signin
