package kinds

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"flowbench/engine/flow"
)

// FromCurl reads a curl command as the settings of an API node. Notes are sentences for a
// person: what of the command the node does not have, passwords among it.
func FromCurl(text string) (config flow.Config, notes []string, err error) {
	words, vars, err := curlWords(text)
	if err != nil {
		return nil, nil, err
	}
	c, err := readCurl(words)
	if err != nil {
		return nil, nil, err
	}
	at, err := c.address()
	if err != nil {
		return nil, nil, err
	}
	if vars != nil {
		c.say("A variable of the shell stands as a config variable: " + strings.Join(vars, ", ") + ".")
	}
	as, body := c.body()
	if c.get {
		if data := strings.Join(c.parts, "&"); data != "" {
			mark := "?"
			if strings.Contains(at, "?") {
				mark = "&"
			}
			at += mark + data
		}
		body = nil
	}
	method := c.verb()
	if body != nil && (method == "GET" || method == "DELETE") {
		c.say(method + " sends no body here: it was left out.")
		body = nil
	}
	if c.dropped != nil {
		c.say("Flowbench sets these headers itself: " + strings.Join(c.dropped, ", ") + ".")
	}
	config = requestConfig(method, at, c.rows, as, body)
	if c.timeout != nil {
		config = append(config, flow.Setting{Name: "timeout", Value: c.timeout})
	}
	return config, c.notes, nil
}

// A curlRequest is what the options of a curl command add up to.
type curlRequest struct {
	method  string
	urls    []string
	rows    []headerRow
	parts   []string // of the body, in their order
	sends   bool     // something, be it a file
	asJSON  bool
	fields  flow.Config // of a form
	get     bool
	timeout flow.Value
	dropped []string // headers
	notes   []string
}

func (c *curlRequest) say(note string) {
	if note != "" && !slices.Contains(c.notes, note) {
		c.notes = append(c.notes, note)
	}
}

// set gives a header a value, and takes the place of one that is there.
func (c *curlRequest) set(name, value string) {
	for i, r := range c.rows {
		if strings.EqualFold(r.Name, name) {
			c.rows[i].Value = value
			return
		}
	}
	c.rows = append(c.rows, headerRow{name, value})
}

func (c *curlRequest) value(name string) string {
	for _, r := range c.rows {
		if strings.EqualFold(r.Name, name) {
			return r.Value
		}
	}
	return ""
}

// Headers that belong to the connection or to how the body is sent.
var setByUs = []string{"host", "content-length", "connection", "accept-encoding", "transfer-encoding"}

func (c *curlRequest) header(line string) {
	name, value, ok := strings.Cut(line, ":")
	empty := false
	if !ok {
		name, empty = strings.CutSuffix(line, ";") // so curl sends one without a value
	}
	name, value = strings.TrimSpace(name), strings.TrimSpace(value)
	switch {
	case strings.HasPrefix(line, "@"):
		c.say("The headers in the file " + line[1:] + " were not read.")
	case ok && value == "" || !ok && !empty || name == "":
		// "Accept:" keeps curl from sending its own; ":authority" is how browsers note the address
	case slices.Contains(setByUs, strings.ToLower(name)):
		c.dropped = append(c.dropped, name)
	default:
		c.rows = append(c.rows, headerRow{name, value})
	}
}

func (c *curlRequest) cookie(v string) {
	if !strings.Contains(v, "=") {
		c.say("The cookies in the file " + v + " were not read.")
		return
	}
	if had := c.value("Cookie"); had != "" {
		v = had + "; " + v
	}
	c.set("Cookie", v)
}

func (c *curlRequest) data(v string) {
	c.sends = true
	if file, ok := strings.CutPrefix(v, "@"); ok {
		c.say(fileBody(file))
		return
	}
	c.parts = append(c.parts, v)
}

func fileBody(file string) string {
	if file == "-" {
		return "The body comes from another command: put it into Body."
	}
	return "The file " + file + " was not read: put its text into Body."
}

