//go:build linux

package linux

import (
	"bytes"
	"math"
	"strconv"
	"strings"
)

// fields is text that is taken apart by blanks, a field at a time. (It counts, rather than cut text short: that would
// make the compiler move what it is a piece of, a buffer on the stack, to the heap.)
type fields struct {
	text []byte
	pos  int
}

// next gives the next field, empty at the end.
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

// number gives the next field as a number, as next and parseInt would; more is false at the end.
func (f *fields) number() (n int64, ok, more bool) {
	text, at := f.text, f.pos // where the compiler can keep them in registers
	for at < len(text) && isBlank(text[at]) {
		at++
	}
	start := at
	for at < len(text) {
		digit := text[at] - '0'
		if digit > 9 {
			break
		}
		n = n*10 + int64(digit)
		at++
	}
	if length := at - start; length > 0 && length <= 18 && (at == len(text) || isBlank(text[at])) {
		f.pos = at
		return n, true, true
	}
	f.pos = start
	field := f.next()
	n, ok = parseInt(field)
	return n, ok, len(field) > 0
}

func isBlank(c byte) bool { return blankBytes[c] }

var blankBytes = [256]bool{' ': true, '\t': true, '\n': true, '\r': true}

// parseInt reads a decimal number, and nothing but: no blanks, no plus. It is false for what does not fit.
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

// parseCount reads a number that cannot be negative.
func parseCount(b []byte) (int64, bool) {
	n, ok := parseInt(b)
	return n, ok && n >= 0
}

// parseCounter reads a number that some drivers let fall below zero: such a one is the highest there is.
func parseCounter(b []byte) (int64, bool) {
	n, err := strconv.ParseUint(string(b), 10, 64)
	return int64(min(n, math.MaxInt64)), err == nil
}

// parseBytes reads how many units of so many bytes each, and gives bytes.
func parseBytes(b []byte, unit int64) (int64, bool) {
	n, ok := parseCount(b)
	if !ok || n > math.MaxInt64/unit {
		return 0, false
	}
	return n * unit, true
}

// parseDecimal reads digits with or without a point: nothing of what else strconv takes for a number.
func parseDecimal(b []byte) (float64, bool) {
	for _, c := range b {
		if c != '.' && (c < '0' || c > '9') {
			return 0, false
		}
	}
	f, err := strconv.ParseFloat(string(b), 64)
	return f, err == nil
}

// parseOctal reads an octal number, and nothing but.
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

// parseHex reads a hexadecimal number, and nothing but.
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

// excerpt is a piece of a line for an error.
func quoteShort(line []byte) string {
	return strconv.Quote(string(line[:min(len(line), 60)]))
}

// unescape puts back what would have broken a line of /proc apart: blanks, tabs, newlines, backslashes and, in some
// places, more are written as a backslash and three octal digits.
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
