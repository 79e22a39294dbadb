package debug

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"flowbench/app/kit"
	"flowbench/engine/event"
)

// A page is what one tab of a step's detail shows: lines before a body, and the body.
type page struct {
	lead []kit.Part
	body *event.Value // nil: there is none
	text bool         // the body is a text, not JSON
	note string       // said at the right of the tabs
	bad  bool
	file string // what the body is called when it is saved
}

// The tabs of a step's detail.
const (
	requestTab  = "Request"
	responseTab = "Response"
	outputTab   = "Output"
	logTab      = "Log"
	settingsTab = "Settings"
	timingTab   = "Timing"
)

// pagesOf are the tabs that have something to show for a step.
func pagesOf(s *Step) []string {
	var tabs []string
	add := func(name string, has bool) {
		if has {
			tabs = append(tabs, name)
		}
	}
	answered := false
	for _, c := range s.Calls {
		answered = answered || c.Got != nil || c.Status > 0
	}
	add(requestTab, len(s.Calls) > 0)
	add(responseTab, answered)
	add(outputTab, s.Output != nil)
	add(logTab, len(s.Logs) > 0 || len(s.Warnings) > 0)
	add(settingsTab, s.Input != nil && len(s.Calls) == 0)
	add(timingTab, s.Status != "" && s.Status != event.Skipped || len(s.Calls) > 0)
	return tabs
}

// opensOn is the tab that tells most about a step.
func opensOn(s *Step, tabs []string) string {
	for _, want := range []string{responseTab, requestTab, logTab, outputTab, settingsTab} {
		for _, tab := range tabs {
			if tab == want {
				return tab
			}
		}
	}
	if len(tabs) > 0 {
		return tabs[0]
	}
	return ""
}

func pageOf(t *Trace, s *Step, call int, tab string) page {
	switch tab {
	case requestTab:
		return request(&s.Calls[call])
	case responseTab:
		return response(&s.Calls[call])
	case outputTab:
		p := page{body: s.Output, file: s.Path + " output"}
		if s.Records != nil {
			p.note = plural(*s.Records, "record")
		}
		return p
	case logTab:
		return logs(t, s)
	case settingsTab:
		return page{body: s.Input, file: s.Path + " settings"}
	}
	return timing(s)
}

func request(c *event.Exchange) page {
	p := page{lead: []kit.Part{{Name: c.Method, Text: c.URL, Note: attempt(c)}}, body: c.Sent.Body, file: "request"}
	if c.Mapped != "" {
		p.lead = append(p.lead, kit.Part{Name: "sent to", Text: c.Mapped, Note: "host mapping"})
	}
	p.lead = append(p.lead, query(c.URL)...)
	p.lead = append(p.lead, headers(c.Sent.Headers)...)
	p.text = isText(c.Sent)
	if c.Sent.Body == nil {
		p.lead = append(p.lead, kit.Part{Name: "body", Text: "empty"})
	} else {
		p.note = Size(sizeOf(&c.Sent))
	}
	return p
}

func response(c *event.Exchange) page {
	p := page{bad: c.Status >= 400 || c.Error != "", file: "response"}
	if c.Error != "" {
		p.lead = append(p.lead, kit.Part{Text: c.Error, Bad: true})
	}
	if c.Status > 0 {
		p.note = strconv.Itoa(c.Status)
		if text := http.StatusText(c.Status); text != "" && c.Status >= 400 {
			p.lead = append(p.lead, kit.Part{Name: p.note, Text: text})
		}
	}
	if c.Got == nil {
		return p
	}
	p.lead = append(p.lead, headers(c.Got.Headers)...)
	p.body, p.text = c.Got.Body, isText(*c.Got)
	size := sizeOf(c.Got)
	if p.body == nil {
		p.lead = append(p.lead, kit.Part{Name: "body", Text: "empty"})
		p.note += " · empty"
	} else {
		p.note += " · " + Size(size)
	}
	p.note = strings.TrimPrefix(p.note, " · ")
	return p
}

// attempt says of a call that it is not the step's first, or not the step's own.
func attempt(c *event.Exchange) string {
	switch {
	case c.Purpose != "":
		return c.Purpose + " request"
	case c.Attempt > 1:
		return fmt.Sprintf("try %d", c.Attempt)
	}
	return ""
}

// query are the parameters of a URL, which seldom fit on its line, in their order.
func query(address string) []kit.Part {
	_, text, found := strings.Cut(address, "?")
	text, _, _ = strings.Cut(text, "#")
	if !found || text == "" {
		return nil
	}
	var parts []kit.Part
	for pair := range strings.SplitSeq(text, "&") {
		name, value, _ := strings.Cut(pair, "=")
		parts = append(parts, kit.Part{Name: unescaped(name), Text: unescaped(value)})
	}
	return []kit.Part{{Name: "query", Text: strconv.Itoa(len(parts)), Parts: parts, Open: len(parts) <= 8}}
}

