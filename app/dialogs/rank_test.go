package dialogs

import (
	"slices"
	"testing"
)

func TestRankPutsTheLikeliestFirst(t *testing.T) {
	from := []Choice{
		{ID: "a", Title: "Align Left", Doc: "Arrange"}, {ID: "b", Title: "Auto Arrange"},
		{ID: "c", Title: "Run Flow"}, {ID: "d", Title: "Rename Flow…", Words: "run"}, {ID: "e", Title: "Running a Flow"},
	}
	for _, c := range []struct {
		query string
		want  []string
	}{
		{"", []string{"a", "b", "c", "d", "e"}},
		{"arrange", []string{"b", "a"}},
		{"run", []string{"c", "e", "d"}},
		{"flow run", []string{"c", "e", "d"}},
		{"algl", []string{"a"}},
		{"Auto arrange", []string{"b"}},
		{"xyz", nil},
	} {
		var got []string
		for _, h := range Rank(c.query, from) {
			got = append(got, h.ID)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%q finds %v, want %v", c.query, got, c.want)
		}
	}
}
