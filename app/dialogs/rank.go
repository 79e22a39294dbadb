package dialogs

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
)

// Rank returns the choices that a query means, the likeliest first: those called so come
// before those that have its words elsewhere. Where there is neither, its letters may
// stand apart in the title: "algl" is Align Left. An empty query leaves all as they are.
func Rank(query string, from []Choice) []Choice {
	query = strings.ToLower(strings.TrimSpace(query))
	if query == "" {
		return from
	}
	type hit struct {
		Choice
		rank int
	}
	var hits []hit
	for _, c := range from {
		if matches(query, c.Title, c.Doc, c.Note, c.Words, c.ID) {
			hits = append(hits, hit{c, rankIn(query, strings.ToLower(c.Title))})
		}
	}
	if len(hits) == 0 {
		for _, c := range from {
			if apart(query, strings.ToLower(c.Title)) {
				hits = append(hits, hit{c, 0})
			}
		}
	}
	slices.SortStableFunc(hits, func(a, b hit) int { return cmp.Compare(a.rank, b.rank) })
	out := make([]Choice, len(hits))
	for i, h := range hits {
		out[i] = h.Choice
	}
	return out
}

// rankIn says how well a query names a title: 0 is best.
func rankIn(query, title string) int {
	switch {
	case title == query:
		return 0
	case strings.HasPrefix(title, query):
		return 1
	case strings.Contains(title, " "+query):
		return 2
	case matches(query, title):
		return 3
	}
	return 4
}

// apart reports whether a title has the letters of a query in their order.
func apart(query, title string) bool {
	rest := []rune(title)
	for _, r := range query {
		if unicode.IsSpace(r) {
			continue
		}
		i := slices.Index(rest, r)
		if i < 0 {
			return false
		}
		rest = rest[i+1:]
	}
	return true
}
