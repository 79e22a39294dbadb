// Package request makes bytes of evaluated settings: method, URL, headers, body. It is
// the only place that escapes.
//
// A [Spec] is what is meant: texts whose literal part and values are kept apart, rows of
// names and values, a body as a tree. [Build] makes a [Request] of it, ready to be sent
// but for authentication, which [Request.With] adds: once with the values for the wire and once
// with them hidden for the record, so that both are made from one thing.
//
// Guarantees. A value stays a value: in a path it is one segment, in a query one
// component, in a header one line, in a body one JSON or form value; it never adds a
// host, a segment, a parameter or a line. Literal text stays as typed wherever a URL may
// hold it. What is missing (nil) is left out. The same Spec gives the same bytes.
package request
