package auth

import "flowbench/engine/spec"

var none = Scheme{
	ID: "none", Title: "No authentication", Summary: "Nothing is added to requests",
	Doc: "The API needs no account. The connection still says which hosts a node may call.",
	New: func() Account { return None{} },
}

// Fields implements [Account].
func (None) Fields() []spec.Field { return nil }

// Method implements [Account].
func (None) Method(Env) (Method, error) { return None{}, nil }

// Verify implements [Verifier].
func (None) Verify(Request) error { return nil }