// encoded is --data-urlencode: "content", "=content", "name=content", "@file", "name@file".
func (c *curlRequest) encoded(v string) {
	c.sends = true
	name, content, ok := strings.Cut(v, "=")
	if !ok {
		if name, file, ok := strings.Cut(v, "@"); ok {
			c.say("The file " + file + " was not read: put its text into the body" + strings.TrimRight(" as "+name, " as") + ".")
			return
		}
		name, content = "", v
	}
	content = escaped(content)
	if name != "" {
		content = name + "=" + content
	}
	c.parts = append(c.parts, content)
}

func (c *curlRequest) raw(v string) {
	c.sends = true
	c.parts = append(c.parts, v)
}

func (c *curlRequest) json(v string) {
	c.asJSON = true
	c.data(v)
	if c.value("Accept") == "" {
		c.set("Accept", "application/json")
	}
}

func (c *curlRequest) field(v string) {
	c.sends = true
	name, value, _ := strings.Cut(v, "=")
	if strings.HasPrefix(value, "@") || strings.HasPrefix(value, "<") {
		file, _, _ := strings.Cut(value[1:], ";")
		c.say("The file " + file + " of the form's field " + name + " was left out: an API node sends no files.")
		return
	}
	for _, tail := range []string{";type=", ";filename=", ";headers="} {
		value, _, _ = strings.Cut(value, tail)
	}
	c.plainField(name + "=" + strings.Trim(value, `"`))
}

func (c *curlRequest) plainField(v string) {
	c.sends = true
	name, value, _ := strings.Cut(v, "=")
	c.say("The form is sent URL-encoded, not as multipart.")
	c.fields = append(c.fields, flow.Setting{Name: name, Value: flow.Of(value)})
}

func (c *curlRequest) user(v string) {
	name, _, has := strings.Cut(v, ":")
	if !has {
		c.say("The user “" + name + "” was left out: keep user and password in a connection.")
		return
	}
	c.say("The password of “" + name + "” was left out: keep user and password in a connection.")
}

func (c *curlRequest) maxTime(v string) {
	seconds, err := strconv.ParseFloat(v, 64)
	if err != nil {
		c.say("The longest time “" + v + "” is no number of seconds and was left out.")
		return
	}
	if within := min(max(seconds, *leastTime), *mostTime); within != seconds {
		c.say(fmt.Sprintf("A node waits %v to %v seconds: the longest time is %v instead of %s.", *leastTime, *mostTime, within, v))
		seconds = within
	}
	c.timeout = flow.Of(seconds)
}

func (c *curlRequest) upload(v string) {
	if c.method == "" {
		c.method = "PUT"
	}
	c.say(fileBody(v))
}

var userInURL = regexp.MustCompile(`^([a-z]+://)[^/?#@]*@`)

// address is the URL that the command calls.
func (c *curlRequest) address() (string, error) {
	i := slices.IndexFunc(c.urls, isAddress)
	if i < 0 {
		return "", errors.New("the command has no address: write one such as https://api.example.com/path")
	}
	at := c.urls[i]
	for j, other := range c.urls {
		if j != i {
			c.say("“" + other + "” was left out: one node makes one call.")
		}
	}
	if userInURL.MatchString(at) {
		at = userInURL.ReplaceAllString(at, "$1")
		c.say("User and password in the address were left out: keep them in a connection.")
	}
	if !strings.Contains(at, "://") && !strings.HasPrefix(at, "{{") {
		at = "https://" + at
	}
	return at, nil
}

var hostLike = regexp.MustCompile(`^(?:\{\{|[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+(?:[:/?#]|$)|localhost(?:[:/?#]|$))`)

func isAddress(s string) bool {
	return strings.HasPrefix(s, "http://") || strings.HasPrefix(s, "https://") || hostLike.MatchString(s)
}

// verb is the method of the call.
func (c *curlRequest) verb() string {
	switch {
	case c.method == "HEAD":
		c.say("HEAD became GET: an API node reads the answer.")
		return "GET"
	case c.method != "":
		return c.method
	case !c.get && c.sends:
		return "POST"
	}
	return "GET"
}