func unescaped(s string) string {
	if plain, err := url.QueryUnescape(s); err == nil {
		return plain
	}
	return s
}

func headers(list []event.Header) []kit.Part {
	if len(list) == 0 {
		return nil
	}
	parts := make([]kit.Part, len(list))
	for i, h := range list {
		parts[i] = kit.Part{Name: h.Name, Text: h.Value}
	}
	return []kit.Part{{Name: "headers", Text: strconv.Itoa(len(list)), Parts: parts}}
}

// isText reports whether a body is a text that stands in the record as a JSON string.
func isText(m event.Message) bool {
	return m.Body != nil && !strings.Contains(m.Type, "json") &&
		(m.Body.Ref != "" && strings.HasPrefix(m.Body.Head, `"`) || len(m.Body.Value) > 0 && m.Body.Value[0] == '"')
}

func sizeOf(m *event.Message) int {
	switch {
	case m.Size > 0:
		return m.Size
	case m.Body == nil:
		return 0
	case m.Body.Ref != "":
		return m.Body.Size
	}
	return len(m.Body.Value)
}

func logs(t *Trace, s *Step) page {
	var p page
	for _, w := range s.Warnings {
		p.lead = append(p.lead, kit.Part{Name: "warning", Text: w})
	}
	if len(s.Logs) == 1 && len(p.lead) == 0 { // one value has the page to itself
		l := s.Logs[0]
		p.note, p.body, p.file = l.Label, l.Value, "log"
		return p
	}
	for i, l := range s.Logs {
		name := l.Label
		if name == "" {
			name = strconv.Itoa(i + 1)
		}
		part := kit.Part{Name: name, Note: "after " + Duration(t.offset(l.At))}
		switch {
		case l.Value == nil:
		case l.Value.Ref != "":
			part.Text, part.Note = Brief(l.Value), Size(l.Value.Size)
		default:
			part.Value = l.Value.Value
		}
		p.lead = append(p.lead, part)
	}
	return p
}

func timing(s *Step) page {
	p := page{lead: []kit.Part{{Name: "began", Text: "after " + Duration(s.Offset)}}}
	if s.Status != "" {
		p.lead = append(p.lead, kit.Part{Name: "took", Text: Duration(s.MS)})
	}
	for i, c := range s.Calls {
		text := Duration(c.MS)
		if c.Status > 0 {
			text = strconv.Itoa(c.Status) + " · " + text
		}
		part := kit.Part{Name: callName(s, i), Text: text, Open: true}
		if c.Waited > 0 {
			part.Parts = append(part.Parts,
				kit.Part{Name: "until the first byte", Text: Duration(c.Waited)},
				kit.Part{Name: "reading the rest", Text: Duration(max(0, c.MS-c.Waited))})
		}
		for _, hop := range c.Hops {
			part.Parts = append(part.Parts, kit.Part{Name: "redirected to", Text: hop})
		}
		if c.Error != "" {
			part.Parts = append(part.Parts, kit.Part{Text: c.Error, Bad: true})
		}
		p.lead = append(p.lead, part)
	}
	return p
}

// callName is what a step's call is called, among its others.
func callName(s *Step, i int) string {
	c := s.Calls[i]
	switch {
	case c.Purpose != "":
		return c.Purpose + " request"
	case len(s.Calls) == 1:
		return "call"
	case c.Attempt > 0:
		return fmt.Sprintf("try %d", c.Attempt)
	}
	return fmt.Sprintf("call %d", i+1)
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return strconv.Itoa(n) + " " + noun + "s"
}

// plain is a page as text: what Copy gives, and how a body is shown that is no tree.
func (p page) plain(body string) string {
	var b strings.Builder
	var write func(parts []kit.Part, in string)
	write = func(parts []kit.Part, in string) {
		for _, part := range parts {
			text := part.Text
			if len(part.Value) > 0 {
				text = string(part.Value)
			}
			switch {
			case part.Name == "query": // the URL has it
				continue
			case part.Name == "headers":
				write(part.Parts, in)
				continue
			case part.Name == strings.ToUpper(part.Name): // the method
				text = strings.TrimSpace(part.Name + " " + text)
			default:
				text = part.Name + ": " + text
			}
			b.WriteString(in + text + "\n")
			write(part.Parts, in+"  ")
		}
	}
	write(p.lead, "")
	if b.Len() > 0 && body != "" {
		b.WriteString("\n")
	}
	b.WriteString(body)
	return b.String()
}

// bodyText is a body as text: JSON laid out, a text without its quotes.
func bodyText(raw jsontext.Value, text bool) string {
	if text && len(raw) > 0 && raw[0] == '"' {
		if b, err := jsontext.AppendUnquote(nil, raw); err == nil {
			return string(b)
		}
	}
	v := raw.Clone()
	if v.Indent(jsontext.WithIndent("  ")) != nil {
		return string(raw)
	}
	return string(v)
}
