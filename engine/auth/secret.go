package auth

import (
	"fmt"
	"io"
	"log/slog"
)

// Hidden is what stands where a secret was.
const Hidden = "•••"

// A Secret is text that shows itself only to who asks by [Secret.Reveal].
type Secret struct {
	text *string // a pointer: fmt prints unexported fields without asking their methods
}

// Hide makes a secret of text.
func Hide(text string) Secret { return Secret{&text} }

// Reveal returns the text itself. It goes on the wire or into the vault, nowhere else.
func (s Secret) Reveal() string {
	if s.text == nil {
		return ""
	}
	return *s.text
}

// Empty reports whether there is no text.
func (s Secret) Empty() bool { return s.text == nil || *s.text == "" }

func (s Secret) String() string               { return Hidden }
func (s Secret) GoString() string             { return Hidden }
func (s Secret) Format(f fmt.State, _ rune)   { io.WriteString(f, Hidden) }
func (s Secret) MarshalJSON() ([]byte, error) { return []byte(`"` + Hidden + `"`), nil }
func (s Secret) MarshalText() ([]byte, error) { return []byte(Hidden), nil }
func (s Secret) LogValue() slog.Value         { return slog.StringValue(Hidden) }

// hidden, embedded, makes a struct that holds secrets in clear show itself as •••.
type hidden struct{}

func (hidden) String() string               { return Hidden }
func (hidden) GoString() string             { return Hidden }
func (hidden) Format(f fmt.State, _ rune)   { io.WriteString(f, Hidden) }
func (hidden) MarshalJSON() ([]byte, error) { return []byte(`"` + Hidden + `"`), nil }
func (hidden) MarshalText() ([]byte, error) { return []byte(Hidden), nil }
func (hidden) LogValue() slog.Value         { return slog.StringValue(Hidden) }
