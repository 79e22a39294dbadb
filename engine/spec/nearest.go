package spec

import "strings"

// Nearest returns the name that was probably meant: the one that differs from it by
// case, or by a few letters; "" if none is near.
func Nearest(name string, names []string) string {
	best, least := "", 1+len(name)/3
	for _, n := range names {
		if strings.EqualFold(n, name) {
			return n
		}
		if d := distance(strings.ToLower(n), strings.ToLower(name), least); d <= least && (best == "" || d < least) {
			best, least = n, d
		}
	}
	return best
}

// distance counts the letters to change, add, remove or swap with their neighbour.
func distance(a, b string, most int) int {
	if d := len(a) - len(b); d > most || -d > most {
		return most + 1
	}
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}
