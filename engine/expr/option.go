package expr

import (
	"slices"
	"strings"
	"time"

	"github.com/itchyny/gojq"
)

// Option changes how a template or program is read.
type Option func(*options)

type options struct {
	names names
	limit time.Duration
}

// WithNames lets expressions begin with further names, as context and config do:
// authResponseBody, secret, fields. Their values are [Scope.Extra].
func WithNames(extra ...string) Option {
	return func(o *options) { o.names.extra = append(o.names.extra, extra...) }
}

// WithContextDot makes . the context, as in a Function or Condition. The dot
// given to [Program.Run] is not used then.
func WithContextDot() Option {
	return func(o *options) { o.names.dotIsContext = true }
}

// WithTime sets how long one evaluation may take, instead of [TemplateTime] or
// [ProgramTime].
func WithTime(limit time.Duration) Option {
	return func(o *options) { o.limit = limit }
}

func optionsOf(limit time.Duration, opts []Option) *options {
	o := &options{limit: limit}
	for _, opt := range opts {
		opt(o)
	}
	return o
}

// names are those an expression may begin with.
type names struct {
	extra        []string
	dotIsContext bool
}

func (n *names) has(name string) bool {
	return slices.Contains(roots, name) || slices.Contains(n.extra, name)
}

// root tells which name a call is: context, or $context as jq would have it.
func (n *names) root(f *gojq.Func) (string, bool) {
	if len(f.Args) > 0 {
		return "", false
	}
	name := strings.TrimPrefix(f.Name, "$")
	return name, n.has(name)
}
