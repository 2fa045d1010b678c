//go:build linux

package linux

import (
	"bytes"
	"math"
	"strconv"
	"strings"

	"github.com/libpsutil/libpsutil/platform"
)

// fields splits text at blanks, one field at a time. It advances a position and does not shorten text: that would make
// the compiler move a buffer on the stack, of which text is a part, to the heap.
type fields struct {
	text []byte
	pos  int
}

// next returns the next field, empty at the end.
func (f *fields) next() []byte {
	for f.pos < len(f.text) && isBlank(f.text[f.pos]) {
		f.pos++
	}
	start := f.pos
	for f.pos < len(f.text) && !isBlank(f.text[f.pos]) {
		f.pos++
	}
	return f.text[start:f.pos]
}

// number returns the next field as a number. ok is false for other text, more is false at the end. A number outside of
// int64 is clamped.
func (f *fields) number() (n int64, ok, more bool) {
	text, pos := f.text, f.pos // copies, which the compiler can keep in registers
	for pos < len(text) && isBlank(text[pos]) {
		pos++
	}
	start := pos
	for pos < len(text) {
		digit := text[pos] - '0'
		if digit > 9 {
			break
		}
		n = n*10 + int64(digit)
		pos++
	}
	if length := pos - start; length > 0 && length <= 18 && (pos == len(text) || isBlank(text[pos])) {
		f.pos = pos
		return n, true, true
	}
	f.pos = start
	field := f.next()
	if n, ok = parseInt(field); !ok {
		n, ok = parseCounter(field)
	}
	return n, ok, len(field) > 0
}

func isBlank(c byte) bool { return blankBytes[c] }

var blankBytes = [256]bool{' ': true, '\t': true, '\n': true, '\r': true}

// parseInt parses a decimal number without blanks or plus sign. It returns false if the number does not fit.
func parseInt(b []byte) (int64, bool) {
	negative := len(b) > 0 && b[0] == '-'
	if negative {
		b = b[1:]
	}
	if len(b) == 0 {
		return 0, false
	}
	var n int64
	for _, c := range b {
		digit := int64(c) - '0'
		if digit < 0 || digit > 9 || n > (math.MaxInt64-digit)/10 {
			return 0, false
		}
		n = n*10 + digit
	}
	if negative {
		n = -n
	}
	return n, true
}

// parseCount parses a number that cannot be negative.
func parseCount(b []byte) (int64, bool) {
	n, ok := parseInt(b)
	return n, ok && n >= 0
}

// parseInode parses a number of 64 bits without sign. Inodes of network file systems and of overlayfs use all of them.
func parseInode(b []byte) (uint64, bool) {
	if n, ok := parseCount(b); ok {
		return uint64(n), true
	}
	n, err := strconv.ParseUint(string(b), 10, 64)
	return n, err == nil
}

// parseCounter is parseCount, but clamps a number that does not fit: counters that some drivers let fall below zero
// come out as numbers near 2^64.
func parseCounter(b []byte) (int64, bool) {
	if n, ok := parseCount(b); ok {
		return n, true
	}
	for _, c := range b {
		if c < '0' || c > '9' {
			return 0, false
		}
	}
	return math.MaxInt64, len(b) > 0
}

// counterOrNA is parseCounter, and returns NA for text that is not a counter.
func counterOrNA(b []byte) int64 {
	if n, ok := parseCounter(b); ok {
		return n
	}
	return platform.NA
}

// parseBytes parses a number of units and returns bytes, clamped to int64.
func parseBytes(b []byte, unit int64) (int64, bool) {
	n, ok := parseCounter(b)
	return platform.MultiplySaturated(n, unit), ok
}

// parseDecimal parses digits with or without a point, but none of the other forms that strconv accepts.
func parseDecimal(b []byte) (float64, bool) {
	for _, c := range b {
		if c != '.' && (c < '0' || c > '9') {
			return 0, false
		}
	}
	f, err := strconv.ParseFloat(string(b), 64)
	return f, err == nil
}

// parseOctal parses an octal number without sign.
func parseOctal(b []byte) (int64, bool) {
	if len(b) == 0 {
		return 0, false
	}
	var n int64
	for _, c := range b {
		if c < '0' || c > '7' || n > math.MaxInt64>>3 {
			return 0, false
		}
		n = n<<3 | int64(c-'0')
	}
	return n, true
}

// parseHex parses a hexadecimal number without sign.
func parseHex(b []byte) (uint64, bool) {
	if len(b) == 0 || len(b) > 16 {
		return 0, false
	}
	var n uint64
	for _, c := range b {
		switch {
		case c >= '0' && c <= '9':
			n = n<<4 | uint64(c-'0')
		case c >= 'A' && c <= 'F':
			n = n<<4 | uint64(c-'A'+10)
		case c >= 'a' && c <= 'f':
			n = n<<4 | uint64(c-'a'+10)
		default:
			return 0, false
		}
	}
	return n, true
}

// unescape undoes the kernel's escapes: blanks, tabs, newlines, backslashes and, in some files, other bytes are written
// as a backslash and three octal digits.
func unescape(b []byte) string {
	var text strings.Builder
	for {
		plain, rest, found := bytes.Cut(b, []byte{'\\'})
		text.Write(plain)
		if !found {
			return text.String()
		}
		code := rest[:min(3, len(rest))]
		if n, err := strconv.ParseUint(string(code), 8, 8); err == nil && len(code) == 3 {
			text.WriteByte(byte(n))
			rest = rest[3:]
		} else {
			text.WriteByte('\\')
		}
		b = rest
	}
}
