package expr

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/itchyny/gojq"
)

// noField says that a value that is no object was asked for a field.
func noField(name string, v any) error {
	text := fmt.Sprintf("%s has no field “%s”", nouns[gojq.TypeOf(v)], name)
	switch v := v.(type) {
	case []any:
		if isCount(name) {
			return errors.New(text + "; write “| length” for the number of its items")
		}
		return fmt.Errorf("%s; choose an item, as in “[0].%s”, or all of them, as in “[.[] | .%s]”", text, name, name)
	case string:
		if name == "length" {
			return errors.New(text + "; write “| length” for the number of its characters")
		}
		return errors.New(text + ": it is " + gojq.Preview(v) + fromJSON(v))
	}
	return errors.New(text + ": it is " + gojq.Preview(v))
}

// noItem says that a value that is neither list nor text was asked for an item.
func noItem(i int, v any) error {
	if _, ok := v.(map[string]any); ok {
		return fmt.Errorf("an object has no item [%d]; name a field of it, as in “.name”: it is %s", i, gojq.Preview(v))
	}
	return fmt.Errorf("%s has no item [%d]: it is %s", nouns[gojq.TypeOf(v)], i, gojq.Preview(v))
}

// isCount tells the names that other languages have for the number of a list's items.
func isCount(name string) bool {
	switch strings.ToLower(name) {
	case "length", "count", "size", "len", "total":
		return true
	}
	return false
}

func fromJSON(text string) string {
	if t := strings.TrimSpace(text); strings.HasPrefix(t, "{") || strings.HasPrefix(t, "[") {
		return "; write “| fromjson” before it to read it as JSON"
	}
	return ""
}

var nouns = map[string]string{"array": "a list", "object": "an object", "string": "a text", "number": "a number", "boolean": "true or false", "null": "null"}

// A fault is one of gojq's errors: what it says, and how it is said to a person. The
// parts of its pattern are given to say as they stand; those with a type become nouns.
type fault struct {
	pattern *regexp.Regexp
	say     func(part []string) string
}

const (
	aType  = `(array|object|string|number|boolean|null)`
	aValue = `(?: \((.*)\))?`
)

func faultOf(pattern string, say func(part []string) string) fault {
	pattern = strings.NewReplacer("TYPE", aType+aValue).Replace(pattern)
	return fault{regexp.MustCompile(`(?s)^` + pattern + `$`), say}
}

var faults = []fault{
	faultOf(`expected an object but got: TYPE`, func(p []string) string {
		text := nouns[p[1]] + " has no fields" + it(p[2])
		switch p[1] {
		case "array":
			return text + "; choose an item, as in “.[0].name”, go through all, as in “[.[] | .name]”, or write “| length” for their number"
		case "string":
			return text + fromJSON(unquoted(p[2]))
		}
		return text
	}),
	faultOf(`expected an array but got: TYPE`, func(p []string) string {
		text := nouns[p[1]] + " has no items" + it(p[2])
		if p[1] == "object" {
			text += "; name a field of it, as in “.name”"
		}
		return text
	}),
	faultOf(`cannot iterate over: TYPE`, func(p []string) string {
		text := nouns[p[1]] + " has nothing to go through with “[]”" + it(p[2])
		if p[1] == "null" {
			return text + "; write “[]?” where it may be missing"
		}
		return text + fromJSON(unquoted(p[2]))
	}),
	faultOf(`expected a number for indexing an array but got: TYPE`, func(p []string) string {
		return "an item of a list is chosen by its number, not by " + nouns[p[1]] + it(p[2])
	}),
	faultOf(`expected a string for object key but got: TYPE`, func(p []string) string {
		text := "a field is named by a text, not by " + nouns[p[1]] + it(p[2])
		if p[1] == "number" {
			text += "; write “| tostring” behind it"
		}
		return text
	}),
	faultOf(`cannot (add|subtract|multiply|divide|modulo): TYPE and TYPE`, func(p []string) string {
		text := fmt.Sprintf("cannot %s %s and %s: they are %s and %s", p[1], nouns[p[2]], nouns[p[4]], shown(p[2], p[3]), shown(p[4], p[5]))
		if p[1] == "divide" || p[1] == "modulo" {
			text = fmt.Sprintf("cannot divide %s by %s: they are %s and %s", nouns[p[2]], nouns[p[4]], shown(p[2], p[3]), shown(p[4], p[5]))
		}
		mixed := p[2] == "string" && p[4] == "number" || p[2] == "number" && p[4] == "string"
		switch {
		case mixed && p[1] == "add":
			text += "; write “| tostring” or “| tonumber” behind one of them"
		case mixed || p[2] == "string" && p[4] == "string" && p[1] != "divide":
			text += "; write “| tonumber” behind a text that is a number"
		}
		return text
	}),
	faultOf(`cannot (?:divide|modulo) TYPE by: TYPE`, func(p []string) string {
		return "cannot divide " + shown(p[1], p[2]) + " by 0"
	}),
	faultOf(`tonumber cannot be applied to (.*): invalid number`, func(p []string) string { return p[1] + " is no number" }),
	faultOf(`fromjson cannot be applied to (.*): .*`, func(p []string) string { return "this text is no JSON: " + p[1] }),
	faultOf(`length cannot be applied to: TYPE`, func(p []string) string { return nouns[p[1]] + " has no length" + it(p[2]) }),
	faultOf(`keys cannot be applied to: TYPE`, func(p []string) string {
		return nouns[p[1]] + " has no keys" + it(p[2])
	}),
	faultOf(`([@a-z0-9_]+)(?:\(.*\))? cannot be applied to: TYPE`, func(p []string) string {
		text := "“" + p[1] + "” does not work on " + nouns[p[2]] + it(p[3])
		if takesText[p[1]] && p[2] != "null" {
			text += "; write “| tostring” before it"
		} else if takesText[p[1]] {
			text += `; write “// ""” before it where the value may be missing`
		}
		return text
	}),
}

// takesText are the functions that people use on numbers or nothing by mistake.
var takesText = map[string]bool{"ascii_downcase": true, "ascii_upcase": true, "startswith": true, "endswith": true, "ltrimstr": true, "rtrimstr": true,
	"split": true, "test": true, "match": true, "trim": true, "ltrim": true, "rtrim": true, "explode": true, "gsub": true, "sub": true, "capture": true, "scan": true}

// plain puts an error of gojq in words for people; one that is not known stays as it is.
func plain(text string) string {
	for _, f := range faults {
		if p := f.pattern.FindStringSubmatch(text); p != nil {
			return f.say(p)
		}
	}
	return text
}

// it shows the value that was met, where it says more than its type.
func it(value string) string {
	if value == "" {
		return ""
	}
	return ": it is " + value
}

func shown(kind, value string) string {
	if value == "" {
		return kind
	}
	return value
}

func unquoted(text string) string {
	if s, err := strconv.Unquote(text); err == nil {
		return s
	}
	return strings.Trim(text, `"`)
}
