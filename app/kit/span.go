package kit

import "net/url"

// A Span is a piece of running text of one look. A line break in it ends the line.
type Span struct {
	Text string
	Bold bool
	Code bool     // in the monospace face, on the code ground
	To   *url.URL // where it leads; spans of one link share it
}

// A bit is what stands of one span on one line.
type bit struct {
	span     int
	text     string
	apart    bool // a space stands before it
	ink      float32
	x, width float32 // in whole pixels: what begins between two is blurred
}

// end is where the bits of a line end.
func end(line []bit) float32 {
	if n := len(line); n > 0 {
		return line[n-1].x + line[n-1].width
	}
	return 0
}

// A setter lays spans out in lines, word by word. A word may be of several spans, as code
// with a comma behind it; it is broken only where it is wider than a line.
type setter struct {
	spans   []Span
	width   float32
	space   float32 // between words
	pad     float32 // beside code
	measure func(text string, s Span) float32

	lines [][]bit
	line  []bit
}

func (s *setter) set() [][]bit {
	var word []bit
	for i, span := range s.spans {
		for _, r := range span.Text {
			switch n := len(word); {
			case r == ' ' || r == '\t':
				s.put(word)
				word = nil
			case r == '\n':
				s.put(word)
				word = nil
				s.flush()
			case n > 0 && word[n-1].span == i:
				word[n-1].text += string(r)
			default:
				word = append(word, bit{span: i, text: string(r)})
			}
		}
	}
	s.put(word)
	if len(s.line) > 0 || len(s.lines) == 0 {
		s.flush()
	}
	return s.lines
}

func (s *setter) flush() {
	s.lines = append(s.lines, s.line)
	s.line = nil
}

// put adds a word to the line, or begins the next one with it.
func (s *setter) put(word []bit) {
	if len(word) == 0 {
		return
	}
	if len(s.line) > 0 {
		if next := s.join(s.line, word); end(next) <= s.width {
			s.line = next
			return
		}
		s.flush()
	}
	line := s.join(nil, word)
	for end(line) > s.width {
		head, rest := s.cut(word)
		if len(rest) == 0 {
			break // one letter is wider than the line
		}
		s.line = s.join(nil, head)
		s.flush()
		word = rest
		line = s.join(nil, word)
	}
	s.line = line
}

// join is the line with the word behind it.
func (s *setter) join(line, word []bit) []bit {
	out := append(make([]bit, 0, len(line)+len(word)), line...)
	for i, b := range word {
		apart := i == 0 && len(line) > 0
		if n := len(out) - 1; apart && out[n].span == b.span {
			out[n].text += " " + b.text
			s.fit(&out[n], out[n].ink+s.measure(" ", s.spans[b.span])+s.measure(b.text, s.spans[b.span]))
			continue
		}
		b.x, b.apart = end(out), apart
		if apart {
			b.x += s.space
		}
		s.fit(&b, s.measure(b.text, s.spans[b.span]))
		out = append(out, b)
	}
	return out
}

// fit makes a bit as wide as its letters need, and code its ground.
func (s *setter) fit(b *bit, ink float32) {
	b.ink, b.width = ink, up(ink)
	if s.spans[b.span].Code {
		b.width += 2 * s.pad
	}
}

// cut takes from a word as many letters as a line holds, and at least one.
func (s *setter) cut(word []bit) (head, rest []bit) {
	for i, b := range word {
		letters := []rune(b.text)
		for n := range letters {
			b.text = string(letters[:n+1])
			if next := append(head[:i:i], b); i+n == 0 || end(s.join(nil, next)) <= s.width {
				head = next
				continue
			}
			b.text = string(letters[n:])
			return head, append([]bit{b}, word[i+1:]...)
		}
	}
	return head, nil
}
