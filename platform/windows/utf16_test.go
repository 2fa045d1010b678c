package windows

import (
	"encoding/binary"
	"slices"
	"testing"
	"unicode/utf16"
)

// utf16Bytes returns text, WTF-8, as little-endian UTF-16.
func utf16Bytes(text string) (b []byte) {
	for _, unit := range encodeUTF16(text) {
		b = binary.LittleEndian.AppendUint16(b, unit)
	}
	return b
}

func TestDecodeUTF16(t *testing.T) {
	for _, c := range []struct {
		units []uint16
		text  string
	}{
		{nil, ""},
		{[]uint16{'a', 0xE4, 0x65E5, 0xD83D, 0xDE00}, "aä日😀"},
		{[]uint16{0xD800}, "\xED\xA0\x80"},
		{[]uint16{0xDFFF, 'x'}, "\xED\xBF\xBFx"},
		{[]uint16{0xDE00, 0xD83D}, "\xED\xB8\x80\xED\xA0\xBD"}, // the wrong way round
		{[]uint16{0xD83D, 0xD83D, 0xDE00}, "\xED\xA0\xBD😀"},
		{[]uint16{0xFFFD, 0xFFFF}, "\uFFFD\uFFFF"},
	} {
		var b []byte
		for _, unit := range c.units {
			b = binary.LittleEndian.AppendUint16(b, unit)
		}
		if text := decodeUTF16(b); text != c.text {
			t.Errorf("%x gives %q, want %q", c.units, text, c.text)
		}
		if units := encodeUTF16(c.text); !slices.Equal(units, c.units) {
			t.Errorf("%q gives %x, want %x", c.text, units, c.units)
		}
	}
	if units := encodeUTF16("a\xFFb\xED\xA0"); !slices.Equal(units, []uint16{'a', 0xFFFD, 'b', 0xFFFD, 0xFFFD}) {
		t.Errorf("invalid bytes give %x", units)
	}
	if text, terminated := cutUTF16([]byte{'a', 0, 0, 0, 'b', 0}); text != "a" || !terminated {
		t.Errorf("cut to %q, %v", text, terminated)
	}
	if text, terminated := cutUTF16([]byte{'a', 0, 'b'}); text != "a" || terminated {
		t.Errorf("cut to %q, %v", text, terminated)
	}
}

// Every sequence of 16-bit units comes back from WTF-8, and valid UTF-16 is decoded as Go's library does it.
func FuzzDecodeUTF16(f *testing.F) {
	f.Add([]byte{'a', 0, 0x3D, 0xD8, 0x00, 0xDE, 0x00, 0xD8})
	f.Fuzz(func(t *testing.T, b []byte) {
		text := decodeUTF16(b)
		units := make([]uint16, len(b)/2)
		for i := range units {
			units[i] = binary.LittleEndian.Uint16(b[2*i:])
		}
		if back := encodeUTF16(text); !slices.Equal(back, units) {
			t.Errorf("%x gives %q and back %x", units, text, back)
		}
		if plain := string(utf16.Decode(units)); !slices.Contains([]rune(plain), 0xFFFD) && text != plain {
			t.Errorf("%x gives %q, want %q", units, text, plain)
		}
	})
}
