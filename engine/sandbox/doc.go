// Package sandbox is a server on this machine that answers as the providers would.
//
// A [Server] picks the provider by the Host header, which the transport keeps when it
// dials a mapped address; for people with curl each provider also answers below its id,
// as in http://127.0.0.1:8088/slack/api/chat.postMessage. How a provider answers is
// data: the programs of package catalog, run by an [Answerer]. The server itself knows
// only hosts, paths, authentication being there, and what was kept. Whether a secret is
// right is asked only where a route says which account it wants: everywhere in the lab,
// lab.example.com, the counterpart of every scheme of package auth, and at
// auth.lab.example.com, where its tokens come from and people sign in.
//
// Guarantees. It listens on loopback only and refuses any other Host. A body has at most
// 1 MB, 32 requests are answered at once, and no page of another site may read or send
// anything. The same requests in the same order get the same answers, from run to run:
// no clock and no chance go into them. Requests that change something are answered one
// after the other for each provider; a GET sees what the ones before it left.
//
// What was received stands in the [Journal], newest first.
package sandbox
