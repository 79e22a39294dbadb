package transport

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"syscall"
	"time"

	"flowbench/engine/auth"
	"flowbench/engine/event"
	"flowbench/engine/node"
)

// An authError is authentication that could not be made.
type authError struct{ err error }

func (e *authError) Error() string { return e.err.Error() }
func (e *authError) Unwrap() error { return e.err }

func isAuthError(err error) bool {
	_, is := err.(*authError)
	return is
}

func failure(kind, host, message, help string) *node.Failure {
	return &node.Failure{Fault: event.Fault{Type: kind, Host: host, Message: message, Help: help}}
}

func refused(host, message, help string) error { return failure("refused", host, message, help) }

func notMapped(host string, redirected bool) error {
	sent := "Nothing was sent."
	if redirected {
		sent = "The redirect was not followed."
	}
	return refused(host, host+" is not in the sandbox. "+sent, "Map the host to an address of your own, or run with Live.")
}

// fault says what went wrong with a call. No text of net/http or net/url goes out
// unlooked at: theirs quote URLs and what a server sent.
func (t *try) fault(ctx context.Context, err error) *node.Failure {
	f := t.explain(ctx, err)
	hide := t.client.hide
	f.Fault.Message, f.Fault.Help = hide.Text(f.Fault.Message), hide.Text(f.Fault.Help)
	f.Fault.Status, f.Fault.Attempts = t.record.Status, t.call.Attempt
	return f
}

func (t *try) explain(ctx context.Context, err error) *node.Failure {
	var (
		known   *node.Failure
		rule    *HostError
		noAuth  *authError
		notJSON *notJSONError
	)
	switch {
	case errors.As(err, &known):
		copied := *known
		return &copied
	case errors.As(err, &rule):
		return failure("refused", rule.Host, rule.Error(), rule.Help())
	case errors.As(err, &noAuth):
		help := "Look at the connection under Settings > Integrations."
		if errors.Is(err, auth.ErrSignIn) {
			help = "Sign in to the connection under Settings > Integrations."
		}
		return failure("refused", "", "The authentication for "+t.hop.host+" could not be made: "+noAuth.Error()+". Nothing was sent.", help)
	case errors.Is(err, errTooLarge):
		return failure("value", "", fmt.Sprintf("%s answered with more than %s.", t.where(), size(t.call.MaxBody)),
			"Ask for less, page by page, or raise the limit.")
	case errors.Is(err, errTooDeep):
		return failure("value", "", t.where()+" answered with JSON that nests too deep to be read.", "Read the answer as text.")
	case errors.As(err, &notJSON):
		what := notJSON.mediaType
		if what == "" {
			what = "something that has no type"
		}
		return failure("value", "", fmt.Sprintf("%s answered with %s, not with JSON: %s", t.where(), what, notJSON.head),
			"Read the answer as text, or look at the address.")
	}
	return t.network(ctx, err)
}

func (t *try) network(ctx context.Context, err error) *node.Failure {
	var (
		closedTo *guardError
		dns      *net.DNSError
		timeout  interface{ Timeout() bool }
	)
	text := err.Error()
	switch {
	case ctx.Err() != nil && errors.Is(ctx.Err(), context.Canceled):
		return failure("cancelled", "", "The call to "+t.where()+" was cancelled.", "")
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &timeout) && timeout.Timeout():
		what := " did not answer within "
		if t.begun {
			what = " did not finish its answer within "
		}
		after := min(t.call.Timeout, time.Since(t.start).Round(time.Second/10)) // a dial may give up before
		return failure("timeout", "", fmt.Sprintf("%s%s%g s.", t.where(), what, after.Seconds()), "Try again, or give the node more time.")
	case errors.As(err, &closedTo):
		return failure("refused", t.hop.host, fmt.Sprintf("%s is at %s, which is no public address. Nothing was sent.", t.hop.host, closedTo.addr),
			"If that is meant, let an environment map the host to it.")
	case errors.As(err, &dns):
		if dns.IsNotFound {
			return failure("network", "", "No host named "+dns.Name+" can be found.", "Look whether this machine is online, and whether the name is right.")
		}
		return failure("network", "", "The name "+dns.Name+" could not be looked up.", "Look whether this machine is online.")
	case errors.Is(err, syscall.ECONNREFUSED):
		if t.hop.to != nil {
			return failure("network", "", "Nothing listens at "+t.hop.to.origin()+", where "+t.hop.host+" is mapped to.", "Start the server there, or change the mapping.")
		}
		return failure("network", "", t.where()+" refused the connection.", "Look at the address and the port.")
	case errors.Is(err, errDamaged):
		return failure("network", "", "The answer of "+t.where()+" is damaged: it cannot be unpacked.", "Try again.")
	case strings.Contains(text, "response headers exceeded"), strings.Contains(text, "header list larger"):
		return failure("value", "", fmt.Sprintf("%s answered with more than %s of headers.", t.where(), size(MaxHeaders)), "Ask its maker.")
	case t.begun && (errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, syscall.ECONNRESET)):
		return failure("network", "", "The answer of "+t.where()+" was cut off.", "Try again.")
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE),
		strings.Contains(text, "server closed idle connection"):
		return failure("network", "", t.where()+" closed the connection without an answer.", "Try again.")
	case strings.Contains(text, "transport connection broken"), strings.Contains(text, "malformed"), strings.Contains(text, "invalid byte in chunk"):
		return failure("network", "", t.where()+" answered with something that is not HTTP.", "Look at the address and the port.")
	}
	if f := t.certificate(err); f != nil {
		return f
	}
	return failure("network", "", "The call to "+t.where()+" failed: "+head(text)+".", "Try again.")
}

func (t *try) certificate(err error) *node.Failure {
	var (
		record  tls.RecordHeaderError
		name    x509.HostnameError
		unknown x509.UnknownAuthorityError
		invalid x509.CertificateInvalidError
		verify  *tls.CertificateVerificationError
		alert   tls.AlertError
	)
	why := ""
	switch {
	case errors.As(err, &record), errors.Is(err, http.ErrSchemeMismatch):
		return failure("network", "", t.where()+" does not speak https.", "Look at the port.")
	case errors.As(err, &name):
		why = "it belongs to another host"
	case errors.As(err, &unknown):
		why = "nobody known has signed it"
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		why = "it has expired, or this machine's clock is off"
	case errors.As(err, &verify):
		why = "it is not valid"
	case errors.As(err, &alert):
		return failure("network", "", t.where()+" refused a secure connection.", "Ask its maker which versions of TLS it takes.")
	default:
		return nil
	}
	return failure("network", "", "The certificate of "+t.where()+" cannot be trusted: "+why+". Nothing was sent.", "Ask its maker.")
}

// where names the host that the flow is calling now.
func (t *try) where() string {
	if t.hop == nil {
		return "the host"
	}
	return t.hop.host
}

func size(n int64) string {
	switch {
	case n >= 1<<20:
		return fmt.Sprintf("%d MB", n>>20)
	case n >= 1<<10:
		return fmt.Sprintf("%d KB", n>>10)
	}
	return fmt.Sprintf("%d bytes", n)
}
