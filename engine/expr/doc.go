// Package expr is the one evaluator of Flowbench: {{ }} templates and jq programs.
//
// A [Template] is text with parts that are evaluated: {{ … }} holds a jq
// program, {% context NAME %} a field that must have a value. A [Tree] is a
// JSON value whose every string is a template of its own; it keeps the order of
// its keys. A [Program] is jq over a value: the response in an output mapping,
// the context in a Function or Condition. All three are compiled once and may
// be evaluated many times, by many goroutines at once. What they see is given
// by a [Scope], which is asked only for the steps that are really named.
//
// # Values
//
// A value is nil, bool, int, float64, *big.Int, [json.Number], string, []any or
// map[string]any; only a [Tree] also makes [Object], which keeps the order of
// its members. [Decode] gives int for an integer that fits, and json.Number,
// the text as it stood, for every other number, so that 1.10 and
// 12345678901234567890 are written as they were read until arithmetic is done
// on them. [Encode] writes any value. Values are shared, not copied: whoever
// gets one reads it and does not change it.
//
// # Missing
//
// Missing means null or no result. Every evaluation says it beside the value.
// In text it is "", in a tree an object's key is left out and an array's
// element is null, and in {% context NAME %} it is an error.
//
// # Limits
//
// A program is at most [MaxProgram] long and nested [MaxNesting] deep, which is
// checked before it is parsed, as is the number of operators in a row ([MaxChain]); a result is at most [MaxResult] as JSON and
// [MaxDepth] deep. A template has [TemplateTime] and a program [ProgramTime]
// unless [WithTime] says otherwise. There is no environment, no module and no
// input. A panic of gojq comes back as an error.
//
// The time limit is not a wall: gojq looks at its context only between opcodes,
// so that one opcode (a huge repetition, an index of half a billion) can outlast
// it and can ask for more memory than there is. Whoever evaluates programs from
// elsewhere does it in a process that can be ended.
package expr
