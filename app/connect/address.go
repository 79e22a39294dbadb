package connect

import (
	"net/url"
	"strings"

	"fyne.io/fyne/v2"

	"flowbench/app/kit"
)

// address edits what a test of an API of one's own calls: an address at one of its hosts.
type address struct {
	e     *editor
	entry *kit.Entry
	field *kit.Field
	typed bool
}

func newAddress(e *editor, at string) *address {
	a := &address{e: e, entry: kit.NewEntry(1)}
	a.entry.TextStyle.Monospace = true
	a.entry.Put(at)
	a.entry.OnChanged = func(string) { e.changed() }
	a.entry.OnBlur = func() { a.typed = true; e.changed() }
	a.entry.OnSubmitted = func(string) { e.form.submit() }
	a.field = kit.NewField("Address to test with", "What Test Connection calls, by GET, to see whether the account is known: one that only reads. Without it the first host is called.", false, a.entry)
	e.form.follow(a.entry)
	return a
}

// value is the address as it is kept: whole, or "" for the first host.
func (a *address) value() string {
	text := strings.TrimSpace(a.entry.Text)
	if text != "" && !strings.Contains(text, "://") {
		text = "https://" + text
	}
	return text
}

// hint shows what is called without an address.
func (a *address) hint(hosts []string) {
	hint := firstAddress(hosts)
	if hint == "" {
		hint = "https://api.example.com/"
	}
	if a.entry.PlaceHolder != hint {
		a.entry.SetPlaceHolder(hint)
	}
}

// judge says what is wrong, and returns where the cursor goes for it.
func (a *address) judge(hosts []string, all bool) fyne.Focusable {
	a.hint(hosts)
	text := a.fault(hosts)
	if text == "" || !all && !a.typed {
		a.field.SetProblem("", kit.Bad)
	} else {
		a.field.SetProblem(text, kit.Bad)
	}
	if text == "" {
		return nil
	}
	return a.entry
}

func (a *address) fault(hosts []string) string {
	text := a.value()
	if text == "" {
		return ""
	}
	u, err := url.Parse(text)
	if err != nil || u.Host == "" || strings.ContainsAny(text, " \t\n") {
		return "Enter a whole address, such as https://api.example.com/v1/me."
	}
	at, err := a.e.card.host.Origin(u.Scheme + "://" + u.Host)
	if err != nil {
		return "Enter an address that begins with https:// and one of the hosts above."
	}
	for _, h := range hosts {
		if below, wild := strings.CutPrefix(h, "https://*."); h == at || wild && strings.HasSuffix(at, "."+below) {
			return ""
		}
	}
	return "This is at none of the hosts above, so the account would not be sent there."
}

// firstAddress is what a test calls where no address was given.
func firstAddress(hosts []string) string {
	if len(hosts) == 0 || hosts[0] == "" {
		return ""
	}
	return strings.Replace(hosts[0], "*.", "", 1) + "/"
}
