package expr

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"time"
)

// What an expression may cost.
const (
	MaxProgram = 64 << 10 // bytes of a program, or of one template's text between {{ and }}
	MaxNesting = 200      // brackets, prefix operators, if and def within one another
	MaxChain   = 5000     // operators in a row, for which gojq's compiler needs 2 KB of stack each
	MaxDepth   = 200      // arrays and objects within one another, in values
	MaxResult  = 32 << 20 // bytes of a result written as JSON or as text

	TemplateTime = time.Second
	ProgramTime  = 30 * time.Second
)

var (
	errLarge = fmt.Errorf("the result is larger than %d MB", MaxResult>>20)
	errDeep  = fmt.Errorf("the result nests deeper than %d", MaxDepth)
)

// errTime is what a [watch] says when its time is over.
var errTime = errors.New("time is over")

// slowError tells people so; it is a [context.DeadlineExceeded].
type slowError struct{ limit time.Duration }

func (e *slowError) Error() string {
	return fmt.Sprintf("took longer than %v and was stopped: it must end sooner, or do less at once", e.limit)
}

func (e *slowError) Unwrap() error { return context.DeadlineExceeded }

// measure refuses a result that is too deep, or too large if it were written. A
// part that stands in it twice counts twice: [., .] done forty times is small
// in memory and a terabyte as text.
func measure(v any) error {
	left := MaxResult
	return weigh(v, 0, &left)
}

func weigh(v any, depth int, left *int) error {
	switch v := v.(type) {
	case nil, bool, int, float64:
		*left -= 4
	case string:
		*left -= len(v) + 2
	case json.Number:
		*left -= len(v)
	case *big.Int:
		*left -= v.BitLen()/4 + 1
	case []any:
		if depth >= MaxDepth {
			return errDeep
		}
		*left -= 2 + len(v)
		for _, e := range v {
			if err := weigh(e, depth+1, left); err != nil {
				return err
			}
		}
	case map[string]any:
		if depth >= MaxDepth {
			return errDeep
		}
		*left -= 2
		for k, e := range v {
			*left -= len(k) + 4
			if err := weigh(e, depth+1, left); err != nil {
				return err
			}
		}
	default:
		return fmt.Errorf("a Go %T is no JSON value", v)
	}
	if *left < 0 {
		return errLarge
	}
	return nil
}
