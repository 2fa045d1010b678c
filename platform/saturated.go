package platform

import "math"

// Saturated returns n, or the largest int64 if n is larger.
func Saturated(n uint64) int64 { return int64(min(n, math.MaxInt64)) }

// AddSaturated returns the sum of two numbers of 0 or more, at most the largest int64.
func AddSaturated(a, b int64) int64 { return min(a, math.MaxInt64-b) + b }

// MultiplySaturated returns n times unit, at most the largest int64. A negative n counts as 0.
func MultiplySaturated(n, unit int64) int64 {
	n = max(n, 0)
	if unit > 0 && n > math.MaxInt64/unit {
		return math.MaxInt64
	}
	return n * unit
}
