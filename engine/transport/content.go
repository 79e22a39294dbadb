package transport

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"mime"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
	"golang.org/x/text/encoding/htmlindex"

	"flowbench/engine/expr"
)

// content is a body as it was understood.
type content struct {
	value  any    // JSON decoded, text, nil
	json   []byte // what to record: JSON in the strict sense that events are written in
	record string // or text
	note   string
}

var errTooDeep = fmt.Errorf("the answer is JSON that nests deeper than %d", expr.MaxDepth)

// A notJSONError is an answer that was to be JSON.
type notJSONError struct {
	mediaType string
	head      string
}

func (e *notJSONError) Error() string { return "the answer is not JSON" }

// understand makes a value of a body, going by its type and by how it is to be read.
func understand(raw []byte, contentType, reads string) (content, error) {
	mediaType, params := parseType(contentType)
	if len(raw) == 0 || reads == Empty {
		return content{}, nil
	}
	asText := func() content {
		text, ok := decodeText(raw, mediaType, params["charset"])
		if ok {
			return content{value: text, record: text}
		}
		text = base64.StdEncoding.EncodeToString(raw)
		return content{value: text, record: text, note: fmt.Sprintf("The answer is binary, %d bytes; it stands here as base64.", len(raw))}
	}
	guess := mediaType == "" && (raw[0] == '{' || raw[0] == '[')
	if reads == Text || reads != JSON && !isJSON(mediaType) && !guess {
		return asText(), nil
	}
	data := raw
	if !utf8.Valid(raw) || bytes.HasPrefix(raw, []byte("\xEF\xBB\xBF")) {
		text, _ := decodeText(raw, "text/plain", params["charset"])
		data = []byte(text)
	}
	if len(bytes.TrimSpace(data)) == 0 {
		return content{}, nil
	}
	v, unique, err := expr.DecodeUnique(data)
	switch {
	case err == nil && unique && !halfPair(data):
		return content{value: v, json: data}, nil
	case err == nil:
		return content{value: v, record: string(data)}, nil
	}
	if tooDeep(data) {
		return content{record: string(data)}, errTooDeep
	}
	c := asText()
	switch {
	case reads == JSON:
		return c, &notJSONError{mediaType, head(c.record)}
	case !guess:
		c.note = fmt.Sprintf("The answer says it is %s, and is not: %v.", mediaType, err)
	}
	return c, nil
}

// halfPair reports whether half a surrogate pair stands escaped in valid JSON.
func halfPair(data []byte) bool {
	return (bytes.Contains(data, []byte(`\ud`)) || bytes.Contains(data, []byte(`\uD`))) && !jsontext.Value(data).IsValid()
}

func parseType(contentType string) (string, map[string]string) {
	t, params, err := mime.ParseMediaType(contentType)
	if err != nil && !errors.Is(err, mime.ErrInvalidMediaParameter) {
		t, _, _ = strings.Cut(contentType, ";")
		t = strings.ToLower(strings.TrimSpace(t))
	}
	return t, params
}

func isJSON(mediaType string) bool {
	return mediaType == "application/json" || mediaType == "text/json" || strings.HasSuffix(mediaType, "+json")
}

func isText(mediaType string) bool {
	return strings.HasPrefix(mediaType, "text/") || strings.HasSuffix(mediaType, "+xml") || isJSON(mediaType) ||
		mediaType == "application/xml" || mediaType == "application/javascript" || mediaType == "application/x-www-form-urlencoded"
}

var marks = []struct{ bytes, charset string }{
	{"\xEF\xBB\xBF", "utf-8"}, {"\xFE\xFF", "utf-16be"}, {"\xFF\xFE", "utf-16le"},
}

// decodeText makes UTF-8 of text in a charset. It is false for what is no text.
func decodeText(raw []byte, mediaType, charset string) (string, bool) {
	for _, m := range marks {
		if rest, ok := bytes.CutPrefix(raw, []byte(m.bytes)); ok {
			raw, charset = rest, m.charset
			break
		}
	}
	if charset == "" || strings.EqualFold(charset, "utf-8") {
		if utf8.Valid(raw) {
			return string(raw), isText(mediaType) || bytes.IndexByte(raw, 0) < 0
		}
		if charset = "windows-1252"; !isText(mediaType) {
			return "", false
		}
	}
	if e, err := htmlindex.Get(charset); err == nil {
		if b, err := e.NewDecoder().Bytes(raw); err == nil {
			return string(b), true
		}
	}
	return strings.ToValidUTF8(string(raw), "\uFFFD"), isText(mediaType)
}

// tooDeep reports whether JSON nests deeper than may be.
func tooDeep(data []byte) bool {
	d := jsontext.NewDecoder(bytes.NewBuffer(data), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	for d.StackDepth() <= expr.MaxDepth {
		if _, err := d.ReadToken(); err != nil {
			return false
		}
	}
	return true
}

func head(text string) string {
	return short(strings.Join(strings.Fields(text[:min(len(text), 400)]), " "))
}
