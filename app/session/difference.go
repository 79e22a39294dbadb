package session

import (
	"bytes"
	"slices"
)

// A Line is a line in which two texts differ, or one beside it.
type Line struct {
	Op   byte // '-' only in the first, '+' only in the second, ' ' in both
	Text string
}

// beside is how many equal lines stand around a difference.
const beside = 3

// Difference compares two texts line by line.
func Difference(first, second []byte) []Line {
	a, b := lines(first), lines(second)
	head := 0
	for head < len(a) && head < len(b) && a[head] == b[head] {
		head++
	}
	tail := 0
	for tail < len(a)-head && tail < len(b)-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	changed := compare(a[head:len(a)-tail], b[head:len(b)-tail])
	if len(changed) == 0 {
		return nil
	}
	var out []Line
	for _, t := range a[max(0, head-beside):head] {
		out = append(out, Line{' ', t})
	}
	out = append(out, changed...)
	for _, t := range a[len(a)-tail : min(len(a), len(a)-tail+beside)] {
		out = append(out, Line{' ', t})
	}
	return out
}

func lines(b []byte) []string {
	var out []string
	for l := range bytes.Lines(b) {
		out = append(out, string(bytes.TrimRight(l, "\r\n")))
	}
	return out
}

// compare goes by the longest common subsequence; for very long texts that would cost
// too much, and all of one stands against all of the other.
func compare(a, b []string) []Line {
	var out []Line
	if len(a)*len(b) > 4_000_000 {
		for _, t := range a {
			out = append(out, Line{'-', t})
		}
		for _, t := range b {
			out = append(out, Line{'+', t})
		}
		return out
	}
	common := make([][]int32, len(a)+1) // of a[i:] and b[j:]
	for i := range common {
		common[i] = make([]int32, len(b)+1)
	}
	for i, t := range slices.Backward(a) {
		for j, u := range slices.Backward(b) {
			if t == u {
				common[i][j] = common[i+1][j+1] + 1
			} else {
				common[i][j] = max(common[i+1][j], common[i][j+1])
			}
		}
	}
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		switch {
		case i < len(a) && j < len(b) && a[i] == b[j]:
			out = append(out, Line{' ', a[i]})
			i, j = i+1, j+1
		case j == len(b) || i < len(a) && common[i+1][j] >= common[i][j+1]:
			out = append(out, Line{'-', a[i]})
			i++
		default:
			out = append(out, Line{'+', b[j]})
			j++
		}
	}
	return out
}
