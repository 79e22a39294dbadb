// Package transport is the only HTTP client.
//
// A [Client] sends [Call]s. A call is a request as package request made it, the
// connection it is made with, and how its answer is to be read; what comes of it is an
// [Answer] for the flow and an event.Exchange for people.
//
// A call goes through one list of wrappers, each a func(next http.RoundTripper)
// http.RoundTripper: those of [Options], then authentication, innermost, and below it
// the wire, which knows where a host is mapped to. Redirects are followed outside of
// that list, so that each hop is checked and authenticated anew.
//
// Guarantees.
//   - Only https and a domain are called: see [CheckURL]. The address that is really
//     dialled is public, whatever a name resolves to. Only a host mapping may lead
//     elsewhere; in Sandbox a host that is not mapped is refused by name, and nothing is sent.
//   - A mapped address never gets a real account, and a connection goes to its own hosts only.
//   - Another origin than the first gets Accept, Accept-Language and User-Agent by a
//     redirect, no body, no account, no Referer.
//   - Answers are bounded before they are looked at: headers, body as unpacked, depth, time.
//   - No exchange and no error holds what authentication put in: the record is made from
//     the same parts with ••• for each value, and what came back is scanned besides.
//   - Errors are *node.Failure: what happened, then what to do.
//   - Nothing is sent twice but a GET or HEAD: by net/http on a kept connection that had
//     just been closed, and once more with a new token where its token was refused.
//
// No proxy is used, whatever the machine's environment says.
package transport
