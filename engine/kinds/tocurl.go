package kinds

import (
	"cmp"
	"fmt"
	"strings"
	"unicode"

	"mvdan.cc/sh/v3/syntax"

	"flowbench/engine/auth"
	"flowbench/engine/event"
)

// ToCurl writes a request that was sent as a curl command for a POSIX shell. Where
// authentication put something in, which nobody recorded, stands the shell's variable
// $API_KEY; where it did twice, $API_KEY_2 too. The body is given as it was sent, for it
// may be kept apart from the record.
func ToCurl(x event.Exchange, body string) string {
	w := curlWriter{}
	at := cmp.Or(x.Mapped, x.URL)
	address := w.quote(at)
	if x.Mapped != "" { // it went to a server that somebody chose
		w.add("-H", "Host: "+hostOf(x.URL))
	}
	if strings.ContainsAny(at, "[]{}") {
		w.flag("--globoff")
	}
	for _, h := range x.Sent.Headers {
		switch name := strings.ToLower(h.Name); {
		case name == "accept-encoding":
			w.flag("--compressed")
		case name == "accept" && h.Value == "*/*", name == "content-length": // curl's own
		case h.Value == "":
			w.add("-H", h.Name+";")
		default:
			w.add("-H", h.Name+": "+h.Value)
		}
	}
	if body != "" && !strings.Contains(body, "\x00") {
		w.add("--data-raw", body)
	}
	head := "curl "
	switch {
	case x.Method == "HEAD":
		head += "--head "
	case x.Method != "GET" || body != "":
		head += "-X " + w.quote(x.Method) + " "
	}
	text := head + address
	for _, line := range w.lines {
		text += " \\\n  " + line
	}
	if strings.Contains(body, "\x00") {
		text = "# The body is left out: it holds a zero byte, which no command line can.\n" + text
	}
	return text + "\n"
}

type curlWriter struct {
	lines []string
	keys  int // variables so far
}

func (w *curlWriter) flag(name string) { w.lines = append(w.lines, name) }

func (w *curlWriter) add(name, value string) { w.lines = append(w.lines, name+" "+w.quote(value)) }

// quote writes a text as one word. The shell puts variables where something is hidden.
func (w *curlWriter) quote(s string) string {
	parts := strings.Split(s, auth.Hidden)
	var b strings.Builder
	for i, p := range parts {
		if i > 0 {
			w.keys++
			if w.keys == 1 {
				b.WriteString(`"$API_KEY"`)
			} else {
				fmt.Fprintf(&b, `"$API_KEY_%d"`, w.keys)
			}
		}
		if p != "" || len(parts) == 1 {
			b.WriteString(shellWord(p))
		}
	}
	return b.String()
}

// shellWord quotes a text so that a shell takes it as it stands, also one that somebody
// types in: single quotes, in which nothing means anything. What a terminal might take
// for a key is written by its number.
func shellWord(s string) string {
	if s != "" && strings.Trim(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./:,@%+-") == "" {
		return s
	}
	if strings.ContainsFunc(s, func(r rune) bool { return r != '\n' && !unicode.IsPrint(r) }) {
		if q, err := syntax.Quote(s, syntax.LangBash); err == nil {
			return q
		}
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}
