package connect

import (
	"strconv"
	"strings"
	"time"

	"flowbench/app/kit"
)

// A state is a word about a connection, in a colour and with a shape.
type state struct {
	icon string
	role kit.Role
	text string
}

// use says whether a connection can be used.
func use(c Connection) state {
	switch {
	case c.Fault != "":
		return state{"warning", kit.Bad, "Needs to be entered again"}
	case c.Disabled:
		return state{"disable", kit.Muted, "Disabled"}
	}
	return state{"dot", kit.Good, "Active"}
}

// tested says what the last test came to.
func tested(c Connection, now time.Time) state {
	t := c.Tested
	if c.Fault != "" {
		return state{"warning", kit.Bad, c.Fault}
	}
	if t.At.IsZero() {
		return state{"help", kit.Caution, "Untested. Test it before a flow relies on it."}
	}
	when := ago(t.At, now)
	if t.In != "" {
		when += " in " + t.In
	}
	s := state{"check", kit.Good, "Tested " + when}
	if !t.OK {
		s = state{"cross", kit.Bad, "Failed " + when}
	}
	if t.Said != "" {
		s.text += ": " + t.Said
	}
	return s
}

// ago says how long before now something was.
func ago(at, now time.Time) string {
	d := now.Sub(at)
	switch {
	case d < time.Minute:
		return "just now"
	case d < time.Hour:
		return plural(int(d.Minutes()), "minute") + " ago"
	case d < 24*time.Hour:
		return plural(int(d.Hours()), "hour") + " ago"
	case d < 30*24*time.Hour:
		return plural(int(d.Hours()/24), "day") + " ago"
	}
	return "on " + day(at)
}

func day(at time.Time) string { return at.Format("2 January 2006") }

// left says how long something still lasts.
func left(d time.Duration) string {
	switch s := int(d.Round(time.Second).Seconds()); {
	case s < 120:
		return strconv.Itoa(max(0, s)) + " s"
	case s < 7200:
		return strconv.Itoa(s/60) + " min"
	default:
		return plural(s/3600, "hour")
	}
}

func plural(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return strconv.Itoa(n) + " " + noun
}

// usedBy says in one line who uses a connection.
func usedBy(flows []string) string {
	switch n := len(flows); {
	case n == 0:
		return "Used by no flow yet"
	case n > 3:
		return "Used by " + plural(n, "flow") + ": " + strings.Join(flows[:3], ", ") + " and " + strconv.Itoa(n-3) + " more"
	default:
		return "Used by " + plural(n, "flow") + ": " + strings.Join(flows, ", ")
	}
}

// plain is a text of the documentation without its marks.
func plain(s string) string {
	return strings.Join(strings.Fields(strings.NewReplacer("`", "", "**", "").Replace(s)), " ")
}
